/**
 * Joins exports of Nsight Systems to the index of a run: the result is an index like any other, in which tracks of kernels, CUDA calls, NVTX
 * ranges, system calls and GPU metrics stand under their nodes. Without a run the exports alone become one.
 */
import { rmSync } from 'node:fs';
import { IndexExtension } from '../index/index_extension.ts';
import { IndexReader } from '../index/index_reader.ts';
import { inSlices, type Sliced } from '../index/slices.ts';
import type { Alert } from '../protocol/alerts.ts';
import { ProfileError } from '../protocol/errors.ts';
import type { TrackId, TrackKind } from '../protocol/items.ts';
import { addGroups } from './add_groups.ts';
import { writeEmptyIndex } from './empty_index.ts';
import { captureStart, processClock, type ProcessClock } from './export_clock.ts';
import { extentOf, type Extent } from './extent.ts';
import { metricCurves, type MetricCurve } from './gpu_metrics.ts';
import { joinedAlerts, notJoinedAlert } from './join_alerts.ts';
import { joinExport } from './join_export.ts';
import { NsightExport } from './nsight_export.ts';
import { RunNodes } from './run_nodes.ts';

export interface JoinRequest {
  /** Complete index of the run, which stays as it is; undefined: there is no run but the exports. */
  readonly base: string | undefined;
  /** SQLite exports. */
  readonly files: readonly string[];
  /** What the files are called to the user, where these are exports of reports made on the way. */
  readonly names: readonly string[];
  /** Where the new index shall be, and its identity. */
  readonly target: string;
  readonly contentId: string;
  readonly title: string;
  readonly program: string;
}

/** Path of the new index. @param onProgress told the part that is done, 0 to 1 @throws ProfileError where none of the files could be joined; the signal's reason */
export async function joinNsight(request: JoinRequest, signal: AbortSignal, onProgress: (part: number) => void): Promise<string> {
  const base = request.base ?? writeEmptyIndex(`${request.target}.empty`, request);
  let extension: IndexExtension | undefined;
  const reader = IndexReader.open(base);
  try {
    extension = IndexExtension.open(base, request.target);
    return await inSlices(new Join(request, reader, extension, onProgress).run(), signal);
  } catch (error) {
    extension?.abort();
    throw error;
  } finally {
    reader.close();
    if (request.base === undefined) rmSync(base, { force: true });
  }
}

interface OpenFile {
  readonly file: NsightExport;
  readonly name: string;
  readonly extent: Extent;
  readonly start: bigint | undefined;
}

class Join {
  readonly #request: JoinRequest;
  readonly #reader: IndexReader;
  readonly #extension: IndexExtension;
  readonly #onProgress: (part: number) => void;
  readonly #nodes: RunNodes;
  readonly #rows = new Map<number, { tracks: Map<TrackKind, TrackId[]>; metrics: MetricCurve[] }>();
  readonly #alerts: Alert[] = [];
  #failure: ProfileError | undefined;
  #done = 0;

  constructor(request: JoinRequest, reader: IndexReader, extension: IndexExtension, onProgress: (part: number) => void) {
    this.#request = request;
    this.#reader = reader;
    this.#extension = extension;
    this.#onProgress = onProgress;
    this.#nodes = new RunNodes(reader);
  }

