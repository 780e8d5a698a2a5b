// What differs between tiles of ours and recorded ones, and how much was compared. Test helper; prints nothing.
import type { LegionSource } from '../../electron/compat/tiles/legion_source.ts';
import type { Entry } from '../../electron/compat/tiles/legion_types.ts';
import type { GoldenSegment, GoldenSlot } from './model_golden.ts';
import { type GoldenTile, type MetaJson, metaRows, slotRows } from './tile_json.ts';

export type Slot = GoldenSlot & { readonly entry: readonly number[] };

export interface GoldenCurves extends GoldenTile {
  readonly time: readonly number[];
  readonly entries: readonly { readonly entry: readonly number[]; readonly name: string; readonly time?: readonly number[]; readonly util: readonly number[] }[];
}

export interface GoldenMetas extends GoldenTile {
  readonly entries: readonly { readonly entry: readonly number[]; readonly name: string; readonly rows: readonly (readonly MetaJson[])[] }[];
}

/** Tiles of one level of detail of one run, under comparison. */
export class TileComparison {
  readonly differences: string[] = [];
  /** Largest difference of a sample of a curve that counts as equal. */
  worstSample = 0;
  readonly #source: LegionSource;
  readonly #isFull: boolean;
  readonly #counts = new Map<string, Map<string, number>>();
  /** Ours of each of theirs: items are numbered anew, one for one. */
  readonly #ours = new Map<number, number>();
  readonly #theirs = new Map<number, number>();

  constructor(source: LegionSource, isFull: boolean) {
    this.#source = source;
    this.#isFull = isFull;
  }

