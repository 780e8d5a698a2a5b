/**
 * Reads the logs of one run: every file on the pool, shards committed as they come, so that each is on show, written and let go as
 * early as can be. Ids of tracks do not depend on the order (run_builder.ts); numbers of names do, and nothing else. Engine worker.
 */
import type { DecodedLog } from '../decode/decoded_log.ts';
import type { Alert } from '../protocol/alerts.ts';
import { ProfileError } from '../protocol/errors.ts';
import { RunBuilder } from '../model/run_builder.ts';
import type { Published, RankShard, RunModel } from '../model/run_model.ts';
import type { RunView } from '../model/run_view.ts';
import type { Admission } from './admission.ts';
import { collectGarbageSoon } from './collect_garbage.ts';
import type { LogFile } from './group_runs.ts';
import type { JobHandle } from './jobs.ts';
import type { MemorySource } from './memory_source.ts';
import type { RankPool } from './rank_pool.ts';
import type { ProcessorStatistics } from '../model/shard_statistics.ts';
import type { ReadResult } from './rank_worker.ts';
import type { Run } from './run.ts';

/** Where a committed shard goes next: into the index. */
export interface ShardSink {
  add(shard: RankShard, published: Published): WrittenShard;
  addFile(log: DecodedLog, rank: number): Promise<void>;
}

export interface WrittenShard {
  /** Resolves when all of it can be read from the index: true; false if writing has failed, and its items are still needed. */
  readonly closed: Promise<boolean>;
  /** Resolves when its log is not needed any more either. */
  readonly done: Promise<unknown>;
}

/** What became of a run's logs. */
export interface ReadRun {
  /** Undefined if no file had anything to build from. */
  readonly built: { readonly model: RunModel; readonly published: Published } | undefined;
  /** Cancelled: the model holds the ranks that were in by then. */
  readonly isCancelled: boolean;
  /** Resolves when the sink has all shards. */
  readonly handedOver: Promise<void>;
  /** Resolves when all shards are written, or writing has failed. */
  readonly written: Promise<void>;
}

/** Bytes in memory per byte of log, measured: the columns take 1.1, what is built from them 0.9. */
const MEMORY_PER_LOG_BYTE = 2;
/** gzip shrinks logs about fivefold. */
const LOG_BYTES_PER_GZIP_BYTE = 5;

export interface ReadTools {
  readonly pool: RankPool;
  readonly admission: Admission;
  readonly job: JobHandle;
  readonly sink: ShardSink | undefined;
  /** What of the logs is wanted. */
  readonly view: RunView;
  /** Takes how long things ran in each log; undefined = nobody wants to know. */
  readonly onStatistics?: (statistics: readonly ProcessorStatistics[]) => void;
}

/**
 * Fills `run` and `memory`. Cancelling keeps the ranks that were in, and a file that cannot be read (it is gone, its reader ran out of
 * memory) is left out with an alert.
 */
export async function readRun(run: Run, memory: MemorySource, files: readonly LogFile[], tools: ReadTools): Promise<ReadRun> {
  const { job } = tools;
  const builder = new RunBuilder(tools.view);
  const readBytes = files.map(() => 0);
  const writes: Commit[] = [];
  /** Shards whose writing waits until all are read. */
  const turns: { readonly bytes: number; readonly begin: () => void }[] = [];
  let shards = 0;
  // The largest first: it decides when all are in. Started as room allows.
  const order = files.map((_, i) => i).sort((a, b) => logBytesOf(files[b]) - logBytesOf(files[a]) || a - b);
  const reads = order.map(async (i) => {
    const file = files[i];
    const { result, leave } = await startRead(file, i, tools, (bytes) => {
      readBytes[i] = bytes;
      job.progress(readBytes.reduce((sum, part) => sum + part, 0));
    });
    job.signal.throwIfAborted();
    if (result.shard !== undefined) shards++;
    tools.onStatistics?.(result.statistics);
    writes.push(commit(result, file, {
      run, memory, builder, leave, sink: tools.sink,
      mayWrite: () => Promise.race([new Promise<void>((begin) => turns.push({ bytes: result.log.rawBytes, begin })), tools.admission.whenWanted(), tools.pool.whenFree()]),
    }));
  });
  const outcomes = await Promise.allSettled(reads);
  const isCancelled = job.signal.aborted;
  outcomes.forEach((outcome, i) => {
    if (outcome.status === 'rejected' && !isCancelled) run.ownAlerts.push(notRead(files[order[i]].path, outcome.reason));
  });
  // The smallest first: what it takes to write the largest then finds room.
  for (const { begin } of turns.sort((a, b) => a.bytes - b.bytes)) begin();
  // The first goes over before the model is made: that takes a moment in which nobody else in this thread gets a turn.
  await new Promise((resolve) => setImmediate(resolve));
  const handedOver = Promise.all(writes.map((write) => write.handedOver)).then(() => undefined);
  const written = Promise.all(writes.map((write) => write.written)).then(() => undefined);
  if (shards === 0) return { built: undefined, isCancelled, handedOver, written };
  const { model, published } = builder.finish();
  memory.publish(published);
  memory.complete(model);
  run.takeModel(model);
  run.takeRows(memory);
  return { built: { model, published }, isCancelled, handedOver, written };
}

