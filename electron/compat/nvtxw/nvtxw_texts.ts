/** Texts as the native writer takes them: by number, UTF-8 one behind the other, each ended by NUL. */
import type { WriterTexts } from './nvtxw_addon.ts';

export class TextTable {
  /** Number 0 is the empty text. */
  readonly #texts: string[] = [''];

  /** Number of a text; NUL in it becomes the mark of what cannot be shown. Equal texts are not sought: who has them by a number keeps that. */
  add(text: string): number {
    return text === '' ? 0 : this.#texts.push(text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text) - 1;
  }

  encoded(): WriterTexts {
    const all = this.#texts;
    // One call for all: a call for each would cost more than all else.
    const joined = `${all.join('\0')}\0`;
    const texts = Buffer.from(joined);
    const isAscii = texts.length === joined.length;
    const textStarts = new Uint32Array(all.length);
    for (let i = 0, at = 0; i < all.length; i++) {
      textStarts[i] = at;
      at += (isAscii ? all[i].length : Buffer.byteLength(all[i])) + 1;
    }
    return { texts, textStarts };
  }
}
