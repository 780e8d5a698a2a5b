/**
 * Puts the copies, fills, partitionings and instances of one log on their lines. A copy record becomes one item or several:
 * see `copyGroups`. Records without a usable time are dropped and counted. Runs in a rank worker.
 * Source: legion tools/legion_prof_rs/src/state.rs, create_copy, create_fill, create_deppart, create_inst.
 */
import type { DecodedLog } from '../decode/decoded_log.ts';
import type { ItemType } from '../protocol/items.ts';
import type { LocalNames } from './item_names.ts';
import type { LogRules } from './log_rules.ts';
import type { Tally } from './tally.ts';
import { typeNumber } from './built_track.ts';
import { LineCollector } from './lines.ts';
import { LogTable } from './log_tables.ts';
import { NONE, SOURCE_TABLES } from './run_model.ts';
import { U64Index } from './u64_map.ts';

/** Records that items of lines come from, at most one item a record. */
const LINE_TABLES = ['CopyInstInfo', 'FillInfo', 'PartitionInfo', 'InstTimelineInfo'];

export function collectLines(log: DecodedLog, rank: number, names: LocalNames, rules: LogRules, tally: Tally): LineCollector {
  const lines = new LineCollector(LINE_TABLES.reduce((sum, name) => sum + new LogTable(log, name).count, 0));
  collectCopies(log, names, rules, tally, lines);
  collectFills(log, names, tally, lines);
  collectDepParts(log, rank, names, tally, lines);
  collectInstances(log, names, tally, lines);
  return lines;
}

/** Life of each record, made usable. */
class Lives {
  readonly table: LogTable;
  readonly operations: Uint32Array;
  readonly #tally: Tally;
  readonly #fields: readonly Float64Array[];
  start = 0;
  stop = 0;

  /** `fields`: times that must not descend; the item lives from the last but one to the last. */
  constructor(log: DecodedLog, name: (typeof SOURCE_TABLES)[number], fields: readonly string[], tally: Tally) {
    this.table = new LogTable(log, name);
    this.operations = this.table.words('op_id');
    this.#fields = fields.map((field) => this.table.times(field));
    this.#tally = tally;
  }

  /** Sets `start` and `stop`; false if the record has neither. An inverted life is cut to nothing at its start. */
  read(row: number): boolean {
    const fields = this.#fields;
    const last = fields.length - 1;
    let start = fields[last - 1][row];
    let stop = fields[last][row];
    if (!(start <= stop)) {
      const offset = this.table.offsets[row];
      if (start !== start && stop !== stop) {
        this.#tally.add('time-lost', offset, this.table.name);
        return false;
      }
      if (start !== start || stop !== stop) {
        this.#tally.add('time-half', offset, this.table.name);
        start = stop = start !== start ? stop : start;
      } else {
        this.#tally.add('inverted', offset, this.table.name);
        stop = start;
      }
    }
    for (let i = 0; i + 1 < last; i++) {
      if (fields[i][row] > fields[i + 1][row]) {
        this.#tally.add('disordered', this.table.offsets[row], this.table.name);
        break;
      }
    }
    this.start = start;
    this.stop = stop;
    return true;
  }

  /** The parts of an item that every sort of line has in common. */
  item(line: number, type: ItemType, row: number, name: number) {
    return {
      line, start: this.start, stop: this.stop, offset: this.table.offsets[row], type: typeNumber(type),
      table: SOURCE_TABLES.indexOf(this.table.name as (typeof SOURCE_TABLES)[number]), row, name,
      operationLo: this.operations[2 * row], operationHi: this.operations[2 * row + 1], numLo: 0, numHi: 0, size: 0,
    };
  }
}

const COPY_TIMES = ['create', 'ready', 'start', 'stop'];

/** Rows of `details` by row of `owners`, joined by finish event: rows of owner i are list[ends[i - 1] .. ends[i]), in file order. */
function rowsByOwner(owners: LogTable, details: LogTable, tally: Tally): { ends: Uint32Array; list: Uint32Array } {
  const index = new U64Index(owners.words('fevent'), owners.count);
  const events = details.words('fevent');
  const ownerOf = new Uint32Array(details.count);
  const ends = new Uint32Array(owners.count);
  for (let row = 0; row < details.count; row++) {
    const isLikeLast = row > 0 && events[2 * row] === events[2 * row - 2] && events[2 * row + 1] === events[2 * row - 1];
    ownerOf[row] = isLikeLast ? ownerOf[row - 1] : index.find(events[2 * row], events[2 * row + 1]);
    if (ownerOf[row] === NONE) tally.add('details-without-owner', details.offsets[row], details.name);
    else ends[ownerOf[row]]++;
  }
  for (let i = 0, sum = 0; i < ends.length; i++) {
    const size = ends[i];
    ends[i] = sum;
    sum += size;
  }
  const list = new Uint32Array(ends.length === 0 ? 0 : details.count);
  for (let row = 0; row < details.count; row++) if (ownerOf[row] !== NONE) list[ends[ownerOf[row]]++] = row;
  return { ends, list };
}

/**
 * One item per run of transfers between the same two memories within a group. Groups: from log version 1009 on, an indirection
 * that follows a transfer begins a new one; before, each transfer is a group of its own, together with the indirections right
 * before it. The indirection at the head makes it a gather (it names a source), scatter (a destination) or both.
 */
