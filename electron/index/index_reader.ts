/**
 * Reads an index: opens in milliseconds whatever its size, reads what is asked for. Several readers of one file may be open at once,
 * in any threads; or one over the connection of a writer that is at work, which then says 'not-loaded' for rows still to come.
 * Synchronous. Tracks that mirror another give the other's content.
 */
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordTable, StringTable } from '../decode/decoded_log.ts';
import type { ItemBlock, UtilPyramid } from '../model/item_blocks.ts';
import type { Alert } from '../protocol/alerts.ts';
import type { GroupSummary, TrackSummary } from '../protocol/run_api.ts';
import { ProfileError } from '../protocol/errors.ts';
import type { ItemName, TrackId } from '../protocol/items.ts';
import type { Ns, ResolutionExp } from '../protocol/time.ts';
import { BlockStore } from './block_store.ts';
import type { MemorySteps } from './curve_codec.ts';
import { isLockRefusal, openDatabase, type IndexDatabase, type SlowQueryLog } from './database.ts';
import { elsewhereAlert, localFolder } from './index_file.ts';
import type { IndexWriter } from './index_writer.ts';
import { ItemReads } from './read_items.ts';
import { readAlerts, readFiles, readGroups, readNames, readRun, readTracks, type IndexedFile, type RunFacts } from './read_run.ts';
import { readRecordTable, readStrings, recordNames } from './record_pages.ts';
import { APPLICATION_ID, SCHEMA_VERSION } from './schema.ts';

export class IndexReader {
  readonly database: IndexDatabase;
  readonly #writer: IndexWriter | undefined;
  readonly #store: BlockStore;
  readonly #items: ItemReads;
  readonly #localAlert: Alert | undefined;
  #mirrors: ReadonlyMap<TrackId, TrackId> | undefined;

  private constructor(database: IndexDatabase, writer: IndexWriter | undefined, localAlert: Alert | undefined) {
    this.database = database;
    this.#writer = writer;
    this.#store = new BlockStore(database);
    this.#items = new ItemReads(database, this.#store, writer !== undefined);
    this.#localAlert = localAlert;
  }

  /**
   * @throws ProfileError 'not-found', 'no-permission', 'index-damaged', 'index-newer' and 'index-older' (made by another version of this program),
   * 'unknown-format' (a database, but no index), 'system'
   */
  static open(path: string, onSlow?: SlowQueryLog): IndexReader {
    let database = openDatabase(path, { onSlow });
    let alert: Alert | undefined;
    try {
      checkVersion(database, path);
    } catch (error) {
      database.close();
      if (!isLockRefusal(error)) throw error;
      const copy = join(localFolder(), 'run.lprof');
      copyFileSync(path, copy);
      alert = elsewhereAlert(path);
      database = openDatabase(copy, { onSlow });
      checkVersion(database, path);
    }
    return new IndexReader(database, undefined, alert);
  }

  /** Reads what a writer has written so far, on its connection; to be used between its slices, and not after it has finished. */
  static over(writer: IndexWriter): IndexReader {
    return new IndexReader(writer.database, writer, undefined);
  }

  /** Over a writer: more may come. */
  get isGrowing(): boolean {
    return this.#writer !== undefined;
  }

  get path(): string {
    return this.database.path;
  }

  /** @throws ProfileError 'not-loaded' while the run is being written */
  run(): RunFacts {
    const facts = readRun(this.database);
    if (facts === undefined) throw this.#writer ? notLoaded() : new ProfileError('index-damaged', `${this.path} lacks the facts about its run. Delete it and open the logs again.`);
    return facts;
  }

  tracks(): TrackSummary[] {
    return readTracks(this.database);
  }

  groups(): GroupSummary[] {
    return readGroups(this.database);
  }

  files(): IndexedFile[] {
    return readFiles(this.database);
  }

