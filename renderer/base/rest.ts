/** What is asked only once something has rested: a view that moves on, a text that is still being written. */

/** Begun and neither called back nor taken back. */
let waiting = 0;

/** Calls back after `ms`. Gives back how to take it back. */
export function afterRest(ms: number, run: () => void): () => void {
  let isOver = false;
  const end = (): void => {
    if (!isOver) waiting--;
    isOver = true;
  };
  waiting++;
  const timer = setTimeout(() => {
    end();
    run();
  }, ms);
  return () => {
    clearTimeout(timer);
    end();
  };
}

/** Nothing waits for a rest; for tests. */
export function isRested(): boolean {
  return waiting === 0;
}
