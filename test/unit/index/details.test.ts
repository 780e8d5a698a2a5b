/** The reference's own vectors for one processor: nested calls, a wait, a later task created from within. */
import { describe, expect, test } from 'vitest';
import type { DetailField, ItemDetails } from '../../../electron/protocol/item_api.ts';
import { Details } from '../../../electron/index/details.ts';
import { bandwidth, deferredTone, latencyTone, layoutText, sizeText, withoutAnsi } from '../../../electron/index/detail_texts.ts';
import { provenancePairs, sourcePlace } from '../../../electron/index/provenance_text.ts';
import { buildIndex } from './built_index.ts';
import { madeUpLog } from './made_up_run.ts';

const CPU = 0x1d00000000000002n;
const UTILITY = 0x1d00000000000003n;
const A = 0x8000000000100001n;
const B = 0x8000000000200001n;
const META = 0x8000000000300001n;
const E0 = 0x8000000000400001n;
const COPY = 0x8000000000500001n;
const MERGED = 0x8000000000700001n;
const INST = 0x8000000000600001n;
const MEMORY = 0x1e00000000000000n;

function log() {
  return madeUpLog({
    MachineDesc: { node_id: [0], num_nodes: [1], version: [1008], hostname: ['host'], host_id: [1n], process_id: [9] },
    MetaDesc: { kind: [1], message: [0], ordered_vc: [0], name: ['Trigger Ready'] },
    MapperCallDesc: { kind: [3], name: ['map_task'] },
    RuntimeCallDesc: { kind: [7], name: ['create_region'] },
    ProcDesc: { proc_id: [CPU, UTILITY], kind: [2, 3] },
    MemDesc: { mem_id: [MEMORY], kind: [2], capacity: [1n << 30n] },
    MapperName: { mapper_id: [0], mapper_proc: [CPU], name: ['Default Mapper'] },
    Provenance: { provenance: [5n, 6n], prov: ['["range", {"file": "/home/u/cg.py", "line": 12}]', 'my range'] },
    BacktraceDesc: { backtrace_id: [9n], backtrace: ['\u001B[31mmain\u001B[0m\nstart'] },
    TaskKind: { task_id: [10, 11], name: ['foo', 'bar'], overwrite: [1, 1] },
    TaskVariant: { task_id: [10, 11], variant_id: [1, 1], name: ['foo', 'bar_gpu'] },
    OperationInstance: { op_id: [1n, 2n, 3n], parent_id: [0xffffffffffffffffn, 1n, 1n], kind: [1, 1, 4], provenance: [0n, 5n, 5n] },
    OpDesc: { kind: [1, 4], name: ['Task', 'Copy'] },
    TaskInfo: {
      op_id: [1n, 2n], task_id: [10, 11], variant_id: [1, 1], proc_id: [CPU, CPU], 'time:create': [500, 2500], 'time:ready': [600, 2600], 'time:start': [1000, 9000], 'time:stop': [9000, 9500],
      creator: [0n, A], critical: [0n, MERGED], fevent: [A, B],
    },
    EventMergerInfo: { result: [MERGED], fevent: [A], 'time:performed': [1000], pre0: [A], pre1: [E0], pre2: [0n], pre3: [0n] },
    EventTriggerInfo: { result: [E0], fevent: [META], precondition: [0n], 'time:performed': [2900] },
    TaskWaitInfo: { op_id: [1n], task_id: [10], variant_id: [1], 'time:wait_start': [2000], 'time:wait_ready': [3000], 'time:wait_end': [3500], wait_event: [E0] },
    EventWaitInfo: { proc_id: [CPU], fevent: [A], wait_event: [E0], backtrace_id: [9n] },
    MetaInfo: {
      op_id: [2n], lg_id: [1], proc_id: [UTILITY], 'time:create': [10], 'time:ready': [20], 'time:start': [30], 'time:stop': [3000], creator: [0n], critical: [0n], fevent: [META],
    },
    MapperCallInfo: { mapper_id: [0], mapper_proc: [CPU], kind: [3], op_id: [77n], 'time:start': [1500], 'time:stop': [4000], proc_id: [CPU], fevent: [A] },
    RuntimeCallInfo: { kind: [7], 'time:start': [5000], 'time:stop': [6000], proc_id: [CPU], fevent: [A] },
    ApplicationCallInfo: { provenance: [6n], 'time:start': [4500], 'time:stop': [7000], proc_id: [CPU], fevent: [A] },
    CopyInfo: { op_id: [3n], size: [5000n], 'time:create': [100], 'time:ready': [200], 'time:start': [1000], 'time:stop': [1500], creator: [META], critical: [0n], fevent: [COPY], collective: [0] },
    CopyInstInfo: { src: [MEMORY, MEMORY], dst: [MEMORY, MEMORY], src_fid: [100, 101], dst_fid: [100, 101], src_inst: [INST, INST], dst_inst: [INST, INST], fevent: [COPY, COPY], num_hops: [1, 1], indirect: [0, 0] },
    InstTimelineInfo: {
      inst_uid: [INST], inst_id: [0x4000000000000000n], mem_id: [MEMORY], size: [4096n], op_id: [2n], 'time:create': [40], 'time:ready': [50], 'time:destroy': [9000], creator: [META],
    },
    PhysicalInstanceUsage: { inst_uid: [INST], op_id: [2n], index_id: [0], field_id: [100] },
    PhysicalInstRegionDesc: { inst_uid: [INST], ispace_id: [4n], fspace_id: [2], tree_id: [1] },
    PhysicalInstLayoutDesc: { inst_uid: [INST], field_id: [100], fspace_id: [2], has_align: [1], eqk: [0], align_desc: [16] },
    PhysicalInstDimOrderDesc: { inst_uid: [INST, INST, INST], dim: [0, 1, 2], dim_kind: [0, 1, 9] },
    FieldSpaceDesc: { unique_id: [2n], name: ['points'] },
    FieldDesc: { unique_id: [2n], field_id: [100], size: [8n], name: ['x'] },
    IndexSubSpaceDesc: { parent_id: [30n], unique_id: [4n] },
    IndexPartitionDesc: { parent_id: [3n], unique_id: [30n], disjoint: [1], point0: [0n] },
  });
}

