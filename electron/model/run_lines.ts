/** Lines that several logs feed become one track; colours that waited for another log are settled. Engine worker. */
import type { BuiltTrack, PlainItems } from './built_track.ts';
import type { LineKey, LinePart } from './lines.ts';
import type { OperationColorFinder } from './operations.ts';
import type { Tally } from './tally.ts';
import { buildPlainTrack, plainItems } from './built_track.ts';
import { LINE_SORTS, lineIdentity } from './lines.ts';
import { OPEN_COLOR } from './operations.ts';

export interface RunLine {
  readonly key: LineKey;
  readonly built: BuiltTrack;
  readonly sizes: Float64Array | undefined;
}

/**
 * Joins the lines of all shards, which must be in rank order, and sorts them: memories, copies, fills, gathers, scatters by id,
 * dependent partitioning by node. `nameColors`: colour of each run-wide name, for items whose operation nobody knows.
 */
export function joinLines(shards: readonly (readonly LinePart[])[], colors: OperationColorFinder, nameColors: readonly number[], tally: Tally): RunLine[] {
  const byLine = new Map<string, LinePart[]>();
  for (const part of shards.flat()) {
    if (part.plain.count === 0) continue;
    settleColors(part, colors, nameColors);
    const identity = lineIdentity(part.key);
    const parts = byLine.get(identity);
    if (parts === undefined) byLine.set(identity, [part]);
    else parts.push(part);
  }
  return [...byLine.values()].map((parts) => joined(parts, tally)).sort((a, b) => compareKeys(a.key, b.key));
}

function joined(parts: readonly LinePart[], tally: Tally): RunLine {
  const [{ key, built, plain }] = parts;
  if (parts.length === 1) return { key, built, sizes: plain.sizes };
  const merged = mergeItems(parts.map((part) => part.plain));
  return { key, built: buildPlainTrack(merged, tally), sizes: merged.sizes };
}

function compareKeys(a: LineKey, b: LineKey): number {
  return LINE_SORTS.indexOf(a.sort) - LINE_SORTS.indexOf(b.sort) || a.srcHi - b.srcHi || a.srcLo - b.srcLo || a.dstHi - b.dstHi || a.dstLo - b.dstLo || a.node - b.node;
}

function settleColors({ plain, built, openColors }: LinePart, finder: OperationColorFinder, nameColors: readonly number[]): void {
  if (openColors === 0) return;
  const { colors, initiators, names } = plain;
  for (let i = 0; i < plain.count; i++) {
    if (colors[i] === OPEN_COLOR) colors[i] = finder.settle(initiators[2 * i], initiators[2 * i + 1], nameColors[names[i]]);
  }
  for (const { blocks } of built.lods) {
    for (const block of blocks) {
      for (let i = 0; i < block.count; i++) if (block.colors[i] === OPEN_COLOR) block.colors[i] = colors[block.ordinals[i]];
    }
  }
}

/** Items of several logs in one order: by (start, -stop), of equal ones the lower rank first. */
function mergeItems(parts: readonly PlainItems[]): PlainItems {
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  const insts = parts.reduce((sum, part) => sum + part.instRows.length, 0);
  const merged = plainItems(count, insts, parts[0].sizes !== undefined);
  const next = parts.map(() => 0);
  let inst = 0;
  for (let at = 0; at < count; at++) {
    let best = -1;
    for (let p = 0; p < parts.length; p++) {
      const i = next[p];
      if (i >= parts[p].count) continue;
      if (best < 0 || isBefore(parts[p], i, parts[best], next[best])) best = p;
    }
    const part = parts[best];
    const i = next[best]++;
    merged.types[at] = part.types[i];
    merged.names[at] = part.names[i];
    merged.numsHi[at] = part.numsHi[i];
    merged.numsLo[at] = part.numsLo[i];
    merged.colors[at] = part.colors[i];
    merged.starts[at] = part.starts[i];
    merged.stops[at] = part.stops[i];
    merged.ranks[at] = part.ranks[i];
    merged.tables[at] = part.tables[i];
    merged.rows[at] = part.rows[i];
    merged.initiators[2 * at] = part.initiators[2 * i];
    merged.initiators[2 * at + 1] = part.initiators[2 * i + 1];
    if (merged.sizes !== undefined && part.sizes !== undefined) merged.sizes[at] = part.sizes[i];
    else {
      for (let k = i === 0 ? 0 : part.instEnds[i - 1]; k < part.instEnds[i]; k++) merged.instRows[inst++] = part.instRows[k];
      merged.instEnds[at] = inst;
    }
  }
  return merged;
}

function isBefore(a: PlainItems, i: number, b: PlainItems, k: number): boolean {
  return a.starts[i] < b.starts[k] || (a.starts[i] === b.starts[k] && a.stops[i] > b.stops[k]);
}
