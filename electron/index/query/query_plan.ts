/** A query made ready for a run: names and provenances are resolved once, then each track is asked, cheap questions first. */
import type { ItemQuery } from '../../protocol/item_query.ts';
import { ordinalOfKey, trackOfKey, type TrackId } from '../../protocol/items.ts';
import { queryRegex } from '../../protocol/query_regex.ts';
import type { SliceClock, Sliced } from '../slices.ts';
import { ItemSet } from './item_set.ts';
import { namesFor } from './name_terms.ts';
import { detailSet, pageSet, PAGE_FIELDS, rowSet, ROW_FIELDS } from './number_terms.ts';
import type { PostingSum, QuerySource, QueryTrack } from './query_source.ts';
import { isTrackField, trackTest } from './track_terms.ts';
import { lineOf, mostTest, numberTest, provenanceTest, textTest, type TextTest } from './value_tests.ts';

/** What is known beside the run: the busy share of tracks, where `busy` is asked. */
export interface QueryContext {
  readonly busy: ReadonlyMap<TrackId, number>;
  readonly clock: SliceClock;
  /** Tracks that are searched; undefined = all. */
  readonly only?: ReadonlySet<TrackId> | undefined;
}

/** Items by what was written down when the index was made. */
export interface KnownItems {
  /** Number and lives of the items on each track that has some. */
  readonly sums: ReadonlyMap<TrackId, PostingSum>;
  /** The first ones of a track, at most `limit`, ascending. */
  first(track: QueryTrack, limit: number): Uint32Array;
}

/** A prepared question. `of` gives a part of `among`. */
export interface QueryPlan {
  /** Relative; cheaper ones are asked first. */
  readonly cost: number;
  /** It says which tracks are meant, and nothing of items. */
  readonly isOfTracks: boolean;
  /** Where they can be counted without looking at items. */
  readonly known?: KnownItems;
  /** Else, where there is one: a question with `known` all of whose items are among those of this one. */
  readonly atLeast?: QueryPlan;
  of(track: QueryTrack, among: ItemSet): Sliced<ItemSet>;
}

/** @throws ProfileError 'not-loaded' where a field cannot be asked yet */
export function* planQuery(query: ItemQuery, source: QuerySource, context: QueryContext): Sliced<QueryPlan> {
  switch (query.type) {
    case 'and': case 'or': {
      const parts: QueryPlan[] = [];
      for (const part of query.parts) parts.push(yield* planQuery(part, source, context));
      parts.sort((a, b) => a.cost - b.cost);
      return query.type === 'and' ? andPlan(parts) : orPlan(parts);
    }
    case 'not': {
      const part = yield* planQuery(query.part, source, context);
      return { cost: part.cost, isOfTracks: part.isOfTracks, *of(track, among) { return among.minus(yield* part.of(track, among)); } };
    }
    case 'text': return yield* freeTextPlan(query, source, context);
    case 'detail': {
      const wanted = query.field.toLowerCase();
      const test = textTest(query.how, query.values);
      return leaf(100, (track, among) => detailSet(source, track, among, (name) => name.toLowerCase() === wanted, test, context.clock));
    }
    case 'words': case 'ranges': case 'compare': return yield* fieldPlan(query, source, context);
  }
}

function* fieldPlan(query: Extract<ItemQuery, { type: 'words' | 'ranges' | 'compare' }>, source: QuerySource, context: QueryContext): Sliced<QueryPlan> {
  const { field } = query;
  if (isTrackField(field)) {
    const test = trackTest(query, context.busy);
    return { ...atOnce(0, (track, among) => (test(track) ? among : ItemSet.none(track.items))), isOfTracks: true };
  }
  if (query.type === 'words') {
    const names = namesFor(query, source.names);
    if (names !== undefined) return namesPlan(source, names);
    if (field === 'prov') return provenancePlan(source, yield* provenanceIds(source, provenanceTest(query.how, query.values), context.clock));
    const test = textTest(query.how, query.values);
    if (field === 'inst') return leaf(20, (track, among) => rowSet(source, track, among, 'inst', (value) => test(String(value)), context.clock));
    const details = DETAIL_NAMES[field] ?? [];
    return leaf(100, (track, among) => detailSet(source, track, among, (name) => details.includes(name), test, context.clock));
  }
  const test = numberTest(query);
  if (field === 'line') return provenancePlan(source, yield* provenanceIds(source, (text) => test(lineOf(text)), context.clock));
  if (field in PAGE_FIELDS) return leaf(field === 'dur' || field === 'start' || field === 'stop' ? 5 : 10, (track, among) => pageSet(source, track, among, field as keyof typeof PAGE_FIELDS, { test, mayPass: mostTest(query) }, context.clock));
  const row = ROW_FIELDS.find((name) => name === field);
  if (row === undefined) throw new Error(`no plan for the field ${field}`);
  return leaf(20, (track, among) => rowSet(source, track, among, row, (value) => test(Number(value)), context.clock));
}

/** Fields of the details that a short name stands for. */
const DETAIL_NAMES: Readonly<Record<string, readonly string[]>> = {
  creator: ['Creator', 'Critical Path'], prev: ['Previous Executing'], region: ['Index Space', 'Field Space'], field: ['Fields'], layout: ['Layout'],
};

function leaf(cost: number, of: QueryPlan['of']): QueryPlan {
  return { cost, isOfTracks: false, of };
}