  *run(): Sliced<string> {
    const files = this.#open();
    try {
      const total = files.reduce((sum, { extent }) => sum + extent.events, 0);
      // Alone, time 0 is that of the first event of all.
      const zero = this.#isAlone ? files.flatMap(({ start, extent }) => (start === undefined ? [] : [start + BigInt(extent.firstNs)])).reduce<bigint | undefined>((least, time) => (least === undefined || time < least ? time : least), undefined) : undefined;
      const stopNs = this.#isAlone ? files.reduce((last, file) => Math.max(last, file.extent.lastNs + aloneOffset(file, zero)), 0) : this.#reader.run().info.interval.stopNs;
      for (const file of files) yield* this.#joinFile(file, zero, stopNs, total);
      if (this.#rows.size === 0) throw this.#failure ?? new ProfileError('unknown-format', `${this.#request.names[0]} holds no events that could be shown. Record with nsys profile --trace=cuda,nvtx.`);
      const roots = addGroups(this.#extension, this.#rows, this.#reader.run().roots);
      return yield* this.#extension.finish({ contentId: this.#request.contentId, stopNs, roots, alerts: this.#alerts });
    } finally {
      for (const { file } of files) file.close();
    }
  }

  get #isAlone(): boolean {
    return this.#request.base === undefined;
  }

  #open(): OpenFile[] {
    return this.#request.files.flatMap((path, i) => {
      const name = this.#request.names[i];
      return this.#attempt(name, () => {
        const file = NsightExport.open(path);
        return [{ file, name, extent: extentOf(file), start: captureStart(file) }];
      }) ?? [];
    });
  }

  *#joinFile(open: OpenFile, zero: bigint | undefined, stopNs: number, total: number): Sliced {
    const { file, name } = open;
    const clocks = new Map<number, ProcessClock>();
    const clockOf = (process: number): ProcessClock => {
      let clock = clocks.get(process);
      if (clock === undefined) {
        const node = this.#nodes.nodeOf(process, name);
        clock = this.#isAlone
          ? { node, offsetNs: aloneOffset(open, zero), found: 'none', matches: 0, gpus: new Map() }
          : processClock(file, this.#reader, process, node, this.#nodes.zeroOf(node));
        clocks.set(process, clock);
      }
      return clock;
    };
    try {
      const counts = yield* joinExport(file, {
        reader: this.#reader, extension: this.#extension, clockOf, stopNs,
        onEvents: (count) => this.#onProgress((this.#done += count) / Math.max(1, total)),
        onTrack: (node, kind, track) => {
          const { tracks } = this.#rowsOf(node);
          tracks.set(kind, [...tracks.get(kind) ?? [], track]);
        },
      });
      const taken = [...counts.byProcess.values()].reduce((sum, count) => sum + count, 0);
      if (taken === 0 && counts.outside > 0) {
        this.#failed(name, new ProfileError('bad-request', `all of its ${counts.outside} events lie outside of the time of this run, so it is of another one.`));
        return;
      }
      const [clock = clockOf(0)] = clocks.values();
      const place = (ns: number): number | undefined => (ns + clock.offsetNs < 0 || ns + clock.offsetNs > stopNs ? undefined : ns + clock.offsetNs);
      for (const metric of metricCurves(file, place)) {
        this.#rowsOf(clock.node).metrics.push(metric);
        yield;
      }
      this.#alerts.push(...joinedAlerts(name, counts, [...clocks.values()], this.#isAlone));
      for (const [process, used] of clocks) this.#note(file, name, process, used, counts.byProcess.get(process) ?? 0);
    } catch (error) {
      if (!(error instanceof ProfileError) || error.kind !== 'unknown-format') throw error;
      this.#failed(name, error);
    }
  }

  #note(file: NsightExport, path: string, process: number, { node, offsetNs, found, matches }: ProcessClock, events: number): void {
    this.#extension.database.run('INSERT INTO nsight_file (path, process_id, node, schema_version, clock, offset_ns, matches, events) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      path, process === 0 ? null : process, node, file.schemaVersion, found, offsetNs, matches, events);
  }

  #rowsOf(node: number): { readonly tracks: Map<TrackKind, TrackId[]>; readonly metrics: MetricCurve[] } {
    let rows = this.#rows.get(node);
    if (rows === undefined) this.#rows.set(node, (rows = { tracks: new Map(), metrics: [] }));
    return rows;
  }

  /** One file that cannot be read does not stop the others. */
  #attempt<T>(name: string, action: () => T): T | undefined {
    try {
      return action();
    } catch (error) {
      if (!(error instanceof ProfileError)) throw error;
      this.#failed(name, error);
      return undefined;
    }
  }

  #failed(name: string, error: ProfileError): void {
    this.#failure ??= new ProfileError(error.kind, error.message.startsWith(name) ? error.message : `${name}: ${error.message}`, { cause: error });
    this.#alerts.push(notJoinedAlert(name, error.message));
  }
}

/** Of an export without a run: its first event is at 0, or where the wall clock puts it among the others'. */
function aloneOffset({ start, extent }: OpenFile, zero: bigint | undefined): number {
  return start === undefined || zero === undefined ? -extent.firstNs : Number(start - zero);
}
