/** Names of entries and tiles in paths and addresses: `0_2_-1`, `0_314178798`. Pure. Source: prof-viewer src/data.rs, slug. */
import type { EntryId, TileSpan } from './legion_types.ts';

const ENTRY = /^-?\d{1,9}(?:_-?\d{1,9}){0,15}$/;
const TILE = /^(-?\d{1,16})_(-?\d{1,16})$/;

export function entrySlug(entry: EntryId): string {
  return entry.join('_');
}

export function tileSlug({ start, stop }: TileSpan): string {
  return `${start}_${stop}`;
}

/** Undefined for what is no entry. */
export function parseEntry(slug: string): EntryId | undefined {
  return ENTRY.test(slug) ? slug.split('_').map(Number) : undefined;
}

/** Undefined for what is no tile, or lies beyond 2^53 ns. */
export function parseTile(slug: string): TileSpan | undefined {
  const match = TILE.exec(slug);
  const tile = match === null ? undefined : { start: Number(match[1]), stop: Number(match[2]) };
  return tile !== undefined && Number.isSafeInteger(tile.start) && Number.isSafeInteger(tile.stop) ? tile : undefined;
}
