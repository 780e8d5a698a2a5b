import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { decodeLog } from '../../../electron/decode/decode_log.ts';
import type { DecodedLog } from '../../../electron/decode/decoded_log.ts';
import { writeLogs, type LogShape } from '../../../scripts/make_log/write_logs.mjs';
import { rowOf } from './read_log.ts';

const folder = mkdtempSync(join(tmpdir(), 'legion-prof-references-'));
afterAll(() => rmSync(folder, { recursive: true }));

type Row = Record<string, bigint & number & string>;

function rows(logs: readonly DecodedLog[], ...names: string[]): Row[] {
  return logs.flatMap((log) => names.flatMap((name) => Array.from({ length: log.tables.get(name)?.count ?? 0 }, (_, row) => rowOf(log, name, row) as Row)));
}

const TASKS = ['TaskInfo', 'ImplicitTaskInfo', 'GPUTaskInfo'];
const CALLS = ['MapperCallInfo', 'RuntimeCallInfo', 'ApplicationCallInfo'];

describe.each<[number, LogShape]>([[1008, 'gpu'], [1011, 'waits'], [1012, 'nested'], [1008, 'skewed'], [1006, 'wide']])('a made-up run of version %d, %s', (version, shape) => {
  const run = writeLogs({ out: join(folder, `${version}-${shape}`), version, shape, ranks: 3, items: 4000 }).then(({ paths }) => Promise.all(paths.map((path) => decodeLog(path))));

  test('finish events name one thing each, and what is named as a creator is there', async () => {
    const logs = await run;
    const things = rows(logs, ...TASKS, 'MetaInfo', 'MessageInfo', 'CopyInfo', 'FillInfo', 'ProfTaskInfo', ...(version > 1006 ? ['PartitionInfo'] : []));
    const events = [...things.map((row) => row.fevent), ...rows(logs, 'InstTimelineInfo').map((row) => row.inst_uid)];
    expect(new Set(events).size).toBe(events.length);
    const known = new Set<bigint>([0n, ...events]);
    for (const row of [...things, ...rows(logs, 'InstTimelineInfo')]) expect(known.has(row.creator)).toBe(true);
    for (const row of rows(logs, 'EventWaitInfo', ...CALLS)) expect(known.has(row.fevent)).toBe(true);
    const named = [...rows(logs, 'PhysicalInstanceUsage', 'PhysicalInstRegionDesc').map((row) => row.inst_uid), ...rows(logs, 'CopyInstInfo', 'FillInstInfo').map((row) => row.dst_inst)];
    for (const event of named) expect(known.has(event)).toBe(true);
  });

  test('operations, names, texts, processors and memories are described', async () => {
    const logs = await run;
    const ops = new Set<bigint>([0n, ...rows(logs, 'OperationInstance').map((row) => row.op_id)]);
    const named = rows(logs, 'TaskInfo', 'GPUTaskInfo', 'MetaInfo', 'CopyInfo', 'FillInfo', 'PartitionInfo', 'InstTimelineInfo', 'MapperCallInfo', 'MultiTask', 'SliceOwner');
    for (const row of named) expect(ops.has(row.op_id)).toBe(true);
    const described = (table: string, key: string) => new Set(rows(logs, table).map((row) => row[key]));
    const expectKnown = (table: string, key: string, from: string, field: string, none?: unknown) => {
      const known = described(table, key);
      for (const row of rows(logs, from)) expect(row[field] === none || known.has(row[field])).toBe(true);
    };
    expectKnown('TaskKind', 'task_id', 'TaskInfo', 'task_id');
    expectKnown('MetaDesc', 'kind', 'MetaInfo', 'lg_id');
    expectKnown('MetaDesc', 'kind', 'MessageInfo', 'lg_id');
    expectKnown('RuntimeCallDesc', 'kind', 'RuntimeCallInfo', 'kind');
    expectKnown('MapperCallDesc', 'kind', 'MapperCallInfo', 'kind');
    expectKnown('Provenance', 'provenance', 'ApplicationCallInfo', 'provenance');
    expectKnown('Provenance', 'provenance', 'OperationInstance', 'provenance', 0n);
    expectKnown('BacktraceDesc', 'backtrace_id', 'EventWaitInfo', 'backtrace_id');
    expectKnown('ProcDesc', 'proc_id', 'TaskInfo', 'proc_id');
    expectKnown('MemDesc', 'mem_id', 'InstTimelineInfo', 'mem_id');
    expectKnown('MemDesc', 'mem_id', 'CopyInstInfo', 'dst', 0n);
  });

  test('times are in order, and calls and waits lie in their tasks', async () => {
    const logs = await run;
    const parents = new Map(rows(logs, ...TASKS, 'MetaInfo', 'MessageInfo').map((row) => [row.fevent as bigint, row]));
    const order = ['spawn', 'create', 'ready', 'start', 'gpu_start', 'gpu_stop', 'stop'];
    for (const row of parents.values()) {
      const times = order.filter((name) => name in row && (name !== 'stop' || !('gpu_stop' in row))).map((name) => Number(row[name]));
      expect(times).toEqual(times.toSorted((a, b) => a - b));
    }
    for (const row of rows(logs, ...CALLS)) {
      const parent = parents.get(row.fevent)!;
      expect(parent.start <= row.start && row.start < row.stop && row.stop <= parent.stop).toBe(true);
    }
    const tasks = new Map(rows(logs, ...TASKS).map((row) => [row.op_id as bigint, row]));
    for (const wait of rows(logs, 'TaskWaitInfo')) {
      const task = tasks.get(wait.op_id)!;
      expect(task.start <= wait.wait_start && wait.wait_start <= wait.wait_ready && wait.wait_ready <= wait.wait_end && wait.wait_end <= task.stop).toBe(true);
    }
  });
});
