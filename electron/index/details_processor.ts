/** Details of items of processors. Source for fields, order and colours: legion_prof_rs backend/data_source.rs, generate_proc_slot_meta_tile. */
import { ownerNode, processorIndex } from '../model/realm_ids.ts';
import { STATE_NAMES, STATE_READY, STATE_RUNNING, STATE_WAITING } from '../protocol/items.ts';
import { deferredTone, latencyTone, privilegeText, withoutAnsi } from './detail_texts.ts';
import { hex, type DetailLinks } from './details_links.ts';
import type { FieldList } from './field_list.ts';
import type { ItemFacts, ItemRow, WaitFacts } from './read_items.ts';
import type { FieldPart } from '../protocol/engine_api.ts';

export interface Segment {
  readonly state: 0 | 1 | 2;
  readonly startNs: number;
  readonly stopNs: number;
  /** Of a waiting or ready segment. */
  readonly wait: WaitFacts | undefined;
}

/** The segments that an item is drawn in, empty ones too. Source: data_source.rs, the loop over waiters. */
export function segmentsOf({ startNs, stopNs }: ItemFacts, waits: readonly WaitFacts[]): Segment[] {
  const segments: Segment[] = [];
  let current = startNs;
  for (const wait of waits) {
    segments.push({ state: STATE_RUNNING, startNs: current, stopNs: wait.startNs, wait: undefined });
    segments.push({ state: STATE_WAITING, startNs: wait.startNs, stopNs: wait.readyNs, wait }, { state: STATE_READY, startNs: wait.readyNs, stopNs: wait.stopNs, wait });
    current = Math.max(current, wait.stopNs);
  }
  if (current < stopNs) segments.push({ state: STATE_RUNNING, startNs: current, stopNs, wait: undefined });
  return segments;
}

/** The segment that starts at a time: the longest of those, as empty ones cannot be clicked; the first one if there is none or no time. */
export function segmentAt(segments: readonly Segment[], startNs: number | undefined): Segment | undefined {
  const here = segments.filter((segment) => segment.startNs === startNs);
  return here.length === 0 ? segments[0] : here.reduce((best, segment) => (segment.stopNs - segment.startNs > best.stopNs - best.startNs ? segment : best));
}

/** Times of its life, completed for profiling tasks from what they profiled. */
export interface LifeTimes {
  readonly spawn: number | undefined;
  readonly create: number | undefined;
  readonly ready: number | undefined;
  readonly creator: bigint | null;
}

export function lifeTimes(links: DetailLinks, item: ItemFacts, row: ItemRow): LifeTimes {
  if (item.type === 'prof_task') return profTimes(links, row);
  const number = (column: string): number | undefined => {
    const value = row[column];
    return value === null || value === undefined ? undefined : Number(value);
  };
  return {
    spawn: number('spawn_at_ns'), create: number('create_at_ns'), ready: item.type === 'instance' ? item.startNs : number('ready_at_ns'), creator: row['creator'] ?? null,
  };
}

/** Source: legion_prof_rs state.rs, the completion of prof tasks after a file. */
function profTimes(links: DetailLinks, row: ItemRow): LifeTimes {
  const event = row['creator'];
  const key = event === null || event === undefined ? undefined : links.items.byEvent(event).at(-1);
  const of = key === undefined ? undefined : links.items.facts(key);
  const profiled = of && links.items.row(of);
  if (of === undefined || profiled === undefined || of.type === 'prof_task') return { spawn: undefined, create: undefined, ready: undefined, creator: event ?? null };
  const created = profiled['spawn_at_ns'] ?? profiled['create_at_ns'] ?? null;
  const isAllocation = of.type === 'instance' && row['is_completion'] === 0n;
  return { spawn: undefined, create: created === null ? undefined : Number(created), ready: isAllocation ? of.startNs : of.stopNs, creator: profiled['creator'] ?? null };
}

export function addProcessorFields(list: FieldList, links: DetailLinks, item: ItemFacts, row: ItemRow, segment: Segment | undefined, life: LifeTimes, version: number): void {
  list.interval('Lifetime', item.startNs, item.stopNs);
  const shown = segment ?? { state: STATE_RUNNING, startNs: item.startNs, stopNs: item.stopNs, wait: undefined };
  const state = STATE_NAMES[shown.state];
  list.interval(state[0].toUpperCase() + state.slice(1), shown.startNs, shown.stopNs);
  if (item.initiator !== undefined && item.initiator !== 0n) list.add('Operation', [links.operation(item.initiator)]);
  const operation = item.type === 'task' || item.type === 'gpu_kernel' ? row['op_id'] : null;
  if (operation !== null && operation !== undefined) {
    addInstances(list, links, operation, version);
    const provenance = links.items.provenanceOf(operation);
    if (provenance !== undefined && !(version >= 1010 && shown.wait?.provenance)) list.add('Provenance', links.provenance(provenance));
  }
  addOrigin(list, links, item, row, life);
  if (item.type === 'mapper_call') addMapper(list, links, row, version);
  addLatencies(list, item, life);
  if (shown.state === STATE_WAITING && shown.wait) addWait(list, links, shown.wait);
  addProcessorExtras(list, links, item, row);
}

function addOrigin(list: FieldList, links: DetailLinks, item: ItemFacts, row: ItemRow, life: LifeTimes): void {
  if (item.type === 'mapper_call' || item.type === 'runtime_call' || item.type === 'application_call') {
    const caller = item.parent === undefined ? undefined : links.linkTo(item.parent);
    if (caller) list.add('Caller', [caller]);
    return;
  }
  if (item.type === 'gpu_kernel') {
    const host = row['fevent'] === null ? undefined : links.items.byEvent(row['fevent']).at(-1);
    const link = host === undefined ? undefined : links.linkTo(host);
    if (link) list.add('Caller', [link]);
    return;
  }
  if (life.creator === null) return;
  const link = links.creator(life.creator, life.spawn ?? life.create ?? item.startNs);
  list.add(item.type === 'async_effect' ? 'Caller' : 'Creator', [link]);
}

