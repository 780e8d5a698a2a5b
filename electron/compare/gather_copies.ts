/** Copies, fills and dependent partitioning of one rank as intervals, and what went through each channel. A record is one item, however many fields it moves. */
import type { LogTable } from '../model/log_tables.ts';
import { memoryKind } from '../model/kinds.ts';
import { NONE, SOURCE_TABLES } from '../model/run_model.ts';
import { ownerNode } from '../model/realm_ids.ts';
import { U64Index, U64Interner } from '../model/u64_map.ts';
import type { GatheredRun } from './gathered_run.ts';
import { KeyFinder } from './key_finder.ts';
import type { RankEntries } from './rank_entries.ts';
import type { Channel } from './run_data.ts';

/** The memories of a transfer, as words; 0 for none. */
type Memories = readonly [srcLo: number, srcHi: number, dstLo: number, dstHi: number];

/** Transfers between the same memories: their key and their channel, found once. */
interface Route {
  readonly name: string;
  readonly channel: Channel;
}

export function gatherCopies(rank: number, source: RankEntries, run: GatheredRun): void {
  gatherTable('CopyInfo', firstMemories(source.table('CopyInfo'), source.table('CopyInstInfo')));
  gatherTable('FillInfo', firstMemories(source.table('FillInfo'), source.table('FillInstInfo')));
  gatherTable('PartitionInfo', () => undefined);

  function gatherTable(name: 'CopyInfo' | 'FillInfo' | 'PartitionInfo', memoriesOf: (row: number) => Memories | undefined): void {
    const records = source.table(name);
    const table = SOURCE_TABLES.indexOf(name);
    const [ids, sizes, starts, stops] = [records.words('op_id'), records.words('size'), records.times('start'), records.times('stop')];
    const numbers = new U64Interner();
    const pairs = new U64Interner();
    const routes: Route[] = [];
    const finder = new KeyFinder(run.keys, run.operations, 'copy', (route) => routes[route].name);
    const place = { rank, table, row: 0 };
    for (let row = 0; row < records.count; row++) {
      const memories = memoriesOf(row);
      const route = memories === undefined ? pairs.intern(NONE, NONE) : pairs.intern(numbers.intern(memories[0], memories[1]), numbers.intern(memories[2], memories[3]));
      routes[route] ??= { name: keyName(name, memories, run), channel: run.channel(channelLabel(name, memories, run, rank)) };
      place.row = row;
      if (!run.intervals.add(starts[row], stops[row], finder.find(route, run.operations.number(ids[2 * row], ids[2 * row + 1])), true, place)) {
        run.emptyItems++;
        continue;
      }
      const { channel } = routes[route];
      channel.starts.push(starts[row]);
      channel.stops.push(stops[row]);
      channel.bytes += sizes[2 * row] + sizes[2 * row + 1] * 4294967296;
    }
  }
}

/** Memories of a record's first transfer (not of the indirection before it), by row: details are joined by finish event. */
function firstMemories(records: LogTable, details: LogTable): (row: number) => Memories | undefined {
  const index = new U64Index(details.words('fevent'), details.count);
  const [events, detailEvents] = [records.words('fevent'), details.words('fevent')];
  const [srcs, dsts, indirects] = [details.words('src'), details.words('dst'), details.numbers('indirect')];
  return (row) => {
    const first = index.find(events[2 * row], events[2 * row + 1]);
    if (first === NONE) return undefined;
    const isOfRow = (i: number): boolean => i < details.count && detailEvents[2 * i] === events[2 * row] && detailEvents[2 * i + 1] === events[2 * row + 1];
    let chosen = first;
    while (indirects[chosen] !== 0 && isOfRow(chosen + 1)) chosen++;
    return [srcs[2 * chosen], srcs[2 * chosen + 1], dsts[2 * chosen], dsts[2 * chosen + 1]];
  };
}

function keyName(table: string, memories: Memories | undefined, run: GatheredRun): string {
  if (table === 'PartitionInfo') return 'dependent partitioning';
  if (memories === undefined) return table === 'FillInfo' ? 'fill' : 'copy';
  const [srcLo, srcHi, dstLo, dstHi] = memories;
  if (table === 'FillInfo') return `fill ${kindName(dstLo, dstHi, run)}`;
  const where = ownerNode(srcHi) === ownerNode(dstHi) ? 'same node' : 'cross node';
  return `copy ${kindName(srcLo, srcHi, run)}>${kindName(dstLo, dstHi, run)} ${where}`;
}

function channelLabel(table: string, memories: Memories | undefined, run: GatheredRun, rank: number): string {
  if (table === 'PartitionInfo') return `n${rank} dependent partitioning`;
  if (memories === undefined) return `${table === 'FillInfo' ? 'fill' : 'copy'} (memories not recorded)`;
  const [srcLo, srcHi, dstLo, dstHi] = memories;
  return table === 'FillInfo' ? `fill ${run.memoryLabel(dstLo, dstHi)}` : `${run.memoryLabel(srcLo, srcHi)} > ${run.memoryLabel(dstLo, dstHi)}`;
}

/** Gathers and scatters name one side only. */
function kindName(lo: number, hi: number, run: GatheredRun): string {
  return (lo | hi) === 0 ? '?' : memoryKind(run.memoryKindOf(lo, hi)).name;
}
