/**
 * An index with more in it: a copy of a finished one to which tracks and groups are added, and which gets a name of its own. What reads
 * an index finds nothing special in it. One thread; work comes in slices, as IndexWriter's does.
 *
 *   open → addTrack … → addGroup … → finish   the new index is there
 *                                  → abort    nothing is left
 */
import type { RecordTable } from '../decode/decoded_log.ts';
import type { ModelGroup, ModelTrack, RankShard, TrackItems } from '../model/run_model.ts';
import type { Alert } from '../protocol/alerts.ts';
import { colorSlot } from '../protocol/colors.ts';
import { TITLE_PLAIN, type ItemType, type TrackId } from '../protocol/items.ts';
import { BulkWriter } from './bulk_writer.ts';
import { createIndexes } from './create_indexes.ts';
import type { IndexDatabase } from './database.ts';
import { createWorkingFile, discardFile, publishFile, type WorkingFile } from './index_file.ts';
import { KeyEntries } from './key_pages.ts';
import { readAlerts } from './read_run.ts';
import { writeAlerts, writeGroup, writeNames, writeTrack } from './run_rows.ts';
import { NSIGHT_ITEM_TABLES } from './schema_nsight.ts';
import { SliceClock, type Sliced } from './slices.ts';
import { writeCurves, writeTrackContent } from './write_track.ts';
import { WriterState } from './writer_state.ts';

export interface ExtendedRun {
  readonly contentId: string;
  /** Last time of the run, ns. */
  readonly stopNs: number;
  /** Top rows of the tree. */
  readonly roots: readonly TrackId[];
  readonly alerts: readonly Alert[];
}

export class IndexExtension {
  readonly #file: WorkingFile;
  readonly #bulk: BulkWriter;
  readonly #state: WriterState;
  readonly #firstName: number;
  readonly #names = new Map<string, number>();
  readonly #texts = new Map<string, number>();
  #nextId: TrackId;

  private constructor(file: WorkingFile) {
    this.#file = file;
    const { database } = file;
    this.#bulk = new BulkWriter(database, `${file.path}.rows`, NSIGHT_ITEM_TABLES);
    this.#state = new WriterState(database, this.#bulk, new SliceClock(() => this.#bulk.isFull));
    this.#firstName = database.get<{ count: number }>('SELECT count(*) AS count FROM name')!.count;
    this.#nextId = 1 + database.get<{ last: number }>('SELECT max(track_id) AS last FROM (SELECT track_id FROM track UNION ALL SELECT track_id FROM track_group UNION ALL SELECT -1)')!.last;
    for (const table of NSIGHT_ITEM_TABLES) for (const columns of table.indexes ?? []) database.exec(`DROP INDEX IF EXISTS ${table.name}_${columns.join('_')}`);
  }

  /** @param base a complete index, which stays as it is @throws ProfileError as IndexWriter.create */
  static open(base: string, finalPath: string): IndexExtension {
    const file = createWorkingFile(finalPath, { overwrite: true, from: base });
    try {
      return new IndexExtension(file);
    } catch (error) {
      discardFile(file);
      throw error;
    }
  }

  get database(): IndexDatabase {
    return this.#file.database;
  }

  /** A free id for a track or group. */
  newId(): TrackId {
    return this.#nextId++;
  }

  /** Number and colour slot of a name. */
  name(type: ItemType, text: string): { readonly id: number; readonly color: number } {
    const color = colorSlot(text);
    const key = `${type}\n${text}`;
    let id = this.#names.get(key);
    if (id === undefined) {
      id = this.#firstName + this.#names.size;
      this.#names.set(key, id);
      writeNames(this.database, id, [{ type, text, form: TITLE_PLAIN }], Uint8Array.of(color));
    }
    return { id, color };
  }

  /** Number of a long text (table `nsight_text`). */
  text(text: string): number {
    let id = this.#texts.get(text);
    if (id === undefined) {
      id = this.#texts.size + 1;
      this.#texts.set(text, id);
      this.database.run('INSERT INTO nsight_text (text_id, text) VALUES (?, ?)', id, text);
    }
    return id;
  }

  /** Adds a track with its items. @param records of its items, by SOURCE_TABLES name: a row per item, in the order of the items' `rows` */
  *addTrack(track: ModelTrack, items: TrackItems, records: ReadonlyMap<string, RecordTable>): Sliced {
    this.#state.shard = { rank: track.node, log: { tables: records } as RankShard['log'], parts: undefined };
    const work = writeTrackContent(this.#state, track, items, new KeyEntries(), new KeyEntries());
    for (let isDone = false; !isDone;) {
      this.#state.clock.restart();
      isDone = this.database.transaction(() => work.next().done === true);
      if (isDone || this.#bulk.isFull) this.#bulk.flush();
      yield;
    }
    writeTrack(this.database, track);
  }

  addGroup(group: ModelGroup): void {
    writeGroup(this.database, group);
    writeCurves(this.#state, group.id, group.util, undefined);
  }

  /** @returns the path to open @throws ProfileError */
  *finish({ contentId, stopNs, roots, alerts }: ExtendedRun): Sliced<string> {
    const { database } = this;
    yield* createIndexes(database, NSIGHT_ITEM_TABLES);
    database.run('INSERT INTO search_text (name_id, text) SELECT name_id, text FROM name WHERE name_id >= ?', this.#firstName);
    database.exec("INSERT INTO text_search (text_search) VALUES ('rebuild')");
    yield;
    const known = readAlerts(database);
    database.exec('DELETE FROM alert');
    writeAlerts(database, [...known, ...alerts]);
    database.run('UPDATE run SET content_id = ?, stop_ns = ?, roots = ?', contentId, stopNs, JSON.stringify(roots));
    this.#bulk.close();
    database.close();
    publishFile(this.#file);
    return this.#file.elsewhere ? this.#file.path : this.#file.finalPath;
  }

  abort(): void {
    this.#bulk.close();
    discardFile(this.#file);
  }
}
