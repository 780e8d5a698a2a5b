/** Runs on which the reference fails: what their fields say, checked by hand. */
import { describe, expect, test } from 'vitest';
import { ItemFieldReader } from '../../../electron/index/item_fields.ts';
import type { FieldValue } from '../../../electron/protocol/fields.ts';
import { buildIndex } from './built_index.ts';
import { madeUpLog } from './made_up_run.ts';

const CPU = 0x1d00000000000002n;
const OTHER_CPU = 0x1d00000000000003n;
const MEMORY = 0x1e00000000000000n;
const event = (index: number, node = 0): bigint => 0x8000000000000001n | (BigInt(node) << 47n) | (BigInt(index) << 20n);
const [FIRST, SECOND, THIRD, PROF] = [1, 2, 3, 4].map((i) => event(i));
const [CYCLE_A, CYCLE_B] = [event(10), event(11)];
const COPY = event(12);
const ELSEWHERE = event(7, 3);

function log() {
  return madeUpLog({
    MachineDesc: { node_id: [0], num_nodes: [1], version: [1008], hostname: ['host'], host_id: [1n], process_id: [9] },
    ProcDesc: { proc_id: [CPU, OTHER_CPU], kind: [2, 2] },
    MemDesc: { mem_id: [MEMORY], kind: [2], capacity: [1n << 30n] },
    TaskKind: { task_id: [10], name: ['foo'], overwrite: [1] },
    TaskVariant: { task_id: [10], variant_id: [1], name: ['foo'] },
    // The second begins while the first is under way, and is created after the first has ended; the third waits for a circle.
    TaskInfo: {
      op_id: [1n, 2n, 3n], task_id: [10, 10, 10], variant_id: [1, 1, 1], proc_id: [CPU, CPU, OTHER_CPU], 'time:create': [10, 5000, 20], 'time:ready': [20, 5100, 30], 'time:start': [100, 900, 8000],
      'time:stop': [1000, 6000, 9000], creator: [0n, FIRST, FIRST], critical: [0n, 0n, CYCLE_A], fevent: [FIRST, SECOND, THIRD],
    },
    EventMergerInfo: { result: [CYCLE_A, CYCLE_B], fevent: [FIRST, FIRST], 'time:performed': [500, 600], pre0: [CYCLE_B, CYCLE_A], pre1: [0n, 0n], pre2: [0n, 0n], pre3: [0n, 0n] },
    ProfTaskInfo: { proc_id: [OTHER_CPU], op_id: [1n], 'time:start': [9500], 'time:stop': [9600], creator: [ELSEWHERE], fevent: [PROF], completion: [1] },
    CopyInfo: { op_id: [3n], size: [5000n], 'time:create': [100], 'time:ready': [200], 'time:start': [1000], 'time:stop': [1000], creator: [FIRST], critical: [0n], fevent: [COPY], collective: [0] },
    CopyInstInfo: { src: [MEMORY], dst: [MEMORY], src_fid: [100], dst_fid: [101], src_inst: [event(50)], dst_inst: [event(51)], fevent: [COPY], num_hops: [1], indirect: [0] },
  });
}

const { reader } = buildIndex([log()]);
const fields = new ItemFieldReader(reader);

function textOf(value: FieldValue): string {
  switch (value.kind) {
    case 'text': return value.text;
    case 'count': return String(value.count);
    case 'interval': return `${value.startNs}-${value.stopNs}`;
    case 'link': return `[${value.title}]`;
    case 'list': return value.values.map(textOf).join(' | ');
    case 'empty': return '';
  }
}

function of(type: string, nth = 0): Record<string, string> {
  const [item] = reader.database.all<{ track_id: number; ordinal: number }>(`SELECT track_id, item_id & 134217727 AS ordinal FROM ${type} ORDER BY start_ns LIMIT 1 OFFSET ?`, nth);
  return Object.fromEntries(fields.of(item.track_id, item.ordinal).segments[0].fields.map(({ name, value }) => [name, textOf(value)]));
}

describe('doubtful runs', () => {
  test('events in a circle are told, and what waits for them has an answer', () => {
    expect(reader.alerts().find(({ rule }) => rule === 'event-cycle')).toMatchObject({ severity: 'warning', count: 2 });
    expect(of('task', 2)).toMatchObject({ Creator: '[foo <1>]', 'Critical Path': '[Event Merger by foo <1> at 500 ns on CPU Processor 0x1d00000000000002 (Node: 0)]', 'Triggering Latency': '500-30' });
  });

  test('a creator that had ended is the creator all the same, and what is still under way was not executed before', () => {
    const second = of('task', 1);
    expect(second['Critical Path']).toBe('[Created by foo <1> at 5.000 us on CPU Processor 0x1d00000000000002 (Node: 0)]');
    expect(second['Delayed']).toBe('5100-900');
    expect(second).not.toHaveProperty('Previous Executing');
  });

  test('what a profiling task profiled is in the log of another node', () => {
    expect(of('prof_task')).toEqual({ Lifetime: '9500-9600', Running: '9500-9600', Operation: '[foo <1>]', Creator: 'Unknown creator on node 3. Please load the logfile from that node to see it.', 'Critical Path': expect.stringMatching(/^Unknown critical path event 0x8001800000700001 from node 3/) });
  });

  test('a copy that took no time, between instances that nobody described', () => {
    const copy = of('copy');
    expect(copy).not.toHaveProperty('Effective Bandwidth');
    expect(copy.Requirements).toBe('Requirement 0 | Source: <unknown instance> | Fields: <100> | Destination: <unknown instance> | Fields: <101> | Number of Hops: 1');
  });
});
