// Figures from the records of logs as they were logged, by ways of their own: nothing here knows our model or index. Test helper.
import type { DecodedLog } from '../../electron/decode/decoded_log.ts';
import { rowOf } from '../unit/decode/read_log.ts';

export type Raw = Readonly<Record<string, unknown>>;

/** Records of one kind of all logs, each with the rank of its log. */
export function recordsOf(logs: readonly DecodedLog[], kind: string): Raw[] {
  return logs.flatMap((log, rank) => Array.from({ length: log.tables.get(kind)?.count ?? 0 }, (_, row) => ({ ...rowOf(log, kind, row), rank })));
}

export interface Span {
  readonly start: number;
  readonly stop: number;
}

export function spanOf(record: Raw): Span {
  return { start: Number(record['start']), stop: Number(record['stop']) };
}

/** ns of a span that none of the others cover. */
export function uncovered({ start, stop }: Span, others: readonly Span[]): number {
  let left = 0;
  let at = start;
  for (const other of [...others].sort((a, b) => a.start - b.start)) {
    if (other.start > at) left += Math.min(other.start, stop) - Math.min(at, stop);
    at = Math.max(at, other.stop);
  }
  return left + Math.max(0, stop - at);
}

export function covered(spans: readonly Span[]): number {
  const whole = { start: Math.min(...spans.map(({ start }) => start)), stop: Math.max(...spans.map(({ stop }) => stop)) };
  return whole.stop - whole.start - uncovered(whole, spans);
}

export function groupBy<T, K>(values: readonly T[], key: (value: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const value of values) {
    const group = groups.get(key(value));
    if (group) group.push(value);
    else groups.set(key(value), [value]);
  }
  return groups;
}

export function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}

/** Records of tasks, implicit ones too. */
export function taskRecords(logs: readonly DecodedLog[]): Raw[] {
  return [...recordsOf(logs, 'TaskInfo'), ...recordsOf(logs, 'ImplicitTaskInfo')];
}

/** Time in which each task ran itself: its life without its waits (by operation) and without the calls made in it (by finish event). */
export function runningOf(logs: readonly DecodedLog[]): Map<Raw, number> {
  const waits = groupBy(recordsOf(logs, 'TaskWaitInfo'), (wait) => wait['op_id']);
  const calls = groupBy(['MapperCallInfo', 'RuntimeCallInfo', 'ApplicationCallInfo'].flatMap((kind) => recordsOf(logs, kind)), (call) => call['fevent']);
  return new Map(taskRecords(logs).map((task) => [task, uncovered(spanOf(task), [
    ...(waits.get(task['op_id']) ?? []).map((wait) => ({ start: Number(wait['wait_start']), stop: Number(wait['wait_end']) })),
    ...(calls.get(task['fevent']) ?? []).map(spanOf),
  ])]));
}

/** `name [variant]` as titles have it: the variant only where it is called otherwise. */
export function taskNames(logs: readonly DecodedLog[]): (task: Raw) => string {
  const kinds = new Map(recordsOf(logs, 'TaskKind').map((kind) => [kind['task_id'], String(kind['name'])]));
  const variants = new Map(recordsOf(logs, 'TaskVariant').map((variant) => [`${variant['task_id']}/${variant['variant_id']}`, String(variant['name'])]));
  return (task) => {
    const kind = kinds.get(task['task_id']);
    const variant = variants.get(`${task['task_id']}/${task['variant_id']}`);
    if (kind === undefined || variant === undefined || kind === variant) return kind ?? variant ?? '';
    return `${kind} [${variant}]`;
  };
}

/** Line of Legate's JSON provenance of an operation. */
export function lineOfOperation(logs: readonly DecodedLog[]): (op: unknown) => { readonly file: string; readonly line: number } | undefined {
  const texts = new Map(recordsOf(logs, 'Provenance').map((record) => [record['provenance'], String(record['prov'])]));
  const ofOperation = new Map(recordsOf(logs, 'OperationInstance').map((operation) => [operation['op_id'], operation['provenance']]));
  return (op) => {
    const text = texts.get(ofOperation.get(op)) ?? '';
    const [, place] = text.startsWith('[') ? JSON.parse(text) as [string, { file?: string; line?: number }] : [];
    return place?.file === undefined || place.line === undefined ? undefined : { file: place.file, line: place.line };
  };
}
