/**
 * Writes the index of one run: the single writer, in the index thread. All work comes as generators that yield about every 25 ms,
 * between which the same connection may be read (IndexReader.over). The file has another name until it is whole.
 *
 *   create → writeShard … → finish            the index is there, read-only; a shard may come in parts, writeItems, writeRecordTable … → closeShard
 *                         → finishPartial     cancelled: a working file that can be read until `discard`
 *                         → abort             nothing is left
 */
import type { DecodedLog } from '../decode/decoded_log.ts';
import type { ModelGroup, ModelTrack, Published, RankShard, RunModel } from '../model/run_model.ts';
import { eventCycleAlert } from '../model/run_alerts.ts';
import type { Alert } from '../protocol/alerts.ts';
import { itemKey, type TrackId } from '../protocol/items.ts';
import { BulkWriter } from './bulk_writer.ts';
import { createIndexes } from './create_indexes.ts';
import type { IndexDatabase, SlowQueryLog } from './database.ts';
import { writeDescriptions, writePartitionKinds } from './description_rows.ts';
import { writeDetailRows } from './detail_rows.ts';
import { NO_EVENTS, type SolvedEvents } from './event_graph_builder.ts';
import { writeEventPages } from './event_pages.ts';
import { createWorkingFile, discardFile, publishFile, type WorkingFile } from './index_file.ts';
import { writeInstanceMentions } from './instance_mentions.ts';
import { KeyEntries, writeKeyPages } from './key_pages.ts';
import { packTable, tablesOf, type StoredTable } from './pack_records.ts';
import { writeRecordTable, writeStrings } from './record_pages.ts';
import { writeAlerts, writeFile, writeGroup, writeMissingNames, writeNames, writeRun, writeTrack, type IndexFacts } from './run_rows.ts';
import { APPLICATION_ID, BULK_TABLES, SCHEMA_VERSION, schemaSql, TABLES } from './schema.ts';
import { ITEM_TABLES } from './schema_items.ts';
import { SliceClock, type Sliced } from './slices.ts';
import { writeSpaceRecords } from './space_records.ts';
import { writeProvenancePostings, writeSearch } from './search_rows.ts';
import { writeCurves, writeTrackContent } from './write_track.ts';
import { WriterState } from './writer_state.ts';

export interface WriterOptions {
  /** Replace an index of that name; default true. */
  readonly overwrite?: boolean;
  readonly onSlow?: SlowQueryLog;
}

/** What the end of a build adds to the model. */
export interface WholeRunFacts {
  /** Beside the model's own. */
  readonly alerts?: readonly Alert[];
  /** Left out where the logs say nothing about events. */
  readonly events?: SolvedEvents;
}

export class IndexWriter {
  readonly #file: WorkingFile;
  readonly #facts: IndexFacts;
  readonly #state: WriterState;
  readonly #bulk: BulkWriter;
  /** Tracks that are written, without their blocks: those would stay in memory until all ranks are written. */
  readonly #tracks = new Map<TrackId, Pick<ModelTrack, 'mirrorOf' | 'util'>>();
  readonly #loaded = new Set<TrackId>();
  /** Tracks that are written and not flushed. */
  readonly #waiting: TrackId[] = [];
  /** Tracks that are written but for the records of their rank, which their details need. */
  readonly #withoutRecords: TrackId[] = [];
  readonly #ranks = new Set<number>();
  readonly #recordCounts = new Map<string, number>();
  /** Rows that wait must go in before the work goes on. */
  #wantsFlush = false;

  private constructor(file: WorkingFile, facts: IndexFacts) {
    this.#file = file;
    this.#facts = facts;
    this.#bulk = new BulkWriter(file.database, `${file.path}.rows`, BULK_TABLES);
    this.#state = new WriterState(file.database, this.#bulk, new SliceClock(() => this.#bulk.isFull));
  }

  /**
   * Starts an index that shall be at `finalPath`.
   * @throws ProfileError 'read-only', 'no-permission', 'disk-full', 'index-exists' (with overwrite: false), 'system'
   */
  static create(finalPath: string, facts: IndexFacts, options: WriterOptions = {}): IndexWriter {
    const file = createWorkingFile(finalPath, { overwrite: options.overwrite ?? true, onSlow: options.onSlow });
    try {
      const { database } = file;
      database.transaction(() => {
        for (const sql of schemaSql()) database.exec(sql);
        writePartitionKinds(database);
      });
      database.pragma(`application_id = ${APPLICATION_ID}`);
      database.pragma(`user_version = ${SCHEMA_VERSION}`);
      return new IndexWriter(file, facts);
    } catch (error) {
      discardFile(file);
      throw error;
    }
  }

  get database(): IndexDatabase {
    return this.#file.database;
  }

  get facts(): IndexFacts {
    return this.#facts;
  }

