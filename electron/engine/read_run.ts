/**
 * Reads the logs of one run: every file on the pool, shards committed in rank order, so that the order of arguments and of threads
 * changes nothing. A shard's tracks are on show as soon as it is committed. Engine worker.
 */
import { RunBuilder } from '../model/run_builder.ts';
import type { Published, RankShard, RunModel } from '../model/run_model.ts';
import type { Admission } from './admission.ts';
import type { LogFile } from './group_runs.ts';
import type { JobHandle } from './jobs.ts';
import type { MemorySource } from './memory_source.ts';
import type { RankPool } from './rank_pool.ts';
import type { ReadResult } from './rank_worker.ts';
import type { Run } from './run.ts';

/** Where a committed shard goes next: into the index. `written` resolves when its arrays may be let go. */
export interface ShardSink {
  add(shard: RankShard, published: Published): Promise<void>;
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
 * Fills `run` and `memory`. Undefined if no file had anything to build from.
 * @throws ProfileError 'cancelled', and what the decoder and the pool throw
 */
export async function readRun(run: Run, memory: MemorySource, files: readonly LogFile[], tools: ReadTools): Promise<{ model: RunModel; published: Published } | undefined> {
  const { job } = tools;
  const builder = new RunBuilder();
  const readBytes = files.map(() => 0);
  // Started in order as room allows; whoever fails takes the others along.
  const reads = files.map((file, i) => startRead(file, i, tools, (bytes) => {
    readBytes[i] = bytes;
    job.progress(readBytes.reduce((sum, part) => sum + part, 0));
  }));
  for (const read of reads) read.catch(() => undefined);
  let built = 0;
  const writes: Promise<void>[] = [];
  for (const [i, file] of files.entries()) {
    const { result, leave } = await reads[i];
    job.signal.throwIfAborted();
    run.addLog(result.log, result.shard?.rank ?? file.rank, result.shard !== undefined);
    if (result.shard !== undefined) {
      built++;
      const published = builder.addShard(result.shard);
      memory.publish(published);
      run.takeRows(memory);
      writes.push(letGo(result.shard, published, memory, tools.sink, leave));
    } else leave();
    run.changed();
  }
  await Promise.all(writes);
  job.signal.throwIfAborted();
  if (built === 0) return undefined;
  const { model, published } = builder.finish();
  memory.publish(published);
  memory.complete(model);
  run.takeModel(model);
  run.takeRows(memory);
  return { model, published };
}

async function startRead(file: LogFile, place: number, { pool, admission, job }: ReadTools, onProgress: (bytes: number) => void): Promise<{ result: ReadResult; leave: () => void }> {
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
  if (sink === undefined) {
    leave();
    return;
  }
  await sink.add(shard, published);
  memory.letItemsGo(published.tracks.map(({ id }) => id));
  leave();
}
