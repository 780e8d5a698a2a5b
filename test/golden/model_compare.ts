// What differs between a run of ours and the reference's answers for it. Test helper; prints nothing.
import { createHash } from 'node:crypto';
import type { ModelTrack } from '../../electron/model/run_model.ts';
import { STATE_NONE } from '../../electron/protocol/items.ts';
import { type BuiltRun, type Segment, segmentsOf, treeRows } from './model_run.ts';
import { type Digest, type GoldenMetaSlot, type GoldenRow, type GoldenSlot, stateOfColor } from './model_golden.ts';

export interface Comparison {
  readonly differences: string[];
  rows: number;
  slots: number;
  items: number;
  segments: number;
  titles: number;
  samples: number;
}

export function noComparison(): Comparison {
  return { differences: [], rows: 0, slots: 0, items: 0, segments: 0, titles: 0, samples: 0 };
}

/** Rows of the tree: names, order, levels. */
export function compareTree(run: BuiltRun, golden: readonly GoldenRow[], into: Comparison): void {
  const ours = treeRows(run).map(({ path, longName, levels }) => `${path} | ${longName} | ${levels === undefined ? '' : levels + 1}`);
  const theirs = golden.map(({ path, longName, maxRows }) => `${path} | ${longName} | ${maxRows ?? ''}`);
  into.rows += theirs.length;
  for (let i = 0; i < Math.max(ours.length, theirs.length); i++) {
    if (ours[i] === theirs[i]) continue;
    into.differences.push(`row ${i}: ours "${ours[i]}", theirs "${theirs[i]}"`);
    if (ours.length !== theirs.length) break;
  }
}

/** Track of each slot by its name in the reference's tree. */
export function tracksByPath(run: BuiltRun): Map<string, ModelTrack> {
  const byPath = new Map<string, ModelTrack>();
  for (const { path, id } of treeRows(run)) {
    const track = run.tracks.get(id);
    if (track !== undefined) byPath.set(path, track);
  }
  return byPath;
}

interface Piece {
  readonly start: number;
  readonly stop: number;
  readonly level: number;
  /** '' where the track has no states. */
  readonly state: string;
}

/** Items as multisets: their segments without the level, and their whole extent with it, so that items that tie may swap levels. */
function itemKeys(pieces: readonly Piece[], items: readonly (number | string)[]): { segments: Map<string, number>; levels: Map<string, number> } {
  const byItem = new Map<number | string, Piece[]>();
  pieces.forEach((piece, i) => {
    const known = byItem.get(items[i]);
    if (known === undefined) byItem.set(items[i], [piece]);
    else known.push(piece);
  });
  const segments = new Map<string, number>();
  const levels = new Map<string, number>();
  const count = (map: Map<string, number>, key: string): void => void map.set(key, (map.get(key) ?? 0) + 1);
  for (const own of byItem.values()) {
    count(segments, own.map(({ start, stop, state }) => `${start}-${stop}${state}`).join(' '));
    const start = own.reduce((least, piece) => Math.min(least, piece.start), Infinity);
    const stop = own.reduce((most, piece) => Math.max(most, piece.stop), 0);
    count(levels, `${start}-${stop}@${own[0].level}${own.every(({ level }) => level === own[0].level) ? '' : '!'}`);
  }
  return { segments, levels };
}

/** Keys whose counts differ, as `+ours` or `-theirs`. */
function multisetDifferences(ours: Map<string, number>, theirs: Map<string, number>): string[] {
  const differences: string[] = [];
  for (const [key, count] of ours) if ((theirs.get(key) ?? 0) < count) differences.push(`+${key}`);
  for (const [key, count] of theirs) if ((ours.get(key) ?? 0) < count) differences.push(`-${key}`);
  return differences;
}

const STATE_LETTERS = ['R', 'r', 'w', ''];