  alerts(): Alert[] {
    return [...readAlerts(this.database), ...(this.#localAlert ? [this.#localAlert] : [])];
  }

  /** Names with ids in [from, to). */
  names(from: number, to: number): ItemName[] {
    return readNames(this.database, from, to);
  }

  nameCount(): number {
    return this.database.get<{ count: number }>('SELECT count(*) AS count FROM name')!.count;
  }

  /** Levels of detail of a track, finest first: exponents, undefined = exact. Empty for groups. */
  lods(track: TrackId): readonly (ResolutionExp | undefined)[] {
    return this.#store.lods(this.#source(track));
  }

  /**
   * Blocks of level of detail `lod` (an index into `lods`) that touch [startNs, stopNs), in order. Arrays belong to the reader's
   * cache: not to be changed. @throws ProfileError 'not-loaded'
   */
  blocks(track: TrackId, lod: number, startNs: Ns, stopNs: Ns): readonly ItemBlock[] {
    return this.#store.blocks(this.loadedTrack(track), lod, startNs, stopNs);
  }

  /** Curve of a track or group; undefined if it has none of its own. */
  util(track: TrackId): UtilPyramid | undefined {
    return this.#store.util(this.#source(track));
  }

  /** Bytes held by a memory; undefined for other tracks. */
  memorySteps(track: TrackId): MemorySteps | undefined {
    return this.#store.memorySteps(this.#source(track));
  }

  get store(): BlockStore {
    return this.#store;
  }

  /** Items, waits, events and operations. Keys are of tracks that hold items themselves (see `sourceTrack`). */
  get items(): ItemReads {
    return this.#items;
  }

  /** The track whose items a track shows: itself, or the one that it mirrors. */
  sourceTrack(track: TrackId): TrackId {
    return this.#source(track);
  }

  /** Record kinds of a rank, in the order in which they first occur in its log. */
  recordNames(rank: number): string[] {
    return recordNames(this.database, rank);
  }

  /** Records as logged; undefined if the rank has none of the kind. `only`: names of the columns wanted (offsets are then left out, unless asked for). */
  recordTable(rank: number, record: string, only?: readonly string[], withOffsets?: boolean): RecordTable | undefined {
    return readRecordTable(this.database, rank, record, only, withOffsets);
  }

  /** Strings of a rank's log. */
  strings(rank: number): StringTable | undefined {
    return readStrings(this.database, rank);
  }

  /** The track whose content a track shows: itself, or the one that it mirrors. */
  #source(track: TrackId): TrackId {
    if (this.#writer) return this.#writer.mirrorOf(track) ?? track;
    this.#mirrors ??= new Map(this.database.all<{ track_id: number; mirror_of: number }>('SELECT track_id, mirror_of FROM track WHERE mirror_of IS NOT NULL').map((row) => [row.track_id, row.mirror_of]));
    return this.#mirrors.get(track) ?? track;
  }

  /** As `sourceTrack`. @throws ProfileError 'not-loaded' while its rows are not all written */
  loadedTrack(track: TrackId): TrackId {
    const source = this.#source(track);
    if (this.#writer && !this.#writer.isLoaded(source)) throw notLoaded();
    return source;
  }

  /** Closes the file; nothing for a reader over a writer. */
  close(): void {
    if (this.#writer === undefined && this.database.isOpen) this.database.close();
  }
}

function notLoaded(): ProfileError {
  return new ProfileError('not-loaded', 'This is being written to the index; ask again in a moment.');
}

function checkVersion(database: IndexDatabase, path: string): void {
  if (database.pragma('application_id') !== APPLICATION_ID) throw new ProfileError('unknown-format', `${path} is a database, but no index of this program.`);
  const version = Number(database.pragma('user_version'));
  if (version < 1) throw new ProfileError('index-damaged', `${path} is no whole index. Delete it and open the logs again.`);
  if (version < SCHEMA_VERSION) {
    throw new ProfileError('index-older', `${path} was written by an earlier version of this program (index version ${version}; this one reads ${SCHEMA_VERSION}). Open the logs instead: the index is then made again.`);
  }
  if (version > SCHEMA_VERSION) {
    throw new ProfileError('index-newer', `${path} was written by a later version of this program (index version ${version}; this one reads ${SCHEMA_VERSION}). Update the program, or open the logs instead.`);
  }
}
