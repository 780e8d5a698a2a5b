/** Perturbations with a known effect: logs are rewritten, nothing of the program under test takes part but the layout of records. */
import type { RawLog, RawRecord } from './raw_log.ts';

interface Span {
  readonly start: number;
  readonly stop: number;
}

const ALL_ONES = (1n << 64n) - 1n;
const TASKS = ['TaskInfo', 'GPUTaskInfo', 'ImplicitTaskInfo'];
const QUEUED = new Set(['TaskInfo', 'GPUTaskInfo', 'MetaInfo']);

/** Applies a monotone map to every time of every log. */
export function warp(logs: readonly RawLog[], map: (ns: number) => number): void {
  for (const log of logs) {
    const times = new Map<string, readonly string[]>();
    for (const record of log.records) {
      let fields = times.get(record.name);
      if (fields === undefined) times.set(record.name, (fields = log.fields(record.name).filter((field) => log.isTime(record.name, field))));
      for (const field of fields) {
        const value = log.get(record, field);
        if (value < 1n << 53n) log.set(record, field, BigInt(map(Number(value))));
      }
    }
  }
}

/** Tasks whose kind has this name, with the spans in which each ran: its life without its waits. */
export function tasksNamed(logs: readonly RawLog[], name: string): { readonly log: RawLog; readonly record: RawRecord; readonly op: bigint; readonly spans: readonly Span[] }[] {
  const kinds = new Set(logs.flatMap((log) => log.records.filter((record) => record.name === 'TaskKind' && log.text(record) === name).map((record) => log.get(record, 'task_id'))));
  return logs.flatMap((log) => log.records.filter((record) => TASKS.includes(record.name) && kinds.has(log.get(record, 'task_id'))).map((record) => ({ log, record, op: log.get(record, 'op_id'), spans: runningSpans(log, record) })));
}

const waitCaches = new WeakMap<RawLog, Map<bigint, Span[]>>();

function waitsByOp(log: RawLog): Map<bigint, Span[]> {
  let waits = waitCaches.get(log);
  if (waits !== undefined) return waits;
  waits = new Map();
  for (const record of log.records) {
    if (record.name !== 'TaskWaitInfo') continue;
    const op = log.get(record, 'op_id');
    const spans = waits.get(op) ?? [];
    waits.set(op, spans);
    spans.push({ start: Number(log.get(record, 'wait_start')), stop: Number(log.get(record, 'wait_end')) });
  }
  waitCaches.set(log, waits);
  return waits;
}

export function runningSpans(log: RawLog, record: RawRecord): Span[] {
  return without([lifeOf(log, record)], union(waitsByOp(log).get(log.get(record, 'op_id')) ?? []));
}

function lifeOf(log: RawLog, record: RawRecord): Span {
  return { start: Number(log.get(record, 'start')), stop: Number(log.get(record, 'stop')) };
}

export function union(spans: readonly Span[]): Span[] {
  const out: { start: number; stop: number }[] = [];
  for (const { start, stop } of [...spans].filter((span) => span.start < span.stop).sort((a, b) => a.start - b.start)) {
    const last = out.at(-1);
    if (last !== undefined && start <= last.stop) last.stop = Math.max(last.stop, stop);
    else out.push({ start, stop });
  }
  return out;
}

/** Parts of `spans` that `holes` leave; both sorted and apart. */
export function without(spans: readonly Span[], holes: readonly Span[]): Span[] {
  const out: Span[] = [];
  let first = 0;
  for (const span of spans) {
    while (first < holes.length && holes[first].stop <= span.start) first++;
    let at = span.start;
    for (let i = first; i < holes.length && holes[i].start < span.stop; i++) {
      if (holes[i].start > at) out.push({ start: at, stop: holes[i].start });
      at = Math.max(at, holes[i].stop);
    }
    if (at < span.stop) out.push({ start: at, stop: span.stop });
  }
  return out;
}

/** Map that makes every instant of `spans` (sorted, apart) `factor` times as long, and leaves the others: 0 cuts them out. */
export function stretch(spans: readonly Span[], factor: number): (ns: number) => number {
  const before = [0];
  for (const { start, stop } of spans) before.push(before[before.length - 1] + stop - start);
  return (ns) => {
    let low = 0;
    for (let high = spans.length; low < high;) {
      const middle = (low + high) >>> 1;
      if (spans[middle].start <= ns) low = middle + 1;
      else high = middle;
    }
    const last = spans.at(low - 1);
    const covered = low === 0 || last === undefined ? 0 : before[low - 1] + Math.min(ns, last.stop) - last.start;
    return ns + Math.floor((factor - 1) * covered);
  };
}

