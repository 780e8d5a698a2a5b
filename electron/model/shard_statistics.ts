/**
 * What one log says of how long things ran, by processor and kind: the map step of `statistics`. Keeps 8 bytes an item. Runs in a rank worker.
 * Source: legion tools/legion_prof_rs/src/backend/analyze.rs.
 */
import { ITEM_TYPES } from '../protocol/items.ts';
import { LogTable } from './log_tables.ts';
import { SOURCE_TABLES, type RankShard, type TrackItems } from './run_model.ts';
import { partsOf } from './shard_parts.ts';
import { sortTimes } from './time_sort.ts';

/** Kinds in the order in which the reference sorts groups of equal running time. */
export const STATISTIC_KINDS = ['task', 'meta_task', 'mapper_call', 'runtime_call', 'gpu_kernel', 'prof_task'] as const;
export type StatisticKind = (typeof STATISTIC_KINDS)[number];

/** Items of one kind and key on one processor. Survives structured clone. */
export interface StatisticPart {
  readonly kind: StatisticKind;
  /** task and gpu_kernel: task, variant; mapper_call: mapper, high and low word of its processor, call; meta_task and runtime_call: kind. */
  readonly key: readonly number[];
  /** ns, in the order of the records: the last digit of the reference's means depends on it, and in all its recorded answers it is this one. */
  readonly lengths: Float64Array;
  readonly runningNs: number;
}

export interface ProcessorStatistics {
  readonly lo: number;
  readonly hi: number;
  readonly rank: number;
  readonly parts: readonly StatisticPart[];
}

/** A number of each record: 64-bit fields have two a row. */
interface KeyColumn {
  readonly values: ArrayLike<number>;
  readonly stride: number;
  readonly first: number;
}

/** By processor, in the shard's order. Linear but for bringing items into the order of their records. */
export function shardStatistics(shard: RankShard): ProcessorStatistics[] {
  const columns = new Map<number, readonly KeyColumn[]>();
  const columnsOf = (table: number): readonly KeyColumn[] => {
    let known = columns.get(table);
    if (known === undefined) columns.set(table, (known = keyColumns(new LogTable(shard.log, SOURCE_TABLES[table]))));
    return known;
  };
  return partsOf(shard).processors.flatMap(({ lo, hi, built }) => {
    const parts = collectParts(built.items, columnsOf);
    return parts.length === 0 ? [] : [{ lo, hi, rank: shard.rank, parts }];
  });
}

function keyColumns(table: LogTable): readonly KeyColumn[] {
  const number = (field: string): KeyColumn => ({ values: table.numbers(field), stride: 1, first: 0 });
  const word = (field: string, first: number): KeyColumn => ({ values: table.words(field), stride: 2, first });
  switch (table.name) {
    case 'MetaInfo':
    case 'MessageInfo': return [number('lg_id')];
    case 'RuntimeCallInfo': return [number('kind')];
    case 'MapperCallInfo': return [number('mapper_id'), word('mapper_proc', 1), word('mapper_proc', 0), number('kind')];
    case 'ProfTaskInfo': return [];
    default: return [number('task_id'), number('variant_id')];
  }
}

interface OpenPart {
  readonly kind: StatisticKind;
  readonly key: readonly number[];
  readonly place: number;
  count: number;
  runningNs: number;
}

const IS_COUNTED: readonly boolean[] = ITEM_TYPES.map((type) => (STATISTIC_KINDS as readonly string[]).includes(type));
const NO_PART = 0xffffffff;

function collectParts(items: TrackItems, columnsOf: (table: number) => readonly KeyColumn[]): StatisticPart[] {
  const found = new PartFinder();
  const partOf = new Uint32Array(items.count).fill(NO_PART);
  for (let i = 0; i < items.count; i++) {
    if (!IS_COUNTED[items.types[i]]) continue;
    const part = found.find(items.names[i], ITEM_TYPES[items.types[i]] as StatisticKind, columnsOf(items.tables[i]), items.rows[i]);
    partOf[i] = part.place;
    part.count++;
    part.runningNs += items.runningNs[i];
  }
  const order = Uint32Array.from(items.rows, (_row, i) => i);
  sortTimes(Float64Array.from(items.rows), order);
  const lengths = found.parts.map(({ count }) => new Float64Array(count));
  const filled = new Uint32Array(lengths.length);
  for (const i of order) {
    const place = partOf[i];
    if (place !== NO_PART) lengths[place][filled[place]++] = items.stops[i] - items.starts[i];
  }
  return found.parts.map(({ kind, key, place, runningNs }) => ({ kind, key, runningNs, lengths: lengths[place] }));
}

/** Parts by kind and key. Items of one name mostly have the key of the one before. */
class PartFinder {
  readonly parts: OpenPart[] = [];
  readonly #lastOfName: (OpenPart | undefined)[] = [];
  readonly #byKey = new Map<string, OpenPart>();

  find(name: number, kind: StatisticKind, columns: readonly KeyColumn[], row: number): OpenPart {
    const last = this.#lastOfName[name];
    if (last?.kind === kind && columns.every(({ values, stride, first }, i) => values[stride * row + first] === last.key[i])) return last;
    const key = columns.map(({ values, stride, first }) => values[stride * row + first]);
    const text = `${kind} ${key.join(' ')}`;
    let part = this.#byKey.get(text);
    if (part === undefined) {
      part = { kind, key, place: this.parts.length, count: 0, runningNs: 0 };
      this.#byKey.set(text, part);
      this.parts.push(part);
    }
    this.#lastOfName[name] = part;
    return part;
  }
}
