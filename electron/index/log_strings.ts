/** Texts of one log, decoded when asked for. */
import type { StringTable } from '../decode/decoded_log.ts';

export class LogStrings {
  readonly #table: StringTable;
  readonly #decoder = new TextDecoder();

  constructor(table: StringTable) {
    this.#table = table;
  }

  get byteLength(): number {
    return this.#table.bytes.byteLength + this.#table.ends.byteLength;
  }

  /** Text `index`; bytes that are no UTF-8 become U+FFFD. */
  get(index: number): string {
    const { bytes, ends } = this.#table;
    // A copy, as decoders refuse shared memory.
    return this.#decoder.decode(bytes.slice(index === 0 ? 0 : ends[index - 1], ends[index]));
  }
}