describe('one processor', () => {
  const { reader } = buildIndex([log()]);
  const details = new Details(reader, 'run');
  const of = (type: string, nth = 0, segmentNs?: number): ItemDetails => {
    const [item] = reader.database.all<{ track_id: number; ordinal: number }>(`SELECT track_id, item_id & 134217727 AS ordinal FROM ${type} ORDER BY item_id LIMIT 1 OFFSET ?`, nth);
    return details.of(item.track_id, item.ordinal, segmentNs);
  };
  const text = ({ parts }: DetailField): string => parts.map((part) => ('text' in part ? part.text : `[${part.link.title}]`)).join(' | ');
  const fields = (item: ItemDetails, added = false): Record<string, string> => Object.fromEntries(item.fields.filter((field) => field.added === added).map((field) => [field.name, text(field)]));

  test('foo', () => {
    const foo = of('task');
    expect(foo).toMatchObject({ title: 'foo <1>', times: { create: 500, ready: 600, start: 1000, stop: 9000 }, waitCount: 2, source: null });
    expect(fields(foo)).toEqual({
      Lifetime: 'from 1.000 to 9.000 us (duration: 8.000 us)', Running: 'from 1.000 to 1.500 us (duration: 500 ns)', Instances: '',
      Deferred: 'from 500 to 600 ns (duration: 100 ns)', Delayed: 'from 0.600 to 1.000 us (duration: 400 ns)',
    });
    expect(foo.waits.map(({ startNs, readyNs, endNs, callee }) => [startNs, readyNs, endNs, callee !== null && 'link' in callee ? callee.link.title : null])).toEqual([
      [1500, 4000, 4000, 'Mapper Call map_task for 1'], [4500, 7000, 7000, 'my range'],
    ]);
    expect(fields(of('task', 0, 4500))).toMatchObject({ Waiting: 'from 4.500 to 7.000 us (duration: 2.500 us)', Callee: '[my range]' });
  });

  test('the mapper call has the wait and its backtrace without colours', () => {
    const call = of('mapper_call', 0, 2000);
    expect(fields(call)).toEqual({
      Lifetime: 'from 1.500 to 4.000 us (duration: 2.500 us)', Waiting: 'from 2.000 to 3.000 us (duration: 1.000 us)', Operation: '[foo <1>]', Caller: '[foo <1>]',
      Mapper: 'Default Mapper', 'Mapper Processor': 'Node 0 Some(CPU) 2', Backtrace: 'main\nstart',
      'Critical Path': '[User Event Trigger by Trigger Ready at 2.900 us on Utility Processor 0x1d00000000000003 (Node: 0)]',
      'Triggering Latency': 'from 2.900 to 3.000 us (duration: 100 ns)',
    });
    expect(call.fields.find(({ name }) => name === 'Critical Path')?.tone).toBe('red');
    expect(fields(call, true)['Operation named in the log']).toBe('77');
    expect(call.fields.map(({ name }) => name).slice(0, 7)).toEqual(['Lifetime', 'Waiting', 'Operation', 'Caller', 'Mapper', 'Mapper Processor', 'Backtrace']);
    expect(fields(of('runtime_call'))).toMatchObject({ Caller: '[my range]', Operation: '[foo <1>]' });
  });

  test('bar was created from within the mapper call', () => {
    const bar = of('task', 1);
    expect(bar).toMatchObject({ title: 'bar [bar_gpu] <2>', source: { file: '/home/u/cg.py', line: 12 }, rank: { place: 1, of: 1 } });
    expect(fields(bar)).toEqual({
      Lifetime: 'from 9.000 to 9.500 us (duration: 500 ns)', Running: 'from 9.000 to 9.500 us (duration: 500 ns)', Operation: '[foo <1>]', Instances: '[0x4000000000000000]',
      Provenance: 'file: /home/u/cg.py | line: 12', Creator: '[Mapper Call map_task for 1]',
      'Critical Path': '[Completion of foo <1> at 9.000 us on CPU Processor 0x1d00000000000002 (Node: 0)]', 'Triggering Latency': 'from 9.000 to 2.600 us (duration: -6400 ns)',
      'Previous Executing': '[foo <1>]', 'Scheduling Overhead': 'from 9.000 to 9.000 us (duration: 0 ns)', Deferred: 'from 2.500 to 2.600 us (duration: 100 ns)', Delayed: 'from 2.600 to 9.000 us (duration: 6.400 us)',
    });
    expect(bar.fields.find(({ name }) => name === 'Triggering Latency')?.tone).toBe('blue');
    expect(bar.fields.find(({ name }) => name === 'Deferred')?.tone).toBe('red');
    expect(bar.fields.find(({ name }) => name === 'Delayed')?.tone).toBeUndefined();
  });

  test('a meta task and the copy and instance that it made', () => {
    expect(fields(of('meta_task'))).toEqual({
      Lifetime: 'from 0.030 to 3.000 us (duration: 2.970 us)', Running: 'from 0.030 to 3.000 us (duration: 2.970 us)', Operation: '[bar [bar_gpu] <2>]',
      Deferred: 'from 10 to 20 ns (duration: 10 ns)', Delayed: 'from 20 to 30 ns (duration: 10 ns)',
    });
    expect(fields(of('copy'))).toMatchObject({
      Size: '4.883 KiB', 'Effective Bandwidth': '9.313 GiB/s', Operation: 'Copy Operation<3>', Provenance: 'file: /home/u/cg.py | line: 12', 'Critical Path': '[Created by Trigger Ready at 100 ns on Utility Processor 0x1d00000000000003 (Node: 0)]',
    });
    expect(fields(of('copy')).Requirements).toContain('[Source: 0x4000000000000000] | Fields: x <100>');
    expect(fields(of('instance'))).toEqual({
      Lifetime: 'from 0.050 to 9.000 us (duration: 8.950 us)', 'Index Space': 'ispace:3', 'Field Space': 'points <2>', Fields: 'x <100> (align=16)', Layout: 'Column Major, Struct-of-arrays (SOA)',
      Size: '4.000 KiB', Operation: '[bar [bar_gpu] <2>]', Provenance: 'file: /home/u/cg.py | line: 12', 'Critical Path': '[Created by Trigger Ready at 40 ns on Utility Processor 0x1d00000000000003 (Node: 0)]',
    });
  });

  test('an item that is not there', () => {
    expect(() => details.of(0, 999)).toThrow(expect.objectContaining({ kind: 'bad-request' }));
    expect(() => details.of(99_999, 0)).toThrow(expect.objectContaining({ kind: 'bad-request' }));
  });
});