export function compareSlots(run: BuiltRun, slots: readonly GoldenSlot[], into: Comparison): void {
  const byPath = tracksByPath(run);
  for (const slot of slots) {
    const track = byPath.get(slot.name);
    into.slots++;
    if (track === undefined) {
      into.differences.push(`${slot.name}: no such track`);
      continue;
    }
    const ours = segmentsOf(run, track);
    const hasStates = ours.some(({ state }) => state !== STATE_NONE);
    const firstLevel = track.memorySteps === undefined ? 0 : 1;
    const theirs = slot.rows.flatMap((row, level) => row.map(([uid, start, stop, color]) => ({
      uid, start, stop, level: level - firstLevel, state: hasStates ? STATE_LETTERS[stateOfColor(color)] : '',
    })));
    const goldenItems = new Set(theirs.map(({ uid }) => uid)).size;
    into.items += goldenItems;
    into.segments += theirs.length;
    const drawn = track.itemCount - track.emptyCount;
    if (drawn !== goldenItems) into.differences.push(`${slot.name}: ${drawn} items, theirs ${goldenItems}`);
    const a = itemKeys(ours.map((segment) => ({ ...segment, state: STATE_LETTERS[segment.state] })), ours.map(({ item }) => item));
    const b = itemKeys(theirs, theirs.map(({ uid }) => uid));
    for (const difference of multisetDifferences(a.segments, b.segments).slice(0, 6)) into.differences.push(`${slot.name}: segments ${difference.slice(0, 400)}`);
    for (const difference of multisetDifferences(a.levels, b.levels).slice(0, 6)) into.differences.push(`${slot.name}: level ${difference}`);
  }
}

/** Titles of items by their extent. */
export function compareTitles(run: BuiltRun, slots: readonly GoldenMetaSlot[], into: Comparison): void {
  const byPath = tracksByPath(run);
  for (const { name, rows } of slots) {
    const track = byPath.get(name);
    if (track === undefined) continue;
    const theirs = new Map<string, number>();
    const seen = new Set<number>();
    for (const [uid, start, stop, title] of rows.flat()) {
      if (seen.has(uid)) continue;
      seen.add(uid);
      theirs.set(`${start}-${stop} ${title}`, (theirs.get(`${start}-${stop} ${title}`) ?? 0) + 1);
    }
    into.titles += seen.size;
    const items = run.items.get(track.id);
    const titles = new Map(segmentsOf(run, track).map(({ item, title }) => [item, title]));
    const ours = new Map<string, number>();
    for (const [item, title] of titles) {
      const key = `${items?.starts[item]}-${items?.stops[item]} ${title}`;
      ours.set(key, (ours.get(key) ?? 0) + 1);
    }
    for (const difference of multisetDifferences(ours, theirs).slice(0, 4)) into.differences.push(`${name}: title ${difference}`);
  }
}

export function compareDigests(run: BuiltRun, digests: readonly Digest[], into: Comparison): void {
  const byPath = tracksByPath(run);
  for (const digest of digests) {
    const track = byPath.get(digest.name);
    if (track === undefined) {
      into.differences.push(`digest ${digest.name}: no such track`);
      continue;
    }
    const ours = segmentsOf(run, track);
    into.segments += digest.items;
    const mine = { segments: track.segmentCount, rows: track.levelCount + 1, ...extent(ours), ...sumByState(ours), titles: titlesHash(ours) };
    const hasStates = ours.some(({ state }) => state !== STATE_NONE);
    const theirs = {
      segments: digest.items, rows: digest.maxRows, first: digest.items === 0 ? 0 : digest.firstStart, last: digest.items === 0 ? 0 : digest.lastStop,
      ...digestByState(digest, hasStates), titles: digest.shaTitles,
    };
    for (const key of Object.keys(theirs) as (keyof typeof theirs)[]) {
      if (mine[key] !== theirs[key]) into.differences.push(`digest ${digest.name}: ${key} ${mine[key]}, theirs ${theirs[key]}`);
    }
  }
}

function extent(segments: readonly Segment[]): { first: number; last: number } {
  let [first, last] = [Infinity, 0];
  for (const { start, stop } of segments) {
    first = Math.min(first, start);
    last = Math.max(last, stop);
  }
  return { first: segments.length === 0 ? 0 : first, last };
}

function sumByState(segments: readonly Segment[]): { running: number; ready: number; waiting: number } {
  const sums = [0, 0, 0, 0];
  for (const { start, stop, state } of segments) sums[state] += stop - start;
  return { running: sums[0] + sums[3], ready: sums[1], waiting: sums[2] };
}

function digestByState({ nsByColor }: Digest, hasStates: boolean): { running: number; ready: number; waiting: number } {
  const sums = [0, 0, 0];
  for (const [color, ns] of nsByColor) sums[hasStates ? stateOfColor(color) : 0] += ns;
  return { running: sums[0], ready: sums[1], waiting: sums[2] };
}

/** sha256 over sorted lines `start, stop, title`, as the digests have it. */
function titlesHash(segments: readonly Segment[]): string {
  const lines = segments.map(({ start, stop, title }) => Buffer.from(`${start}\t${stop}\t${title}\n`));
  lines.sort(Buffer.compare);
  return createHash('sha256').update(Buffer.concat(lines)).digest('hex');
}
