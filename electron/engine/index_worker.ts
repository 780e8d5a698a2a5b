/**
 * The thread that owns the writing connection of an index. It works in slices of some 25 ms; between them it answers questions about
 * what is already written, over the same connection.
 */
import { hashOfUnchanged } from '../index/content_id.ts';
import { IndexReader } from '../index/index_reader.ts';
import { IndexWriter, type WholeRunFacts } from '../index/index_writer.ts';
import type { StoredTable } from '../index/pack_records.ts';
import type { IndexFacts } from '../index/run_rows.ts';
import { inSlices } from '../index/slices.ts';
import type { DecodedLog } from '../decode/decoded_log.ts';
import type { Published, RankShard, RunModel } from '../model/run_model.ts';
import { ProfileError } from '../protocol/errors.ts';
import { collectGarbageSoon } from './collect_garbage.ts';
import { answerReads, type ReadCall } from './index_reads.ts';
import { answerCalls } from './worker_calls.ts';

export interface CreateIndex {
  readonly finalPath: string;
  readonly facts: IndexFacts;
  readonly overwrite: boolean;
}

export interface WholeRun {
  readonly model: RunModel;
  readonly published: Published;
}

let writer: IndexWriter | undefined;
let reader: IndexReader | undefined;
let run: RunModel | undefined;

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
  items: async ({ shard, published }: { readonly shard: RankShard; readonly published: Published }, { signal }): Promise<void> => {
    await inSlices(open().writeItems(shard, published), signal);
    setTimeout(collectGarbageSoon, 0);
  },
  table: async ({ rank, seq, table }: { readonly rank: number; readonly seq: number; readonly table: StoredTable }, { signal }): Promise<void> => {
    await inSlices(open().writeRecordTable(rank, seq, table), signal);
  },
  closeShard: async ({ rank }: { readonly rank: number }, { signal }): Promise<void> => {
    await inSlices(open().closeShard(rank), signal);
    setTimeout(collectGarbageSoon, 0);
  },
  wholeRun: async ({ model, published }: WholeRun, { signal }): Promise<void> => {
    await noteHashes(signal);
    await inSlices(open().writeWholeRun(model, published), signal);
    run = model;
  },
  publish: async (facts: WholeRunFacts, { signal }): Promise<string> => {
    if (run === undefined) throw new Error('The whole run is not written.');
    const path = await inSlices(open().publish(run, facts), signal);
    writer = undefined;
    reader = undefined;
    return path;
  },
  finishPartial: async ({ model, published, facts }: WholeRun & { readonly facts: WholeRunFacts }, { signal }): Promise<string> => inSlices(open().finishPartial(model, published, facts), signal),
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
