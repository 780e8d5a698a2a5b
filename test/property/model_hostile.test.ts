// Logs of nonsense: whatever they say, the model stands, and what it draws keeps the rules that readers rely on.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildShard } from '../../electron/model/build_shard.ts';
import { RunBuilder } from '../../electron/model/run_builder.ts';
import { NONE, type ModelTrack, type TrackItems } from '../../electron/model/run_model.ts';
import { event, type LogRecord, memory, NAMES, processor, syntheticLog } from '../unit/model/synthetic_log.ts';

const time = fc.oneof(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 }), fc.constantFrom(NaN, 2 ** 53 - 1, 2 ** 40, 0));
const someEvent = fc.oneof(fc.integer({ min: 0, max: 6 }).map((i) => event(0, i)), fc.constantFrom(0n, 2n ** 64n - 1n, event(1, 1)));
const someProcessor = fc.constantFrom(processor(0, 0), processor(0, 1), processor(0, 2), processor(0, 4095), processor(1, 1), 0n, 2n ** 64n - 1n);
const someMemory = fc.constantFrom(memory(0, 0), memory(0, 1), memory(1, 0), 0n, 2n ** 64n - 1n);
const operation = fc.constantFrom(0n, 1n, 2n, 3n, 2n ** 64n - 1n);
const number = fc.constantFrom(0, 1, 2, 3, 4, 5, 9, 0xffffffff);
const flag = fc.constantFrom(0, 1);

const life = { create: time, ready: time, start: time, stop: time };
const shapes: Record<string, Record<string, fc.Arbitrary<number | bigint>>> = {
  TaskInfo: { op_id: operation, task_id: number, variant_id: number, proc_id: someProcessor, ...life, creator: someEvent, fevent: someEvent },
  GPUTaskInfo: { op_id: operation, task_id: number, variant_id: number, proc_id: someProcessor, ...life, gpu_start: time, gpu_stop: time, creator: someEvent, fevent: someEvent },
  ImplicitTaskInfo: { op_id: operation, task_id: number, variant_id: number, proc_id: someProcessor, ...life, creator: someEvent, fevent: someEvent },
  MetaInfo: { op_id: operation, lg_id: number, proc_id: someProcessor, ...life, creator: someEvent, fevent: someEvent },
  MessageInfo: { op_id: operation, lg_id: number, proc_id: someProcessor, spawn: time, ...life, creator: someEvent, fevent: someEvent },
  MapperCallInfo: { mapper_id: number, mapper_proc: someProcessor, kind: number, op_id: operation, start: time, stop: time, proc_id: someProcessor, fevent: someEvent },
  RuntimeCallInfo: { kind: number, start: time, stop: time, proc_id: someProcessor, fevent: someEvent },
  ApplicationCallInfo: { provenance: operation, start: time, stop: time, proc_id: someProcessor, fevent: someEvent },
  ProfTaskInfo: { proc_id: someProcessor, op_id: operation, start: time, stop: time, creator: someEvent, fevent: someEvent },
  AsyncEffectInfo: { provenance: operation, start: time, stop: time, proc_id: someProcessor, creator: someEvent, fevent: someEvent },
  TaskWaitInfo: { op_id: operation, task_id: number, variant_id: number, wait_start: time, wait_ready: time, wait_end: time, wait_event: someEvent },
  MetaWaitInfo: { op_id: operation, lg_id: number, wait_start: time, wait_ready: time, wait_end: time, wait_event: someEvent },
  EventWaitInfo: { proc_id: someProcessor, fevent: someEvent, wait_event: someEvent, backtrace_id: operation },
  CopyInfo: { op_id: operation, size: operation, ...life, creator: someEvent, fevent: someEvent, collective: number },
  CopyInstInfo: { src: someMemory, dst: someMemory, fevent: someEvent, indirect: flag },
  FillInfo: { op_id: operation, size: operation, ...life, creator: someEvent, fevent: someEvent },
  FillInstInfo: { dst: someMemory, fevent: someEvent },
  PartitionInfo: { op_id: operation, part_op: number, ...life, creator: someEvent, fevent: someEvent },
  InstTimelineInfo: { inst_uid: someEvent, inst_id: operation, mem_id: someMemory, size: operation, op_id: operation, create: time, ready: time, destroy: time, creator: someEvent },
  OperationInstance: { op_id: operation, parent_id: operation, kind: number, provenance: operation },
  MultiTask: { op_id: operation, task_id: number },
  ProcDesc: { proc_id: someProcessor, kind: number },
  MemDesc: { mem_id: someMemory, kind: number, capacity: operation },
  PhysicalInstRegionDesc: { inst_uid: someEvent, ispace_id: operation },
  SpawnInfo: { fevent: someEvent, spawn: time },
};
const someRecord = fc.constantFrom(...Object.keys(shapes)).chain((name) =>
  fc.record(shapes[name]).map((record): readonly [string, LogRecord] => [name, record as LogRecord]));
