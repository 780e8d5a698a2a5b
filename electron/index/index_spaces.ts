/**
 * Index spaces by id: their texts and, from log version 1011 on, their geometry. The record of the rank that asks counts first, then
 * those of the others in order. Source: legion tools/legion_prof_rs/src/common.rs (ISpacePretty) and geometry.rs (0.2603).
 */
import type { IndexDatabase } from './database.ts';
import { boundsText } from './detail_texts.ts';
import { LogStrings } from './log_strings.ts';
import { ByteLru } from './lru.ts';
import type { RecordColumns } from './record_columns.ts';
import { readStrings } from './record_pages.ts';
import { SpaceRecords, type SpacePlace, type SpaceRecord } from './space_records.ts';

const CACHE_BYTES = 32 << 20;
const STRINGS_BYTES = 16 << 20;

/** A box of points, both ends in it. */
export interface Box {
  readonly lo: readonly bigint[];
  readonly hi: readonly bigint[];
}

export interface Geometry {
  /** In the order of the log; none for an empty space. */
  readonly pieces: readonly Box[];
  /** Around all pieces; undefined for an empty space. */
  readonly box: Box | undefined;
}

export class IndexSpaces {
  readonly #database: IndexDatabase;
  readonly #columns: RecordColumns;
  readonly #records: SpaceRecords;
  readonly #hasGeometry: boolean;
  readonly #geometries = new ByteLru<string, { readonly geometry: Geometry | undefined }>(CACHE_BYTES, ({ geometry }) => 200 + 200 * (geometry?.pieces.length ?? 0));
  readonly #texts = new ByteLru<string, string>(CACHE_BYTES >> 2, (text) => 100 + 2 * text.length);
  readonly #strings = new ByteLru<number, LogStrings>(STRINGS_BYTES, (strings) => strings.byteLength + 100);

  /** @param hasGeometry all pieces of a space count (from 1011 on), else the last that was logged */
  constructor(database: IndexDatabase, columns: RecordColumns, isGrowing: boolean, hasGeometry: boolean) {
    this.#database = database;
    this.#columns = columns;
    this.#records = new SpaceRecords(database, isGrowing);
    this.#hasGeometry = hasGeometry;
  }

  /** Name, or that of the space it is a part of, or number, with bounds or count of points. @param rank whose records count first */
  text(id: bigint, rank: number): string {
    return this.#texts.get(`${id} ${rank}`, () => this.#makeText(id, rank))!;
  }

  #makeText(id: bigint, rank: number): string {
    const places = this.#places(id, rank);
    if (places.some(({ record }) => record === 'IndexSpaceEmptyDesc')) return 'empty index space';
    const own = this.#name(places);
    const parent = own === undefined ? this.#grandparent(places, rank) : undefined;
    const name = own ?? (parent === undefined ? undefined : this.#name(this.#places(parent, rank))) ?? `ispace:${(parent ?? id) & 0xffffffffffffffn}`;
    return name + this.#extent(places, id, rank);
  }

  /** Pieces and box; undefined for a space that nobody described. */
  geometry(id: bigint, rank: number): Geometry | undefined {
    return this.#geometries.get(`${id} ${rank}`, () => ({ geometry: this.#readGeometry(this.#places(id, rank)) }))!.geometry;
  }

  #readGeometry(places: readonly SpacePlace[]): Geometry | undefined {
    const described = places.filter(({ record }) => record === 'IndexSpacePointDesc' || record === 'IndexSpaceRectDesc');
    if (described.length === 0) return places.some(({ record }) => record === 'IndexSpaceEmptyDesc') ? { pieces: [], box: undefined } : undefined;
    // Several ranks may describe a space; one of them does it whole.
    const pieces = described.filter(({ rank }) => rank === described[0].rank).map((place) => this.#box(place));
    const lo = [...pieces[0].lo];
    const hi = [...pieces[0].hi];
    for (const piece of pieces) {
      for (let i = 0; i < lo.length; i++) {
        if (piece.lo[i] < lo[i]) lo[i] = piece.lo[i];
        if (piece.hi[i] > hi[i]) hi[i] = piece.hi[i];
      }
    }
    return { pieces, box: { lo, hi } };
  }

  /** @param rank whose records count first, and are behind each other as logged */
  #places(id: bigint, rank: number): readonly SpacePlace[] {
    const places = this.#records.of(id);
    return [...places.filter((place) => place.rank === rank), ...places.filter((place) => place.rank !== rank)];
  }

  #extent(places: readonly SpacePlace[], id: bigint, rank: number): string {
    const size = places.find(({ record }) => record === 'IndexSpaceSizeDesc');
    if (size !== undefined && this.#number(size, 'is_sparse') === 1n) return `[sparse:(${this.#number(size, 'sparse_size')} of ${this.#number(size, 'dense_size')} points)]`;
    if (this.#hasGeometry) {
      const box = this.geometry(id, rank)?.box;
      return box === undefined ? '' : boundsText(box.lo, box.hi);
    }
    const last = places.findLast((place) => place.rank === places[0].rank && (place.record === 'IndexSpaceRectDesc' || place.record === 'IndexSpacePointDesc'))
      ?? places.findLast(({ record }) => record === 'IndexSpaceRectDesc' || record === 'IndexSpacePointDesc');
    if (last === undefined) return '';
    const { lo, hi } = this.#box(last);
    return boundsText(lo, last.record === 'IndexSpaceRectDesc' ? hi : undefined);
  }

  /** A point is a box of itself. */
  #box({ rank, record, row }: SpacePlace): Box {
    const table = this.#columns.table(rank, record)!;
    const all = table.coordinates('rem', row);
    const dim = Math.min(table.number('dim', row), record === 'IndexSpaceRectDesc' ? all.length / 2 : all.length);
    const lo = [...all.subarray(0, dim)];
    return { lo, hi: record === 'IndexSpaceRectDesc' ? [...all.subarray(all.length / 2, all.length / 2 + dim)] : lo };
  }

  #name(places: readonly SpacePlace[]): string | undefined {
    const place = places.find(({ record }) => record === 'IndexSpaceDesc');
    if (place === undefined) return undefined;
    const strings = this.#strings.get(place.rank, () => {
      const table = readStrings(this.#database, place.rank);
      return table && new LogStrings(table);
    });
    return strings?.get(this.#columns.table(place.rank, place.record)!.number('name', place.row));
  }

  /** The space that the partition of a space is of. */
  #grandparent(places: readonly SpacePlace[], rank: number): bigint | undefined {
    const sub = places.find(({ record }) => record === 'IndexSubSpaceDesc');
    const partition = sub && this.#places(this.#number(sub, 'parent_id'), rank).find(({ record }) => record === 'IndexPartitionDesc');
    return partition && this.#number(partition, 'parent_id');
  }

  #number({ rank, record, row }: SpacePlace & { readonly record: SpaceRecord }, field: string): bigint {
    return this.#columns.table(rank, record)!.id(field, row);
  }
}
