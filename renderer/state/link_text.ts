/** Small texts that parts of a view are written as in links. */
import type { TimeSpan } from '../../electron/protocol/time.ts';

/** Slugs may hold blanks (`f n0s0`) and the fill arrow of channels; `,` and `&` they never have. */
export function encodeSlug(slug: string): string {
  return encodeURIComponent(slug).replaceAll('%2F', '/');
}

/** Undefined where it is no encoded text. */
export function decodeText(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

export function writeSpan({ startNs, stopNs }: TimeSpan): string {
  return `${Math.round(startNs)}..${Math.round(stopNs)}`;
}

/** Whole ns; undefined where it is no interval. */
export function readSpan(text: string): TimeSpan | undefined {
  const found = /^(-?\d{1,16})\.\.(-?\d{1,16})$/.exec(text);
  if (!found) return undefined;
  const span = { startNs: Number(found[1]), stopNs: Number(found[2]) };
  return span.stopNs > span.startNs ? span : undefined;
}

/** Comma-separated slugs; undefined where one is none. */
export function readSlugs(text: string): string[] | undefined {
  const slugs = text.split(',').filter((part) => part !== '').map(decodeText);
  return slugs.every((slug) => slug !== undefined) ? slugs : undefined;
}

/** Null = there are none. */
export function writeSlugs(slugs: Iterable<string>): string | null {
  const text = [...slugs].map(encodeSlug).join(',');
  return text === '' ? null : text;
}