function addLatencies(list: FieldList, item: ItemFacts, { spawn, create, ready }: LifeTimes): void {
  if (ready === undefined) return;
  if (create !== undefined) {
    if (spawn !== undefined) list.interval('Message Latency', spawn, create, latencyTone(spawn, create));
    list.interval('Deferred', create, ready, item.type === 'task' ? deferredTone(create, ready) : latencyTone(create, ready));
  }
  list.interval('Delayed', ready, item.startNs, latencyTone(ready, item.startNs));
}

function addWait(list: FieldList, links: DetailLinks, wait: WaitFacts): void {
  const callee = wait.callee === null ? undefined : links.linkTo(wait.callee);
  if (callee) list.add('Callee', [callee]);
  if (wait.provenance !== null) list.add('Provenance', links.provenance(wait.provenance));
  if (wait.backtrace !== null) list.add('Backtrace', [{ text: withoutAnsi(wait.backtrace) }], 'plain', true);
}

/** The mapper's processor: `Node 0 Some(CPU) 2` as the reference of up to 1009 says, from 1010 on its line's long name. */
function addMapper(list: FieldList, links: DetailLinks, row: ItemRow, version: number): void {
  const { mapper_id: id, mapper_proc: processor } = row;
  if (id === null || processor === null) return;
  const name = links.database.get<{ name: string }>('SELECT name FROM mapper WHERE mapper_id = ? AND mapper_proc = ?', id, processor)?.name;
  list.text('Mapper', name ?? String(id));
  const unsigned = BigInt.asUintN(64, processor);
  const node = ownerNode(Number(unsigned >> 32n));
  const known = links.database.get<{ kind_name: string }>('SELECT kind_name FROM processor WHERE proc_id = ?', processor);
  const line = links.database.get<{ long_name: string }>('SELECT long_name FROM track WHERE realm_id = ? ORDER BY track_id DESC LIMIT 1', hex(processor)!);
  const newer = line?.long_name ?? `Node ${node}`;
  list.text('Mapper Processor', version >= 1010 ? newer : known === undefined ? `Node ${node}` : `Node ${node} Some(${known.kind_name}) ${processorIndex(Number(unsigned & 0xffffffffn))}`);
}

interface UsageRow {
  readonly inst_uid: bigint; readonly requirement: bigint; readonly field_id: bigint; readonly mode: bigint | null; readonly redop: bigint | null;
}

/** Instances that the operation used: a plain list up to version 1010, by region requirement with privilege and fields after that. */
function addInstances(list: FieldList, links: DetailLinks, operation: bigint, version: number): void {
  const usages = links.database.query<UsageRow>('SELECT inst_uid, requirement, field_id, mode, redop FROM instance_usage WHERE op_id = ? ORDER BY usage_row', { wide: true }).all(operation);
  if (version < 1011) {
    list.add('Instances', [...new Set(usages.map(({ inst_uid }) => inst_uid))].map((uid) => links.instance(uid)));
    return;
  }
  const parts: FieldPart[] = [];
  const requirement = (usage: UsageRow): number => Number(BigInt.asIntN(32, usage.requirement));
  const groups = Map.groupBy(usages.toSorted((a, b) => requirement(a) - requirement(b)), requirement);
  for (const [number, inRequirement] of groups) {
    parts.push({ text: number < 0 ? 'No Requirement (Futures)' : `Requirement ${number}` });
    const uses = Map.groupBy(inRequirement, (usage) => `${usage.inst_uid} ${usage.mode} ${usage.redop}`);
    for (const same of uses.values()) {
      const { inst_uid: uid, mode, redop } = same[0];
      parts.push(links.instance(uid), { text: privilegeText(Number(mode ?? 0), Number(redop ?? 0)) });
      const fields = [...new Set(same.map(({ field_id }) => Number(field_id)))].sort((a, b) => a - b);
      parts.push({ text: `Fields: ${fields.map((field) => links.field(uid, field)).join(', ')}` });
    }
  }
  if (parts.length > 0) list.add('Instances', parts, 'plain', parts.length > 12);
}

function addProcessorExtras(list: FieldList, links: DetailLinks, item: ItemFacts, row: ItemRow): void {
  if (row['logged_op_id'] !== undefined && row['logged_op_id'] !== null) list.extra('Operation named in the log', [links.operation(BigInt.asUintN(64, row['logged_op_id']))]);
  if (item.type === 'task' || item.type === 'gpu_kernel') {
    list.extra('Operation number', row['op_id'] === null ? undefined : String(BigInt.asUintN(64, row['op_id'])));
    list.extra('Task kind', `${links.kindName('task', row['task_id']) ?? 'unnamed'} <${row['task_id']}>`);
    const variant = links.database.get<{ name: string }>('SELECT name FROM task_variant WHERE task_id = ? AND variant_id = ?', row['task_id'], row['variant_id']);
    list.extra('Variant', `${variant?.name ?? 'unnamed'} <${row['variant_id']}>`);
    if (row['is_implicit'] === 1n) list.extra('Implicit', 'began outside of the runtime');
  }
  if (item.type === 'meta_task') list.extra('Kind', row['is_message'] === 1n ? 'handles a message' : 'runtime task');
  if (item.type === 'prof_task') list.extra('Profiled', row['is_completion'] === 0n ? 'allocation of an instance' : 'completion');
}
