// The ten questions of docs/queries.md: each gives the table that the page shows, and its figures are those of the raw records.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rowFormat } from '../../electron/cli/query_output.ts';
import { decodeLog } from '../../electron/decode/decode_log.ts';
import { prepareUserQuery, type Cell } from '../../electron/index/user_query.ts';
import { workedQueries } from '../../scripts/lib/worked_queries.mjs';
import { buildIndex, type BuiltIndex } from '../unit/index/built_index.ts';
import { covered, groupBy, lineOfOperation, recordsOf, runningOf, spanOf, sum, taskNames, taskRecords, uncovered, type Raw } from './raw_records.ts';

const root = join(import.meta.dirname, '../..');
const questions = workedQueries(readFileSync(join(root, 'docs', 'queries.md'), 'utf8'));

async function built(folder: string): Promise<BuiltIndex> {
  const files = readdirSync(join(root, folder)).filter((name) => name.endsWith('.prof')).sort();
  return buildIndex(await Promise.all(files.map((name) => decodeLog(join(root, folder, name)))));
}

const runs: Readonly<Record<string, BuiltIndex>> = { sample: await built('sample'), 'test/logs/lgt-2rank-cg': await built('test/logs/lgt-2rank-cg') };

interface Answer {
  readonly logs: BuiltIndex['logs'];
  /** Numbers as numbers. */
  readonly rows: readonly (readonly (string | number | null)[])[];
  readonly text: string;
}

function ask(number: number): Answer {
  const { sql, run } = questions[number - 1];
  const { reader, logs } = runs[run];
  const query = prepareUserQuery(reader.database, sql);
  const rows: (readonly Cell[])[] = [...query.rows()];
  const format = rowFormat('table', query.columns, undefined);
  return { logs, text: format.push(rows) + format.finish(), rows: rows.map((row) => row.map((cell) => (typeof cell === 'bigint' ? Number(cell) : cell))) };
}

/** Rounded as the queries round. */
const ms = (ns: number): number => Math.round(ns / 1e3) / 1e3;
const percent = (part: number, whole: number): number => Math.round((1000 * part) / whole) / 10;
const down = (a: number, b: number): number => b - a;

/** A figure of the query may be rounded the other way where it lies between two. */
function expectRows(rows: Answer['rows'], wanted: readonly (readonly unknown[])[], step = 0.0011): void {
  expect(rows.length).toBe(wanted.length);
  for (const [i, row] of rows.entries()) {
    for (const [j, cell] of row.entries()) {
      const value = wanted[i][j];
      if (typeof value === 'number' && typeof cell === 'number') expect(Math.abs(cell - value), `row ${i}, column ${j}: ${cell}, by hand ${value}`).toBeLessThan(step);
      else expect(cell, `row ${i}, column ${j}`).toBe(value ?? null);
    }
  }
}

describe('the page', () => {
  test('has ten questions', () => expect(questions.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]));
  test.each(questions)('shows what "$title" gives (else: node scripts/write_queries_doc.mjs)', ({ number, result }) => expect(ask(number).text).toBe(result));
});