  /** What was compared of the answers that went under this name. */
  countsOf(part: string): Record<string, number> {
    return Object.fromEntries(this.#counts.get(part) ?? []);
  }

  slots(part: string, { tile, entries }: GoldenTile & { readonly entries: readonly Slot[] }): void {
    for (const { entry, name, max_rows, rows } of entries) {
      const ours = slotRows(this.#source, entry, { tile }, this.#isFull) ?? [];
      // 26.03 leaves the tiles of empty slots out.
      const theirs = rows.length === 0 ? Array.from({ length: max_rows }, () => []) : rows;
      if (ours.length !== theirs.length) this.#differ(part, name, `${ours.length} rows, theirs ${theirs.length}`);
      const seen = new Set<number>();
      theirs.forEach((row, r) => {
        for (const [uid] of row) seen.add(uid);
        this.#count(part, 'boxes', row.length);
        const at = Array.from({ length: Math.max(row.length, ours[r]?.length ?? 0) }, (_, i) => i).find((i) => !this.#isSameBox(ours[r]?.[i], row[i]));
        if (at !== undefined) this.#differ(part, name, `row ${r} box ${at}: ours ${String(ours[r]?.[at])}, theirs ${String(row[at])}`);
      });
      this.#count(part, 'slots', 1);
      this.#count(part, 'items', seen.size);
    }
  }

  /** All that is said of all boxes, links with the item that they lead to. */
  metas(part: string, { tile, entries }: GoldenMetas): void {
    for (const { entry, name, rows } of entries) {
      const ours = metaRows(this.#source, entry, { tile }, this.#isFull) ?? [];
      this.#count(part, 'slots', 1);
      rows.forEach((row, r) => {
        this.#count(part, 'boxes', row.length);
        this.#count(part, 'fields', row.reduce((sum, [, , , , fields]) => sum + fields.length, 0));
        const at = Array.from({ length: Math.max(row.length, ours[r]?.length ?? 0) }, (_, i) => i).find((i) => !this.#isSameMeta(ours[r]?.[i], row[i]));
        if (at !== undefined) this.#differ(part, name, `row ${r} box ${at}: ours ${JSON.stringify(ours[r]?.[at])}, theirs ${JSON.stringify(row[at])}`.slice(0, 3000));
      });
    }
  }

  curves(part: string, { tile: [start, stop], time: common, entries }: GoldenCurves): void {
    for (const { entry, name, time, util } of entries) {
      const points = [...(this.#source.summaryTile(entry, { start, stop }, this.#isFull)?.points ?? [])];
      const times = time ?? common;
      this.#count(part, 'curves', 1);
      this.#count(part, 'samples', util.length);
      if (points.length !== util.length) this.#differ(part, name, `${points.length} samples, theirs ${util.length}`);
      const late = points.findIndex((point, i) => point.time !== times[i]);
      if (late >= 0) this.#differ(part, name, `sample ${late} at ${points[late].time}, theirs at ${times[late]}`);
      const worst = points.reduce((most, point, i) => Math.max(most, Math.abs(Math.fround(point.util) - util[i])), 0);
      if (worst > 1e-4) this.#differ(part, name, `differs by ${worst.toFixed(4)}`);
      else this.worstSample = Math.max(this.worstSample, worst);
    }
  }

  /** @param lines of `entry, name, items, rows, max_rows, first, last, ns by colour, …`; the hashes hold the reference's own uids or titles */
  digests(part: string, lines: readonly string[]): void {
    const { start, stop } = this.#source.span;
    for (const line of lines) {
      const [entry, name, ...theirs] = line.split('\t').slice(0, 8);
      const rows = slotRows(this.#source, entry.split('_').map(Number), { tile: [start, stop] }, this.#isFull) ?? [];
      const boxes = rows.flat();
      this.#count(part, 'slots', 1);
      this.#count(part, 'boxes', Number(theirs[0]));
      const byColor = new Map<string, number>();
      for (const [, from, to, color] of boxes) byColor.set(color, (byColor.get(color) ?? 0) + to - from);
      const colors = [...byColor].sort(([a], [b]) => (a < b ? -1 : 1)).map(([color, ns]) => `${color}:${ns}`).join(' ');
      const edge = (values: readonly number[], pick: (a: number, b: number) => number): string => (values.length === 0 ? '' : String(values.reduce((a, b) => pick(a, b))));
      const ours = [
        boxes.length, rows.filter((row) => row.length > 0).length, rows.length,
        edge(boxes.map(([, from]) => from), Math.min), edge(boxes.map(([, , to]) => to), Math.max), colors,
      ].map(String);
      const at = ours.findIndex((value, i) => value !== theirs[i]);
      if (at >= 0) this.#differ(part, name, `column ${at + 2} is ${ours[at].slice(0, 200)}, theirs ${theirs[at].slice(0, 200)}`);
    }
  }

  #isSameBox(a: GoldenSegment | undefined, b: GoldenSegment | undefined): boolean {
    return a !== undefined && b !== undefined && a[1] === b[1] && a[2] === b[2] && a[3] === b[3] && this.#isSameItem(a[0], b[0]);
  }

  #isSameMeta(a: MetaJson | undefined, b: MetaJson | undefined): boolean {
    const [mine, other] = [withoutUids(a), withoutUids(b)];
    // We leave the operation 0 out of titles, and show the bounds of tagged index spaces (1011).
    const isSaid = mine.text === other.text || mine.text.replaceAll(WITHOUT_OPERATION, '$1 for 0"').replaceAll(BOUNDS, '$1"') === other.text;
    return isSaid && mine.uids.length === other.uids.length && mine.uids.every((uid, i) => this.#isSameItem(uid, other.uids[i]));
  }

  #isSameItem(our: number, their: number): boolean {
    const [known, back] = [this.#ours.get(their), this.#theirs.get(our)];
    if (known !== undefined || back !== undefined) return known === our && back === their;
    this.#ours.set(their, our);
    this.#theirs.set(our, their);
    return true;
  }

  #count(part: string, what: string, more: number): void {
    const counts = this.#counts.get(part) ?? new Map<string, number>();
    this.#counts.set(part, counts.set(what, (counts.get(what) ?? 0) + more));
  }

  #differ(part: string, name: string, text: string): void {
    this.differences.push(`${part} ${name}: ${text}`);
  }
}

/** What a meta says, and the numbers of the item and of those that it links to. */
function withoutUids(meta: MetaJson | undefined): { readonly text: string; readonly uids: readonly number[] } {
  const uids = meta === undefined ? [] : [meta[0]];
  const text = JSON.stringify(meta?.slice(1), (key, value: unknown) => {
    if (key !== 'item_uid') return value;
    uids.push(value as number);
    return 0;
  }) ?? '';
  return { text, uids };
}

const WITHOUT_OPERATION = /("Mapper Call (?:(?! for \d)[^"])+)"/g;
const BOUNDS = /("ispace:\d+)\[[^"]+"/g;

export function entriesBelow(entry: Entry): number {
  return entry.type === 'slot' ? 0 : entry.slots.reduce((sum, slot) => sum + 1 + entriesBelow(slot), 0);
}

/** What a repaired log shows and ours of the whole one does not: items by time and title, where titles are recorded. */
export function missingOfRepaired(source: LegionSource, slots: GoldenTile & { readonly entries: readonly Slot[] }, metas: GoldenMetas | undefined): string[] {
  const missing: string[] = [];
  const lack = (name: string, theirs: Iterable<string>, ours: readonly string[]): void => {
    const known = new Set(ours);
    for (const text of theirs) if (!known.has(text)) missing.push(`${name}: ${text}`);
  };
  const slotOf = slotByName(source);
  const life = ([, start, stop]: readonly [unknown, number, number, ...unknown[]]): string => `${start} ${stop}`;
  for (const { name, rows } of slots.entries) {
    const uids = Map.groupBy(rows.flat(), ([uid]) => uid);
    const theirs = [...uids.values()].map((own) => life([0, Math.min(...own.map(([, start]) => start)), Math.max(...own.map(([, , stop]) => stop))]));
    lack(name, theirs, (metaRows(source, slotOf(name), slots, true) ?? []).flat().map(life));
  }
  for (const { name, rows } of metas?.entries ?? []) {
    const said = (meta: MetaJson): string => `${life(meta)} ${meta[3].replace(/ for 0$/, '')}`;
    lack(name, rows.flat().map(said), (metaRows(source, slotOf(name), metas as GoldenMetas, true) ?? []).flat().map(said));
  }
  return missing.slice(0, 6);
}

/** Id of a slot by its name from the node down; there may be more slots here than there, so that places differ. */
function slotByName(source: LegionSource): (name: string) => readonly number[] {
  const ids = new Map<string, readonly number[]>();
  const visit = (entry: Entry, above: readonly string[], id: readonly number[]): void => {
    const path = [...above, entry.shortName];
    if (entry.type === 'slot') ids.set(path.join(' / '), id);
    else entry.slots.forEach((slot, i) => visit(slot, path, [...id, i]));
  };
  const { entries } = source.info();
  if (entries.type === 'panel') entries.slots.forEach((slot, i) => visit(slot, [], [i]));
  return (name) => ids.get(name) ?? [-1];
}
