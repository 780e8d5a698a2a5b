/** One line of a terminal, rewritten in place; nothing where stderr is none. Whoever started us with a pipe for messages is told too (engine/run_exports.ts). */
export class ProgressLine implements Disposable {
  #width = 0;

  /** @param part that is done, 0 to 1 */
  show(text: string, part = 0): void {
    process.send?.({ progress: part });
    if (process.stderr.isTTY !== true) return;
    process.stderr.write(`\r${text.padEnd(this.#width)}`);
    this.#width = text.length;
  }

  [Symbol.dispose](): void {
    this.show('');
    if (this.#width > 0) process.stderr.write('\r');
  }
}
