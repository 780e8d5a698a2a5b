// Rules of the model on logs small enough to check by hand.
import { describe, expect, test } from 'vitest';
import type { DecodedLog } from '../../../electron/decode/decoded_log.ts';
import { buildShard } from '../../../electron/model/build_shard.ts';
import { RunBuilder } from '../../../electron/model/run_builder.ts';
import { NONE, type ModelTrack, type RunModel, type TrackItems } from '../../../electron/model/run_model.ts';
import { itemTitle, STATE_NAMES } from '../../../electron/protocol/items.ts';
import { event, type LogRecord, memory, NAMES, processor, syntheticLog, task } from './synthetic_log.ts';

interface Built {
  readonly model: RunModel;
  readonly items: ReadonlyMap<number, TrackItems>;
  track(slug: string): ModelTrack;
  /** `start-stop state @level title` of each box. */
  boxes(slug: string): string[];
}

function build(logs: readonly DecodedLog[]): Built {
  const builder = new RunBuilder();
  const items = new Map<number, TrackItems>();
  for (const [place, log] of logs.entries()) {
    // The shard crosses a thread in the program.
    const published = builder.addShard(structuredClone(buildShard(log, place)));
    published.tracks.forEach(({ id }, i) => items.set(id, published.items[i]));
  }
  const { model, published } = builder.finish();
  published.tracks.forEach(({ id }, i) => items.set(id, published.items[i]));
  const track = (slug: string): ModelTrack => {
    const found = model.tracks.find((one) => one.slug === slug);
    if (found === undefined) throw new Error(`no ${slug} among ${model.tracks.map((one) => one.slug).join(', ')}`);
    return found;
  };
  const boxes = (slug: string): string[] => track(slug).lods[0].blocks.flatMap((block) => Array.from({ length: block.count }, (_, i) =>
    `${block.starts[i]}-${block.stops[i]} ${STATE_NAMES[block.states[i] as 0]} @${block.levels[i]} ${itemTitle(model.names[block.names[i]], block.numsHi[i], block.numsLo[i])}`));
  return { model, items, track, boxes };
}

const cpu = processor(0, 1);
const procDesc = (id: bigint, kind: number): readonly [string, LogRecord] => ['ProcDesc', { proc_id: id, kind }];
const [a, b] = [event(0, 1), event(0, 2)];

describe('the worked example of the semantics', () => {
  const records = [
    ...NAMES, procDesc(cpu, 2),
    task(1, cpu, a, 1000, 9000),
    ['TaskWaitInfo', { op_id: 1n, task_id: 5, variant_id: 1, wait_start: 2000, wait_ready: 3000, wait_end: 3500, wait_event: event(0, 9) }],
    task(2, cpu, b, 9000, 9500),
    ['MapperCallInfo', { mapper_id: 0, mapper_proc: cpu, kind: 2, op_id: 8n, start: 1500, stop: 4000, proc_id: cpu, fevent: a }],
    ['ApplicationCallInfo', { provenance: 77n, start: 4500, stop: 7000, proc_id: cpu, fevent: a }],
    ['RuntimeCallInfo', { kind: 9, start: 5000, stop: 6000, proc_id: cpu, fevent: a }],
    ['EventWaitInfo', { proc_id: cpu, fevent: a, wait_event: event(0, 9), backtrace_id: 42n }],
  ] as const;

  test.each([1008, 1011])('by the rules of version %i', (version) => {
    const run = build([syntheticLog(records, { version })]);
    const slug = version >= 1010 ? 'n0/cpu/c0' : 'n0/cpu/c1';
    const foo = 'ns::foo [leaf] <1>';
    expect(run.boxes(slug)).toEqual([
      `1000-1500 running @0 ${foo}`, `1500-4000 waiting @0 ${foo}`, '1500-2000 running @1 Mapper Call map_task for 1',
      '2000-3000 waiting @1 Mapper Call map_task for 1', '3000-3500 ready @1 Mapper Call map_task for 1', '3500-4000 running @1 Mapper Call map_task for 1',
      `4000-4000 ready @0 ${foo}`, `4000-4500 running @0 ${foo}`, `4500-7000 waiting @0 ${foo}`, '4500-5000 running @1 cg.py:32',
      '5000-6000 waiting @1 cg.py:32', '5000-6000 running @2 Map Region', '6000-6000 ready @1 cg.py:32', '6000-7000 running @1 cg.py:32',
      `7000-7000 ready @0 ${foo}`, `7000-9000 running @0 ${foo}`, '9000-9500 running @1 ns::foo [leaf] <2>',
    ]);
    const items = run.items.get(run.track(slug).id) as TrackItems;
    expect([...items.parents]).toEqual([NONE, 0, 0, 2, NONE]);
    // The wait moved into the mapper call and took its backtrace along.
    expect(items.waits.backtraces[2 * items.waitEnds[0]]).toBe(42);
    expect([...items.waits.callees]).toEqual([1, 2, NONE, 3]);
    expect([...items.runningNs]).toEqual([3000, 1000, 1500, 1000, 500]);
    expect(run.model.stopNs).toBe(9500);
    expect(run.model.alerts.filter(({ rule }) => rule !== 'no-event-graph')).toEqual([]);
  });
});

