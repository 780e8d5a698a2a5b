/** The last few searches of one run, by number: of the index where there is one, else of what is in memory. Engine worker. */
import type { Hit } from '../index/index_search.ts';
import type { EngineMethods, ItemAt, SearchResult } from '../protocol/engine_api.ts';
import { ProfileError } from '../protocol/errors.ts';
import { locateItem, titleOf } from './item_queries.ts';
import { MemorySearch, type SearchHits } from './memory_search.ts';
import { MemorySource } from './memory_source.ts';
import type { RunSession } from './run_session.ts';

const KEPT = 4;
/** Hits that come with the answer. */
const FIRST = 200;

export class RunSearch {
  readonly #session: RunSession;
  readonly #searches = new Map<number, SearchHits>();
  #next = 1;

  constructor(session: RunSession) {
    this.#session = session;
  }

  async start(text: string): Promise<SearchResult> {
    const { run, reader } = this.#session;
    const isExact = reader !== undefined && run.phase === 'ready';
    const hits = isExact ? reader.search(text) : new MemorySearch(run.source instanceof MemorySource ? run.source : new MemorySource(), text);
    const search = this.#next++;
    this.#searches.set(search, hits);
    for (const old of this.#searches.keys()) if (this.#searches.size > KEPT) this.#searches.delete(old);
    const first: ItemAt[] = [];
    for (const hit of hits.first(FIRST)) first.push(await this.#describe(hit));
    return { search, total: hits.total, isExact, totalNs: hits.totalNs, perTrack: hits.perTrack, first };
  }

  async step(search: number, from: EngineMethods['search.step']['params']['from'], step: 1 | -1): Promise<EngineMethods['search.step']['result']> {
    const found = this.#get(search).step(from, step);
    if (found === undefined) return null;
    return { hit: await locateItem(this.#session.run.source, found.hit.track, found.hit.ordinal), index: found.index, wrapped: found.wrapped };
  }

  ticks(search: number, buckets: number): readonly number[] {
    return this.#get(search).ticks(buckets, Math.max(1, this.#session.run.source.extentNs));
  }

  /** The item as a whole: where exactly its first segment ends is asked when it is gone to. */
  async #describe({ track, ordinal, startNs }: Hit): Promise<ItemAt> {
    const { source } = this.#session.run;
    const life = await source.item(track, ordinal).catch(() => undefined);
    if (life === undefined) return { track, ordinal, level: 0, title: '', state: null, startNs, stopNs: startNs, life: { startNs, stopNs: startNs } };
    return { track, ordinal, level: life.level, title: titleOf(source, life), state: null, startNs: life.startNs, stopNs: life.stopNs, life: { startNs: life.startNs, stopNs: life.stopNs } };
  }

  #get(search: number): SearchHits {
    const hits = this.#searches.get(search);
    if (hits === undefined) throw new ProfileError('bad-request', 'This search is not kept any more; search again.');
    return hits;
  }
}
