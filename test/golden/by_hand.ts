/**
 * What the items of processors come to, worked out from the records of logs by plain arithmetic: lives, and within them the time that no wait
 * and no call covers, all cut to a span. By the simplest way there is, which is not the program's. Test helper.
 */
import type { PlainLog, PlainRecord } from './plain_log.ts';

export interface HandItem {
  readonly sort: 'task' | 'meta' | 'call' | 'prof';
  /** `Task X Variant Y`, `Meta-Task X`, `Runtime Call X` as statistics have it; '' for others. */
  readonly group: string;
  /** As titles begin. */
  readonly title: string;
  readonly startNs: number;
  readonly stopNs: number;
  /** Without waits and calls; of calls all of it. */
  readonly runningNs: number;
  readonly rank: number;
}

export interface Span {
  readonly startNs: number;
  readonly stopNs: number;
}

type Interval = readonly [start: number, stop: number];

const CALLS: ReadonlySet<string> = new Set(['MapperCallInfo', 'RuntimeCallInfo', 'ApplicationCallInfo']);
/** Where the kind of an item or a wait stands: a wait belongs to what was written last before it of the same operation and kind. */
const OWNERS: Readonly<Record<string, string>> = { TaskInfo: 'task_id', ImplicitTaskInfo: 'task_id', MetaInfo: 'lg_id', MessageInfo: 'lg_id' };
const WAITS: Readonly<Record<string, string>> = { TaskWaitInfo: 'task_id', MetaWaitInfo: 'lg_id' };

/** Items that touch the span, their times counted from its start. Names are those of all logs. */
export function itemsByHand(logs: readonly PlainLog[], span: Span): HandItem[] {
  const names = new Names(logs);
  return logs.flatMap((log) => {
    const rank = Number(log.records.get('MachineDesc')![0]['node_id']);
    const gaps = gapsOf(log);
    const within = (time: number): number => Math.min(Math.max(time, span.startNs), span.stopNs) - span.startNs;
    const cut = ([start, stop]: Interval): Interval => [within(start), within(stop)];
    return ITEMS.flatMap(([kind, sort, name]) => (log.records.get(kind) ?? []).flatMap((record): HandItem[] => {
      const life = lifeOf(record);
      if (life[1] < span.startNs || life[0] > span.stopNs) return [];
      const [startNs, stopNs] = cut(life);
      const own = sort === 'call' || sort === 'prof' ? [] : gaps.get(record) ?? [];
      return [{ sort, ...name(record, names), startNs, stopNs, runningNs: stopNs - startNs - unionLength(own.map(cut)), rank }];
    }));
  });
}

type Naming = (record: PlainRecord, names: Names) => { readonly group: string; readonly title: string };

const task: Naming = (record, names) => {
  const [kind, variant] = names.ofTask(record);
  return { group: `Task ${kind} Variant ${variant}`, title: `${kind}${kind === variant ? '' : ` [${variant}]`} <${record['op_id']}>` };
};
const meta: Naming = (record, names) => {
  const name = names.of('MetaDesc', 'kind', 'name', record['lg_id']);
  return { group: `Meta-Task ${name}`, title: name };
};
const ITEMS: readonly (readonly [kind: string, sort: HandItem['sort'], name: Naming])[] = [
  ['TaskInfo', 'task', task], ['ImplicitTaskInfo', 'task', task], ['MetaInfo', 'meta', meta], ['MessageInfo', 'meta', meta],
  ['MapperCallInfo', 'call', (record, names) => ({ group: '', title: `Mapper Call ${names.of('MapperCallDesc', 'kind', 'name', record['kind'])}` })],
  ['RuntimeCallInfo', 'call', (record, names) => ({ group: `Runtime Call ${names.of('RuntimeCallDesc', 'kind', 'name', record['kind'])}`, title: names.of('RuntimeCallDesc', 'kind', 'name', record['kind']) })],
  ['ApplicationCallInfo', 'call', (record, names) => ({ group: '', title: names.of('Provenance', 'provenance', 'prov', record['provenance']) })],
  ['ProfTaskInfo', 'prof', (record) => ({ group: 'Profiler Response', title: `ProfTask <${record['op_id']}>` })],
];

class Names {
  readonly #tables = new Map<string, Map<unknown, string>>();
  readonly #logs: readonly PlainLog[];

  constructor(logs: readonly PlainLog[]) {
    this.#logs = logs;
  }

  of(kind: string, key: string, name: string, value: unknown): string {
    let table = this.#tables.get(kind);
    if (table === undefined) this.#tables.set(kind, (table = new Map(this.#logs.flatMap((log) => (log.records.get(kind) ?? []).map((record) => [record[key], String(record[name])] as const)))));
    return table.get(value) ?? '';
  }

  ofTask(record: PlainRecord): readonly [kind: string, variant: string] {
    let variants = this.#tables.get('variants');
    if (variants === undefined) this.#tables.set('variants', (variants = new Map(this.#logs.flatMap((log) => (log.records.get('TaskVariant') ?? []).map((one) => [`${one['task_id']} ${one['variant_id']}`, String(one['name'])] as const)))));
    return [this.of('TaskKind', 'task_id', 'name', record['task_id']), variants.get(`${record['task_id']} ${record['variant_id']}`) ?? ''];
  }
}

function lifeOf(record: PlainRecord): Interval {
  return [Number(record['start']), Number(record['stop'])];
}

/** Waits and calls by the record of the item that they are in. */
function gapsOf({ records, sequence }: PlainLog): Map<PlainRecord, Interval[]> {
  const gaps = new Map(Object.keys(OWNERS).flatMap((kind) => (records.get(kind) ?? []).map((record): [PlainRecord, Interval[]] => [record, []])));
  const byEvent = new Map([...gaps.keys()].map((record) => [record['fevent'], record]));
  const last = new Map<string, PlainRecord>();
  const note = (item: PlainRecord | undefined, gap: Interval): void => void (item !== undefined && gaps.get(item)!.push(gap));
  for (const [kind, record] of sequence) {
    if (OWNERS[kind] !== undefined) last.set(`${OWNERS[kind]} ${record['op_id']} ${record[OWNERS[kind]]}`, record);
    if (CALLS.has(kind)) note(byEvent.get(record['fevent']), lifeOf(record));
    if (WAITS[kind] !== undefined) note(last.get(`${WAITS[kind]} ${record['op_id']} ${record[WAITS[kind]]}`), [Number(record['wait_start']), Number(record['wait_end'])]);
  }
  return gaps;
}

function unionLength(intervals: readonly Interval[]): number {
  let length = 0;
  let end = -Infinity;
  for (const [start, stop] of intervals.toSorted((a, b) => a[0] - b[0])) {
    length += Math.max(0, stop - Math.max(start, end));
    end = Math.max(end, stop);
  }
  return length;
}
