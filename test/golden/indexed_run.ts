// Indexes of logs, made in this process and kept for the other files of the same run of the tests: for tests of what an index
// answers, not of how it is made. Test helper.
import { createHash } from 'node:crypto';
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { inject } from 'vitest';
import { decodeLog } from '../../electron/decode/decode_log.ts';
import { EventGraphBuilder } from '../../electron/index/event_graph_builder.ts';
import { IndexReader } from '../../electron/index/index_reader.ts';
import { IndexWriter } from '../../electron/index/index_writer.ts';
import { runToEnd } from '../../electron/index/slices.ts';
import { buildShard } from '../../electron/model/build_shard.ts';
import { RunBuilder } from '../../electron/model/run_builder.ts';
import { WHOLE_RUN, type RunView } from '../../electron/model/run_view.ts';
import { viewLog } from '../../electron/model/view_log.ts';
import './kept_indexes.ts';

/** The index of what a view shows of these logs, in rank order as given; the caller closes it. */
export async function openIndexOf(logs: readonly string[], view: RunView = WHOLE_RUN): Promise<IndexReader> {
  const name = createHash('sha256').update(JSON.stringify([logs, view])).digest('hex').slice(0, 32);
  const path = join(inject('keptIndexes'), `${name}.lprof`);
  await onlyOnce(path, (fresh) => writeIndex(logs, view, fresh));
  return IndexReader.open(path);
}

/** Has a file made by the one of all workers that comes first; the others wait for it. @param make writes it under another name */
async function onlyOnce(path: string, make: (fresh: string) => Promise<void>): Promise<void> {
  const claim = `${path}.claim`;
  while (!existsSync(path)) {
    try {
      writeFileSync(claim, '', { flag: 'wx' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      await setTimeout(50);
      continue;
    }
    try {
      if (!existsSync(path)) await make(`${path}.fresh`);
      renameSync(`${path}.fresh`, path);
    } finally {
      rmSync(claim);
    }
  }
}

async function writeIndex(logs: readonly string[], view: RunView, path: string): Promise<void> {
  const writer = IndexWriter.create(path, { contentId: 'c0ffee', title: 'run', program: '0.0.0', files: [] });
  const builder = new RunBuilder(view);
  const events = new EventGraphBuilder();
  for (const [place, log] of logs.entries()) {
    const shard = buildShard(viewLog(await decodeLog(log), view), place);
    events.add(shard.rank, shard.log);
    runToEnd(writer.writeShard(shard, builder.addShard(shard)));
  }
  const { model, published } = builder.finish();
  runToEnd(writer.finish(model, published, { events: events.solve() }));
}

/** Calls `use` with the index of what a view shows of these logs. */
export async function withIndex<T>(logs: readonly string[], use: (reader: IndexReader) => T | Promise<T>, view: RunView = WHOLE_RUN): Promise<T> {
  const reader = await openIndexOf(logs, view);
  try {
    return await use(reader);
  } finally {
    reader.close();
  }
}