describe('copies', () => {
  const [s0, s1] = [memory(0, 0), memory(0, 1)];
  const copy = (fevent: bigint, infos: readonly LogRecord[]): (readonly [string, LogRecord])[] => [
    ['CopyInfo', { op_id: 1n, size: 64n, create: 10, ready: 10, start: 20, stop: 30, creator: 0n, fevent, collective: 0 }],
    ...infos.map((info): readonly [string, LogRecord] => ['CopyInstInfo', { src: 0n, dst: 0n, indirect: 0, ...info, fevent }]),
  ];
  const direct = { src: s0, dst: s1 };
  const gather = { src: s0, dst: 0n, indirect: 1 };
  const scatter = { src: 0n, dst: s1, indirect: 1 };
  const itemsOf = (version: number, infos: readonly LogRecord[]): string[] => {
    const run = build([syntheticLog([...NAMES, procDesc(cpu, 2), task(9, cpu, a, 1, 2), ['MemDesc', { mem_id: s0, kind: 2, capacity: 1000n }], ['MemDesc', { mem_id: s1, kind: 2, capacity: 1000n }], ...copy(b, infos)], { version })]);
    return run.model.tracks.filter(({ kind }) => kind === 'chan').flatMap((track) => {
      const items = run.items.get(track.id) as TrackItems;
      return Array.from({ length: items.count }, (_, i) => `${track.name} ${run.model.names[items.names[i]].text} [${items.instRows.slice(i === 0 ? 0 : items.instEnds[i - 1], items.instEnds[i])}]`);
    });
  };

  test('of several fields are one item each up to 1008, together later', () => {
    expect(itemsOf(1008, [direct, direct, direct])).toEqual(['n0s0-n0s1 Copy [0]', 'n0s0-n0s1 Copy [1]', 'n0s0-n0s1 Copy [2]']);
    expect(itemsOf(1009, [direct, direct, { src: s1, dst: s0 }])).toEqual(['n0s0-n0s1 Copy [0,1]', 'n0s1-n0s0 Copy [2]']);
  });

  test('with indirections', () => {
    expect(itemsOf(1008, [gather, direct, direct])).toEqual(['n0s0-n0s1 Copy [2]', 'g n0s1 Gather [0,1]']);
    expect(itemsOf(1009, [gather, direct, direct])).toEqual(['g n0s1 Gather [0,1,2]']);
    expect(itemsOf(1008, [scatter, direct])).toEqual(['s n0s0 Scatter [0,1]']);
    expect(itemsOf(1009, [scatter, direct, scatter])).toEqual(['s n0s0 Scatter [0,1]']);
    expect(itemsOf(1009, [{ ...gather, dst: s1 }, direct])).toEqual(['n0s0-n0s1 GatherScatter [0,1]']);
    expect(itemsOf(1008, [direct, gather])).toEqual(['n0s0-n0s1 Copy [0]']);
    expect(itemsOf(1009, [])).toEqual([]);
  });

  test('take the colour of the task whose operation another rank describes, and stand under both nodes', () => {
    const far = memory(1, 0);
    const rank0 = syntheticLog([...NAMES, procDesc(cpu, 2), task(4, cpu, a, 1, 2), ['MemDesc', { mem_id: s0, kind: 2, capacity: 9n }], ...copy(b, [{ src: s0, dst: far }])], { nodes: 2 });
    const rank1 = syntheticLog([...NAMES, procDesc(processor(1, 1), 2), task(1, processor(1, 1), event(1, 1), 5, 6), ['MemDesc', { mem_id: far, kind: 2, capacity: 9n }]], { node: 1, nodes: 2 });
    const run = build([rank0, rank1]);
    const shown = run.model.tracks.filter(({ kind }) => kind === 'chan');
    expect(shown.map(({ slug, mirrorOf, itemCount }) => [slug, mirrorOf, itemCount])).toEqual([['n0/chan/n0s0-n1s0', undefined, 1], ['n1/chan/n0s0-n1s0', shown[0].id, 1]]);
    const taskColor = run.track('n1/cpu/c1').lods[0].blocks[0].colors[0];
    expect(shown[0].lods[0].blocks[0].colors[0]).toBe(taskColor);
    expect((run.items.get(shown[0].id) as TrackItems).colors[0]).toBe(taskColor);
    expect(run.model.counts.copy).toBe(1);
  });
});