/** Of one short step. */
function atOnce(cost: number, find: (track: QueryTrack, among: ItemSet) => ItemSet): QueryPlan {
  return leaf(cost, function* (track, among) {
    yield* [];
    return find(track, among);
  });
}

function andPlan(parts: readonly QueryPlan[]): QueryPlan {
  const others = parts.filter((part) => !part.isOfTracks);
  return {
    cost: Math.max(...parts.map(({ cost }) => cost)), isOfTracks: others.length === 0,
    ...(others.length === 1 ? { known: others[0].known, atLeast: others[0].atLeast } : {}),
    *of(track, among) {
      let set = among;
      for (const part of parts) {
        if (set.isNone) break;
        set = yield* part.of(track, set);
      }
      return set;
    },
  };
}

function orPlan(parts: readonly QueryPlan[]): QueryPlan {
  return {
    cost: Math.max(...parts.map(({ cost }) => cost)), isOfTracks: parts.every((part) => part.isOfTracks),
    *of(track, among) {
      let set = ItemSet.none(track.items);
      for (const part of parts) {
        if (set.isAll) break;
        set = set.or(yield* part.of(track, among.minus(set)));
      }
      return set;
    },
  };
}

function namesPlan(source: QuerySource, names: readonly number[]): QueryPlan {
  const sums = byTrack(source.sumsOfNames(names));
  return {
    ...atOnce(1, (track, among) => (sums.has(track.id) ? among.and(source.ofNames(track, names)) : ItemSet.none(track.items))),
    known: { sums, first: (track, limit) => source.firstOfNames(track, names, limit) },
  };
}

function provenancePlan(source: QuerySource, ids: readonly bigint[]): QueryPlan {
  const sums = byTrack(source.sumsOfProvenances(ids));
  return {
    ...atOnce(1, (track, among) => (sums.has(track.id) ? among.and(source.ofProvenances(track, ids)) : ItemSet.none(track.items))),
    known: { sums, first: (track, limit) => source.firstOfProvenances(track, ids, limit) },
  };
}

/** In the name, in the provenance, `<31>` in the title, `0x4000` at the start of an instance's id. */
function* freeTextPlan(query: Extract<ItemQuery, { type: 'text' }>, source: QuerySource, context: QueryContext): Sliced<QueryPlan> {
  const regex = query.how === 'regex' ? queryRegex(query.value, query.hasCase) : undefined;
  const test: TextTest = regex === undefined ? textTest('contains', [query.value]) : (text) => regex.test(text);
  const names = namesPlan(source, source.names.flatMap(({ text }, id) => (test(text) ? [id] : [])));
  const parts = [names];
  if (source.isWhole) parts.push(provenancePlan(source, yield* provenanceIds(source, test, context.clock)));
  const number = regex === undefined ? /^<(\d{1,20})>$/.exec(query.value)?.[1] : undefined;
  if (number !== undefined) parts.push(keysPlan(source.ofOperation(BigInt.asUintN(64, BigInt(number))).filter((key) => test(source.titleOf(key)))));
  if (regex === undefined && source.isWhole && /^0x[\da-f]*$/i.test(query.value)) {
    const start = query.value.toLowerCase();
    parts.push(leaf(20, (track, among) => rowSet(source, track, among, 'inst', (value) => String(value).startsWith(start), context.clock)));
  }
  const found = parts.filter(({ known }) => known === undefined || known.sums.size > 0);
  if (found.length === 1) return found[0];
  const plan = orPlan(found);
  const known = disjoint(found);
  return known === undefined ? { ...plan, atLeast: found.find((part) => part.known !== undefined) } : { ...plan, known };
}

/** Of plans that never share a track; undefined where they may count an item twice. */
function disjoint(plans: readonly QueryPlan[]): KnownItems | undefined {
  const sums = new Map<TrackId, PostingSum>();
  const owners = new Map<TrackId, KnownItems>();
  for (const { known } of plans) {
    if (known === undefined) return undefined;
    for (const [track, sum] of known.sums) {
      if (sums.has(track)) return undefined;
      sums.set(track, sum);
      owners.set(track, known);
    }
  }
  return { sums, first: (track, limit) => owners.get(track.id)?.first(track, limit) ?? new Uint32Array(0) };
}

function keysPlan(keys: readonly number[]): QueryPlan {
  const ordinals = Map.groupBy(keys, trackOfKey);
  return atOnce(1, (track, among) => {
    const own = ordinals.get(track.id);
    return own === undefined ? ItemSet.none(track.items) : among.and(ItemSet.ofOrdinals(track.items, [own.map(ordinalOfKey)]));
  });
}

function* provenanceIds(source: QuerySource, test: TextTest, clock: SliceClock): Sliced<bigint[]> {
  const ids: bigint[] = [];
  for (const piece of source.provenances()) {
    for (const [id, text] of piece) if (test(text)) ids.push(id);
    if (clock.isOver) yield;
  }
  return ids;
}

function byTrack(sums: readonly PostingSum[]): Map<TrackId, PostingSum> {
  const all = new Map<TrackId, PostingSum>();
  for (const sum of sums) {
    const before = all.get(sum.track);
    all.set(sum.track, before === undefined ? sum : { track: sum.track, count: before.count + sum.count, totalNs: before.totalNs + sum.totalNs });
  }
  return all;
}
