/** Model → index file → reader gives the model back. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { IndexReader } from '../../../electron/index/index_reader.ts';
import { IndexWriter } from '../../../electron/index/index_writer.ts';
import { runToEnd } from '../../../electron/index/slices.ts';
import type { ItemName } from '../../../electron/protocol/items.ts';
import { madeUpLog, modelTrack, NOTHING, published, runOf, shardOf, trackItems } from './made_up_run.ts';

const FACTS = { contentId: 'c0ffee', title: 'run', program: '0.0.0', files: [{ path: '/logs/prof_0.gz', bytes: 1000, mtimeMs: 1.5 }] };
const EVENT = 0x8000_0000_0010_0001n;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'index-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function smallRun() {
  const log = madeUpLog({
    TaskInfo: {
      op_id: [1n, 2n], task_id: [10, 10], variant_id: [1, 1], proc_id: [0x1d00000000000002n, 0x1d00000000000002n], 'time:create': [500, 2500], 'time:ready': [600, 2600], 'time:start': [1000, 9000],
      'time:stop': [9000, 9500], creator: [0n, EVENT], critical: [0n, EVENT + 7n], fevent: [EVENT, EVENT + 1n],
    },
    MapperCallInfo: { mapper_id: [0], mapper_proc: [0x1d00000000000002n], kind: [3], op_id: [77n], 'time:start': [1500], 'time:stop': [4000], proc_id: [0x1d00000000000002n], fevent: [EVENT] },
    OperationInstance: { op_id: [1n, 2n], parent_id: [0xffffffffffffffffn, 1n], kind: [1, 1], provenance: [0n, 5n] },
    Provenance: { provenance: [5n], prov: ['cg.py:12 in solve'] },
    BacktraceDesc: { backtrace_id: [9n], backtrace: ['\u001b[1mmain\u001b[0m'] },
  });
  const names: ItemName[] = [{ type: 'task', text: 'foo', form: 1 }, { type: 'mapper_call', text: 'Mapper Call map_task for', form: 1 }];
  const items = trackItems([
    { type: 'task', name: 0, num: 1n, start: 1000, stop: 9000, table: 'TaskInfo', row: 0, waits: [{ start: 1500, ready: 4000, end: 4000, callee: 1 }] },
    { type: 'mapper_call', name: 1, num: 1n, start: 1500, stop: 4000, level: 1, table: 'MapperCallInfo', row: 0, parent: 0, initiator: 1n, waits: [{ start: 2000, ready: 3000, end: 3500, event: EVENT + 99n, backtrace: 9n }] },
    { type: 'task', name: 0, num: 2n, start: 9000, stop: 9500, table: 'TaskInfo', row: 1, initiator: 1n },
  ]);
  const track = modelTrack(0, 'n0/cpu/c2', 'cpu', items);
  return { log, names, items, track };
}

function write(path: string): ReturnType<typeof smallRun> {
  const run = smallRun();
  const writer = IndexWriter.create(path, FACTS);
  runToEnd(writer.writeShard(shardOf(run.log), published([run.track], [run.items], run.names)));
  expect(runToEnd(writer.finish(runOf([run.track], run.names), NOTHING))).toBe(path);
  return run;
}

test('rows, blocks and records of a small run come back', () => {
  const path = join(folder, 'run.lprof');
  const { log, names, items, track } = write(path);
  expect(readdirSync(folder)).toEqual(['run.lprof']);
  const reader = IndexReader.open(path);
  expect(reader.run().info).toMatchObject({ contentId: 'c0ffee', interval: { startNs: 0, stopNs: 9500 }, machine: { nodes: 1, processors: { CPU: 1 } } });
  expect(reader.names(0, 10)).toEqual(names);
  expect(reader.tracks()).toMatchObject([{ id: 0, slug: 'n0/cpu/c2', items: 3, mirrorOf: null }]);
  expect(reader.blocks(0, 0, 0, 10_000)).toEqual(track.lods[0].blocks);
  expect(reader.blocks(0, 0, 9501, 10_000)).toEqual([]);
  for (const [name, table] of log.tables) expect(reader.recordTable(0, name)).toEqual(table);
  expect(reader.strings(0)).toEqual(log.strings);
  expect(reader.database.all('SELECT item_id, op_id, parent_op_id, create_at_ns, running_ns, waiting_ns, ready_ns, track_id, duration_ns FROM task')).toEqual([
    { item_id: 0, op_id: 1, parent_op_id: null, create_at_ns: 500, running_ns: 5500, waiting_ns: 2500, ready_ns: 0, track_id: 0, duration_ns: 8000 },
    { item_id: 2, op_id: 2, parent_op_id: 1, create_at_ns: 2500, running_ns: 500, waiting_ns: 0, ready_ns: 0, track_id: 0, duration_ns: 500 },
  ]);
  expect(reader.database.query('SELECT fevent, creator FROM task', { wide: true, raw: true }).all()).toEqual([[BigInt.asIntN(64, EVENT), null], [BigInt.asIntN(64, EVENT + 1n), BigInt.asIntN(64, EVENT)]]);
  expect(reader.database.all('SELECT title, track, fevent, provenance, file, line FROM task_view')).toEqual([
    { title: 'foo <1>', track: 'n0/cpu/c2', fevent: '0x8000000000100001', provenance: null, file: null, line: null },
    { title: 'foo <2>', track: 'n0/cpu/c2', fevent: '0x8000000000100002', provenance: 'cg.py:12 in solve', file: 'cg.py', line: 12 },
  ]);
  expect(reader.database.all('SELECT title, caller_item_id, logged_op_id FROM mapper_call_view')).toEqual([{ title: 'Mapper Call map_task for 1', caller_item_id: 0, logged_op_id: 77 }]);
  expect(reader.database.all('SELECT item_id, start_ns, ready_ns, stop_ns, event, callee_item_id FROM wait_view ORDER BY item_id')).toEqual([
    { item_id: 0, start_ns: 1500, ready_ns: 4000, stop_ns: 4000, event: null, callee_item_id: 1 },
    { item_id: 1, start_ns: 2000, ready_ns: 3000, stop_ns: 3500, event: '0x8000000000100064', callee_item_id: null },
  ]);
  expect(reader.store.itemPage(0, 2)).toMatchObject({ count: 3, starts: items.starts, stops: items.stops, runningNs: items.runningNs, readyNs: items.readyNs, waitingNs: items.waitingNs, parents: items.parents });
  expect(reader.database.pragma('integrity_check')).toBe('ok');
  reader.close();
});

test('all views can be read', () => {
  const path = join(folder, 'run.lprof');
  write(path);
  const reader = IndexReader.open(path);
  const views = reader.database.all<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'view'");
  expect(views.length).toBeGreaterThan(12);
  for (const { name } of views) reader.database.all(`SELECT * FROM ${name} LIMIT 5`);
  reader.close();
});

test('while it is being written, a reader on the same connection gives what is there', () => {
  const { log, names, items, track } = smallRun();
  const writer = IndexWriter.create(join(folder, 'run.lprof'), FACTS);
  const reader = IndexReader.over(writer);
  expect(() => reader.blocks(0, 0, 0, 1)).toThrow(expect.objectContaining({ kind: 'not-loaded' }));
  runToEnd(writer.writeShard(shardOf(log), published([track], [items], names)));
  expect(reader.blocks(0, 0, 0, 10_000)).toEqual(track.lods[0].blocks);
  expect(reader.database.all('SELECT item_id FROM task')).toHaveLength(2);
  writer.abort();
  expect(readdirSync(folder)).toEqual([]);
});

test('a cancelled build can be read until it is discarded, and never has the final name', () => {
  const { log, names, items, track } = smallRun();
  const writer = IndexWriter.create(join(folder, 'run.lprof'), FACTS);
  runToEnd(writer.writeShard(shardOf(log), published([track], [items], names)));
  const partial = runToEnd(writer.finishPartial(runOf([track], names), NOTHING));
  expect(existsSync(join(folder, 'run.lprof'))).toBe(false);
  const reader = IndexReader.open(partial);
  expect(reader.run().isComplete).toBe(false);
  expect(reader.blocks(0, 0, 0, 10_000)).toEqual(track.lods[0].blocks);
  reader.close();
  writer.discard();
  expect(readdirSync(folder)).toEqual([]);
});
