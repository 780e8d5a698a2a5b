import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeLog } from '../../../electron/decode/decode_log.ts';
import { Details } from '../../../electron/index/details.ts';
import { IndexReader } from '../../../electron/index/index_reader.ts';
import { joinNsight } from '../../../electron/nsight/join.ts';
import { ordinalOfKey, trackOfKey } from '../../../electron/protocol/items.ts';
import { writeLogs } from '../../../scripts/make_log/write_logs.mjs';
import { buildIndex, type BuiltIndex } from '../index/built_index.ts';
import { searchIndex } from '../index/search_index.ts';
import { ExportFile } from './export_file.ts';
import { gpuTasks, KERNELS_OF_TASK, writeExport, type ExportChoice, type MadeExport } from './export_of_run.ts';

const folder = mkdtempSync(join(tmpdir(), 'nsight-join-'));
let run: BuiltIndex;
const open: IndexReader[] = [];
let count = 0;

beforeAll(async () => {
  const { paths } = await writeLogs({ out: join(folder, 'logs'), shape: 'gpu', ranks: 2, items: 3000, version: 1010 });
  run = buildIndex(await Promise.all(paths.map((path) => decodeLog(path))));
});
afterAll(() => {
  for (const reader of open) reader.close();
  rmSync(folder, { recursive: true, force: true });
});

const NORMAL: ExportChoice = { version: '3.13.1', node: 0, shiftNs: 1_234_567_891, clockErrorNs: 3_700_000, hasCalls: true };

async function joined(files: readonly string[], how: 'to the run' | 'alone' = 'to the run'): Promise<IndexReader> {
  const base = how === 'alone' ? undefined : run.reader.path;
  const target = join(folder, `joined${count++}.lprof`);
  const path = await joinNsight({ base, files, names: files, target, contentId: 'abc', title: 'joined', program: '0.0.0' }, new AbortController().signal, () => undefined);
  const reader = IndexReader.open(path);
  open.push(reader);
  return reader;
}

async function made(choice: Partial<ExportChoice> = {}): Promise<{ reader: IndexReader; truth: MadeExport; path: string }> {
  const path = join(folder, `legate_0.${count++}.sqlite`);
  const truth = writeExport(path, run.reader, { ...NORMAL, ...choice });
  return { reader: await joined([path]), truth, path };
}

interface KernelRow { readonly start_ns: number; readonly stop_ns: number; readonly task_item_id: number | null; readonly correlation: number; readonly tied_by: number | null; readonly device: number }
const kernels = (reader: IndexReader): KernelRow[] => reader.database.all<KernelRow>('SELECT start_ns, stop_ns, task_item_id, correlation, tied_by, device FROM cuda_kernel ORDER BY correlation');

/** Every kernel is on the run's clock to 1 us, lies inside of its task's device time, and is that task's. */
function expectInside(reader: IndexReader, truth: MadeExport, by: 1 | 2): void {
  const rows = kernels(reader);
  expect(rows).toHaveLength(truth.kernels);
  const tasks = new Map(gpuTasks(run.reader, 0).map((task) => [task.item, task]));
  for (const row of rows) {
    const wanted = truth.taskOf.get(row.correlation);
    if (wanted === undefined) {
      expect(row).toMatchObject({ task_item_id: null, tied_by: null });
      continue;
    }
    expect(row.task_item_id).toBe(wanted);
    expect(row.tied_by).toBe(by);
    const { deviceStart, deviceStop, gpu } = tasks.get(wanted)!;
    expect(row.device).toBe(gpu);
    expect(row.start_ns).toBeGreaterThanOrEqual(deviceStart - 1000);
    expect(row.stop_ns).toBeLessThanOrEqual(deviceStop + 1000);
  }
}

