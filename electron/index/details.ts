/** Everything the index knows about one item, as the details panel shows it. Some queries; below 50 ms at any size. */
import type { FieldPart, ItemDetails, RunId, WaitRow } from '../protocol/engine_api.ts';
import { ProfileError } from '../protocol/errors.ts';
import { itemKey, type TrackId } from '../protocol/items.ts';
import type { Ns } from '../protocol/time.ts';
import { withoutAnsi } from './detail_texts.ts';
import { DetailLinks, hex } from './details_links.ts';
import { addChannelFields, addInstanceFields } from './details_memory.ts';
import { addProcessorFields, lifeTimes, segmentAt, segmentsOf } from './details_processor.ts';
import { FieldList } from './field_list.ts';
import type { IndexReader } from './index_reader.ts';
import { NameRanks } from './name_ranks.ts';
import { sourcePlace } from './provenance_text.ts';
import type { ItemFacts, ItemRow, WaitFacts } from './read_items.ts';

/** Rows of the waits table; the count says how many there are. */
const SHOWN_WAITS = 1000;

/** Their `fevent` is that of the task they ran in. */
const NAMES_TASK_EVENT: ReadonlySet<string> = new Set(['gpu_kernel', 'mapper_call', 'runtime_call', 'application_call']);

const CHANNEL_TYPES: ReadonlySet<string> = new Set(['copy', 'fill', 'deppart']);

export class Details {
  readonly #reader: IndexReader;
  readonly #links: DetailLinks;
  readonly #ranks: NameRanks;

  /** @param run id for links */
  constructor(reader: IndexReader, run: RunId) {
    this.#reader = reader;
    this.#links = new DetailLinks(run, reader.database, reader.items);
    this.#ranks = new NameRanks(reader.database, reader.store);
  }

  /**
   * @param segmentStartNs start of the segment that was clicked; the first one if left out
   * @throws ProfileError 'bad-request' if there is no such item, 'not-loaded' while it is being written
   */
  of(track: TrackId, ordinal: number, segmentStartNs?: Ns): ItemDetails {
    const { items } = this.#reader;
    const source = this.#reader.loadedTrack(track);
    const item = items.facts(itemKey(source, ordinal));
    const row = item && items.row(item);
    if (item === undefined || row === undefined) throw new ProfileError('bad-request', 'There is no such item.');
    const waits = items.waits(item.key);
    const life = lifeTimes(this.#links, item, row);
    const list = new FieldList();
    const version = this.#version();
    if (CHANNEL_TYPES.has(item.type)) addChannelFields(list, this.#links, item, row, life, version);
    else if (item.type === 'instance') addInstanceFields(list, this.#links, item, row, life);
    else addProcessorFields(list, this.#links, item, row, segmentAt(segmentsOf(item, waits), segmentStartNs), life, version);
    this.#addIds(list, item, row);
    const provenance = this.#provenance(item, row);
    return {
      run: this.#links.run, track, ordinal, type: item.type, title: item.title, level: item.level, startNs: item.startNs, stopNs: item.stopNs,
      times: defined({ spawn: life.spawn, create: life.create, ready: life.ready, start: item.startNs, stop: item.stopNs }),
      runningNs: item.runningNs, readyNs: item.readyNs, waitingNs: item.waitingNs, fields: list.ordered(),
      waits: waits.slice(0, SHOWN_WAITS).map((wait) => this.#waitRow(wait)), waitCount: waits.length,
      rank: this.#ranks.of(item), source: provenance === undefined ? null : sourcePlace(provenance) ?? null,
    };
  }

  /** The newest log version of the run decides which reference's fields are shown. */
  #version(): number {
    return this.#reader.database.get<{ version: number | null }>('SELECT max(version) AS version FROM file')?.version ?? 1008;
  }

  #waitRow({ startNs, readyNs, stopNs, event, callee, backtrace }: WaitFacts): WaitRow {
    const link: FieldPart | undefined = callee === null ? undefined : this.#links.linkTo(callee);
    return { startNs, readyNs, endNs: stopNs, event: event === null ? null : `0x${event.toString(16)}`, callee: link ?? null, backtrace: backtrace === null ? null : withoutAnsi(backtrace) };
  }

  /** Ids as the log has them, for those who look things up in it. */
  #addIds(list: FieldList, item: ItemFacts, row: ItemRow): void {
    const line = this.#links.trackName(item.track);
    if (line !== undefined) list.extra(item.type === 'instance' ? 'Line' : 'On', line.realmId === null || line.longName.includes(line.realmId) ? line.longName : `${line.longName} (${line.realmId})`);
    if (row['fevent'] !== undefined) list.extra(NAMES_TASK_EVENT.has(item.type) ? 'Finish event of its task' : 'Finish event', hex(row['fevent']));
    if (row['critical'] !== undefined) list.extra('Waited for event', hex(row['critical']));
    list.extra('Record', `${item.record} ${item.recordRow} of rank ${item.rank}`);
  }

  /** The text that its source position is taken from. */
  #provenance(item: ItemFacts, row: ItemRow): string | undefined {
    if (item.type === 'application_call' || item.type === 'async_effect') return item.title;
    const operation = item.type === 'task' || item.type === 'gpu_kernel' ? row['op_id'] : item.initiator;
    return operation === null || operation === undefined ? undefined : this.#reader.items.provenanceOf(operation);
  }
}

function defined<T extends object>(value: T): { [Key in keyof T]?: NonNullable<T[Key]> } {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as { [Key in keyof T]?: NonNullable<T[Key]> };
}
