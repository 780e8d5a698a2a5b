/** What an item is called in links: it means the same after its run was indexed again. */
import { decodeText } from './link_text.ts';

/** `n0/utility/u0@239437691/12`: track, start in ns, place among the track's items; the start tells when the place means another one. */
export interface ItemLocator {
  readonly slug: string;
  readonly startNs: number;
  readonly ordinal: number;
}

export function readLocator(text: string): ItemLocator | undefined {
  const found = /^(.+)@(-?\d{1,16})\/(\d{1,10})$/.exec(text);
  const slug = found ? decodeText(found[1]) : undefined;
  return found && slug !== undefined ? { slug, startNs: Number(found[2]), ordinal: Number(found[3]) } : undefined;
}