describe('joining an export to its run', () => {
  test.each(['3.4.0', '3.13.1', '3.25.0'] as const)('schema %s: kernels lie inside of their tasks, tied by their calls; all else is there', async (version) => {
    const { reader, truth } = await made({ version });
    expectInside(reader, truth, 1);
    const counts = reader.database.get<Record<string, number>>(`SELECT (SELECT count(*) FROM cuda_memcpy) AS memcpys, (SELECT count(*) FROM cuda_memset) AS memsets, (SELECT count(*) FROM cuda_call) AS calls,
      (SELECT count(*) FROM nvtx_range) AS ranges, (SELECT count(*) FROM os_call) AS system`);
    expect(counts).toEqual({ memcpys: truth.memcpys, memsets: 1, calls: truth.calls, ranges: 2, system: 1 });
    expect(reader.database.get('SELECT schema_version, clock, node FROM nsight_file')).toEqual({ schema_version: version, clock: 'matched', node: 0 });
    expect(reader.alerts().filter(({ rule }) => rule.startsWith('nsight'))).toMatchObject([{ rule: 'nsight-joined', severity: 'note' }]);
  });

  test.each([0, 1, -1, 17_003, -250_000_000, 3_000_000_000_123])('the offset of clocks that are %d ns apart is found to within 1 us', async (shiftNs) => {
    const { reader } = await made({ shiftNs, hasCalls: false, isBare: true });
    const { offset_ns: found, clock } = reader.database.get<{ offset_ns: number; clock: string }>('SELECT offset_ns, clock FROM nsight_file')!;
    expect(clock).toBe('matched');
    expect(Math.abs(found + shiftNs)).toBeLessThanOrEqual(1000);
  });

  test('without a wall clock the times of tasks and kernels alone give the offset', async () => {
    const { reader } = await made({ clockErrorNs: undefined, shiftNs: 777_777_777 });
    expect(Math.abs(reader.database.get<{ offset_ns: number }>('SELECT offset_ns FROM nsight_file')!.offset_ns + 777_777_777)).toBeLessThanOrEqual(1000);
  });

  test('without calls and most tables the device times say whose kernels they are', async () => {
    const { reader, truth } = await made({ hasCalls: false, isBare: true });
    expectInside(reader, truth, 2);
    expect(reader.groups().filter(({ node, kind }) => node === 0 && (kind ?? '').match(/cuda|nvtx|os-|metric/)).map(({ kind }) => kind)).toEqual(['cuda-stream']);
  });

  test('tracks stand under their node, are searched, drawn and told about as others', async () => {
    const { reader } = await made();
    const node = reader.groups().find(({ slug }) => slug === 'n0')!;
    const kinds = node.members.map((id) => reader.groups().find((group) => group.id === id)?.kind);
    expect(kinds.slice(-5)).toEqual(['cuda-stream', 'cuda-api', 'nvtx', 'os-calls', 'gpu-metric']);
    const thread = reader.tracks().find(({ kind }) => kind === 'cuda-api')!;
    expect(thread).toMatchObject({ node: 0, name: 'gpu worker', longName: expect.stringContaining('Thread 77 (gpu worker)') });
    const stream = reader.tracks().find(({ kind }) => kind === 'cuda-stream')!;
    const blocks = reader.blocks(stream.id, 0, 0, Number.MAX_SAFE_INTEGER);
    expect(blocks.reduce((sum, block) => sum + block.count, 0)).toBe(stream.items);
    expect(searchIndex(reader, 'checkpoint').total).toBe(1);
    expect(searchIndex(reader, 'axpy_kernel').total).toBe(kernels(reader).length);
    const metric = reader.groups().find(({ kind, members }) => kind === 'gpu-metric' && members.length === 0)!;
    expect(metric.name).toBe('gpu0 SMs Active [Throughput %]');
    expect(Math.max(...reader.util(metric.id)!.levels[0].maxs)).toBeCloseTo(0.8, 5);
  });

  test('details: the kernels of a task, and the task, call and launch gap of a kernel', async () => {
    const { reader, truth } = await made();
    const details = new Details(reader, 'run');
    const row = reader.database.get<{ item_id: number; task_item_id: number; start_ns: number; launch_start_ns: number }>('SELECT item_id, task_item_id, start_ns, launch_start_ns FROM cuda_kernel WHERE task_item_id IS NOT NULL AND launch_start_ns IS NOT NULL')!;
    const task = details.of(trackOfKey(row.task_item_id), ordinalOfKey(row.task_item_id));
    const own = [...truth.taskOf.values()].filter((item) => item === row.task_item_id).length;
    expect(own).toBe(KERNELS_OF_TASK);
    const listed = task.fields.find(({ name }) => name.startsWith('Kernels'))!;
    expect(Number(/\d+/.exec(listed.name)![0])).toBeGreaterThanOrEqual(own);
    expect(listed.parts.filter((part) => 'link' in part && part.link.title === 'axpy_kernel')).toHaveLength(own);
    const kernel = details.of(trackOfKey(row.item_id), ordinalOfKey(row.item_id));
    expect(kernel).toMatchObject({ type: 'cuda_kernel', title: 'axpy_kernel', startNs: row.start_ns });
    const field = (name: string) => kernel.fields.find((one) => one.name === name)?.parts[0];
    expect(field('Task')).toMatchObject({ link: { ordinal: ordinalOfKey(row.task_item_id), track: trackOfKey(row.task_item_id) } });
    expect(field('Kernel')).toEqual({ text: 'void axpy<double>(double*, const double*, int)' });
    expect(field('Grid')).toEqual({ text: '128 × 1 × 1' });
    expect(field('Asked for by')).toMatchObject({ link: { title: 'cudaLaunchKernel' } });
    expect(field('Launch gap')).toBeDefined();
  });

  test('what the run was stays as it was', async () => {
    const { reader } = await made();
    for (const table of ['task', 'gpu_kernel', 'copy', 'instance', 'wait', 'operation']) {
      const rows = (of: IndexReader) => of.database.query(`SELECT * FROM ${table}`, { wide: true }).all();
      expect(rows(reader), table).toEqual(rows(run.reader));
    }
    expect(reader.run().info.interval).toEqual(run.reader.run().info.interval);
    expect(run.reader.database.get('SELECT count(*) AS n FROM cuda_kernel')).toEqual({ n: 0 });
  });

  test('an export of another run is refused, and says so', async () => {
    const path = join(folder, 'legate_0.other.sqlite');
    writeExport(path, run.reader, { ...NORMAL, shiftNs: 5_000_000_000_000, clockErrorNs: 4_000_000_000_000, isBare: true, hasCalls: false });
    await expect(joined([path])).rejects.toThrow(/legate_0\.other\.sqlite: all of its \d+ events lie outside of the time of this run, so it is of another one/);
  });

  test('exports alone become a run', async () => {
    const path = join(folder, 'alone.sqlite');
    const truth = writeExport(path, run.reader, NORMAL);
    const reader = await joined([path], 'alone');
    expect(kernels(reader)).toHaveLength(truth.kernels);
    expect(reader.database.get<{ first: number }>('SELECT min(start_ns) AS first FROM item')!.first).toBe(0);
    expect(reader.run().info.interval.stopNs).toBe(reader.database.get<{ last: number }>('SELECT max(stop_ns) AS last FROM item')!.last);
    expect(reader.groups().map(({ slug }) => slug)).toContain('n0');
  });
});

