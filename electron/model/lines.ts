/**
 * Items of one log that run on no processor, by the line they belong to: copies, fills, gathers and scatters on channels,
 * instances in memories, dependent partitioning on its node. Runs in a rank worker; the engine worker joins lines that several
 * logs feed.
 */
import { release } from '../decode/shared_arrays.ts';
import type { BuiltTrack, PlainItems } from './built_track.ts';
import type { LocalNames } from './item_names.ts';
import type { OperationColorFinder } from './operations.ts';
import type { Tally } from './tally.ts';
import { buildPlainTrack, plainItems } from './built_track.ts';
import { NONE } from './run_model.ts';
import { OPEN_COLOR } from './operations.ts';
import { sortTimes } from './time_sort.ts';
import { U64Interner } from './u64_map.ts';

/** Sorts of lines, in the order in which channels are listed. */
export const LINE_SORTS = ['memory', 'copy', 'fill', 'gather', 'scatter', 'dp'] as const;
export type LineSort = (typeof LINE_SORTS)[number];

/** Which line: memories by id (0 = none), dependent partitioning by node. */
export interface LineKey {
  readonly sort: LineSort;
  /** Source memory of a copy or scatter. */
  readonly srcLo: number;
  readonly srcHi: number;
  /** Destination memory of a copy, fill or gather; the memory itself. */
  readonly dstLo: number;
  readonly dstHi: number;
  /** Dependent partitioning only, else -1. */
  readonly node: number;
}

/** One line of one log. Survives structured clone. */
export interface LinePart {
  readonly key: LineKey;
  readonly plain: PlainItems;
  /** For the case that no other log feeds the line. */
  readonly built: BuiltTrack;
  /** Items whose operation this log does not know: their colour is OPEN_COLOR. */
  readonly openColors: number;
}

/** A line's name as one text, the same from every log. */
export function lineIdentity(key: LineKey): string {
  return `${key.sort}:${key.srcHi}:${key.srcLo}:${key.dstHi}:${key.dstLo}:${key.node}`;
}

/** Items gathered before they are sorted into their lines. */
export class LineCollector {
  readonly #keys: LineKey[] = [];
  readonly #memories = new U64Interner();
  readonly #lines = new U64Interner();
  #count = 0;
  #starts: Float64Array<ArrayBuffer>;
  #stops: Float64Array<ArrayBuffer>;
  #offsets: Float64Array<ArrayBuffer>;
  #sizes: Float64Array<ArrayBuffer>;
  #lineOf: Uint32Array<ArrayBuffer>;
  #types: Uint8Array<ArrayBuffer>;
  #tables: Uint8Array<ArrayBuffer>;
  #rows: Uint32Array<ArrayBuffer>;
  #names: Uint32Array<ArrayBuffer>;
  #operations: Uint32Array<ArrayBuffer>;
  #nums: Uint32Array<ArrayBuffer>;
  #instEnds: Uint32Array<ArrayBuffer>;
  #insts: Uint32Array<ArrayBuffer>;
  #instCount = 0;
  lastNs = 0;

  /** `expected`: about how many items will come; more are taken too. */
  constructor(expected: number) {
    const room = Math.max(16, expected);
    this.#starts = new Float64Array(room);
    this.#stops = new Float64Array(room);
    this.#offsets = new Float64Array(room);
    this.#sizes = new Float64Array(room);
    this.#lineOf = new Uint32Array(room);
    this.#types = new Uint8Array(room);
    this.#tables = new Uint8Array(room);
    this.#rows = new Uint32Array(room);
    this.#names = new Uint32Array(room);
    this.#operations = new Uint32Array(2 * room);
    this.#nums = new Uint32Array(2 * room);
    this.#instEnds = new Uint32Array(room);
    this.#insts = new Uint32Array(room);
  }

