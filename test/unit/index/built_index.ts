/** Indexes of real logs and of made-up ones by way of the model builder, in a folder that goes with the test file. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { decodeLog } from '../../../electron/decode/decode_log.ts';
import type { DecodedLog } from '../../../electron/decode/decoded_log.ts';
import { EventGraphBuilder } from '../../../electron/index/event_graph_builder.ts';
import { IndexReader } from '../../../electron/index/index_reader.ts';
import { IndexWriter } from '../../../electron/index/index_writer.ts';
import { runToEnd } from '../../../electron/index/slices.ts';
import { buildShard } from '../../../electron/model/build_shard.ts';
import { RunBuilder } from '../../../electron/model/run_builder.ts';
import { isIndexOnly } from '../../../electron/model/index_only.ts';
import type { Published, RunModel } from '../../../electron/model/run_model.ts';
import type { RunView } from '../../../electron/model/run_view.ts';

const folder = mkdtempSync(join(tmpdir(), 'built-index-'));
const readers: IndexReader[] = [];
afterAll(() => {
  for (const reader of readers) reader.close();
  rmSync(folder, { recursive: true, force: true });
});

export interface BuiltIndex {
  readonly logs: readonly DecodedLog[];
  readonly model: RunModel;
  /** All that was published, shard by shard and at the end. */
  readonly published: readonly Published[];
  readonly reader: IndexReader;
}

let count = 0;

/** `view`: what the logs were made for by `viewLog`. */
export function buildIndex(logs: readonly DecodedLog[], view?: RunView): BuiltIndex {
  const path = join(folder, `run${count++}.lprof`);
  const writer = IndexWriter.create(path, { contentId: 'c0ffee', title: 'run', program: '0.0.0', files: [] });
  const builder = new RunBuilder(view);
  const events = new EventGraphBuilder();
  const published: Published[] = [];
  for (const [place, log] of logs.entries()) {
    const shard = buildShard(log, place);
    events.add(shard.rank, log);
    const part = builder.addShard(shard);
    runToEnd(writer.writeShard(shard, part));
    published.push(part);
  }
  const { model, published: rest } = builder.finish();
  published.push(rest);
  runToEnd(writer.finish(model, rest, { events: events.solve() }));
  const reader = IndexReader.open(path);
  readers.push(reader);
  return { logs, model, published, reader };
}

/** Index of the logs in a folder of test/logs, decoded as the engine does. */
export async function indexOfLogs(name: string): Promise<BuiltIndex> {
  const from = join(import.meta.dirname, '../../logs', name);
  const files = readdirSync(from).filter((file) => /\.(gz|prof|log)$/.test(file)).sort();
  return buildIndex(await Promise.all(files.map((file) => decodeLog(join(from, file), { packs: isIndexOnly }))));
}