function logBytesOf({ isGzip, bytes }: LogFile): number {
  return isGzip ? bytes * LOG_BYTES_PER_GZIP_BYTE : bytes;
}

interface Read {
  readonly result: ReadResult;
  readonly leave: () => void;
}

async function startRead(file: LogFile, place: number, { pool, admission, job, view, onStatistics }: ReadTools, onProgress: (bytes: number) => void): Promise<Read> {
  const leave = await admission.enter(logBytesOf(file) * MEMORY_PER_LOG_BYTE, job.signal);
  try {
    return { result: await pool.read({ path: file.path, storedRank: file.isStored === true ? file.rank : undefined, place, view, counts: onStatistics !== undefined }, job.signal, onProgress), leave };
  } catch (error) {
    leave();
    throw error;
  }
}

interface CommitTools {
  readonly run: Run;
  readonly memory: MemorySource;
  readonly builder: RunBuilder;
  readonly leave: () => void;
  readonly sink: ShardSink | undefined;
  /** Writing takes the cores that reading needs for the first picture: it begins when a core has nothing to read, or when room is wanted. */
  readonly mayWrite: () => Promise<void>;
}

interface Commit {
  /** Resolves when the sink has it. */
  readonly handedOver: Promise<void>;
  /** Resolves when the file is written and its arrays are let go. */
  readonly written: Promise<void>;
}

/** Shows a file's tracks at once, and writes them behind that. */
function commit({ log, shard }: ReadResult, file: LogFile, { run, memory, builder, leave, sink, mayWrite }: CommitTools): Commit {
  run.addLog(log, shard?.rank ?? file.rank, shard !== undefined);
  if (shard === undefined) {
    run.changed();
    leave();
    return { handedOver: Promise.resolve(), written: sink?.addFile(log, file.rank) ?? Promise.resolve() };
  }
  const published = builder.addShard(shard);
  memory.publish(published);
  run.takeRows(memory);
  run.changed();
  // What the builder made of the shard besides is the builder's: neither the writer nor the wait for it keeps that.
  const kept: RankShard = { log, rank: shard.rank, parts: undefined };
  const handingOver = mayWrite().then(() => ({ shard: sink?.add(kept, published) }));
  return { handedOver: handingOver.then(() => undefined), written: handingOver.then(({ shard }) => letGo(published, shard, memory, leave)) };
}

async function letGo(published: Published, shard: WrittenShard | undefined, memory: MemorySource, leave: () => void): Promise<void> {
  if ((await shard?.closed) === true) memory.letGo(published.tracks.map(({ id }) => id));
  // The writer collects its own handles at the same time.
  setTimeout(collectGarbageSoon, 0);
  await shard?.done;
  setTimeout(collectGarbageSoon, 0);
  leave();
}

function notRead(path: string, error: unknown): Alert {
  if (!(error instanceof ProfileError)) throw error;
  return { rule: 'file-unreadable', severity: 'error', count: 1, message: error.message, file: path, offset: null, affects: [] };
}
