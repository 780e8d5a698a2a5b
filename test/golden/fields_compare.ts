// What differs between fields of ours and the reference's recorded ones. Test helper; prints nothing.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { ReferenceItem, ReferenceRun } from './fields_run.ts';
import { readGolden } from './model_golden.ts';

export interface FieldComparison {
  readonly differences: string[];
  slots: number;
  items: number;
  segments: number;
  /** Of theirs, compared one by one or within a hash. */
  fields: number;
  /** Of theirs that were recorded one by one, and of ours where there is only a hash. */
  recordedFields: number;
  /** Slots of which only a hash over all fields was recorded. */
  hashes: number;
}

export function noFields(): FieldComparison {
  return { differences: [], slots: 0, items: 0, segments: 0, fields: 0, recordedFields: 0, hashes: 0 };
}

type GoldenItem = readonly [uid: number, start: number, stop: number, title: string, fields: readonly (readonly [string, unknown, string?])[]];

interface GoldenMetas {
  readonly entries: readonly { readonly name: string; readonly rows: readonly (readonly GoldenItem[])[] }[];
}

export function compareFields(run: ReferenceRun, folder: string, into: FieldComparison): void {
  const metas = readGolden<GoldenMetas>(folder, 'metas.json.gz') ?? readGolden<GoldenMetas>(folder, 'metas-without-utility.json.gz');
  const slots = new Set<string>();
  for (const { name, rows } of metas?.entries ?? []) {
    if (!run.slots.includes(name)) {
      if (rows.flat().length > 0) into.differences.push(`${name}: no such slot`);
      continue;
    }
    slots.add(name);
    compareSlot(run, name, rows.flat(), into);
  }
  for (const [name, hash] of fieldHashes(folder)) if (!slots.has(name)) compareHash(run, name, hash, into);
}

/** Item by item, by number. */
function compareSlot(run: ReferenceRun, name: string, theirs: readonly GoldenItem[], into: FieldComparison): void {
  into.slots++;
  into.recordedFields += theirs.reduce((sum, item) => sum + item[4].length, 0);
  const byUid = Map.groupBy(theirs, ([uid]) => uid);
  for (const { uid, segments } of run.items(name)) {
    const expected = byUid.get(uid);
    byUid.delete(uid);
    if (expected === undefined) {
      into.differences.push(`${name}: item ${uid} ${segments[0][3]} is not theirs`);
      continue;
    }
    into.items++;
    into.segments += expected.length;
    if (expected.length !== segments.length) into.differences.push(`${name}: item ${uid} ${segments[0][3]} has ${segments.length} segments, theirs ${expected.length}`);
    expected.forEach((item, i) => {
      into.fields += item[4].length;
      if (segments[i] !== undefined) compareItem(`${name}: item ${uid}.${i}`, segments[i], item, into);
    });
  }
  for (const [uid, [[, , , title]]] of byUid) into.differences.push(`${name}: item ${uid} ${title} is not ours`);
}

function compareItem(where: string, ours: ReferenceItem['segments'][number], theirs: GoldenItem, into: FieldComparison): void {
  const [a, b] = [JSON.stringify(ours), JSON.stringify(theirs)];
  if (a === b) return;
  const head = (item: readonly unknown[]): string => JSON.stringify(item.slice(1, 4));
  if (head(ours) !== head(theirs)) into.differences.push(`${where}: ours ${head(ours)}, theirs ${head(theirs)}`);
  const [left, right] = [ours[4] as readonly (readonly unknown[])[], theirs[4]];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const [mine, other] = [JSON.stringify(left[i]), JSON.stringify(right[i])];
    if (mine === other) continue;
    into.differences.push(`${where} ${theirs[3]}: ours ${mine}, theirs ${other}`);
    if (left[i]?.[0] !== right[i]?.[0]) break;
  }
}

function fieldHashes(folder: string): Map<string, string> {
  const path = join(folder, 'slots-digest.tsv.gz');
  if (!existsSync(path)) return new Map();
  const lines = gunzipSync(readFileSync(path)).toString('utf8').trimEnd().split('\n').slice(1).map((line) => line.split('\t'));
  return new Map(lines.map((cells) => [cells[1], cells[cells.length - 1]]));
}

/** In the order in which the reference stores them: row by row, in each by start. */
function compareHash(run: ReferenceRun, name: string, expected: string, into: FieldComparison): void {
  into.slots++;
  into.hashes++;
  if (!run.slots.includes(name)) {
    into.differences.push(`${name}: no such slot`);
    return;
  }
  const items = inRows([...run.items(name)]);
  const segments = items.flatMap((item) => item.segments);
  into.items += items.length;
  into.segments += segments.length;
  const fields = segments.reduce((sum, segment) => sum + segment[4].length, 0);
  into.fields += fields;
  into.recordedFields += fields;
  const hash = createHash('sha256');
  for (const segment of segments) hash.update(`${JSON.stringify(segment)}\n`);
  if (hash.digest('hex') !== expected) into.differences.push(`${name}: other hash over the fields of ${items.length} items`);
}

/** Rows as the reference stacks items (semantics §5.1): at equal times starts come before stops, the longest first, then by number. */
function inRows(items: readonly ReferenceItem[]): ReferenceItem[] {
  const points = items.toSorted((a, b) => a.uid - b.uid).flatMap((item) => [{ item, at: item.startNs, kind: 0, order: -item.stopNs }, { item, at: item.stopNs, kind: 1, order: 0 }]);
  points.sort((a, b) => a.at - b.at || a.kind - b.kind || a.order - b.order);
  const rows: ReferenceItem[][] = [];
  const rowOf = new Map<ReferenceItem, number>();
  const free = new LeastFirst();
  for (const { item, kind } of points) {
    if (kind === 1) {
      free.push(rowOf.get(item)!);
      continue;
    }
    const least = free.pop() ?? rows.length;
    (rows[least] ??= []).push(item);
    rowOf.set(item, least);
  }
  return rows.flat();
}

/** Numbers, the least first. */
class LeastFirst {
  readonly #heap: number[] = [];

  push(value: number): void {
    const heap = this.#heap;
    let at = heap.push(value) - 1;
    for (let above = (at - 1) >> 1; at > 0 && heap[above] > value; at = above, above = (at - 1) >> 1) heap[at] = heap[above];
    heap[at] = value;
  }

  pop(): number | undefined {
    const heap = this.#heap;
    const least = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return last;
    let at = 0;
    for (let below = 1; below < heap.length; below = 2 * at + 1) {
      if (below + 1 < heap.length && heap[below + 1] < heap[below]) below++;
      if (heap[below] >= last) break;
      heap[at] = heap[below];
      at = below;
    }
    heap[at] = last;
    return least;
  }
}