function collectCopies(log: DecodedLog, names: LocalNames, rules: LogRules, tally: Tally, lines: LineCollector): void {
  const lives = new Lives(log, 'CopyInfo', COPY_TIMES, tally);
  const infos = new LogTable(log, 'CopyInstInfo');
  const { ends, list } = rowsByOwner(lives.table, infos, tally);
  const [srcs, dsts, indirects] = [infos.words('src'), infos.words('dst'), infos.numbers('indirect')];
  const isSet = (words: Uint32Array, row: number): boolean => words[2 * row] !== 0 || words[2 * row + 1] !== 0;
  const isSame = (a: number, b: number): boolean =>
    srcs[2 * a] === srcs[2 * b] && srcs[2 * a + 1] === srcs[2 * b + 1] && dsts[2 * a] === dsts[2 * b] && dsts[2 * a + 1] === dsts[2 * b + 1];
  const addRun = (row: number, head: number, from: number, to: number): void => {
    const info = list[from];
    const isGather = head !== NONE && isSet(srcs, head);
    const isScatter = head !== NONE && isSet(dsts, head);
    const kind = isGather ? (isScatter ? 'GatherScatter' : 'Gather') : isScatter ? 'Scatter' : 'Copy';
    const [srcLo, srcHi, dstLo, dstHi] = [srcs[2 * info], srcs[2 * info + 1], dsts[2 * info], dsts[2 * info + 1]];
    const line = kind === 'Gather' ? lines.line('gather', 0, 0, dstLo, dstHi)
      : kind === 'Scatter' ? lines.line('scatter', srcLo, srcHi, 0, 0)
      : lines.line('copy', srcLo, srcHi, dstLo, dstHi);
    if (kind === 'Copy' && !(isSet(srcs, info) && isSet(dsts, info))) tally.add('copy-without-memory', infos.offsets[info]);
    if (head !== NONE) lines.addInst(head);
    for (let k = from; k < to; k++) lines.addInst(list[k]);
    lines.add(lives.item(line, 'copy', row, names.copy(kind)));
  };
  for (let row = 0, from = 0; row < lives.table.count; from = ends[row], row++) {
    const to = ends[row];
    if (from === to || !lives.read(row)) continue;
    for (let k = from; k < to; ) {
      // A group: maybe an indirection, then transfers.
      const head = indirects[list[k]] === 0 ? NONE : list[k++];
      let end = k;
      while (end < to && indirects[list[end]] !== 0) end++;
      if (rules.keepsFieldsTogether) while (end < to && indirects[list[end]] === 0) end++;
      else if (end < to) end++;
      // Indirections at the very end have no transfers: nothing.
      if (end === to && end > k && indirects[list[end - 1]] !== 0) break;
      for (let run = k; run < end; ) {
        let next = run + 1;
        while (next < end && isSame(list[next], list[run])) next++;
        addRun(row, head, run, next);
        run = next;
      }
      if (end === k) break;
      k = end;
    }
  }
}

/** A fill goes to the channel of its first destination; without any it is dropped, as in the reference. */
function collectFills(log: DecodedLog, names: LocalNames, tally: Tally, lines: LineCollector): void {
  const lives = new Lives(log, 'FillInfo', COPY_TIMES, tally);
  const infos = new LogTable(log, 'FillInstInfo');
  const { ends, list } = rowsByOwner(lives.table, infos, tally);
  const dsts = infos.words('dst');
  for (let row = 0, from = 0; row < lives.table.count; from = ends[row], row++) {
    if (from === ends[row] || !lives.read(row)) continue;
    for (let k = from; k < ends[row]; k++) lines.addInst(list[k]);
    const line = lines.line('fill', 0, 0, dsts[2 * list[from]], dsts[2 * list[from] + 1]);
    lines.add(lives.item(line, 'fill', row, names.fill()));
  }
}

function collectDepParts(log: DecodedLog, rank: number, names: LocalNames, tally: Tally, lines: LineCollector): void {
  const lives = new Lives(log, 'PartitionInfo', COPY_TIMES, tally);
  const kinds = lives.table.numbers('part_op');
  if (lives.table.count === 0) return;
  const line = lines.line('dp', 0, 0, 0, 0, rank);
  const nameOfKind = new Map<number, number>();
  for (let row = 0; row < lives.table.count; row++) {
    if (!lives.read(row)) continue;
    let name = nameOfKind.get(kinds[row]);
    if (name === undefined) nameOfKind.set(kinds[row], (name = names.depPart(kinds[row])));
    lines.add(lives.item(line, 'deppart', row, name));
  }
}

/** An instance lives from ready to destroyed. */
function collectInstances(log: DecodedLog, names: LocalNames, tally: Tally, lines: LineCollector): void {
  const lives = new Lives(log, 'InstTimelineInfo', ['create', 'ready', 'destroy'], tally);
  const [memories, ids, sizes] = [lives.table.words('mem_id'), lives.table.words('inst_id'), lives.table.words('size')];
  for (let row = 0; row < lives.table.count; row++) {
    if (!lives.read(row)) continue;
    const line = lines.line('memory', 0, 0, memories[2 * row], memories[2 * row + 1]);
    const item = lives.item(line, 'instance', row, names.instance());
    lines.add({ ...item, numLo: ids[2 * row], numHi: ids[2 * row + 1], size: sizes[2 * row] + sizes[2 * row + 1] * 4294967296 });
  }
}
