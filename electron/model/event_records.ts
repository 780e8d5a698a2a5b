/**
 * Reads what one rank's log says about events, in the order of the log: of preconditions that trigger at the same time
 * the one told last counts. Ranks in ascending order. A record that contradicts an earlier one is dropped, where the reference fails.
 * Source: legion tools/legion_prof_rs/src/state.rs, process_record (the event records) and the functions that create vertices.
 */
import type { RecordTable } from '../decode/decoded_log.ts';
import { eventKindNumber, ON_REPEAT, type EventKind, type EventStatements, type OnRepeat } from './event_graph.ts';
import { inFileOrder } from './file_order.ts';
import { LogTable } from './log_tables.ts';

/** How a record kind becomes a vertex. Field names; a log version may lack some. */
interface EventRule {
  readonly record: string;
  readonly event: string;
  readonly kind: EventKind;
  /** Field with the creator; undefined: the event's own item. */
  readonly creator?: string;
  readonly creation: readonly string[];
  /** The latest of these times is when the event triggered (its creation, if the log has none); left out for kinds that trigger with their preconditions. */
  readonly trigger?: readonly string[];
  readonly preconditions?: readonly string[];
  readonly about?: string;
  readonly onRepeat: keyof typeof ON_REPEAT;
}

const LIFE = ['start', 'stop'];
const MERGED = ['pre0', 'pre1', 'pre2', 'pre3'];

const own = (record: string, kind: EventKind, creation: readonly string[] = ['create'], event = 'fevent', trigger = LIFE): EventRule => ({ record, event, kind, creation, trigger, onRepeat: 'drop' });
const performed = (record: string, kind: EventKind, onRepeat: keyof typeof ON_REPEAT, preconditions: readonly string[], creator = 'fevent'): EventRule =>
  ({ record, event: 'result', kind, creator, creation: ['performed'], preconditions, onRepeat });

const RULES: readonly EventRule[] = [
  own('TaskInfo', 'task'), own('GPUTaskInfo', 'task'), own('MetaInfo', 'task'), own('MessageInfo', 'task', ['spawn', 'create']), own('ProfTaskInfo', 'task', ['start']),
  own('CopyInfo', 'copy'), own('FillInfo', 'fill'), own('PartitionInfo', 'deppart'), own('InstTimelineInfo', 'instance_deletion', ['create'], 'inst_uid', ['ready', 'destroy']),
  performed('EventMergerInfo', 'merge', 'join', MERGED), performed('CompletionQueueInfo', 'completion_queue', 'join', MERGED),
  performed('EventTriggerInfo', 'trigger', 'join', ['precondition']), performed('EventPoisonInfo', 'poison', 'join', []),
  performed('BarrierArrivalInfo', 'barrier_arrival', 'latest', ['precondition']), performed('ReservationAcquireInfo', 'reservation', 'drop', ['precondition']),
  performed('InstanceReadyInfo', 'instance_ready', 'drop', ['precondition'], 'inst_uid'), performed('InstanceRedistrictInfo', 'instance_redistrict', 'join', ['precondition'], 'previous'),
  { record: 'ExternalEventInfo', event: 'external', kind: 'external', creator: 'fevent', creation: ['created'], trigger: ['trigger'], about: 'prov', onRepeat: 'earliest' },
  { record: 'AsyncEffectInfo', event: 'fevent', kind: 'external', creation: ['start'], trigger: ['start', 'stop'], about: 'provenance', onRepeat: 'earliest' },
  { record: 'MakeValidInfo', event: 'result', kind: 'make_valid', creator: 'fevent', creation: ['created'], trigger: ['triggered'], about: 'space', onRepeat: 'earliest' },
  { record: 'FetchMetadataInfo', event: 'result', kind: 'fetch_metadata', creator: 'fevent', creation: ['created'], trigger: ['triggered'], about: 'inst_uid', onRepeat: 'earliest' },
];

/** Implicit tasks only name their event: the runtime triggers it like one of the user's. */
const NAMED_ONLY: EventRule = { record: 'ImplicitTaskInfo', event: 'fevent', kind: 'unknown', creation: [], onRepeat: 'drop' };

/** Record kinds that say something about events. */
export const VERTEX_RECORDS: readonly string[] = [...RULES.map(({ record }) => record), NAMED_ONLY.record];

