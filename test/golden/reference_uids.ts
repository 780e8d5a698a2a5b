// The numbers ("uids") that the reference gives to items, worked out from the logs alone, by its rules of numbering (semantics §2.2):
// so that its recorded answers, which name items by them, can be compared field by field and hash by hash. Test helper.
import type { Column, DecodedLog, RecordTable } from '../../electron/decode/decoded_log.ts';
import { inFileOrder } from '../../electron/model/file_order.ts';

/** What a record kind numbers, in order: an event that is named, or something with a number of its own. */
type Step = { readonly event: string } | { readonly fresh: true };

const event = (name: string): Step => ({ event: name });
const FRESH: Step = { fresh: true };

const RULES: Readonly<Record<string, readonly Step[]>> = {
  TaskInfo: [event('creator'), event('fevent')], ImplicitTaskInfo: [event('creator'), event('fevent')], MetaInfo: [event('creator'), event('fevent')],
  MessageInfo: [event('creator'), event('fevent')], ProfTaskInfo: [event('creator'), event('fevent')], CopyInfo: [event('creator'), event('fevent')], FillInfo: [event('creator'), event('fevent')],
  PartitionInfo: [event('fevent'), event('creator')], GPUTaskInfo: [event('fevent'), FRESH, event('creator')],
  MapperCallInfo: [event('fevent'), FRESH], RuntimeCallInfo: [event('fevent'), FRESH], ApplicationCallInfo: [event('fevent'), FRESH],
  CopyInstInfo: [event('src_inst'), event('dst_inst')], FillInstInfo: [event('dst_inst')], PartitionInstInfo: [event('src_inst')], InstTimelineInfo: [event('creator'), event('inst_uid')],
  EventWaitInfo: [event('fevent')], EventMergerInfo: [event('fevent')], EventTriggerInfo: [event('fevent')], EventPoisonInfo: [event('fevent')], BarrierArrivalInfo: [event('fevent')],
  ReservationAcquireInfo: [event('fevent')], CompletionQueueInfo: [event('fevent')], ExternalEventInfo: [event('fevent')], InstanceReadyInfo: [event('inst_uid')],
  InstanceRedistrictInfo: [event('previous'), event('next')], PhysicalInstRegionDesc: [event('inst_uid')], PhysicalInstLayoutDesc: [event('inst_uid')], PhysicalInstDimOrderDesc: [event('inst_uid')],
  PhysicalInstanceUsage: [event('inst_uid')], PhysicalInstanceSpaces: [event('inst_uid')],
};
/** Number of an item by its record, for those that have no event of their own. */
const ITEMS_BY_RECORD: ReadonlySet<string> = new Set(['GPUTaskInfo', 'MapperCallInfo', 'RuntimeCallInfo', 'ApplicationCallInfo']);

export class ReferenceUids {
  #next = 1;
  readonly #byEvent = new Map<bigint, number>();
  readonly #byRecord = new Map<string, Uint32Array>();
  readonly #parts = new Map<string, number[]>();

  /** @param logs in the order of the arguments. @param partsOf of a copy record: how many items it becomes */
  constructor(logs: readonly { readonly log: DecodedLog; readonly rank: number }[], partsOf: (rank: number, row: number) => number) {
    for (const { log, rank } of logs) {
      for (const run of numberedRuns(log)) this.#read(run.table, rank, run.from, run.to);
      this.#readCopies(log, rank, partsOf);
    }
  }

  ofEvent(id: bigint): number | undefined {
    return this.#byEvent.get(id);
  }

  /** Of a call or kernel. */
  ofRecord(rank: number, record: string, row: number): number | undefined {
    return this.#byRecord.get(`${rank} ${record}`)?.[row];
  }

  /** Of part `part` of a copy record. */
  ofPart(rank: number, row: number, part: number): number | undefined {
    return this.#parts.get(`${rank} ${row}`)?.[part];
  }

  #read(table: RecordTable, rank: number, from: number, to: number): void {
    const steps = RULES[table.name].map((step) => ('event' in step ? wordsOf(table, step.event) : undefined));
    const key = `${rank} ${table.name}`;
    if (ITEMS_BY_RECORD.has(table.name) && !this.#byRecord.has(key)) this.#byRecord.set(key, new Uint32Array(table.count));
    const own = this.#byRecord.get(key);
    const result = table.name === 'BarrierArrivalInfo' ? wordsOf(table, 'result') : undefined;
    for (let row = from; row < to; row++) {
      RULES[table.name].forEach((step, i) => {
        const words = steps[i];
        if ('fresh' in step) own![row] = this.#next++;
        else if (words !== undefined && words !== null) {
          // A handshake from outside names no item.
          if (result !== undefined && result !== null && result[2 * row] === words[2 * row] && result[2 * row + 1] === words[2 * row + 1]) return;
          this.#reference(words[2 * row], words[2 * row + 1]);
        }
      });
    }
  }

  #reference(lo: number, hi: number): void {
    if ((lo | hi) === 0) return;
    const id = (BigInt(hi) << 32n) | BigInt(lo);
    if (!this.#byEvent.has(id)) this.#byEvent.set(id, this.#next++);
  }

  #readCopies(log: DecodedLog, rank: number, partsOf: (rank: number, row: number) => number): void {
    const table = log.tables.get('CopyInfo');
    const words = table && wordsOf(table, 'fevent');
    if (table === undefined || words === undefined || words === null) return;
    const rows = Array.from({ length: table.count }, (_, row) => row).sort((a, b) => words[2 * a + 1] - words[2 * b + 1] || words[2 * a] - words[2 * b]);
    for (const row of rows) this.#parts.set(`${rank} ${row}`, Array.from({ length: partsOf(rank, row) }, () => this.#next++));
  }
}

function wordsOf(table: RecordTable, field: string): Uint32Array | null {
  const column: Column | undefined = table.columns.get(field);
  return column?.type === 'u64' ? column.values : null;
}

/** Runs of records of one kind in the order of the file. */
function* numberedRuns(log: DecodedLog): Generator<{ table: RecordTable; from: number; to: number }> {
  const tables = [...log.tables.values()].filter(({ name, count }) => RULES[name] !== undefined && count > 0);
  for (const { table, from, to } of inFileOrder(tables)) yield { table: tables[table], from, to };
}
