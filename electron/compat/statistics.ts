/**
 * How often things of a kind ran and for how long: what the reference's `statistics` counts, from the rows of the index.
 * Source: legion tools/legion_prof_rs/src/backend/analyze.rs.
 */
import type { IndexReader } from '../index/index_reader.ts';
import { SliceClock, type Sliced } from '../index/slices.ts';
import { sortTimes } from '../model/time_sort.ts';
import { processorTracks } from './processor_tracks.ts';
import { itemKey, ordinalOfKey, type TrackId } from '../protocol/items.ts';

/** Kinds in the order in which the reference sorts groups of equal running time. */
export const STATISTIC_KINDS = ['task', 'meta_task', 'mapper_call', 'runtime_call', 'gpu_kernel', 'prof_task'] as const;
export type StatisticKind = (typeof STATISTIC_KINDS)[number];

/** Items of one kind; times in ns, means and deviations in us as the reference counts them. */
export interface StatisticGroup {
  readonly kind: StatisticKind;
  /** Columns of KEYS, whole numbers. */
  readonly key: readonly number[];
  readonly count: number;
  readonly totalNs: number;
  readonly runningNs: number;
  readonly minNs: number;
  readonly maxNs: number;
  readonly meanUs: number;
  /** Of the sample (n - 1); 0 for a single item. */
  readonly deviationUs: number;
}

/** Columns that tell the groups of a kind apart. 64-bit ids come as two halves. */
const KEYS: Readonly<Record<StatisticKind, string>> = {
  task: 'task_id, variant_id',
  meta_task: 'kind',
  mapper_call: 'mapper_id, coalesce(mapper_proc >> 32 & 4294967295, 0), coalesce(mapper_proc & 4294967295, 0), kind',
  runtime_call: 'kind',
  gpu_kernel: 'task_id, variant_id',
  prof_task: '0',
};

/** All groups, by running time descending, then by kind and key. Memory beyond the groups: some 32 bytes an item of one processor. */
export function* collectStatistics(reader: IndexReader): Sliced<StatisticGroup[]> {
  const clock = new SliceClock(() => false);
  const processors = processorTracks(reader);
  const groups: StatisticGroup[] = [];
  for (const kind of STATISTIC_KINDS) {
    const sums = new Map<string, GroupSum>();
    // A kernel has no waits.
    const running = kind === 'gpu_kernel' ? 'duration_ns' : 'running_ns';
    const query = reader.database.query<number[]>(`SELECT item_id, duration_ns, ${running}, ${KEYS[kind]} FROM ${kind} WHERE item_id >= ? AND item_id < ? ORDER BY item_id`, { raw: true });
    for (const { id: track } of processors) {
      const items = new RecordOrder(reader, track);
      for (const [item, lengthNs, runningNs, ...key] of query.iterate(itemKey(track, 0), itemKey(track + 1, 0))) {
        const name = key.join(' ');
        let sum = sums.get(name);
        if (sum === undefined) sums.set(name, (sum = new GroupSum(kind, key)));
        items.add(item, sum, lengthNs, runningNs);
        if (items.count % ITEMS_PER_LOOK_AT_THE_CLOCK !== 0 || !clock.isOver) continue;
        yield;
        clock.restart();
      }
      items.addUp();
    }
    for (const sum of sums.values()) groups.push(sum.finish());
  }
  return groups.sort((a, b) => b.runningNs - a.runningNs || STATISTIC_KINDS.indexOf(a.kind) - STATISTIC_KINDS.indexOf(b.kind) || compareKeys(a.key, b.key));
}

const ITEMS_PER_LOOK_AT_THE_CLOCK = 4096;

/**
 * Items of one processor, added up in the order of their records: the last digit of the reference's means depends on the order, and
 * in all its recorded answers it is this one.
 */
class RecordOrder {
  readonly #reader: IndexReader;
  readonly #track: TrackId;
  readonly #places: number[] = [];
  readonly #sums: GroupSum[] = [];
  readonly #lengths: number[] = [];
  readonly #runnings: number[] = [];
  #page: ReturnType<IndexReader['store']['itemPage']>;

  constructor(reader: IndexReader, track: TrackId) {
    this.#reader = reader;
    this.#track = track;
  }

  get count(): number {
    return this.#places.length;
  }

  add(item: number, sum: GroupSum, lengthNs: number, runningNs: number): void {
    const ordinal = ordinalOfKey(item);
    if (this.#page === undefined || ordinal >= this.#page.firstOrdinal + this.#page.count) this.#page = this.#reader.store.itemPage(this.#track, ordinal);
    this.#places.push(this.#page?.rows[ordinal - this.#page.firstOrdinal] ?? 0);
    this.#sums.push(sum);
    this.#lengths.push(lengthNs);
    this.#runnings.push(runningNs);
  }

  addUp(): void {
    const order = Uint32Array.from(this.#places, (_, i) => i);
    sortTimes(Float64Array.from(this.#places), order);
    for (const i of order) this.#sums[i].add(this.#lengths[i], this.#runnings[i]);
  }
}

function compareKeys(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at < 0 ? 0 : a[at] - b[at];
}

/** Sums of a group; mean and squares by Welford, in us, as the reference. */
class GroupSum {
  readonly #kind: StatisticKind;
  readonly #key: readonly number[];
  #count = 0;
  #totalNs = 0;
  #runningNs = 0;
  #minNs = Infinity;
  #maxNs = 0;
  #meanUs = 0;
  #squares = 0;

  constructor(kind: StatisticKind, key: readonly number[]) {
    this.#kind = kind;
    this.#key = key;
  }

  add(lengthNs: number, runningNs: number): void {
    this.#count++;
    this.#totalNs += lengthNs;
    this.#runningNs += runningNs;
    if (lengthNs < this.#minNs) this.#minNs = lengthNs;
    if (lengthNs > this.#maxNs) this.#maxNs = lengthNs;
    const us = lengthNs / 1000;
    const before = us - this.#meanUs;
    this.#meanUs += before / this.#count;
    this.#squares += before * (us - this.#meanUs);
  }

  finish(): StatisticGroup {
    return {
      kind: this.#kind, key: this.#key, count: this.#count, totalNs: this.#totalNs, runningNs: this.#runningNs, minNs: this.#minNs, maxNs: this.#maxNs,
      meanUs: this.#meanUs, deviationUs: this.#count > 1 ? Math.sqrt(this.#squares / (this.#count - 1)) : 0,
    };
  }
}
