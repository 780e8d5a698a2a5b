/** Search over the whole run: the text, its hits, the one shown, and ticks for the overview. */
import { computed, effect, signal } from '@preact/signals';
import type { ItemAt, RunId, SearchResult } from '../../electron/protocol/engine_api.ts';
import type { NamesCache } from '../client/names_cache.ts';
import { isCancelled, messageOf } from '../base/cancel.ts';
import type { EngineClient, SearchState } from './app.ts';

export const TICK_BUCKETS = 1024;

export function createSearch(client: EngineClient, run: RunId, names: NamesCache, show: (hit: ItemAt) => void): SearchState & Disposable {
  const text = signal('');
  /** The text that `result` answers. */
  const answered = signal('');
  const result = signal<SearchResult | null>(null);
  const isBusy = signal(false);
  const current = signal<{ hit: ItemAt; index: number; wrapped: boolean } | null>(null);
  const error = signal<string | null>(null);
  const ticks = signal<readonly number[]>([]);
  let abort: AbortController | undefined;
  let started: Promise<void> = Promise.resolve();

  /** Ids of names that contain the text; grows with the names. */
  const matching = computed(() => {
    void names.version.value;
    const needle = answered.value.toLowerCase();
    const found = new Set<number>();
    if (needle !== '') names.all.forEach((name, id) => { if (name.text.toLowerCase().includes(needle)) found.add(id); });
    return found;
  });

  async function start(next: string): Promise<void> {
    text.value = next;
    abort?.abort();
    const trimmed = next.trim();
    if (trimmed === '') {
      clear();
      return;
    }
    const own = new AbortController();
    abort = own;
    isBusy.value = true;
    error.value = null;
    try {
      const found = await client.call('search.start', { run, text: trimmed }, own.signal);
      if (own.signal.aborted) return;
      answered.value = trimmed;
      result.value = found;
      current.value = null;
      ticks.value = await client.call('search.ticks', { run, search: found.search, buckets: TICK_BUCKETS }, own.signal);
    } catch (problem) {
      if (!isCancelled(problem)) error.value = messageOf(problem);
    } finally {
      if (abort === own) isBusy.value = false;
    }
  }

  async function step(by: 1 | -1): Promise<void> {
    await started;
    const { value: found } = result;
    if (!found) return;
    const at = current.peek()?.hit;
    const from = at ? { ns: at.life.startNs, track: at.track, ordinal: at.ordinal } : null;
    try {
      const next = await client.call('search.step', { run, search: found.search, from, step: by });
      if (!next || result.peek() !== found) return;
      current.value = next;
      show(next.hit);
    } catch (problem) {
      if (!isCancelled(problem)) error.value = messageOf(problem);
    }
  }

  function clear(): void {
    abort?.abort();
    abort = undefined;
    const had = result.peek() !== null;
    text.value = '';
    answered.value = '';
    result.value = null;
    current.value = null;
    error.value = null;
    ticks.value = [];
    isBusy.value = false;
    // Lets the engine drop its list; nobody waits for the answer.
    if (had) client.call('search.start', { run, text: '' }).catch(() => undefined);
  }

  const stop = effect(() => void matching.value);
  return {
    text, result, isBusy, current, error, ticks,
    start: (next) => (started = start(next)),
    step, clear,
    matchesName: (name) => matching.value.has(name),
    [Symbol.dispose]: () => {
      stop();
      abort?.abort();
    },
  };
}
