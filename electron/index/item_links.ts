/**
 * Links from an item to others, and the texts that stand where a target is not loaded.
 * Source: legion tools/legion_prof_rs/src/backend/data_source.rs (op, instance, creator and critical links).
 */
import { eventNode, isBarrier } from '../model/realm_ids.ts';
import type { FieldTone, FieldValue } from '../protocol/fields.ts';
import { formatTime } from '../protocol/format_time.ts';
import type { ItemKey } from '../protocol/items.ts';
import { highWord } from '../protocol/words.ts';
import type { EventKind } from '../model/event_graph.ts';
import type { EventNode } from './event_pages.ts';
import type { FieldSource } from './field_source.ts';
import type { ItemFacts } from './read_items.ts';

/** Types whose items run on a processor. */
export const PROCESSOR_TYPES: ReadonlySet<string> = new Set(['task', 'gpu_kernel', 'meta_task', 'mapper_call', 'runtime_call', 'application_call', 'prof_task', 'async_effect']);

const text = (value: string): FieldValue => ({ kind: 'text', text: value });

export function linkTo(item: ItemFacts, title = item.title, startNs = item.startNs, stopNs = item.stopNs): FieldValue {
  return { kind: 'link', item: item.key, title, startNs, stopNs };
}

export function linkToKey(source: FieldSource, key: ItemKey): FieldValue | undefined {
  const item = source.items.facts(key);
  return item && linkTo(item);
}

/** The task of an operation where it is known, else the operation's name. */
export function operationLink(source: FieldSource, operation: bigint): FieldValue {
  const task = source.items.taskOf(operation);
  if (task !== undefined) return linkTo(task);
  const id = BigInt.asIntN(64, operation);
  const launched = source.text("SELECT k.name AS text FROM launch l JOIN kind_name k ON k.family = 'task' AND k.kind = l.task_id WHERE l.op_id = ?", id);
  if (launched !== undefined) return text(`Task ${launched}<${operation}>`);
  const kind = source.text("SELECT k.name AS text FROM operation o JOIN kind_name k ON k.family = 'operation' AND k.kind = o.kind WHERE o.op_id = ?", id);
  return kind === undefined ? { kind: 'count', count: Number(operation) } : text(`${kind} Operation<${operation}>`);
}

/** An instance titled by its Realm id, with something before and after it; the prefix and a word if it is not loaded. */
export function instanceLink(source: FieldSource, uid: bigint, prefix = '', suffix = ''): FieldValue {
  const item = source.instance(uid);
  if (item === undefined) return text(`${prefix}<unknown instance>`);
  return linkTo(item, `${prefix}0x${source.record(item).id('inst_id', item.recordRow).toString(16)}${suffix}`);
}

/** What was running in an item at a time: the innermost call, or the item itself; items of channels and memories are not looked into. */
function executing(source: FieldSource, item: ItemFacts, ns: number): ItemFacts {
  if (!PROCESSOR_TYPES.has(item.type)) return item;
  const key = source.items.executingAt(item.key, ns);
  return key === item.key ? item : source.items.facts(key) ?? item;
}

function nodeOf(event: bigint): number {
  return eventNode(highWord(event));
}

function loadNode(what: string, node: number): FieldValue {
  return text(`${what} on node ${node}. Please load the logfile from that node to see it.`);
}

/** What created something at a time. @param creator its finish event */
export function creatorLink(source: FieldSource, creator: bigint, ns: number): FieldValue {
  const item = source.byEvent(creator);
  if (item === undefined) return loadNode('Unknown creator', nodeOf(creator));
  const innermost = executing(source, item, ns);
  return linkTo(innermost, source.longName(innermost));
}

/** The same where creation itself is what determined when it could begin. */
export function createdByLink(source: FieldSource, creator: bigint, ns: number): FieldValue {
  const item = source.byEvent(creator);
  if (item === undefined) return loadNode('Unknown creator', nodeOf(creator));
  const innermost = executing(source, item, ns);
  return linkTo(innermost, `Created by ${source.longName(innermost)} at ${formatTime(ns)} ${source.place(innermost)}`);
}

