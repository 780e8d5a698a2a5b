/**
 * An index that is being written, seen from the engine worker: shards go in one after the other, and what is written can be asked for.
 * A second thread packs the records and solves the event graph meanwhile.
 * When writing fails (a full disk, a read-only folder) the run goes on from memory and says so.
 */
import type { DecodedLog } from '../decode/decoded_log.ts';
import { NO_EVENTS, type SolvedEvents } from '../index/event_graph_builder.ts';
import { tablesOf } from '../index/pack_records.ts';
import type { IndexFacts } from '../index/run_rows.ts';
import type { Published, RankShard, RunModel } from '../model/run_model.ts';
import type { Alert } from '../protocol/alerts.ts';
import { ProfileError } from '../protocol/errors.ts';
import type { ReadCall } from './index_reads.ts';
import type { ShardSink, WrittenShard } from './read_run.ts';
import { WorkerCalls, YOUNG_MB, workerFile } from './worker_calls.ts';

export interface IndexTarget {
  readonly finalPath: string;
  readonly facts: IndexFacts;
  readonly overwrite: boolean;
}

export class IndexBuild implements ShardSink {
  readonly #worker: WorkerCalls;
  readonly #records: WorkerCalls;
  readonly #target: IndexTarget;
  readonly #signal: AbortSignal;
  /** Ends of what was asked so far: the worker writes one thing at a time. */
  #last: Promise<unknown>;
  #lastAsked: Promise<unknown> = Promise.resolve();
  /** When all records of the shards so far are written. */
  #stored: Promise<void> = Promise.resolve();
  #failure: Error | undefined;
  /** Shards whose events are noted, or will be. */
  readonly #noted: Promise<unknown>[] = [];
  #solved: Promise<SolvedEvents> | undefined;

  /** `signal` stops the writing. */
  constructor(target: IndexTarget, signal: AbortSignal) {
    this.#target = target;
    this.#signal = signal;
    const options = { resourceLimits: { maxOldGenerationSizeMb: 4096, maxYoungGenerationSizeMb: YOUNG_MB } };
    this.#worker = new WorkerCalls(workerFile('index_worker', import.meta.url), 'The writer of the index', options);
    this.#records = new WorkerCalls(workerFile('record_worker', import.meta.url), 'The packer of the records', options);
    this.#last = this.#worker.call('create', target);
    this.#last.catch((error: unknown) => this.#fail(error));
  }

  /** Why nothing more is written; undefined while all is well. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  add(shard: RankShard, published: Published): WrittenShard {
    const { rank, log } = shard;
    const stored = this.#stored.then(() => this.#storeRecords(rank, log));
    this.#stored = stored;
    void this.#next('items', { shard: { ...shard, log: { ...log, packed: new Map() } }, published });
    const closed = this.#next('closeShard', stored.then(() => ({ rank })));
    // Behind the writing of the same shard, which takes much memory of its own.
    const done = closed.then(() => this.#ask('events', { rank, log }));
    this.#noted.push(done);
    return { closed: closed.then(() => this.#failure === undefined), done };
  }

  /** Table by table: the next one is packed while one is written, between the slices of whatever else is. */
  async #storeRecords(rank: number, log: DecodedLog): Promise<void> {
    let written: Promise<unknown> = Promise.resolve();
    for (const [seq, logged] of tablesOf(log).entries()) {
      const table = await this.#ask('pack', logged);
      await written;
      if (this.#failure !== undefined) return;
      written = this.#worker.call('table', { rank, seq, table }, { signal: this.#signal }).catch((error: unknown) => this.#fail(error));
    }
    await written;
  }

  /** All shards are in. */
  solveEvents(): Promise<SolvedEvents> {
    this.#solved ??= Promise.all(this.#noted).then(async () => ((await this.#ask('solve', {})) as SolvedEvents | undefined) ?? NO_EVENTS);
    return this.#solved;
  }

  /** Notes a log that has no shard. */
  async addFile(log: DecodedLog, rank: number): Promise<void> {
    await this.#next('file', { log: { ...log, tables: new Map() }, rank });
  }

  /** Writes what only the whole run tells: then blocks, rows and search are complete. */
  async writeWholeRun(model: RunModel, published: Published): Promise<void> {
    await this.#next('wholeRun', { model: withoutBlocks(model), published });
  }

  /** Adds the event graph; path of the finished index, undefined if writing has failed. */
  async publish(alerts: readonly Alert[]): Promise<string | undefined> {
    return (await this.#next('publish', this.solveEvents().then((events) => ({ alerts, events })))) as string | undefined;
  }

  /** Of a cancelled build: a working file that answers for what was written. Undefined if there is none. */
  async finishPartial(model: RunModel, published: Published, alerts: readonly Alert[]): Promise<string | undefined> {
    await this.#last.catch(() => undefined);
    if (this.#failure !== undefined && !isCancelled(this.#failure)) return undefined;
    const events = (await this.#records.call('solve', {}).catch(() => NO_EVENTS)) as SolvedEvents;
    return (await this.#worker.call('finishPartial', { model: withoutBlocks(model), published, facts: { alerts, events } }).catch(() => undefined)) as string | undefined;
  }

  /** @throws ProfileError 'not-loaded' while it is not written yet */
  read(call: ReadCall): Promise<unknown> {
    return this.#worker.call('read', call);
  }

  /** Leaves no unfinished file behind. */
  async abort(): Promise<void> {
    await this.#worker.call('abort', {}).catch(() => undefined);
    await this.end();
  }

  async end(): Promise<void> {
    await Promise.all([this.#worker.end(), this.#records.end()]);
  }

  get finalPath(): string {
    return this.#target.finalPath;
  }

  /** Work on records, one after the other, so that the thread can collect what it is done with between; undefined once something has failed. */
  #ask(method: string, params: unknown): Promise<unknown> {
    this.#lastAsked = this.#lastAsked.then(async () => {
      if (this.#failure !== undefined) return undefined;
      return this.#records.call(method, params, { signal: this.#signal }).catch((error: unknown) => this.#fail(error));
    });
    return this.#lastAsked;
  }

  /** Writing that runs after all before it, once its parameters are there; undefined once something has failed. */
  #next(method: string, params: unknown): Promise<unknown> {
    const before = this.#last.catch(() => undefined);
    const result = before.then(async () => {
      const ready = await params;
      if (this.#failure !== undefined) return undefined;
      try {
        return await this.#worker.call(method, ready, { signal: this.#signal });
      } catch (error) {
        this.#fail(error);
        return undefined;
      }
    });
    this.#last = result;
    return result;
  }

  #fail(error: unknown): void {
    this.#failure ??= error instanceof Error ? error : new Error(String(error));
    // A failed build leaves nothing; a cancelled one may still become a partial file.
    if (!isCancelled(this.#failure)) this.#worker.call('abort', {}).catch(() => undefined);
  }
}

/** Tracks were written when they were published; their blocks need not cross again. */
function withoutBlocks(model: RunModel): RunModel {
  return { ...model, tracks: model.tracks.map((track) => ({ ...track, lods: [] })) };
}

function isCancelled(error: Error): boolean {
  return error instanceof ProfileError && error.kind === 'cancelled';
}

/** The alert for a run that stays in memory only. */
export function notSavedAlert(error: Error, path: string): Alert {
  return {
    rule: 'index-not-saved', severity: 'warning', count: 1, file: path, offset: null, affects: [],
    message: `Index not saved: ${error.message} The run stays open, and is read from its logs again next time.`,
  };
}
