/** What a run says of its GPUs: which tasks ran on which, on the host's side and on the device; and which of them asked for something at a time. */
import type { IndexReader } from '../index/index_reader.ts';
import { itemKey, type ItemKey, type TrackId } from '../protocol/items.ts';
import { prefixLength } from '../protocol/prefix_length.ts';
import type { Spans } from './clock.ts';

/** Items in the order of their starts, times ns on the run's clock. */
interface TaskSpans extends Spans {
  /** Task (its host side) of each. */
  readonly tasks: Float64Array;
}

export type Tie = { readonly task: ItemKey; readonly by: 1 | 2 };

/** Tasks that may be looked at behind each other: more than these overlap only in damaged logs. */
const MOST_LOOKED_AT = 1000;

export class GpuTasks {
  readonly device: TaskSpans;
  readonly #reader: IndexReader;
  readonly #host: TaskSpans;

  constructor(reader: IndexReader, host: TrackId | undefined, device: TrackId | undefined) {
    this.#reader = reader;
    this.#host = readSpans(reader, host, 'SELECT start_ns, stop_ns, item_id FROM task WHERE item_id >= ? AND item_id < ? ORDER BY item_id');
    // A kernel's operation is its task's.
    this.device = readSpans(reader, device, `SELECT k.start_ns, k.stop_ns, (SELECT max(t.item_id) FROM task t WHERE t.op_id = k.op_id) FROM gpu_kernel k
      WHERE k.item_id >= ? AND k.item_id < ? ORDER BY k.item_id`);
  }

  /** The task that was running when a call was made. */
  byCall(ns: number): Tie | undefined {
    const at = latest(this.#host, ns, (i) => this.#isRunning(this.#host.tasks[i], ns));
    return at === undefined ? undefined : { task: this.#host.tasks[at], by: 1 };
  }

  /** The task whose device time holds the middle of what ran. */
  byDeviceTime(startNs: number, stopNs: number): Tie | undefined {
    const at = latest(this.device, (startNs + stopNs) / 2, (i) => !Number.isNaN(this.device.tasks[i]));
    return at === undefined ? undefined : { task: this.device.tasks[at], by: 2 };
  }

  /** A call that runs inside of a task is part of it, for all that the task itself waits. */
  #isRunning(task: ItemKey, ns: number): boolean {
    const waits = this.#reader.items.waits(task);
    const last = waits.startedBy(ns) - 1;
    return last < 0 || ns >= waits.stop(last) || waits.callee(last) !== undefined;
  }
}

/** GPUs of a node in the order of their Realm ids, which is that of CUDA's numbers in the process. */
export function gpusOf(reader: IndexReader, node: number): readonly GpuTasks[] {
  const rows = reader.database.all<{ track_id: TrackId; kind: string; realm_id: string }>(
    "SELECT track_id, kind, realm_id FROM track WHERE node = ? AND kind IN ('gpu', 'gpu-host', 'gpu-dev') AND realm_id IS NOT NULL", node);
  const ids = [...new Set(rows.map(({ realm_id }) => realm_id))].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
  return ids.map((id) => {
    const halves = rows.filter(({ realm_id }) => realm_id === id);
    return new GpuTasks(reader, halves.find(({ kind }) => kind !== 'gpu-dev')?.track_id, halves.find(({ kind }) => kind === 'gpu-dev')?.track_id);
  });
}

function readSpans(reader: IndexReader, track: TrackId | undefined, sql: string): TaskSpans {
  const rows = track === undefined ? [] : reader.database.query<[number, number, number | null]>(sql, { raw: true }).all(itemKey(track, 0), itemKey(track + 1, 0));
  return {
    starts: Float64Array.from(rows, ([start]) => start), stops: Float64Array.from(rows, ([, stop]) => stop), tasks: Float64Array.from(rows, ([, , task]) => task ?? NaN),
  };
}

/** The last to start of those that hold a time and pass. */
function latest({ starts, stops }: Spans, ns: number, passes: (i: number) => boolean): number | undefined {
  const from = prefixLength(starts.length, (i) => starts[i] <= ns) - 1;
  for (let i = from; i >= 0 && from - i < MOST_LOOKED_AT; i--) if (ns < stops[i] && passes(i)) return i;
  return undefined;
}
