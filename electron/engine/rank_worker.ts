/**
 * A worker of the pool that reads logs: decodes one file and builds its shard, which goes back in SharedArrayBuffers. Independent of
 * every other file (the map step of a run).
 */
import { decodeLog } from '../decode/decode_log.ts';
import type { DecodedLog } from '../decode/decoded_log.ts';
import { buildShard } from '../model/build_shard.ts';
import { isIndexOnly } from '../model/index_only.ts';
import type { RankShard } from '../model/run_model.ts';
import { collectGarbageSoon } from './collect_garbage.ts';
import { answerCalls } from './worker_calls.ts';

export interface ReadResult {
  readonly log: DecodedLog;
  /** Undefined where there is nothing to build from. */
  readonly shard: RankShard | undefined;
  /** Milliseconds for inflating and decoding, and for building. */
  readonly decodeMs: number;
  readonly buildMs: number;
}

answerCalls({
  read: async ({ path, place }: { readonly path: string; readonly place: number }, { signal, progress }): Promise<ReadResult> => {
    const startMs = performance.now();
    const log = await decodeLog(path, { signal, packs: isIndexOnly, onProgress: (bytesRead) => progress(bytesRead) });
    const decodedMs = performance.now();
    signal.throwIfAborted();
    const isEmpty = log.status === 'empty' || log.status === 'unreadable';
    const shard = isEmpty ? undefined : buildShard(log, place);
    // After the result has been posted: it belongs to the engine then.
    setTimeout(collectGarbageSoon, 0);
    return { log, shard, decodeMs: decodedMs - startMs, buildMs: performance.now() - decodedMs };
  },
});
