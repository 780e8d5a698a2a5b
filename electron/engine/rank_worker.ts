/**
 * A worker of the pool that reads logs: decodes one file and builds its shard, which goes back in SharedArrayBuffers. Independent of
 * every other file (the map step of a run).
 */
import { decodeLog } from '../decode/decode_log.ts';
import type { DecodedLog } from '../decode/decoded_log.ts';
import { buildShard } from '../model/build_shard.ts';
import { isIndexOnly } from '../model/index_only.ts';
import { isWholeRun, type RunView } from '../model/run_view.ts';
import { shardStatistics, type ProcessorStatistics } from '../model/shard_statistics.ts';
import { viewLog } from '../model/view_log.ts';
import type { RankShard } from '../model/run_model.ts';
import { collectGarbageSoon } from './collect_garbage.ts';
import { answerCalls } from './worker_calls.ts';

export interface ReadResult {
  readonly log: DecodedLog;
  /** Undefined where there is nothing to build from. */
  readonly shard: RankShard | undefined;
  /** Where they were asked for. */
  readonly statistics: readonly ProcessorStatistics[];
  /** Milliseconds for inflating and decoding, and for building. */
  readonly decodeMs: number;
  readonly buildMs: number;
}

/** Where a log comes from, and what is wanted of it. */
export interface ReadOrder {
  /** The log; or with `storedRank` the index that keeps it. */
  readonly path: string;
  readonly storedRank?: number | undefined;
  /** Of the file among the files of its run. */
  readonly place: number;
  readonly view: RunView;
  /** Whether to count how long things ran. */
  readonly counts: boolean;
}

/** @throws ProfileError of the decoder or of the index */
async function readLog({ path, storedRank, view }: ReadOrder, signal: AbortSignal, onProgress: (bytesRead: number) => void): Promise<DecodedLog> {
  // What a view changes must lie open.
  if (storedRank === undefined) return decodeLog(path, { signal, onProgress, ...(isWholeRun(view) ? { packs: isIndexOnly } : {}) });
  // Logs are what most readers read: those load no database.
  const { logOfIndex } = await import('../index/stored_log.ts');
  return logOfIndex(path, storedRank);
}

answerCalls({
  read: async (order: ReadOrder, { signal, progress }): Promise<ReadResult> => {
    const { place, view, counts } = order;
    const startMs = performance.now();
    const log = viewLog(await readLog(order, signal, progress), view);
    const decodedMs = performance.now();
    signal.throwIfAborted();
    const isEmpty = log.status === 'empty' || log.status === 'unreadable';
    const shard = isEmpty ? undefined : buildShard(log, place);
    // After the result has been posted: it belongs to the engine then.
    setTimeout(collectGarbageSoon, 0);
    return { log, shard, statistics: counts && shard !== undefined ? shardStatistics(shard) : [], decodeMs: decodedMs - startMs, buildMs: performance.now() - decodedMs };
  },
});