describe('doubtful records', () => {
  const rulesOf = (records: readonly (readonly [string, LogRecord])[]) => {
    const run = build([syntheticLog([...NAMES, procDesc(cpu, 2), ...records])]);
    return { run, alerts: run.model.alerts.filter(({ rule }) => rule !== 'no-event-graph').map(({ rule, count, offset }) => [rule, count, offset]) };
  };
  // MachineDesc, NAMES and ProcDesc come first.
  const first = 1000 + (NAMES.length + 2) * 100;

  test('are counted with the place of the first one', () => {
    expect(rulesOf([task(1, cpu, a, 50, 20), task(2, cpu, b, 70, 60)]).alerts).toEqual([['negative-interval', 2, first]]);
    expect(rulesOf([task(1, cpu, a, NaN, NaN), task(2, cpu, b, 5, 9)]).alerts).toEqual([['impossible-time', 1, first]]);
    expect(rulesOf([task(1, cpu, a, NaN, 30)]).run.boxes('n0/cpu/c1')).toEqual(['30-30 running @0 ns::foo [leaf] <1>']);
    expect(rulesOf([task(1, cpu, a, 5, 9, { create: 7 })]).alerts).toEqual([['negative-interval', 1, first]]);
  });

  test('calls and waits of unknown tasks', () => {
    const { run, alerts } = rulesOf([
      task(1, cpu, a, 5, 9),
      ['RuntimeCallInfo', { kind: 9, start: 20, stop: 30, proc_id: cpu, fevent: b }], ['RuntimeCallInfo', { kind: 9, start: 22, stop: 25, proc_id: cpu, fevent: b }],
      ['TaskWaitInfo', { op_id: 99n, task_id: 5, variant_id: 1, wait_start: 6, wait_ready: 7, wait_end: 8, wait_event: 0n }],
    ]);
    expect(alerts).toEqual([['dangling-reference', 2, first + 100], ['dangling-reference', 1, first + 300]]);
    expect(run.boxes('n0/cpu/c1').slice(1)).toEqual(['20-22 running @0 Map Region', '22-25 waiting @0 Map Region', '22-25 running @1 Map Region', '25-25 ready @0 Map Region', '25-30 running @0 Map Region']);
  });

  test('a wait that leaves its task, waits that overlap, a processor nobody describes', () => {
    const stray = processor(0, 3);
    const { run } = rulesOf([
      task(1, stray, a, 10, 20),
      ['TaskWaitInfo', { op_id: 1n, task_id: 5, variant_id: 1, wait_start: 12, wait_ready: 14, wait_end: 16, wait_event: 0n }],
      ['TaskWaitInfo', { op_id: 1n, task_id: 5, variant_id: 1, wait_start: 13, wait_ready: 15, wait_end: 40, wait_event: 0n }],
    ]);
    expect(run.boxes('n0/unknown/u3').map((box) => box.split(' @')[0])).toEqual(['10-12 running', '12-14 waiting', '14-16 ready', '16-16 running', '16-16 waiting', '16-20 ready']);
  });

  test('a kernel that begins after its end', () => {
    const gpu = processor(0, 2);
    const { run, alerts } = rulesOf([procDesc(gpu, 1), ['GPUTaskInfo', { op_id: 1n, task_id: 5, variant_id: 1, proc_id: gpu, create: 1, ready: 1, start: 1, stop: 9, gpu_start: 8, gpu_stop: 7, fevent: a }]]);
    expect(run.boxes('n0/gpu-dev/g2d')).toEqual(['6-7 running @0 GPU Kernel(s) for ns::foo [leaf] <1>']);
    expect(run.boxes('n0/gpu-host/g2h')).toEqual(['1-9 running @0 ns::foo [leaf] <1>']);
    expect(alerts).toEqual([['negative-interval', 1, first + 100]]);
  });

  test('more bytes than the memory has, and an instance nobody deleted', () => {
    const run = build([syntheticLog([
      ...NAMES, procDesc(cpu, 2), task(1, cpu, a, 1, 2), ['MemDesc', { mem_id: memory(0, 0), kind: 2, capacity: 100n }],
      ['InstTimelineInfo', { inst_uid: b, inst_id: 0x4000n, mem_id: memory(0, 0), size: 80n, op_id: 1n, create: 1, ready: 2, destroy: 10 }],
      ['InstTimelineInfo', { inst_uid: event(0, 3), inst_id: 0x4001n, mem_id: memory(0, 0), size: 80n, op_id: 1n, create: 1, ready: 10, destroy: 12 }],
      ['InstTimelineInfo', { inst_uid: event(0, 5), inst_id: 0x4002n, mem_id: memory(0, 0), size: 30n, op_id: 1n, create: 1, ready: 4, destroy: 6 }],
      ['PhysicalInstRegionDesc', { inst_uid: event(0, 4), ispace_id: 1n }],
    ])]);
    expect(run.boxes('n0/system/s0')).toEqual(['2-10 null @0 Instance 0x4000', '4-6 null @1 Instance 0x4002', '10-12 null @1 Instance 0x4001']);
    const steps = run.track('n0/system/s0').memorySteps;
    expect([...steps?.times ?? []]).toEqual([2, 4, 6, 12]);
    expect([...steps?.bytes ?? []]).toEqual([80, 110, 80, 0]);
    expect(run.model.alerts.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['over-capacity', 'instance-without-timeline']));
  });
});

