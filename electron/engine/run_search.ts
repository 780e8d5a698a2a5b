/** The last few searches of one run, by number: of the index where there is one, else of what is in memory. Engine worker. */
import type { IndexReader } from '../index/index_reader.ts';
import { ItemSearch, type FoundItems } from '../index/query/find_items.ts';
import type { Hit, HitList } from '../index/query/hit_list.ts';
import { MAX_SORTED_HITS, orderHits, type HitOrder } from '../index/query/hit_order.ts';
import { IndexQuerySource } from '../index/query/index_query_source.ts';
import type { QuerySource } from '../index/query/query_source.ts';
import { closeName, valuesOf } from '../index/query/suggest.ts';
import { inSlices, nextTurn, SliceClock } from '../index/slices.ts';
import type { EngineMethods } from '../protocol/engine_api.ts';
import type { HitSorting, ItemAt, SearchResult } from '../protocol/item_api.ts';
import { ProfileError } from '../protocol/errors.ts';
import { parseQuery, type ItemQuery } from '../protocol/item_query.ts';
import type { TrackId } from '../protocol/items.ts';
import { allOf, mentions, trackPart } from '../protocol/query_parts.ts';
import type { ColorMode, MarkAsk, TileKey } from '../protocol/tiles.ts';
import type { Ns, TimeSpan } from '../protocol/time.ts';
import { colorLegend } from './color_legend.ts';
import { meanOf } from './curves.ts';
import { locateItem, titleOf } from './item_queries.ts';
import { markTile } from './mark_tiles.ts';
import { MemoryQuerySource } from './memory_query_source.ts';
import { MemorySource } from './memory_source.ts';
import type { RunSession } from './run_session.ts';

/** Filter, search, colour rules, and a few that are not needed any more. */
const KEPT = 12;
/** Hits that come with the answer. */
const FIRST = 200;

interface Search extends FoundItems {
  /** The order that was listed last. */
  order: { readonly key: string; readonly order: HitOrder } | undefined;
  /** What is still under way, where this is what was found so far. */
  unfinished: Unfinished | undefined;
}

interface Unfinished {
  readonly query: ItemQuery;
  readonly source: QuerySource;
  readonly search: ItemSearch;
  readonly clock: SliceClock;
}

/** `span`: what `busy` is of, else the run; `patienceMs`: then what was found so far is answered, and `rest` has the rest; undefined = all of it. */
type SearchHow = Omit<EngineMethods['search.start']['params'], 'run' | 'text'>;

/** Of what a query finds, the items of which any part lies in a span. */
function inSpan(query: ItemQuery, span: TimeSpan | undefined): ItemQuery {
  if (span === undefined) return query;
  return allOf([query, { type: 'compare', field: 'start', is: '<', value: span.stopNs }, { type: 'compare', field: 'stop', is: '>', value: span.startNs }]) ?? query;
}

export class RunSearch {
  readonly #session: RunSession;
  /** Least recently used first. */
  readonly #searches = new Map<number, Search>();
  #next = 1;
  /** Of the revision of the run that it was made of. */
  #inMemory: { readonly revision: number; readonly source: MemoryQuerySource } | undefined;
  #indexed: { readonly reader: IndexReader; readonly source: IndexQuerySource } | undefined;

  constructor(session: RunSession) {
    this.#session = session;
  }

