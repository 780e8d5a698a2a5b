// An index of logs in a folder of its own, made in this process. Test helper.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeLog } from '../../electron/decode/decode_log.ts';
import { IndexReader } from '../../electron/index/index_reader.ts';
import { IndexWriter } from '../../electron/index/index_writer.ts';
import { runToEnd } from '../../electron/index/slices.ts';
import { buildShard } from '../../electron/model/build_shard.ts';
import { RunBuilder } from '../../electron/model/run_builder.ts';

/** Calls `use` with the index of these logs, in rank order as given, and removes it afterwards. */
export async function withIndex<T>(logs: readonly string[], use: (reader: IndexReader) => T | Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'golden-index-'));
  const path = join(folder, 'run.lprof');
  try {
    const writer = IndexWriter.create(path, { contentId: 'c0ffee', title: 'run', program: '0.0.0', files: [] });
    const builder = new RunBuilder();
    for (const [place, log] of logs.entries()) {
      const shard = buildShard(await decodeLog(log), place);
      runToEnd(writer.writeShard(shard, builder.addShard(shard)));
    }
    const { model, published } = builder.finish();
    runToEnd(writer.finish(model, published));
    const reader = IndexReader.open(path);
    try {
      return await use(reader);
    } finally {
      reader.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