describe('hostile files', () => {
  test('no SQLite, a damaged one, and a database of something else are refused in a sentence', async () => {
    const text = join(folder, 'text.sqlite');
    writeFileSync(text, 'this is no database at all, though its name says so');
    await expect(joined([text])).rejects.toThrow(/text\.sqlite cannot be read as an export of Nsight Systems/);
    const cut = join(folder, 'cut.sqlite');
    writeFileSync(cut, Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(3000, 0xff)]));
    await expect(joined([cut])).rejects.toThrow(/cut\.sqlite cannot be read as an export of Nsight Systems/);
    await expect(joined([run.reader.path])).rejects.toThrow(/neither an index of this program nor an export/);
  });

  test('missing columns, NULLs, texts for numbers and huge times are left out and counted', async () => {
    const path = join(folder, 'odd.sqlite');
    const file = new ExportFile(path, '3.13.1');
    file.exec('CREATE TABLE NVTX_EVENTS (start INTEGER, "end" INTEGER, text TEXT)');
    file.exec(`INSERT INTO NVTX_EVENTS VALUES (100, 200, 'good'), (NULL, 300, 'no start'), (9223372036854775807, 9223372036854775807, 'huge'), ('soon', 'later', 'texts'), (500, 400, 'backwards'), (150, NULL, NULL), (120, 1e300, x'00ff')`);
    file.exec('CREATE TABLE OSRT_API (start INTEGER, nameId INTEGER)');
    file.exec('INSERT INTO OSRT_API VALUES (1, 1)');
    file.exec('CREATE TABLE GPU_METRICS (timestamp INTEGER, metricId TEXT, value TEXT)');
    file.exec("INSERT INTO GPU_METRICS VALUES (1, 'x', 'y'), (NULL, 3, 4)");
    file.exec('CREATE VIEW CUPTI_ACTIVITY_KIND_KERNEL AS WITH RECURSIVE n(start) AS (SELECT 1 UNION ALL SELECT start + 1 FROM n) SELECT start, start AS "end" FROM n');
    file.close();
    const reader = await joined([path], 'alone');
    expect(reader.database.all('SELECT n.text, i.start_ns, i.stop_ns FROM nvtx_range i JOIN name n USING (name_id) ORDER BY start_ns')).toEqual([
      { text: 'good', start_ns: 0, stop_ns: 100 }, { text: 'NVTX range', start_ns: 50, stop_ns: 50 },
    ]);
    expect(reader.alerts()).toMatchObject([{ rule: 'nsight-joined', count: 2, message: expect.stringContaining('5 without sound times were left out') }]);
  });

  test('an export without events is refused, and one that is does not stop the others', async () => {
    const empty = join(folder, 'empty.sqlite');
    new ExportFile(empty, '3.25.0').close();
    await expect(joined([empty], 'alone')).rejects.toThrow(/empty\.sqlite holds no events/);
    const good = join(folder, 'good.sqlite');
    writeExport(good, run.reader, { ...NORMAL, isBare: true, hasCalls: false });
    const text = join(folder, 'text2.sqlite');
    writeFileSync(text, 'no database');
    const reader = await joined([text, good]);
    expect(reader.alerts().map(({ rule }) => rule).filter((rule) => rule.startsWith('nsight'))).toEqual(['nsight-not-joined', 'nsight-joined']);
  });
});

test('the questions of docs/nsight.md have answers', async () => {
  const { reader, truth } = await made();
  const page = readFileSync(join(import.meta.dirname, '../../../docs/nsight.md'), 'utf8');
  const [unowned, gap, share] = Array.from(page.matchAll(/^```sql\n([\s\S]*?)^```$/gm), ([, sql]) => reader.database.all<Record<string, number | string>>(sql));
  expect(unowned).toMatchObject([{ kernel: 'axpy_kernel', times: 1, ms: 0.001 }]);
  expect(gap).toMatchObject([{ kernel: 'axpy_kernel', times: truth.calls }]);
  expect(share.map(({ kernels: count, kernels_percent: percent }) => ({ count, percent }))).toEqual(Array.from({ length: 8 }, () => ({ count: KERNELS_OF_TASK, percent: 100 })));
});
