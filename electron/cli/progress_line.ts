/** One line of a terminal, rewritten in place; nothing where stderr is none. */
export class ProgressLine implements Disposable {
  #width = 0;

  show(text: string): void {
    if (process.stderr.isTTY !== true) return;
    process.stderr.write(`\r${text.padEnd(this.#width)}`);
    this.#width = text.length;
  }

  [Symbol.dispose](): void {
    this.show('');
    if (this.#width > 0) process.stderr.write('\r');
  }
}