  /** Number of a line, for `add`. */
  line(sort: LineSort, srcLo: number, srcHi: number, dstLo: number, dstHi: number, node = -1): number {
    const source = this.#memories.intern(srcLo, srcHi);
    const target = this.#memories.intern(dstLo, dstHi);
    const id = this.#lines.intern(source, (sort === 'dp' ? node + 1 : target) * LINE_SORTS.length + LINE_SORTS.indexOf(sort));
    if (id === this.#keys.length) this.#keys.push({ sort, srcLo, srcHi, dstLo, dstHi, node });
    return id;
  }

  /** Next row of CopyInstInfo or FillInstInfo of the item that `add` adds next. */
  addInst(row: number): void {
    if (this.#instCount === this.#insts.length) this.#insts = widened(this.#insts);
    this.#insts[this.#instCount++] = row;
  }

  add(item: {
    line: number; start: number; stop: number; offset: number; type: number; table: number; row: number; name: number;
    operationLo: number; operationHi: number; numLo: number; numHi: number; size: number;
  }): void {
    const i = this.#count++;
    if (i === this.#starts.length) this.#widen();
    this.#starts[i] = item.start;
    this.#stops[i] = item.stop;
    this.#offsets[i] = item.offset;
    this.#sizes[i] = item.size;
    this.#lineOf[i] = item.line;
    this.#types[i] = item.type;
    this.#tables[i] = item.table;
    this.#rows[i] = item.row;
    this.#names[i] = item.name;
    this.#operations[2 * i] = item.operationLo;
    this.#operations[2 * i + 1] = item.operationHi;
    this.#nums[2 * i] = item.numLo;
    this.#nums[2 * i + 1] = item.numHi;
    this.#instEnds[i] = this.#instCount;
    if (item.stop > this.lastNs) this.lastNs = item.stop;
  }

  /** Ends the collecting. Items by line, each sorted by (start, -stop, place in the file) and built. */
  finish(rank: number, names: LocalNames, colors: OperationColorFinder, tally: Tally): LinePart[] {
    const count = this.#count;
    const order = new Uint32Array(count);
    for (let i = 0; i < count; i++) order[i] = i;
    const times = this.#starts.slice(0, count);
    sortTimes(times, order);
    const [stops, offsets] = [this.#stops, this.#offsets];
    for (let i = 0; i < count; ) {
      let end = i + 1;
      while (end < count && times[end] === times[i]) end++;
      if (end - i > 1) order.subarray(i, end).sort((a, b) => stops[b] - stops[a] || offsets[a] - offsets[b] || a - b);
      i = end;
    }
    const ends = new Uint32Array(this.#keys.length);
    for (let i = 0; i < count; i++) ends[this.#lineOf[i]]++;
    for (let line = 0, sum = 0; line < ends.length; line++) {
      const size = ends[line];
      ends[line] = sum;
      sum += size;
    }
    const grouped = new Uint32Array(count);
    for (let i = 0; i < count; i++) grouped[ends[this.#lineOf[order[i]]]++] = order[i];
    const parts = this.#keys.map((key, line) => this.#part(key, grouped.subarray(line === 0 ? 0 : ends[line - 1], ends[line]), rank, names, colors, tally));
    for (const { buffer } of [order, times, grouped]) release(buffer);
    this.#releaseAll();
    return parts;
  }

  #releaseAll(): void {
    const columns = [
      this.#starts, this.#stops, this.#offsets, this.#sizes, this.#lineOf, this.#types, this.#tables, this.#rows, this.#names, this.#operations, this.#nums, this.#instEnds, this.#insts,
    ];
    for (const { buffer } of columns) release(buffer);
  }

  #part(key: LineKey, members: Uint32Array, rank: number, names: LocalNames, colors: OperationColorFinder, tally: Tally): LinePart {
    let instCount = 0;
    for (let at = 0; at < members.length; at++) instCount += this.#instEnds[members[at]] - (members[at] === 0 ? 0 : this.#instEnds[members[at] - 1]);
    const plain = plainItems(members.length, instCount, key.sort === 'memory');
    let openColors = 0;
    let insts = 0;
    // Neighbours mostly have the same operation.
    let lastLo = 0;
    let lastHi = 0;
    let lastColor = OPEN_COLOR;
    const { types, names: nameIds, numsLo, numsHi, colors: itemColors, starts, stops, ranks, tables, rows, initiators, sizes, instEnds, instRows } = plain;
    // Named here once: an optimiser that meets them as fields checks each at each use, and this loop took it longest of all.
    const operations = this.#operations;
    const nums = this.#nums;
    const allNames = this.#names;
    const allTypes = this.#types;
    const allStarts = this.#starts;
    const allStops = this.#stops;
    const allTables = this.#tables;
    const allRows = this.#rows;
    const allSizes = this.#sizes;
    const allInsts = this.#insts;
    const ends = this.#instEnds;
    const nameColors = Uint8Array.from(names.list, ({ color }) => color);
    for (let at = 0; at < members.length; at++) {
      const i = members[at];
      const lo = operations[2 * i];
      const hi = operations[2 * i + 1];
      const hasOperation = (lo !== 0 || hi !== 0) && (lo !== NONE || hi !== NONE);
      types[at] = allTypes[i];
      nameIds[at] = allNames[i];
      numsLo[at] = nums[2 * i];
      numsHi[at] = nums[2 * i + 1];
      if (hasOperation && (lo !== lastLo || hi !== lastHi)) {
        lastLo = lo;
        lastHi = hi;
        lastColor = colors.find(lo, hi);
      }
      itemColors[at] = hasOperation ? lastColor : nameColors[allNames[i]];
      if (itemColors[at] === OPEN_COLOR) openColors++;
      starts[at] = allStarts[i];
      stops[at] = allStops[i];
      ranks[at] = rank;
      tables[at] = allTables[i];
      rows[at] = allRows[i];
      initiators[2 * at] = hasOperation ? lo : NONE;
      initiators[2 * at + 1] = hasOperation ? hi : NONE;
      if (sizes !== undefined) sizes[at] = allSizes[i];
      else {
        for (let k = i === 0 ? 0 : ends[i - 1]; k < ends[i]; k++) instRows[insts++] = allInsts[k];
        instEnds[at] = insts;
      }
    }
    return { key, plain, built: buildPlainTrack(plain, tally), openColors };
  }

  #widen(): void {
    this.#starts = widened(this.#starts);
    this.#stops = widened(this.#stops);
    this.#offsets = widened(this.#offsets);
    this.#sizes = widened(this.#sizes);
    this.#lineOf = widened(this.#lineOf);
    this.#types = widened(this.#types);
    this.#tables = widened(this.#tables);
    this.#rows = widened(this.#rows);
    this.#names = widened(this.#names);
    this.#operations = widened(this.#operations);
    this.#nums = widened(this.#nums);
    this.#instEnds = widened(this.#instEnds);
  }
}

function widened<T extends Float64Array | Uint32Array | Uint8Array>(old: T): T {
  const wider = new (old.constructor as new (length: number) => T)(old.length * 2);
  wider.set(old);
  return wider;
}