describe('names and groups', () => {
  const gpus = [processor(0, 4), processor(0, 6)];
  const records = [
    ...NAMES, procDesc(processor(0, 3), 2), procDesc(processor(0, 5), 2), procDesc(gpus[0], 1), procDesc(gpus[1], 1), procDesc(processor(0, 9), 0), procDesc(processor(0, 8), 3),
    task(1, processor(0, 5), a, 1, 4), task(3, processor(0, 9), event(0, 7), 1, 2), task(4, gpus[0], event(0, 8), 1, 2),
    ['GPUTaskInfo', { op_id: 2n, task_id: 5, variant_id: 1, proc_id: gpus[1], create: 1, ready: 1, start: 1, stop: 9, gpu_start: 3, gpu_stop: 7, fevent: b }],
  ] as const;

  test('by Realm index and for all GPUs alike up to 1008', () => {
    const { model } = build([syntheticLog(records)]);
    expect(model.tracks.map(({ slug }) => slug)).toEqual(['n0/cpu/c3', 'n0/gpu-dev/g4d', 'n0/gpu-host/g4h', 'n0/cpu/c5', 'n0/gpu-dev/g6d', 'n0/gpu-host/g6h', 'n0/external/e9']);
    expect(model.groups.map(({ slug, name, denominator }) => [slug, name, denominator])).toEqual([
      ['n0/external', 'external', 1], ['n0/gpu-dev', 'gpu dev', 2], ['n0/gpu-host', 'gpu host', 2], ['n0/cpu', 'cpu', 2], ['n0', 'n0', null],
    ]);
  });

  test('by place and for busy GPUs only from 1010 on', () => {
    const { model, track } = build([syntheticLog(records, { version: 1010 })]);
    expect(model.tracks.map(({ slug }) => slug)).toEqual(['n0/cpu/c0', 'n0/gpu/g0', 'n0/cpu/c1', 'n0/gpu-dev/g0d', 'n0/gpu-host/g0h', 'n0/external/e0']);
    expect(track('n0/gpu-dev/g0d').longName).toBe('Node 0 GPU 0 Device Processor(0x1d00000000000006)');
    expect(model.groups.map(({ slug }) => slug)).toEqual(['n0/external', 'n0/gpu', 'n0/gpu-dev', 'n0/gpu-host', 'n0/cpu', 'n0']);
  });

  test('tracks, ids and alerts do not depend on the order of shards', () => {
    const logs = [0, 1, 2].map((node) => syntheticLog([
      ...NAMES, procDesc(processor(node, 1), 2), procDesc(processor(node, 2), 3), task(1 + node, processor(node, 1), event(node, 1), 1, 4 + node),
      ['MessageInfo', { op_id: 0n, lg_id: 4, proc_id: processor(node, 2), spawn: 50, create: 20, ready: 30, start: 40, stop: 60, creator: event((node + 1) % 3, 1), fevent: event(node, 2) }],
      ['MemDesc', { mem_id: memory(node, 0), kind: 2, capacity: 9n }],
      ['CopyInfo', { op_id: 1n, size: 64n, create: 10, ready: 10, start: 20 + node, stop: 30, creator: 0n, fevent: event(node, 3), collective: 0 }],
      ['CopyInstInfo', { src: memory(0, 0), dst: memory(2, 0), indirect: 0, fevent: event(node, 3) }],
    ], { node, nodes: 4 }));
    const facts = (order: readonly number[]) => {
      const run = build(order.map((i) => logs[i]));
      return {
        tracks: run.model.tracks.map(({ id, slug, longName, itemCount, levelCount }) => ({ id, slug, longName, itemCount, levelCount })).sort((x, y) => x.id - y.id),
        boxes: run.model.tracks.map(({ slug }) => [slug, run.boxes(slug)]).sort(), groups: run.model.groups.map(({ id, slug, members }) => ({ id, slug, members })),
        alerts: run.model.alerts, machine: run.model.machine, counts: run.model.counts, roots: run.model.roots,
      };
    };
    const expected = facts([0, 1, 2]);
    expect(facts([2, 0, 1])).toEqual(expected);
    expect(facts([1, 2, 0])).toEqual(expected);
    expect(expected.alerts.map(({ rule, count, message }) => [rule, count, message])).toEqual([
      ['rank-missing', 1, 'Node 3 is missing: 3 of 4 logs given. Its tracks, and paths through it, are not shown.'],
      ['no-event-graph', 3, expect.any(String)],
      ['clock-skew', 3, expect.stringContaining('Node 1 is 0.030 us behind node 0 (1 message')],
    ]);
  });
});

