// Recorded answers of the reference, read into the shapes that ours are compared in. Test helper.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { STATE_READY, STATE_RUNNING, STATE_WAITING } from '../../electron/protocol/items.ts';

export function readGolden<T>(folder: string, name: string): T | undefined {
  const path = join(folder, name);
  return existsSync(path) ? JSON.parse(gunzipSync(readFileSync(path)).toString('utf8')) as T : undefined;
}

export interface GoldenRow {
  readonly path: string;
  readonly longName: string;
  readonly maxRows: number | undefined;
}

interface Entry {
  readonly Panel?: { readonly short_name: string; readonly long_name: string; readonly slots: readonly Entry[] };
  readonly Slot?: { readonly short_name: string; readonly long_name: string; readonly max_rows: number };
}

export function goldenTree(info: { readonly entry_info: Entry }): GoldenRow[] {
  const rows: GoldenRow[] = [];
  const visit = (entry: Entry, above: string): void => {
    const row = entry.Panel ?? entry.Slot;
    if (row === undefined) return;
    const path = above === '' ? row.short_name : `${above} / ${row.short_name}`;
    rows.push({ path, longName: row.long_name, maxRows: entry.Slot?.max_rows });
    entry.Panel?.slots.forEach((slot) => visit(slot, path));
  };
  info.entry_info.Panel?.slots.forEach((slot) => visit(slot, ''));
  return rows;
}

/** One segment: uid, start, stop, colour. */
export type GoldenSegment = readonly [uid: number, start: number, stop: number, color: string];

export interface GoldenSlot {
  readonly name: string;
  readonly max_rows: number;
  readonly rows: readonly (readonly GoldenSegment[])[];
}

export interface GoldenMetaSlot {
  readonly name: string;
  readonly rows: readonly (readonly (readonly [uid: number, start: number, stop: number, title: string])[])[];
}

export interface Digest {
  readonly name: string;
  readonly items: number;
  readonly maxRows: number;
  readonly firstStart: number;
  readonly lastStop: number;
  readonly nsByColor: ReadonlyMap<string, number>;
  readonly shaTitles: string;
}

export function readDigests(folder: string): Digest[] {
  const path = join(folder, 'slots-digest.tsv.gz');
  if (!existsSync(path)) return [];
  return gunzipSync(readFileSync(path)).toString('utf8').trimEnd().split('\n').slice(1).map((line) => {
    const [, name, items, , maxRows, firstStart, lastStop, colors, shaTitles] = line.split('\t');
    return {
      name, items: Number(items), maxRows: Number(maxRows), firstStart: Number(firstStart), lastStop: Number(lastStop), shaTitles,
      nsByColor: new Map(colors === '' ? [] : colors.split(' ').map((pair) => [pair.slice(0, 8), Number(pair.slice(9))] as const)),
    };
  });
}

/**
 * State behind a colour: running items have the full colour (in its hue walk one channel is 0), ready ones 45 % and waiting ones
 * 15 % of it over white in linear light, so that the darkest channel becomes c4 or ed.
 */
export function stateOfColor(color: string): number {
  const rgb = color.slice(0, 6);
  const known = SHADES.get(rgb);
  if (known !== undefined) return known;
  const darkest = Math.min(...[0, 2, 4].map((at) => Number.parseInt(rgb.slice(at, at + 2), 16)));
  return darkest >= 0xed ? STATE_WAITING : darkest >= 0xc4 ? STATE_READY : STATE_RUNNING;
}

/** Colours that are not of the hue walk, with their shades. */
const SHADES = new Map(['006600', '333399', '990000', '0000ff', '009900', 'ffc0cb', '000000'].flatMap((rgb) => [
  [rgb, STATE_RUNNING], [shade(rgb, 0.45), STATE_READY], [shade(rgb, 0.15), STATE_WAITING],
] as const));

function shade(rgb: string, alpha: number): string {
  return [0, 2, 4].map((at) => {
    const s = Number.parseInt(rgb.slice(at, at + 2), 16);
    const linear = s <= 10 ? s / 3294.6 : ((s + 14.025) / 269.025) ** 2.4;
    const mixed = 1 - alpha + alpha * linear;
    return Math.round(269.025 * mixed ** (1 / 2.4) - 14.025).toString(16).padStart(2, '0');
  }).join('');
}

export interface GoldenSummary {
  readonly tile: readonly [number, number];
  readonly time: readonly number[];
  readonly entries: readonly { readonly name: string; readonly time?: readonly number[]; readonly util: readonly number[] }[];
}