  /** Where it is being written. */
  get path(): string {
    return this.#file.path;
  }

  /** Whether all rows of a track can be read by now. */
  isLoaded(track: TrackId): boolean {
    return this.#loaded.has(this.#tracks.get(track)?.mirrorOf ?? track);
  }

  mirrorOf(track: TrackId): TrackId | undefined {
    return this.#tracks.get(track)?.mirrorOf;
  }

  /** Notes a log without a shard (unreadable, empty); `writeShard` notes those of shards. */
  addFile(log: DecodedLog, rank: number): void {
    writeFile(this.database, log, rank, this.#facts.files.find(({ path }) => path === log.path));
    for (const [name, count] of log.recordCounts) this.#recordCounts.set(name, (this.#recordCounts.get(name) ?? 0) + count);
  }

  /** Notes the SHA-256 of a whole log; before `finish`. */
  setFullHash(path: string, hash: string): void {
    this.database.run('UPDATE file SET full_hash = ? WHERE path = ?', hash, path);
  }

  /** Writes one rank: its published tracks, its descriptions, its records. Memory beyond the shard's own: some MB, 16 bytes an item while sorting, and a packed table. */
  *writeShard(shard: RankShard, published: Published): Sliced {
    yield* this.writeItems(shard, published);
    for (const [seq, table] of tablesOf(shard.log).entries()) yield* this.writeRecordTable(shard.rank, seq, packTable(table));
    yield* this.closeShard(shard.rank);
  }

  /** A part of `writeShard`: all but the records. `closeShard` must follow. */
  *writeItems(shard: RankShard, published: Published): Sliced {
    yield* this.#inTransactions(this.#items(shard, published));
  }

  /** A part of `writeShard`: may come at any time before its end, also while items are written. @param seq place of the kind among those of its rank */
  *writeRecordTable(rank: number, seq: number, table: StoredTable): Sliced {
    if (this.#ranks.has(rank)) return;
    yield* this.#inTransactions(writeRecordTable(this.database, rank, seq, table, this.#state.clock));
  }

  /** The end of `writeShard`. */
  *closeShard(rank: number): Sliced {
    yield* this.#inTransactions(this.#closing(rank));
  }

  /**
   * Writes what only the whole run tells, closes the file and gives it its final name.
   * @returns the path to open: the final one, or one on local disk where the file system refuses locks
   */
  *finish(run: RunModel, published: Published, facts: WholeRunFacts = {}): Sliced<string> {
    yield* this.writeWholeRun(run, published);
    return yield* this.publish(run, facts);
  }

  /** The first half of `finish`; the other must follow. */
  *writeWholeRun(run: RunModel, published: Published): Sliced {
    yield* this.#inTransactions(this.#wholeRun(run, published, true));
  }

  *publish(run: RunModel, facts: WholeRunFacts): Sliced<string> {
    yield* this.#inTransactions(this.#runFacts(run, facts, true));
    this.#close();
    publishFile(this.#file);
    return this.#file.elsewhere ? this.#file.path : this.#file.finalPath;
  }

  /**
   * Ends a cancelled build: what was written can be read from the file that is returned, until `discard`.
   * @param run what the builder makes of the ranks read so far
   */
  *finishPartial(run: RunModel, published: Published, facts: WholeRunFacts = {}): Sliced<string> {
    yield* this.#inTransactions(this.#dropUnfinished());
    yield* this.#inTransactions(this.#wholeRun(run, published, false));
    yield* this.#inTransactions(this.#runFacts(run, facts, false));
    this.#close();
    return this.#file.path;
  }

  #close(): void {
    this.#bulk.close();
    this.database.close();
  }

  /** Stops and leaves nothing. May be called at any time, also after an error. */
  abort(): void {
    this.#bulk.close();
    this.discard();
  }

  /** Removes the working file of a build that did not get its final name. */
  discard(): void {
    discardFile(this.#file);
  }

  /** Each slice is a transaction; rows that are waiting go in between two of them. */
  *#inTransactions(work: Sliced): Sliced {
    for (;;) {
      this.#state.clock.restart();
      const isDone = this.database.transaction(() => work.next().done === true);
      if (isDone || this.#wantsFlush || this.#bulk.isFull) {
        // A slice of its own: it takes as long as one.
        yield;
        this.#flush();
      }
      if (isDone) return;
      yield;
    }
  }

  #flush(): void {
    this.#wantsFlush = false;
    this.#bulk.flush();
    for (const id of this.#waiting) this.#loaded.add(id);
    this.#waiting.length = 0;
  }

  *#items(shard: RankShard, published: Published): Sliced {
    const { rank, log } = shard;
    this.#state.shard = shard;
    this.addFile(log, rank);
    yield* this.#published(published);
    if (this.#ranks.has(rank)) return;
    writeDescriptions(this.database, log);
    yield* writeDetailRows(this.#bulk, rank, log, this.#state.nextKey, this.#state.clock);
    yield* writeInstanceMentions(this.#bulk, rank, log, this.#state.nextKey, this.#state.clock);
  }

  *#closing(rank: number): Sliced {
    const log = this.#state.shard?.log;
    if (log !== undefined && !this.#ranks.has(rank)) {
      writeStrings(this.database, rank, log.strings);
      yield* writeSpaceRecords(this.database, rank, this.#state.clock);
    }
    this.#ranks.add(rank);
    this.#waiting.push(...this.#withoutRecords.splice(0));
    this.#state.shard = undefined;
    this.#state.letRecordsGo();
  }

  *#published({ tracks, items, names, firstName, nameColors }: Published): Sliced {
    writeNames(this.database, firstName, names, nameColors);
    const events = new KeyEntries();
    const operations = new KeyEntries();
    // In the order of their ids, as bulk rows must come in the order of their keys.
    const order = tracks.map((_, i) => i).sort((a, b) => tracks[a].id - tracks[b].id);
    for (const i of order) {
      const track = tracks[i];
      this.#tracks.set(track.id, { mirrorOf: track.mirrorOf, util: track.util });
      writeTrack(this.database, track);
      if (track.mirrorOf === undefined) {
        yield* writeTrackContent(this.#state, track, items[i], events, operations);
        this.#withoutRecords.push(track.id);
      }
    }
    yield* writeKeyPages(this.database, 'event_item', events, this.#state.clock);
    yield* writeKeyPages(this.database, 'operation_item', operations, this.#state.clock);
  }

  *#wholeRun(run: RunModel, published: Published, isComplete: boolean): Sliced {
    yield* this.#published(published);
    if (!isComplete) writeMissingNames(this.database, run.names);
    this.#waiting.push(...this.#withoutRecords.splice(0));
    this.#state.letRecordsGo();
    // Bulk rows go in fast only while the tables have no indexes, and all of them are asked for below.
    this.#wantsFlush = true;
    yield;
    for (const track of run.tracks) {
      // Of a build that was stopped, ranks that are not written are not in the file.
      if (!isComplete && !this.#tracks.has(track.id)) continue;
      // Names and sums may have changed since the track was published.
      writeTrack(this.database, track);
      if (track.mirrorOf === undefined && track.util !== this.#tracks.get(track.id)?.util) writeCurves(this.#state, track.id, track.util, track.memorySteps);
    }
    for (const group of run.groups) {
      writeGroup(this.database, isComplete ? group : this.#withWritten(group, run));
      writeCurves(this.#state, group.id, group.util, undefined);
      if (this.#state.clock.isOver) yield;
    }
    yield;
    yield* createIndexes(this.database, TABLES);
    yield* writeProvenancePostings(this.#state, run);
    writeSearch(this.database);
  }

  *#runFacts(run: RunModel, { alerts = [], events = NO_EVENTS }: WholeRunFacts, isComplete: boolean): Sliced {
    yield* writeEventPages(this.database, events.pages, this.#state.clock);
    writeAlerts(this.database, [...run.alerts, ...eventCycleAlert(events.cyclic), ...alerts, ...(this.#file.elsewhere ? [this.#file.elsewhere] : [])]);
    writeRun(this.database, this.#facts, run, Object.fromEntries(this.#recordCounts), isComplete);
  }

  /** A group without members that are tracks and not written. */
  #withWritten(group: ModelGroup, run: RunModel): ModelGroup {
    const groups = new Set(run.groups.map(({ id }) => id));
    return { ...group, members: group.members.filter((id) => groups.has(id) || this.#tracks.has(id)) };
  }

  /** Takes out what a shard that was stopped half-way has left, so that nothing is shown of it rather than a part. */
  *#dropUnfinished(): Sliced {
    this.#flush();
    for (const id of this.#tracks.keys()) {
      if (this.isLoaded(id)) continue;
      const [first, end] = [itemKey(id, 0), itemKey(id + 1, 0)];
      for (const { name } of ITEM_TABLES) this.database.run(`DELETE FROM ${name} WHERE item_id >= ? AND item_id < ?`, first, end);
      for (const name of ['wait', 'copy_instance', 'fill_instance']) this.database.run(`DELETE FROM ${name} WHERE item_id >= ? AND item_id < ?`, first, end);
      for (const name of ['item_block', 'item_page', 'curve', 'name_posting', 'track']) this.database.run(`DELETE FROM ${name} WHERE track_id = ?`, id);
      this.#tracks.delete(id);
      yield;
    }
    const isOpen = `rank NOT IN (${[...this.#ranks].join(', ')})`;
    for (const name of ['record_table', 'record_page', 'record_strings']) this.database.run(`DELETE FROM ${name} WHERE ${isOpen}`);
    this.#state.shard = undefined;
    this.#state.letRecordsGo();
  }
}
