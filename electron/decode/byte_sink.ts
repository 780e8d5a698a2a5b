/** A growing buffer that encoders append to; reused from block to block, so that writing millions of items allocates nothing. */

/** Columns start at multiples of this many bytes, so that a reader can lay typed arrays over them. */
const ALIGNMENT = 8;

export class ByteSink {
  #bytes = new Uint8Array(new ArrayBuffer(1 << 16));
  #view = new DataView(this.#bytes.buffer);
  length = 0;

  /** The buffer; valid until the next `reserve`. */
  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes;
  }

  get view(): DataView {
    return this.#view;
  }

  clear(): void {
    this.length = 0;
  }

  /** Makes room for `size` bytes after the present end, which is first moved to the alignment; gives where they start. They are not zeroed. */
  reserve(size: number): number {
    const start = (this.length + ALIGNMENT - 1) & -ALIGNMENT;
    const end = start + size;
    if (end > this.#bytes.length) {
      const grown = new Uint8Array(new ArrayBuffer(Math.max(end, this.#bytes.length * 2)));
      grown.set(this.#bytes.subarray(0, this.length));
      this.#bytes = grown;
      this.#view = new DataView(grown.buffer);
    }
    // The gap would else hold what an earlier use left there, and equal data would not give equal bytes.
    this.#bytes.fill(0, this.length, start);
    this.length = end;
    return start;
  }

  /** What was written, as a Buffer over the same memory (SQLite copies it when bound). */
  toBuffer(): Buffer<ArrayBuffer> {
    return Buffer.from(this.#bytes.buffer, 0, this.length);
  }
}
