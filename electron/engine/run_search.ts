/** Searches of one run: the last few, by number. Before the index is complete over names only. Engine worker. */
import type { SearchResult, EngineMethods } from '../protocol/engine_api.ts';
import type { RunSession } from './run_session.ts';

export class RunSearch {
  readonly #session: RunSession;
  #next = 1;

  constructor(session: RunSession) {
    this.#session = session;
  }

  start(text: string): Promise<SearchResult> {
    void text;
    void this.#session;
    return Promise.resolve({ search: this.#next++, total: 0, isExact: false, totalNs: 0, perTrack: [], first: [] });
  }

  step(_search: number, _from: EngineMethods['search.step']['params']['from'], _step: 1 | -1): Promise<EngineMethods['search.step']['result']> {
    return Promise.resolve(null);
  }

  ticks(_search: number, buckets: number): Promise<readonly number[]> {
    return Promise.resolve(new Array<number>(buckets).fill(0));
  }
}