test('colours of latencies', () => {
  expect([-1, 0, 99_999, 100_000, 999_999, 1_000_000].map((ns) => latencyTone(5, 5 + ns))).toEqual(['blue', 'plain', 'plain', 'gold', 'gold', 'red']);
  expect([-1, 99_999, 100_000, 999_999, 1_000_000].map((ns) => deferredTone(5, 5 + ns))).toEqual(['red', 'red', 'gold', 'gold', 'plain']);
});

test('sizes and bandwidths', () => {
  expect([0, 1023, 1024, 5000, 2 ** 20, 2 ** 30 * 1.5].map(sizeText)).toEqual(['0 B', '1023 B', '1.000 KiB', '4.883 KiB', '1.000 MiB', '1.500 GiB']);
  expect(bandwidth(5000, 0, 500)).toEqual({ text: '9.313 GiB/s', tone: 'plain' });
  expect(bandwidth(500, 0, 500)).toEqual({ text: '953.674 MiB/s', tone: 'gold' });
  expect(bandwidth(499, 0, 500)?.tone).toBe('red');
  expect(bandwidth(5, 10, 10)).toBeUndefined();
});

test('layouts', () => {
  const of = (...kinds: number[]): string => layoutText(kinds.map((kind, position) => ({ kind, position })));
  expect(of()).toBe('');
  expect(of(0, 9)).toBe('Struct-of-arrays (SOA)');
  expect(of(9, 0)).toBe('Array-of-structs (AOS)');
  expect(of(1, 0, 9)).toBe('Row Major, Struct-of-arrays (SOA)');
  expect(of(9, 0, 1)).toBe('Column Major, Array-of-structs (AOS)');
  expect(of(0, 9, 1)).toBe('DimXDimFDimY');
  expect(of(10, 27, 9)).toBe('Struct-of-arrays (SOA)');
});

test('escape sequences', () => {
  expect(withoutAnsi('\u001B[1;31mred\u001B[0m \u001B]8;;http://x\u0007link\u001B]8;;\u0007 plain [0m')).toBe('red link plain [0m');
});

test('provenance', () => {
  expect(provenancePairs('["a", {"b": 1, "a": "x", "c": [1]}]')).toEqual([['a', 'x'], ['b', '1'], ['c', '[1]']]);
  expect(provenancePairs('["a", [1]]')).toBeUndefined();
  expect(provenancePairs('["a"')).toBeUndefined();
  expect(sourcePlace('["a", {"file": "/x/y.py", "line": 7}]')).toEqual({ file: '/x/y.py', line: 7 });
  expect(sourcePlace('launch at src/circuit.cc:221 (main)')).toEqual({ file: 'src/circuit.cc', line: 221 });
  expect(sourcePlace('just words: 5')).toBeUndefined();
});