  /**
   * @throws ProfileError 'usage' where the text is no query, 'not-loaded' where a field can only be asked of the index; the signal's reason
   */
  async start(text: string, { span, within, patienceMs }: SearchHow, signal: AbortSignal): Promise<SearchResult> {
    const deadlineMs = performance.now() + (patienceMs ?? Infinity);
    const parsed = parseQuery(text);
    if ('problem' in parsed) throw new ProfileError('usage', parsed.problem.message);
    const query = parsed.query && inSpan(parsed.query, within?.span);
    const source = this.#source();
    const busy = query !== null && mentions(query, 'busy') ? await this.#busy(span) : new Map<TrackId, number>();
    if (query === null) return { search: this.#next++, total: 0, isExact: source.isWhole, totalNs: 0, perTrack: [], first: [], tracks: null, close: null };
    const clock = new SliceClock();
    return this.#goOn({ query, source, search: new ItemSearch(query, source, { busy, clock, only: within?.tracks && new Set(within.tracks) }), clock }, deadlineMs, signal);
  }

  /** All of a search of which a part was answered. @throws ProfileError 'bad-request' for one that is not kept any more; the signal's reason */
  async rest(search: number, signal: AbortSignal): Promise<SearchResult> {
    const { unfinished } = this.#get(search);
    if (unfinished === undefined) throw new ProfileError('bad-request', 'Of this search everything was answered.');
    this.#get(search).unfinished = undefined;
    return this.#goOn(unfinished, Infinity, signal);
  }

  async #goOn(work: Unfinished, deadlineMs: number, signal: AbortSignal): Promise<SearchResult> {
    const { query, source, search, clock } = work;
    const beganMs = performance.now();
    clock.restart();
    let step = search.work.next();
    // An answer that says nothing helps nobody: then it waits twice as long.
    const isTime = (): boolean => performance.now() >= deadlineMs && (performance.now() >= 2 * deadlineMs - beganMs || search.soFar.hits.total > 0);
    while (step.done !== true && !isTime()) {
      await nextTurn(signal);
      clock.restart();
      step = search.work.next();
    }
    const isRunning = step.done !== true;
    const found = step.done === true ? step.value : search.soFar;
    const number = this.#next++;
    this.#searches.set(number, { ...found, order: undefined, unfinished: isRunning ? work : undefined });
    for (const old of this.#searches.keys()) if (this.#searches.size > KEPT) this.#searches.delete(old);
    const { hits, tracks } = found;
    const first: ItemAt[] = [];
    for (const hit of hits.first(FIRST)) first.push(await this.#describe(hit));
    return {
      search: number, total: hits.total, isExact: source.isWhole && !isRunning, totalNs: hits.totalNs, perTrack: hits.perTrack, first,
      tracks: trackPart(query) === null ? null : tracks,
      close: hits.total === 0 && !isRunning ? closeName(query, source) : null,
      ...(isRunning ? { isRunning } : {}),
    };
  }

  async step(search: number, from: EngineMethods['search.step']['params']['from'], step: 1 | -1): Promise<EngineMethods['search.step']['result']> {
    const found = this.hits(search).step(from, step);
    if (found === undefined) return null;
    return { hit: await locateItem(this.#session.run.source, found.hit.track, found.hit.ordinal), index: found.index, wrapped: found.wrapped };
  }

  /** @throws the signal's reason */
  ticks(search: number, buckets: number, signal: AbortSignal): Promise<readonly number[]> {
    const clock = new SliceClock();
    return inSlices(this.hits(search).ticks(buckets, Math.max(1, this.#session.run.source.extentNs), clock), signal, () => clock.restart());
  }

  around(search: number, startNs: Ns, stopNs: Ns): EngineMethods['search.around']['result'] {
    return this.hits(search).around(startNs, stopNs);
  }

  /** @throws the signal's reason */
  async list(search: number, tracks: readonly TrackId[] | null, sorting: HitSorting, { from, count }: { readonly from: number; readonly count: number }, signal: AbortSignal): Promise<EngineMethods['search.list']['result']> {
    const found = this.#get(search);
    const key = `${sorting} ${tracks?.join(' ') ?? ''}`;
    if (found.order?.key !== key) {
      const clock = new SliceClock();
      found.order = { key, order: await inSlices(orderHits(found.hits, tracks ?? undefined, sorting, clock), signal, () => clock.restart()) };
    }
    const { order } = found.order;
    const hits: ItemAt[] = [];
    for (let place = from; place < Math.min(order.count, from + count); place++) {
      const { track, ordinal } = order.at(place);
      hits.push(await this.#describe(found.hits.hit(track, ordinal)));
    }
    return { hits, count: order.count, isSorted: order.count <= MAX_SORTED_HITS };
  }

  values(field: string, text: string): EngineMethods['search.values']['result'] {
    return valuesOf(field, text, this.#source());
  }

  /** @throws ProfileError 'bad-request' for a search that is not kept any more */
  hits(search: number): HitList {
    return this.#get(search).hits;
  }

  /** @throws ProfileError 'bad-request' for an unknown track or a search that is not kept any more; the signal's reason */
  marks(key: TileKey, ask: MarkAsk, signal: AbortSignal): Promise<Uint8Array> {
    const hits = (search: number | null): HitList | undefined => (search === null ? undefined : this.hits(search));
    const wanted = { found: hits(ask.found), kept: hits(ask.kept), color: ask.color, rules: ask.rules.map((search) => this.hits(search)) };
    return markTile(this.#session.run.source, this.#source(), key, wanted, signal);
  }

  legend(color: ColorMode, span: TimeSpan, signal: AbortSignal): Promise<EngineMethods['color.legend']['result']> {
    return colorLegend(this.#session.run, this.#source(), color, span, signal);
  }

  #source(): QuerySource {
    const { run, reader } = this.#session;
    if (reader === undefined || run.phase !== 'ready') {
      if (this.#inMemory?.revision !== run.revision) this.#inMemory = { revision: run.revision, source: new MemoryQuerySource(run.source instanceof MemorySource ? run.source : new MemorySource()) };
      return this.#inMemory.source;
    }
    this.#inMemory = undefined;
    if (this.#indexed?.reader !== reader) this.#indexed = { reader, source: new IndexQuerySource(reader) };
    return this.#indexed.source;
  }

  /** Of the tracks that have one: their share of a span, or of the run. */
  async #busy(span: TimeSpan | undefined): Promise<Map<TrackId, number>> {
    const { source, rows, stopNs } = this.#session.run;
    const shares = new Map<TrackId, number>();
    for (const { id, hasUtil, capacityBytes } of rows.tracks) {
      if (!hasUtil || capacityBytes !== null) continue;
      const mean = await meanOf(source, id, Math.max(0, Math.floor(span?.startNs ?? 0)), Math.ceil(span?.stopNs ?? stopNs));
      if (mean !== null) shares.set(id, mean);
    }
    return shares;
  }

  /** The item as a whole: where exactly its first segment ends is asked when it is gone to. */
  async #describe({ track, ordinal, startNs }: Hit): Promise<ItemAt> {
    const { source } = this.#session.run;
    const life = await source.item(track, ordinal).catch(() => undefined);
    if (life === undefined) return { track, ordinal, level: 0, title: '', state: null, startNs, stopNs: startNs, life: { startNs, stopNs: startNs } };
    return { track, ordinal, level: life.level, title: titleOf(source, life), state: null, startNs: life.startNs, stopNs: life.stopNs, life: { startNs: life.startNs, stopNs: life.stopNs } };
  }

  #get(search: number): Search {
    const found = this.#searches.get(search);
    if (found === undefined) throw new ProfileError('bad-request', 'This search is not kept any more; search again.');
    this.#searches.delete(search);
    this.#searches.set(search, found);
    return found;
  }
}