const NEEDS_ARRIVALS = 'Please load the logfile from at least one node that arrives on this barrier to start determining a critical path. '
  + "You'll need to load the logs from all nodes that arrive on this barrier to determine a precise critical path. "
  + 'If you see this message and did not run with the -lg:prof_all_critical_arrivals flag then please report this case as it is likely a bug.';

/** For an event of which nothing is known but its id. */
export function unknownEventText(event: bigint, opening = 'Unknown'): FieldValue {
  const id = `0x${event.toString(16)}`;
  if (isBarrier(highWord(event))) return text(`${opening} critical path barrier ${id} created on node ${nodeOf(event)}. ${NEEDS_ARRIVALS}`);
  return text(`${opening} critical path event ${id} from node ${nodeOf(event)}. Please load the logfile from that node to see it.`);
}

/** What happens to events, in links and in texts. */
const PERFORMED: Readonly<Partial<Record<EventKind, readonly [link: string, missing: string]>>> = {
  merge: ['Event Merger', 'an event merger'], trigger: ['User Event Trigger', 'a user event trigger'], poison: ['User Event Poisoned', 'a user event poison'],
  barrier_arrival: ['Barrier Arrival', 'a barrier arrival'], reservation: ['Reservation Acquire', 'a reservation acquire'], completion_queue: ['Completion Queue Non-Empty', 'a completion queue'],
};
const COMPLETED: Readonly<Partial<Record<EventKind, string>>> = { task: 'a (meta-) task', copy: 'a copy operation', fill: 'a fill operation', deppart: 'a dependent partition operation' };

/** Events that work ends with: waiting for work is no cause for concern. */
const PLAIN_KINDS: ReadonlySet<EventKind> = new Set(['task', 'copy', 'fill', 'deppart', 'instance_ready']);

export function criticalTone(kind: EventKind): FieldTone {
  return kind === 'unknown' ? 'blue' : PLAIN_KINDS.has(kind) ? 'plain' : 'red';
}

/** What determined when `event` triggered. @param node of the event that did */
export function criticalLink(source: FieldSource, event: bigint, node: EventNode): FieldValue {
  const { kind } = node;
  const at = node.triggerNs ?? node.creationNs;
  const time = formatTime(at);
  const performed = PERFORMED[kind];
  if (performed !== undefined) return performedLink(source, event, node, at, performed);
  if (kind === 'unknown') return unknownEventText(event);
  if (kind === 'external_handshake') return text(`External handshake on node ${nodeOf(node.event)} at ${time}`);
  if (kind === 'external') return externalLink(source, node, at);
  if (kind === 'make_valid' || kind === 'fetch_metadata') return metadataLink(source, event, node, at);
  const item = source.byEvent(node.creator);
  if (COMPLETED[kind] !== undefined) {
    if (item === undefined) return loadNode(`Critical path from ${COMPLETED[kind]}`, nodeOf(event));
    return linkTo(item, `Completion of ${source.longName(item)} at ${time} ${source.place(item)}`);
  }
  if (item === undefined) return loadNode('Critical path from an instance', nodeOf(event));
  return instanceEventLink(source, kind, item, time);
}

/** Events of instances: ready, redistricted, deleted. */
function instanceEventLink(source: FieldSource, kind: EventKind, item: ItemFacts, time: string): FieldValue {
  const name = source.longName(item);
  const place = source.place(item);
  if (kind === 'instance_deletion') return linkTo(item, `Deletion of ${name} at ${formatTime(item.stopNs)} ${place}`);
  const record = source.record(item);
  if (kind === 'instance_ready' && !isImmediate(source, item)) return linkTo(item, `Deferred allocation of ${name} at ${formatTime(item.startNs)} ${place}`);
  const creator = record.id('creator', item.recordRow);
  const by = source.byEvent(creator);
  if (by === undefined) return loadNode(`Critical path from the ${kind === 'instance_ready' ? 'creation' : 'redistricting'} of an instance by an unknown creator`, nodeOf(creator));
  const done = kind === 'instance_ready' ? `Creation of ${name} ${place} at ${formatTime(record.time('create', item.recordRow) ?? item.startNs)}` : `Redistrict of ${name} ${place} at ${time}`;
  return linkTo(by, `${done} by ${source.longName(by)} ${source.place(by)}`);
}