const logs = fc.tuple(fc.array(someRecord, { maxLength: 60 }), fc.constantFrom(1006, 1008, 1009, 1010, 1011), fc.constantFrom(1, 2, 0xffffffff));

test('a model stands whatever the log says', () => {
  fc.assert(fc.property(logs, fc.array(someRecord, { maxLength: 30 }), ([records, version, nodes], more) => {
    const builder = new RunBuilder();
    const items = new Map<number, TrackItems>();
    const shards = [syntheticLog([...NAMES, ...records], { version, nodes }), syntheticLog(more, { version, nodes, node: 1 })].map((log, place) => buildShard(log, place));
    for (const shard of shards) {
      const published = builder.addShard(shard);
      published.tracks.forEach(({ id }, i) => items.set(id, published.items[i]));
    }
    const { model, published } = builder.finish();
    published.tracks.forEach(({ id }, i) => items.set(id, published.items[i]));
    expect(new Set(model.tracks.map(({ slug }) => slug)).size).toBe(model.tracks.length);
    expect(new Set([...model.tracks, ...model.groups].map(({ id }) => id)).size).toBe(model.tracks.length + model.groups.length);
    for (const track of model.tracks) {
      const own = items.get(track.mirrorOf ?? track.id);
      if (own !== undefined) checkTrack(track, own, model.names.length, model.stopNs);
    }
  }), { numRuns: 1500 });
}, 120_000);

function checkTrack(track: ModelTrack, items: TrackItems, names: number, stopNs: number): void {
  expect(items.count).toBe(track.itemCount);
  const ends = new Map<number, number>();
  for (let i = 0; i < items.count; i++) {
    expect(items.starts[i]).toBeGreaterThanOrEqual(0);
    expect(items.stops[i]).toBeGreaterThanOrEqual(items.starts[i]);
    expect(items.stops[i]).toBeLessThanOrEqual(stopNs);
    if (i > 0) expect(items.starts[i] > items.starts[i - 1] || (items.starts[i] === items.starts[i - 1] && items.stops[i] <= items.stops[i - 1])).toBe(true);
    expect(items.starts[i]).toBeGreaterThan(ends.get(items.levels[i]) ?? -1);
    ends.set(items.levels[i], items.stops[i]);
    expect(items.names[i]).toBeLessThan(names);
    expect(items.colors[i]).toBeLessThan(54);
    expect(items.runningNs[i] + items.readyNs[i] + items.waitingNs[i]).toBe(items.stops[i] - items.starts[i]);
    let steps = 0;
    for (let caller = i; caller !== NONE; caller = items.parents[caller]) expect(steps++).toBeLessThanOrEqual(items.count);
  }
  const last = new Map<number, number>();
  let seen = 0;
  let [beforeStart, beforeLevel] = [-1, -1];
  for (const block of track.lods[0].blocks) {
    expect(block.firstOrdinal).toBe(seen);
    for (let i = 0; i < block.count; i++) {
      const item = block.ordinals[i];
      const [start, stop] = [block.starts[i], block.stops[i]];
      expect(start > beforeStart || (start === beforeStart && block.levels[i] >= beforeLevel)).toBe(true);
      [beforeStart, beforeLevel] = [start, block.levels[i]];
      if (!last.has(item)) {
        expect([item, start]).toEqual([seen, items.starts[item]]);
        seen++;
      } else expect(start).toBe(last.get(item));
      last.set(item, stop);
      expect([block.levels[i], block.names[i], block.colors[i]]).toEqual([items.levels[item], items.names[item], items.colors[item]]);
    }
  }
  expect(seen).toBe(items.count);
  for (const [item, stop] of last) expect(stop).toBe(items.stops[item]);
}