/** Fields of those that are read. */
export const VERTEX_FIELDS: readonly string[] = [...new Set(RULES.flatMap(({ event, creator, creation, trigger, preconditions, about }) =>
  [event, ...(creator === undefined ? [] : [creator]), ...creation, ...(trigger ?? []), ...(preconditions ?? []), ...(about === undefined ? [] : [about])]))];

/**
 * @param tables of one rank, each with the fields of VERTEX_FIELDS that it has and with offsets
 * @returns work that yields after each run of records of one kind
 */
export function* addEventRecords(statements: EventStatements, tables: ReadonlyMap<string, RecordTable>): Generator<void, void, void> {
  const readers = [...RULES, NAMED_ONLY].map((rule) => new RuleReader(statements, tables, rule)).filter(({ table }) => table.count > 0);
  for (const { table, from, to } of inFileOrder(readers.map(({ table }) => table))) {
    for (let row = from; row < to; row++) readers[table].read(row);
    yield;
  }
}

/** They come unpacked. */
const NONE_PACKED = new Map<string, never>();

const HANDSHAKE = eventKindNumber('external_handshake');

/** Reads the records of one kind in order. */
class RuleReader {
  readonly #statements: EventStatements;
  readonly table: LogTable;
  readonly #kind: number;
  readonly #onRepeat: OnRepeat;
  readonly #hasTrigger: boolean;
  readonly #isArrival: boolean;
  readonly #events: Uint32Array;
  readonly #creators: Uint32Array;
  readonly #creations: readonly Float64Array[];
  readonly #triggers: readonly Float64Array[];
  readonly #preconditions: readonly Uint32Array[];
  readonly #about: Uint32Array | undefined;

  constructor(statements: EventStatements, tables: ReadonlyMap<string, RecordTable>, rule: EventRule) {
    const table = new LogTable({ tables, packed: NONE_PACKED }, rule.record);
    const times = (fields: readonly string[] = []): Float64Array[] => fields.filter((field) => table.has(field)).map((field) => table.times(field));
    this.#statements = statements;
    this.table = table;
    this.#kind = eventKindNumber(rule.kind);
    this.#onRepeat = ON_REPEAT[rule.onRepeat];
    this.#hasTrigger = rule.trigger !== undefined;
    this.#isArrival = rule.kind === 'barrier_arrival';
    this.#events = table.words(rule.event);
    this.#creators = rule.creator === undefined ? this.#events : table.words(rule.creator);
    this.#creations = times(rule.creation);
    this.#triggers = times(rule.trigger);
    this.#preconditions = (rule.preconditions ?? []).filter((field) => table.has(field)).map((field) => table.words(field));
    this.#about = rule.about === undefined ? undefined : table.words(rule.about);
  }

  read(row: number): void {
    const lo = this.#events[2 * row];
    const hi = this.#events[2 * row + 1];
    if ((lo | hi) === 0) return;
    const statements = this.#statements;
    const creatorLo = this.#creators[2 * row];
    const creatorHi = this.#creators[2 * row + 1];
    const creation = firstKnown(this.#creations, row);
    const trigger = this.#hasTrigger ? latestKnown(this.#triggers, row, creation) : NaN;
    if (this.#about !== undefined) statements.about.set(statements.count, [this.#about[2 * row], this.#about[2 * row + 1]]);
    // An arrival that names itself as what arrived comes from outside of the runtime.
    if (this.#isArrival && creatorLo === lo && creatorHi === hi) statements.begin(lo, hi, HANDSHAKE, ON_REPEAT.drop, 0, 0, creation, NaN);
    else statements.begin(lo, hi, this.#kind, this.#onRepeat, creatorLo, creatorHi, creation, trigger);
    for (const words of this.#preconditions) if ((words[2 * row] | words[2 * row + 1]) !== 0) statements.addId(words[2 * row], words[2 * row + 1]);
    statements.end();
  }
}

function firstKnown(times: readonly Float64Array[], row: number): number {
  for (const values of times) if (values[row] === values[row]) return values[row];
  return 0;
}

/** The latest of them, or `otherwise` if none is known: a life that ends before it starts counts as empty. */
function latestKnown(times: readonly Float64Array[], row: number, otherwise: number): number {
  let latest = NaN;
  for (const values of times) if (values[row] === values[row] && !(values[row] <= latest)) latest = values[row];
  return latest === latest ? latest : otherwise;
}