describe('the figures are those of the records', () => {
  test('1: time of tasks by name', () => {
    const { logs, rows } = ask(1);
    const running = runningOf(logs);
    const nameOf = taskNames(logs);
    const all = sum([...running.values()]);
    const names = [...groupBy([...running], ([task]) => nameOf(task))].map(([name, tasks]) => ({ name, times: tasks.map(([, ns]) => ns) }));
    names.sort((a, b) => sum(b.times) - sum(a.times));
    expectRows(rows, names.slice(0, 8).map(({ name, times }) => [name, times.length, ms(sum(times)), ms(Math.max(...times)), percent(sum(times), all)]));
  });

  test('2: time of tasks by line', () => {
    const { logs, rows } = ask(2);
    const lineOf = lineOfOperation(logs);
    const byLine = groupBy([...runningOf(logs)].filter(([task]) => lineOf(task['op_id']) !== undefined), ([task]) => `cg.py:${lineOf(task['op_id'])?.line}`);
    const lines = [...byLine].map(([line, tasks]) => [line, tasks.length, sum(tasks.map(([, ns]) => ns))] as const).sort((a, b) => b[2] - a[2]);
    expectRows(rows, lines.slice(0, 8).map(([line, tasks, ns]) => [line, tasks, ms(ns)]));
  });

  test('3: the slowest copies', () => {
    const { logs, rows } = ask(3);
    const lineOf = lineOfOperation(logs);
    const copies = recordsOf(logs, 'CopyInfo').map((copy) => ({ ns: spanOf(copy).stop - spanOf(copy).start, bytes: Number(copy['size']), line: lineOf(copy['op_id'])?.line }));
    copies.sort((a, b) => b.ns - a.ns);
    expectRows(rows.map((row) => row.slice(2)), copies.slice(0, 8).map(({ ns, bytes, line }) => [ms(ns), bytes, Math.round((1e6 * bytes) / ns) / 1e3, line]));
  });

  test('4: channels', () => {
    const { logs, rows } = ask(4);
    const moves = groupBy(recordsOf(logs, 'CopyInstInfo'), (move) => move['fevent']);
    // n0s1: the second System memory of node 0, by the number in its Realm id. Source: realm/id.h, memory ids.
    const memory = (id: unknown): string => `n${(BigInt(id as bigint) >> 40n) & 0xffffn}s${BigInt(id as bigint) & 0xffn}`;
    const channels = groupBy(recordsOf(logs, 'CopyInfo'), (copy) => {
      const [move] = moves.get(copy['fevent']) as Raw[];
      return `${memory(move['src'])}-${memory(move['dst'])}`;
    });
    const found = [...channels].map(([name, copies]) => ({ track: `n${Math.min(...Array.from(name.matchAll(/n(\d+)/g), ([, node]) => Number(node)))}/chan/${name}`, copies: copies.length, bytes: sum(copies.map((copy) => Number(copy['size']))), busy: covered(copies.map(spanOf)) }));
    found.sort((a, b) => b.bytes - a.bytes || (a.track < b.track ? -1 : 1));
    expectRows(rows, found.map(({ track, copies, bytes, busy }) => [track, copies, Math.round(bytes / 100) / 10, ms(busy), Math.round((1e6 * bytes) / busy) / 1e3]));
  });

  test('5: the fullest memory', () => {
    const { logs, rows } = ask(5);
    const instances = recordsOf(logs, 'InstTimelineInfo').sort((a, b) => Number(a['ready']) - Number(b['ready']));
    const held = (at: number, mem: unknown): Raw[] => instances.filter((instance) => instance['mem_id'] === mem && Number(instance['ready']) <= at && Number(instance['destroy']) > at);
    const bytes = (of: readonly Raw[]): number => sum(of.map((instance) => Number(instance['size'])));
    // The peak is at a beginning; every one is tried, the earliest first.
    const peak = instances.map((instance) => held(Number(instance['ready']), instance['mem_id'])).reduce((a, b) => (bytes(b) > bytes(a) ? b : a));
    const kinds = new Map(recordsOf(logs, 'OpDesc').map((kind) => [kind['kind'], kind['name']]));
    const operations = new Map(recordsOf(logs, 'OperationInstance').map((operation) => [operation['op_id'], operation['kind']]));
    const launched = new Map(recordsOf(logs, 'MultiTask').map((launch) => [launch['op_id'], launch['task_id']]));
    const tasks = new Map(recordsOf(logs, 'TaskKind').map((kind) => [kind['task_id'], kind['name']]));
    const lineOf = lineOfOperation(logs);
    const groups = groupBy(peak, (instance) => JSON.stringify([kinds.get(operations.get(instance['op_id'])) ?? null, tasks.get(launched.get(instance['op_id'])) ?? null, lineOf(instance['op_id'])?.line ?? null]));
    const wanted = [...groups].map(([key, of]) => [...JSON.parse(key) as [string, string, number], of.length, bytes(of), percent(bytes(of), bytes(peak))] as const);
    wanted.sort((a, b) => b[4] - a[4] || b[3] - a[3] || (a[2] ?? 0) - (b[2] ?? 0));
    expectRows(rows, wanted.slice(0, 8));
  });

  test('6: busy and idle processors', () => {
    const { logs, rows } = ask(6);
    const waitsOf = (kind: string, key: (record: Raw) => string): Map<string, Raw[]> => groupBy(recordsOf(logs, kind), key);
    const taskKey = (record: Raw): string => `${record['rank']}/${record['op_id']}`;
    const metaKey = (record: Raw): string => `${record['rank']}/${record['op_id']}/${record['lg_id']}`;
    const [taskWaits, metaWaits] = [waitsOf('TaskWaitInfo', taskKey), waitsOf('MetaWaitInfo', metaKey)];
    const busy = new Map<bigint, number>();
    const add = (record: Raw, waits: readonly Raw[]): void => {
      const span = spanOf(record);
      // Of the waits of its kind and operation those that end in its life: an external thread's can begin before it.
      const own = waits.map((wait) => ({ start: Number(wait['wait_start']), stop: Number(wait['wait_end']) })).filter(({ stop }) => stop > span.start && stop <= span.stop);
      busy.set(record['proc_id'] as bigint, (busy.get(record['proc_id'] as bigint) ?? 0) + uncovered(span, own));
    };
    for (const task of taskRecords(logs)) add(task, taskWaits.get(taskKey(task)) ?? []);
    for (const meta of [...recordsOf(logs, 'MetaInfo'), ...recordsOf(logs, 'MessageInfo')]) add(meta, metaWaits.get(metaKey(meta)) ?? []);
    for (const response of recordsOf(logs, 'ProfTaskInfo')) add(response, []);
    const last = Math.max(...[...taskRecords(logs), ...['MetaInfo', 'MessageInfo', 'CopyInfo', 'FillInfo', 'ProfTaskInfo', 'MapperCallInfo', 'RuntimeCallInfo', 'ApplicationCallInfo'].flatMap((kind) => recordsOf(logs, kind))]
      .map((record) => spanOf(record).stop), ...recordsOf(logs, 'InstTimelineInfo').map((instance) => Number(instance['destroy'])).filter((ns) => ns < 1e18));
    const byHand = [...busy.values()].sort(down);
    const byQuery = rows.map((row) => [row[3], row[4], row[5]]).sort((a, b) => Number(b[0]) - Number(a[0]));
    expect(byQuery.length).toBe(byHand.length);
    expectRows(byQuery, byHand.map((ns) => [ms(ns), ms(last - ns), percent(last - ns, last)]));
  });

  test('7: the longest waits', () => {
    const { logs, rows } = ask(7);
    const waits = [...recordsOf(logs, 'TaskWaitInfo'), ...recordsOf(logs, 'MetaWaitInfo')];
    const blocked = (wait: Raw): number => Number(wait['wait_ready']) - Number(wait['wait_start']);
    waits.sort((a, b) => blocked(b) - blocked(a));
    const finished = new Map(taskRecords(logs).map((task) => [task['fevent'], taskNames(logs)(task)]));
    expectRows(rows.map((row) => [row[2], row[3], row[5]]), waits.slice(0, 8).map((wait) => [
      ms(blocked(wait)), ms(Number(wait['wait_end']) - Number(wait['wait_ready'])), finished.get(wait['wait_event']) ?? `0x${(wait['wait_event'] as bigint).toString(16)}`,
    ]));
  });

  test('8: mapper calls by task', () => {
    const { logs, rows } = ask(8);
    const running = runningOf(logs);
    const names = new Map(recordsOf(logs, 'TaskKind').map((kind) => [kind['task_id'], String(kind['name'])]));
    const taskOf = new Map([...recordsOf(logs, 'MultiTask'), ...taskRecords(logs)].map((record) => [record['op_id'], names.get(record['task_id'])]));
    const calls = groupBy(recordsOf(logs, 'MapperCallInfo').filter((call) => taskOf.has(call['op_id'])), (call) => taskOf.get(call['op_id']));
    const runs = groupBy([...running], ([task]) => names.get(task['task_id']));
    const wanted = [...calls].map(([task, of]) => {
      const times = of.map((call) => spanOf(call).stop - spanOf(call).start);
      const own = runs.get(task) ?? [];
      return [task, own.length, of.length, sum(times), ms(Math.max(...times)), percent(sum(times), sum(own.map(([, ns]) => ns)))] as const;
    }).sort((a, b) => b[3] - a[3]);
    expectRows(rows, wanted.map(([task, tasks, of, ns, ...rest]) => [task, tasks, of, ms(ns), ...rest]));
  });

  test('9: messages', () => {
    const { logs, rows } = ask(9);
    const names = new Map(recordsOf(logs, 'MetaDesc').map((kind) => [kind['kind'], String(kind['name'])]));
    const kinds = groupBy(recordsOf(logs, 'MessageInfo'), (message) => names.get(message['lg_id']));
    const wanted = [...kinds].map(([name, messages]) => ({ name, times: messages.map((message) => Number(message['create']) - Number(message['spawn'])) })).sort((a, b) => sum(b.times) - sum(a.times));
    expectRows(rows, wanted.slice(0, 8).map(({ name, times }) => [name, times.length, ms(sum(times) / times.length), ms(Math.min(...times)), ms(Math.max(...times))]));
  });

  test('10: delayed tasks', () => {
    const { logs, rows } = ask(10);
    const lineOf = lineOfOperation(logs);
    const nameOf = taskNames(logs);
    const delayed = (task: Raw): number => Number(task['start']) - Number(task['ready']);
    const tasks = recordsOf(logs, 'TaskInfo').sort((a, b) => delayed(b) - delayed(a));
    expectRows(rows.map((row) => [row[0], ...row.slice(2)]), tasks.slice(0, 8).map((task) => [
      `${nameOf(task)} <${task['op_id']}>`, ms(delayed(task)), ms(Number(task['ready']) - Number(task['create'])), lineOf(task['op_id'])?.line,
    ]));
  });
});