/** Map that inserts `delayNs` at each of the instants (ascending): times after one are later. */
export function delays(instants: readonly number[], delayNs: number): (ns: number) => number {
  return (ns) => {
    let low = 0;
    for (let high = instants.length; low < high;) {
      const middle = (low + high) >>> 1;
      if (instants[middle] < ns) low = middle + 1;
      else high = middle;
    }
    return ns + low * delayNs;
  };
}

/** Everything that a log times but the tasks of `control` operations, with the time in which it could have started: outside it only those tasks run. */
export function busySpans(logs: readonly RawLog[], control: ReadonlySet<bigint>): Span[] {
  const spans: Span[] = [];
  for (const log of logs) {
    for (const record of log.records) {
      if (!log.has(record.name, 'start') || !log.has(record.name, 'stop') || record.name === 'ApplicationCallInfo' || record.name === 'RuntimeCallInfo' || record.name === 'PhysicalInstanceUsage') continue;
      if (TASKS.includes(record.name) && (control.has(log.get(record, 'op_id')) || record.name === 'ImplicitTaskInfo')) continue;
      const from = record.name === 'MessageInfo' ? 'spawn' : QUEUED.has(record.name) ? 'ready' : 'start';
      spans.push({ start: Number(log.get(record, from)), stop: Number(log.get(record, 'stop')) });
    }
  }
  return union(spans);
}

/** Operations that others name as their parent. */
export function parents(logs: readonly RawLog[]): ReadonlySet<bigint> {
  return new Set(logs.flatMap((log) => log.records.filter(({ name }) => name === 'OperationInstance').map((record) => log.get(record, 'parent_id'))));
}

/** Other ids for operations (in the same order, on the same nodes), events and provenance; other order of the timed records. */
export function renumber(log: RawLog, nodes: number, random: () => number): Buffer {
  const change = (record: RawRecord, fields: readonly string[], map: (id: bigint) => bigint): void => {
    for (const field of fields) {
      if (!log.has(record.name, field)) continue;
      const id = log.get(record, field);
      if (id !== 0n && id !== ALL_ONES) log.set(record, field, map(id));
    }
  };
  for (const record of log.records) {
    if (record.name !== 'IndexSubSpaceDesc' && record.name !== 'IndexPartitionDesc') change(record, ['op_id', 'parent_id'], (id) => id * BigInt(3 * nodes + 1));
    change(record, EVENT_FIELDS, (id) => id ^ (0x2a5n << 20n));
    if (record.name !== 'BacktraceDesc') change(record, ['provenance', 'prov_id'], (id) => BigInt.asUintN(64, id + (1n << 40n)));
  }
  return log.write(shuffled(log.records, random));
}

const EVENT_FIELDS = [
  'fevent', 'creator', 'critical', 'wait_event', 'result', 'precondition', 'pre0', 'pre1', 'pre2', 'pre3', 'inst_uid', 'src_inst', 'dst_inst', 'previous', 'next', 'external',
];
const LEADERS = new Set(['TaskInfo', 'ImplicitTaskInfo', 'GPUTaskInfo', 'MetaInfo', 'MessageInfo', 'CopyInfo', 'FillInfo', 'PartitionInfo']);
const FOLLOWERS = new Set(['TaskWaitInfo', 'MetaWaitInfo', 'CopyInstInfo', 'FillInstInfo', 'PartitionInstInfo']);
const SHUFFLED = new Set([...LEADERS, 'MapperCallInfo', 'RuntimeCallInfo', 'ApplicationCallInfo', 'ProfTaskInfo', 'EventTriggerInfo', 'EventMergerInfo', 'EventWaitInfo', 'InstTimelineInfo']);

/** Timed records with what must follow them, in any order, behind all others. */
function shuffled(records: readonly RawRecord[], random: () => number): RawRecord[] {
  const groups: RawRecord[][] = [];
  const others: RawRecord[] = [];
  let isFollowing = false;
  for (const record of records) {
    if (FOLLOWERS.has(record.name) && isFollowing) groups[groups.length - 1].push(record);
    else if (SHUFFLED.has(record.name)) groups.push([record]);
    else others.push(record);
    isFollowing = LEADERS.has(record.name) || (isFollowing && FOLLOWERS.has(record.name));
  }
  for (let i = groups.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [groups[i], groups[j]] = [groups[j], groups[i]];
  }
  return [...others, ...groups.flat()];
}
