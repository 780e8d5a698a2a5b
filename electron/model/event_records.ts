/**
 * Reads what one rank's log says about events, in the order of the log: of preconditions that trigger at the same time
 * the one told last counts. Ranks in ascending order. A record that contradicts an earlier one is dropped, where the reference fails.
 * Source: legion tools/legion_prof_rs/src/state.rs, process_record (the event records) and the functions that create vertices.
 */
import type { LogContent, PackedTable, RecordTable } from '../decode/decoded_log.ts';
import { unpackOffsets, unpackPage } from '../decode/packed_table.ts';
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

/** How many records of a log say something about events. */
export function eventRecordCount({ tables, packed }: EventLog): number {
  return ALL_RULES.reduce((sum, { record }) => sum + ((packed.get(record) ?? tables.get(record))?.count ?? 0), 0);
}

type EventLog = Pick<LogContent, 'tables' | 'packed'>;
const ALL_RULES: readonly EventRule[] = [...RULES, NAMED_ONLY];

/** Adds what one rank's log says. Beyond the statements it takes the memory of a page of each kind of record, and 8 bytes a record. */
export function addEventRecords(statements: EventStatements, log: EventLog): void {
  const readers = ALL_RULES.map((rule) => new RuleReader(statements, log, rule)).filter(({ count }) => count > 0);
  for (const { table, from, to } of inFileOrder(readers)) readers[table].read(from, to);
}

const HANDSHAKE = eventKindNumber('external_handshake');

/** Columns of some records of one kind that follow each other. */
interface Page {
  /** Records [first, end) of the table. */
  readonly first: number;
  readonly end: number;
  readonly events: Uint32Array;
  readonly creators: Uint32Array;
  readonly creations: readonly Float64Array[];
  readonly triggers: readonly Float64Array[];
  readonly preconditions: readonly Uint32Array[];
  readonly about: Uint32Array | undefined;
}

/** Reads the records of one kind in order, those that are packed page by page. */
class RuleReader {
  readonly count: number;
  readonly offsets: Float64Array;
  readonly #statements: EventStatements;
  readonly #rule: EventRule;
  readonly #kind: number;
  readonly #onRepeat: OnRepeat;
  readonly #table: RecordTable | undefined;
  readonly #packed: PackedTable | undefined;
  /** Of the packed table, the one that is read next. */
  #nextPage = 0;
  #page: Page | undefined;

  constructor(statements: EventStatements, log: EventLog, rule: EventRule) {
    this.#statements = statements;
    this.#rule = rule;
    this.#kind = eventKindNumber(rule.kind);
    this.#onRepeat = ON_REPEAT[rule.onRepeat];
    this.#packed = log.packed.get(rule.record);
    this.#table = log.tables.get(rule.record);
    this.count = this.#packed?.count ?? this.#table?.count ?? 0;
    this.offsets = this.#packed === undefined ? (this.#table?.offsets ?? new Float64Array(0)) : unpackOffsets(this.#packed);
  }

  /** Records [from, to), which follow those read before. */
  read(from: number, to: number): void {
    for (let row = from; row < to; ) {
      if (this.#page === undefined || row >= this.#page.end) this.#page = this.#load(this.#page?.end ?? 0);
      const end = Math.min(to, this.#page.end);
      this.#add(this.#page, row - this.#page.first, end - this.#page.first);
      row = end;
    }
  }

  #load(first: number): Page {
    const rows = this.#packed === undefined ? (this.#table as RecordTable) : unpackPage(this.#packed, this.#nextPage++, fieldsOf(this.#rule));
    const table = new LogTable({ tables: new Map([[rows.name, rows]]) }, rows.name);
    const { event, creator, creation, trigger = [], preconditions = [], about } = this.#rule;
    const times = (fields: readonly string[]): Float64Array[] => fields.filter((field) => table.has(field)).map((field) => table.times(field));
    const events = table.words(event);
    return {
      first, end: first + rows.count, events, creators: creator === undefined ? events : table.words(creator), creations: times(creation), triggers: times(trigger),
      preconditions: preconditions.filter((field) => table.has(field)).map((field) => table.words(field)), about: about === undefined ? undefined : table.words(about),
    };
  }

  /** Records [from, to) of the page. */
  #add({ events, creators, creations, triggers, preconditions, about }: Page, from: number, to: number): void {
    const statements = this.#statements;
    const hasTrigger = this.#rule.trigger !== undefined;
    const isArrival = this.#rule.kind === 'barrier_arrival';
    for (let row = from; row < to; row++) {
      const lo = events[2 * row];
      const hi = events[2 * row + 1];
      if ((lo | hi) === 0) continue;
      const creatorLo = creators[2 * row];
      const creatorHi = creators[2 * row + 1];
      const creation = firstKnown(creations, row);
      const trigger = hasTrigger ? latestKnown(triggers, row, creation) : NaN;
      if (about !== undefined) statements.about.set(statements.count, [about[2 * row], about[2 * row + 1]]);
      // An arrival that names itself as what arrived comes from outside of the runtime.
      if (isArrival && creatorLo === lo && creatorHi === hi) statements.begin(lo, hi, HANDSHAKE, ON_REPEAT.drop, 0, 0, creation, NaN);
      else statements.begin(lo, hi, this.#kind, this.#onRepeat, creatorLo, creatorHi, creation, trigger);
      for (const words of preconditions) if ((words[2 * row] | words[2 * row + 1]) !== 0) statements.addId(words[2 * row], words[2 * row + 1]);
      statements.end();
    }
  }
}

function fieldsOf({ event, creator, creation, trigger = [], preconditions = [], about }: EventRule): string[] {
  return [event, ...(creator === undefined ? [] : [creator]), ...creation, ...trigger, ...preconditions, ...(about === undefined ? [] : [about])];
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
