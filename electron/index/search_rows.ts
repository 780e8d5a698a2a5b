/** What search needs and only the whole run tells: items by provenance, and the trigram index over texts. Index thread. */
import type { RunModel } from '../model/run_model.ts';
import { ITEM_TYPES, type ItemType, type TrackId } from '../protocol/items.ts';
import type { IndexDatabase } from './database.ts';
import { decodeItemPage, decodeItemTimes, type ItemPage } from './item_pages.ts';
import { groupOrdinals, writePostings } from './postings.ts';
import type { Sliced } from './slices.ts';
import type { WriterState } from './writer_state.ts';

const NO_KEY = 0xffffffff;
/** Types whose provenance is that of an operation; others have none. Source: legion_prof_rs data_source.rs. */
const WITH_PROVENANCE: ReadonlySet<ItemType> = new Set(['task', 'gpu_kernel', 'copy', 'fill', 'deppart', 'instance'] as const);

export function hasProvenance(type: ItemType): boolean {
  return WITH_PROVENANCE.has(type);
}

/** Operations with a provenance, by operation id as text of its words. */
class Provenances {
  readonly ids: bigint[] = [];
  readonly #slots = new Map<bigint, number>();
  readonly #byOperation = new Map<number, number>();

  constructor(database: IndexDatabase) {
    const rows = database.query<[bigint, bigint]>('SELECT op_id, provenance_id FROM operation WHERE provenance_id IS NOT NULL', { wide: true, raw: true }).all();
    for (const [operation, provenance] of rows) {
      let slot = this.#slots.get(provenance);
      if (slot === undefined) {
        slot = this.ids.length;
        this.ids.push(provenance);
        this.#slots.set(provenance, slot);
      }
      this.#byOperation.set(Number(BigInt.asUintN(64, operation)), slot);
    }
  }

  /** Slot of the operation's provenance, or NO_KEY. Operations past 2^53 do not occur. */
  of(hi: number, lo: number): number {
    return this.#byOperation.get(hi * 4294967296 + lo) ?? NO_KEY;
  }

  get isEmpty(): boolean {
    return this.ids.length === 0;
  }
}

export function* writeProvenancePostings(state: WriterState, run: RunModel): Sliced {
  const provenances = new Provenances(state.database);
  yield;
  if (provenances.isEmpty) return;
  for (const track of run.tracks) {
    if (!state.withProvenance.has(track.id)) continue;
    yield* writeTrackProvenances(state, track.id, track.itemCount, provenances);
  }
}

function* writeTrackProvenances(state: WriterState, id: TrackId, itemCount: number, provenances: Provenances): Sliced {
  const keys = new Uint32Array(itemCount).fill(NO_KEY);
  const starts = new Float64Array(itemCount);
  const stops = new Float64Array(itemCount);
  const pages = state.database.query<{ first_ordinal: number; count: number; times: Buffer; data: Buffer }>('SELECT first_ordinal, count, times, data FROM item_page WHERE track_id = ? ORDER BY first_ordinal');
  for (const row of pages.all(id)) {
    const page = decodeItemPage(row.data, decodeItemTimes(row.times, row.first_ordinal, row.count), 0);
    starts.set(page.starts, page.firstOrdinal);
    stops.set(page.stops, page.firstOrdinal);
    for (let i = 0; i < page.count; i++) keys[page.firstOrdinal + i] = provenanceOf(page, i, provenances);
    if (state.clock.isOver) yield;
  }
  const grouped = groupOrdinals(keys, itemCount, NO_KEY, starts, stops);
  writePostings(state.database, 'provenance_posting', id, grouped, (key) => provenances.ids[key]);
}

/** Tasks and kernels carry their own operation as the number of their title. */
function provenanceOf(page: ItemPage, i: number, provenances: Provenances): number {
  const type = ITEM_TYPES[page.types[i]];
  if (!hasProvenance(type)) return NO_KEY;
  if (type === 'task' || type === 'gpu_kernel') return provenances.of(page.numsHi[i], page.numsLo[i]);
  return provenances.of(page.initiatorsHi[i], page.initiatorsLo[i]);
}

/** Texts and their index, once all names and provenances are in. */
export function writeSearch(database: IndexDatabase): void {
  database.exec('INSERT INTO search_text (name_id, text) SELECT name_id, text FROM name');
  database.exec('INSERT INTO search_text (provenance_id, text) SELECT provenance_id, text FROM provenance');
  database.exec("INSERT INTO text_search (text_search) VALUES ('rebuild')");
}
