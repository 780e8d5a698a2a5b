/** Texts of a batch as the native writer takes them: UTF-8, each ended by NUL, those that were just written not written again. */
const FIRST_BYTES = 1 << 18;
/** UTF-8 bytes that one UTF-16 unit takes at most. */
const MOST_BYTES = 3;

export class BatchTexts {
  #bytes = Buffer.alloc(FIRST_BYTES);
  #length = 0;
  readonly #offsets = new Map<string, number>();

  get bytes(): Uint8Array {
    return this.#bytes;
  }

  get byteLength(): number {
    return this.#length;
  }

  /** Offset of a text; NUL in it becomes the mark of what cannot be shown. */
  offset(text: string): number {
    const known = this.#offsets.get(text);
    if (known !== undefined) return known;
    const room = text.length * MOST_BYTES + 1;
    if (this.#length + room > this.#bytes.length) this.#grow(room);
    const at = this.#length;
    const written = this.#bytes.write(text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text, at, 'utf8');
    this.#bytes[at + written] = 0;
    this.#length = at + written + 1;
    this.#offsets.set(text, at);
    return at;
  }

  clear(): void {
    this.#length = 0;
    this.#offsets.clear();
  }

  #grow(room: number): void {
    const grown = Buffer.alloc(Math.max(2 * this.#bytes.length, this.#length + room));
    this.#bytes.copy(grown, 0, 0, this.#length);
    this.#bytes = grown;
  }
}