describe('what one rank leaves open', () => {
  test('the name of a task that only a later rank describes', () => {
    const nameless = NAMES.filter(([table]) => !table.startsWith('Task'));
    const rank0 = syntheticLog([...nameless, procDesc(cpu, 2), task(1, cpu, a, 1, 4)], { nodes: 2 });
    const rank1 = syntheticLog([...NAMES, procDesc(processor(1, 1), 2), task(2, processor(1, 1), event(1, 1), 1, 4)], { node: 1, nodes: 2 });
    const builder = new RunBuilder();
    expect(builder.addShard(buildShard(rank0)).names.map(({ text }) => text)).toEqual(['task 5']);
    builder.addShard(buildShard(rank1));
    const { model } = builder.finish();
    expect(model.names.map(({ text }) => text)).toEqual(['ns::foo [leaf]', 'ns::foo [leaf]']);
    expect(build([rank1, rank0]).boxes('n0/cpu/c1')).toEqual(['1-4 running @0 ns::foo [leaf] <1>']);
  });

  test('ids of a rank with more processors than ids set aside come behind all others', () => {
    const many = Array.from({ length: 600 }, (_, i) => processor(0, i));
    const run = build([syntheticLog([...NAMES, ...many.map((id) => procDesc(id, 2)), ...many.map((id, i) => task(i + 1, id, event(0, i), 1, 4))])]);
    expect(new Set(run.model.tracks.map(({ id }) => id)).size).toBe(600);
    expect(run.model.groups[0].members.length).toBe(600);
    expect(Math.max(...run.model.tracks.map(({ id }) => id))).toBeLessThan(2 ** 26);
  });

  test('kinds and nodes on which nothing ran are left out, the machine still counts them', () => {
    const run = build([syntheticLog([...NAMES, procDesc(cpu, 2), procDesc(processor(0, 2), 2), procDesc(processor(0, 3), 8), procDesc(processor(1, 1), 2), task(1, cpu, a, 1, 4)], { nodes: 2 })]);
    expect(run.model.tracks.map(({ slug }) => slug)).toEqual(['n0/cpu/c1', 'n0/cpu/c2']);
    expect(run.model.groups.map(({ slug, denominator }) => [slug, denominator])).toEqual([
      ['n0/cpu', 2], ['n0', null], ['all/cpu', 2], ['all/python', 1], ['all', null],
    ]);
    expect(run.model.machine.processors).toEqual({ CPU: 3, Python: 1 });
    expect(run.model.machine.ranksDeclared).toBe(2);
  });

  test('messages of a sender on another rank, with the item of the first', () => {
    const sender = syntheticLog([...NAMES, procDesc(cpu, 2), task(1, cpu, a, 1, 400)], { nodes: 2 });
    const slow: readonly [string, LogRecord] = ['MessageInfo', { op_id: 0n, lg_id: 4, proc_id: processor(1, 2), spawn: 50, create: 3_000_050, ready: 3_000_060, start: 3_000_070, stop: 3_000_080, creator: a, fevent: event(1, 2) }];
    const run = build([sender, syntheticLog([...NAMES, procDesc(processor(1, 2), 3), slow], { node: 1, nodes: 2 })]);
    expect(run.model.alerts.find(({ rule }) => rule === 'long-latency')).toMatchObject({
      count: 1, message: expect.stringContaining('1 of 1 message (100.00 %, longest 3.000 ms)'), file: '/logs/prof_1.gz', item: { track: 'n1/utility/u2', startNs: 3_000_070 },
    });
  });
});