/** Whether the memory was there when it was asked for; of instances without an answer it is taken for granted. */
export function isImmediate(source: FieldSource, item: ItemFacts): boolean {
  const uid = source.record(item).id('inst_uid', item.recordRow);
  const response = source.database.get<{ start_ns: number }>('SELECT start_ns FROM prof_task WHERE creator = ? AND is_completion = 0 ORDER BY item_id DESC LIMIT 1', BigInt.asIntN(64, uid));
  return response === undefined || item.startNs <= response.start_ns;
}

function performedLink(source: FieldSource, event: bigint, node: EventNode, at: number, [word, missing]: readonly [string, string]): FieldValue {
  const item = source.byEvent(node.creator);
  if (item !== undefined) {
    const innermost = executing(source, item, at);
    return linkTo(innermost, `${word} by ${source.longName(innermost)} at ${formatTime(at)} ${source.place(innermost)}`, innermost.startNs, at);
  }
  if (nodeOf(node.creator) !== nodeOf(event)) return loadNode(`Critical path from ${missing}`, nodeOf(node.creator));
  return missingCreator(node.creator, missing, event);
}

function missingCreator(creator: bigint, what: string, event: bigint): FieldValue {
  return text(`Could not find fevent 0x${creator.toString(16)} for ${what} of event 0x${event.toString(16)} on node ${nodeOf(event)}. `
    + "This is probably a bug in the Legion runtime logging not recording all fevents on a node. You could try running with '-lg:prof_self' to see if the fevent corresponds to a profiling meta-task, but most likely this is just a bug.");
}

function externalLink(source: FieldSource, node: EventNode, at: number): FieldValue {
  const what = `External Realm event from a ${source.provenanceText(node.about) ?? 'unknown provenance'}`;
  const item = source.byEvent(node.creator);
  if (item === undefined) return nodeOf(node.creator) === nodeOf(node.event) ? missingCreator(node.creator, 'an external event', node.event) : loadNode(`${what} created`, nodeOf(node.creator));
  const innermost = executing(source, item, node.creationNs);
  return linkTo(innermost, `${what} created by ${source.longName(innermost)} ${source.place(innermost)} triggered at ${formatTime(at)}`, innermost.startNs, at);
}

/** Requests for the meta data of an index space or instance. */
function metadataLink(source: FieldSource, event: bigint, node: EventNode, at: number): FieldValue {
  const isSpace = node.kind === 'make_valid';
  const item = source.byEvent(node.creator);
  const what = isSpace ? spaceName(source, node.about, item?.rank ?? 0) : instanceName(source, node.about);
  if (item === undefined) return nodeOf(node.creator) === nodeOf(event) ? missingCreator(node.creator, 'a request for meta data', event) : loadNode('Critical path from a request for meta data', nodeOf(node.creator));
  if (node.creationNs < at) {
    const innermost = executing(source, item, node.creationNs);
    return linkTo(innermost, `Waiting for meta data of ${what} requested by ${source.longName(innermost)} to be ready at ${formatTime(at)}`, node.creationNs, at);
  }
  const call = isSpace ? 'IndexSpace::make_valid' : 'Instance::fetch_metadata';
  return linkTo(item, `${call} invoked for ${what} created by ${source.longName(item)} ${source.place(item)} at ${formatTime(at)}`, item.startNs, at);
}

function spaceName(source: FieldSource, id: bigint, rank: number): string {
  return id === 0n ? 'anonymous' : source.spaces.text(id, rank);
}

function instanceName(source: FieldSource, uid: bigint): string {
  const item = source.instance(uid);
  return item === undefined ? `inst_uid:${uid}` : `inst:0x${source.record(item).id('inst_id', item.recordRow).toString(16)}`;
}

