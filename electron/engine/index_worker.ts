/**
 * The thread that owns the writing connection of an index. It works in slices of some 25 ms; between them it answers questions about
 * what is already written, over the same connection.
 */
import { hashOfUnchanged } from '../index/content_id.ts';
import { IndexReader } from '../index/index_reader.ts';
import { IndexWriter } from '../index/index_writer.ts';
import type { IndexFacts } from '../index/run_rows.ts';
import { inSlices } from '../index/slices.ts';
import type { DecodedLog } from '../decode/decoded_log.ts';
import type { Published, RankShard, RunModel } from '../model/run_model.ts';
import type { Alert } from '../protocol/alerts.ts';
import { ProfileError } from '../protocol/errors.ts';
import { collectGarbageSoon } from './collect_garbage.ts';
import { answerReads, type ReadCall } from './index_reads.ts';
import { answerCalls } from './worker_calls.ts';

export interface CreateIndex {
  readonly finalPath: string;
  readonly facts: IndexFacts;
  readonly overwrite: boolean;
}

export interface FinishIndex {
  readonly model: RunModel;
  readonly published: Published;
  readonly alerts: readonly Alert[];
}

let writer: IndexWriter | undefined;
let reader: IndexReader | undefined;

function open(): IndexWriter {
  if (writer === undefined) throw new ProfileError('not-loaded', 'No index is being written.');
  return writer;
}

/** Here and not while reading: the picture does not wait for it. */
async function noteHashes(signal: AbortSignal): Promise<void> {
  for (const file of open().facts.files) {
    const hash = await hashOfUnchanged(file, signal);
    if (hash !== undefined) open().setFullHash(file.path, hash);
  }
}

answerCalls({
  create: ({ finalPath, facts, overwrite }: CreateIndex): void => {
    writer = IndexWriter.create(finalPath, facts, { overwrite });
    reader = IndexReader.over(writer);
  },
  file: ({ log, rank }: { readonly log: DecodedLog; readonly rank: number }): void => open().addFile(log, rank),
  shard: async ({ shard, published }: { readonly shard: RankShard; readonly published: Published }, { signal }): Promise<void> => {
    await inSlices(open().writeShard(shard, published), signal);
    setTimeout(collectGarbageSoon, 0);
  },
  finish: async ({ model, published, alerts }: FinishIndex, { signal }): Promise<string> => {
    await noteHashes(signal);
    const path = await inSlices(open().finish(model, published, alerts), signal);
    writer = undefined;
    reader = undefined;
    return path;
  },
  finishPartial: async ({ model, published, alerts }: FinishIndex, { signal }): Promise<string> => inSlices(open().finishPartial(model, published, alerts), signal),
  abort: (): void => {
    writer?.abort();
    writer = undefined;
    reader = undefined;
  },
  read: (call: ReadCall): unknown => {
    if (reader === undefined) throw new ProfileError('not-loaded', 'The index is not being written any more.');
    return answerReads(reader, call);
  },
});
