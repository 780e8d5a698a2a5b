/**
 * Reads the logs of one run: every file on the pool, shards committed in rank order, so that the order of arguments and of threads
 * changes nothing. A shard's tracks are on show as soon as it is committed. Engine worker.
 */
import type { DecodedLog } from '../decode/decoded_log.ts';
import { RunBuilder } from '../model/run_builder.ts';
import type { Published, RankShard, RunModel } from '../model/run_model.ts';
import type { Admission } from './admission.ts';
import { collectGarbageSoon } from './collect_garbage.ts';
import type { LogFile } from './group_runs.ts';
import type { JobHandle } from './jobs.ts';
import type { MemorySource } from './memory_source.ts';
import type { RankPool } from './rank_pool.ts';
import type { ReadResult } from './rank_worker.ts';
import type { Run } from './run.ts';

/** Where a committed shard goes next: into the index. Resolves with whether its arrays may be let go. */
export interface ShardSink {
  add(shard: RankShard, published: Published): Promise<boolean>;
  addFile(log: DecodedLog, rank: number): Promise<void>;
}

/** What became of a run's logs. */
export interface ReadRun {
  /** Undefined if no file had anything to build from. */
  readonly built: { readonly model: RunModel; readonly published: Published } | undefined;
  /** Cancelled: the model holds the ranks that were in by then. */
  readonly isCancelled: boolean;
  /** Resolves when all shards are written, or writing has failed. */
  readonly written: Promise<void>;
}

/** Bytes in memory per byte of file, measured: gzip shrinks logs about fivefold, columns are a little larger than the log. */
const MEMORY_PER_GZIP_BYTE = 16;
const MEMORY_PER_RAW_BYTE = 3;

export interface ReadTools {
  readonly pool: RankPool;
  readonly admission: Admission;
  readonly job: JobHandle;
  readonly sink: ShardSink | undefined;
}

/**
 * Fills `run` and `memory`. Cancelling keeps the ranks that were in.
 * @throws ProfileError what the decoder and the pool throw
 */
export async function readRun(run: Run, memory: MemorySource, files: readonly LogFile[], tools: ReadTools): Promise<ReadRun> {
  const { job, sink } = tools;
  const builder = new RunBuilder();
  const readBytes = files.map(() => 0);
  // Started in order as room allows. What is committed is taken out, so that nothing here holds it.
  const reads: (Promise<Read> | undefined)[] = files.map((file, i) => startRead(file, i, tools, (bytes) => {
    readBytes[i] = bytes;
    job.progress(readBytes.reduce((sum, part) => sum + part, 0));
  }));
  for (const read of reads) read?.catch(() => undefined);
  const writes: Promise<void>[] = [];
  let isCancelled = false;
  let shards = 0;
  for (const [i, file] of files.entries()) {
    try {
      const read = await reads[i];
      reads[i] = undefined;
      job.signal.throwIfAborted();
      if (read === undefined) continue;
      const { log, shard } = read.result;
      run.addLog(log, shard?.rank ?? file.rank, shard !== undefined);
      if (shard === undefined) {
        read.leave();
        if (sink !== undefined) writes.push(sink.addFile(log, file.rank));
      } else {
        shards++;
        const published = builder.addShard(shard);
        memory.publish(published);
        run.takeRows(memory);
        writes.push(letGo(shard, published, memory, sink, read.leave));
      }
      run.changed();
    } catch (error) {
      if (!job.signal.aborted) throw error;
      isCancelled = true;
      break;
    }
  }
  const written = Promise.all(writes).then(() => undefined);
  if (shards === 0) return { built: undefined, isCancelled, written };
  const { model, published } = builder.finish();
  memory.publish(published);
  memory.complete(model);
  run.takeModel(model);
  run.takeRows(memory);
  return { built: { model, published }, isCancelled, written };
}

interface Read {
  readonly result: ReadResult;
  readonly leave: () => void;
}

async function startRead(file: LogFile, place: number, { pool, admission, job }: ReadTools, onProgress: (bytes: number) => void): Promise<Read> {
  const perByte = file.path.endsWith('.log') ? MEMORY_PER_RAW_BYTE : MEMORY_PER_GZIP_BYTE;
  const leave = await admission.enter(file.bytes * perByte, job.signal);
  try {
    return { result: await pool.read(file.path, place, job.signal, onProgress), leave };
  } catch (error) {
    leave();
    throw error;
  }
}

async function letGo(shard: RankShard, published: Published, memory: MemorySource, sink: ShardSink | undefined, leave: () => void): Promise<void> {
  if (sink !== undefined && (await sink.add(shard, published))) memory.letGo(published.tracks.map(({ id }) => id));
  // The writer collects its own handles at the same time.
  setTimeout(collectGarbageSoon, 0);
  leave();
}
