/** Texts by number as the native writer takes them: UTF-8 one behind the other, each ended by NUL. Its memory is used again and again. */
import type { WriterTexts } from './nvtxw_addon.ts';

/** UTF-8 takes no more than this a UTF-16 unit. */
const MOST_BYTES = 3;

export class TextBytes {
  #bytes = Buffer.alloc(1 << 20);
  #starts = new Uint32Array(1 << 14);
  #size = 0;
  #count = 0;

  /** Forgets all texts; number 0 is the empty one. */
  begin(): void {
    this.#bytes[0] = 0;
    this.#starts[0] = 0;
    this.#size = 1;
    this.#count = 1;
  }

  /** Number of a text; NUL in it becomes the mark of what cannot be shown. Equal texts are not sought: who has them by a number keeps that. */
  add(text: string): number {
    if (text === '') return 0;
    if (this.#count === this.#starts.length) this.#starts = grown(this.#starts, new Uint32Array(2 * this.#count));
    const room = this.#size + MOST_BYTES * text.length + 1;
    if (room > this.#bytes.length) this.#bytes = grown(this.#bytes, Buffer.alloc(2 * room));
    this.#starts[this.#count] = this.#size;
    this.#size += this.#bytes.write(text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text, this.#size);
    this.#bytes[this.#size++] = 0;
    return this.#count++;
  }

  /** A copy of all since `begin`. */
  take(): WriterTexts {
    return { texts: new Uint8Array(this.#bytes.subarray(0, this.#size)), textStarts: this.#starts.slice(0, this.#count) };
  }
}

function grown<Numbers extends Uint8Array | Uint32Array>(from: Numbers, to: Numbers): Numbers {
  to.set(from);
  return to;
}
