/** Search over the whole run: the text, its hits, the one shown, ticks for the overview, and how many lie beside the view. */
import { effect, signal, untracked, type ReadonlySignal, type Signal } from '@preact/signals';
import type { ItemAt, SearchResult } from '../../electron/protocol/item_api.ts';
import type { RunId, RunSummary } from '../../electron/protocol/run_api.ts';
import { parseQuery, type QueryProblem } from '../../electron/protocol/item_query.ts';
import type { TimeSpan } from '../../electron/protocol/time.ts';
import { isCancelled, messageOf } from '../base/cancel.ts';
import { afterRest } from '../base/rest.ts';
import type { EngineClient, SearchState } from './app.ts';
import { followScope, wholeSpan, withinOf, type ScopeInputs, type SearchScope } from './search_scope.ts';
import type { Settings } from './settings.ts';

export const TICK_BUCKETS = 1024;
const RECENT = 20;
const RECENT_KEY = 'search.recent';
const REST_MS = 150;
/** Then what was found so far is shown, so that the first hits are there within 100 ms. */
const PATIENCE_MS = 30;

interface SearchInputs extends ScopeInputs {
  readonly summary: ReadonlySignal<RunSummary>;
  readonly scope: Signal<SearchScope>;
  readonly settings: Settings;
  /** Brings a hit into view and selects it. */
  readonly show: (hit: ItemAt) => void;
}

export function createSearch(client: EngineClient, run: RunId, { scope, settings, show, summary, ...inputs }: SearchInputs): SearchState & Disposable {
  const { span } = inputs;
  const text = signal('');
  const result = signal<SearchResult | null>(null);
  const answered = signal('');
  const isBusy = signal(false);
  const current = signal<{ hit: ItemAt; index: number; wrapped: boolean } | null>(null);
  const problem = signal<QueryProblem | null>(null);
  const error = signal<string | null>(null);
  const ticks = signal<readonly number[]>([]);
  const around = signal<{ before: number; after: number } | null>(null);
  const saved = settings.get(RECENT_KEY);
  const recent = signal<readonly string[]>(Array.isArray(saved) ? saved.filter((one): one is string => typeof one === 'string').slice(0, RECENT) : []);
  let abort: AbortController | undefined;
  let started: Promise<void> = Promise.resolve();

  async function start(next: string): Promise<void> {
    text.value = next;
    const trimmed = next.trim();
    if (trimmed === '') {
      clear();
      return;
    }
    const parsed = parseQuery(trimmed);
    problem.value = 'problem' in parsed ? { ...parsed.problem, at: parsed.problem.at + next.indexOf(trimmed) } : null;
    // What was found last stays while the text is being written.
    if ('problem' in parsed) return;
    abort?.abort();
    const own = new AbortController();
    abort = own;
    isBusy.value = true;
    error.value = null;
    try {
      const within = untracked(() => withinOf(scope.value, inputs));
      let found = await client.call('search.start', { run, text: trimmed, span: wholeSpan(span.peek()), ...(within && { within }), patienceMs: PATIENCE_MS }, own.signal);
      if (own.signal.aborted) return;
      answered.value = trimmed;
      result.value = found;
      current.value = null;
      if (found.isRunning) {
        found = await client.call('search.rest', { run, search: found.search }, own.signal);
        if (own.signal.aborted) return;
        result.value = found;
      }
      ticks.value = await client.call('search.ticks', { run, search: found.search, buckets: TICK_BUCKETS }, own.signal);
    } catch (reason) {
      if (!isCancelled(reason)) error.value = messageOf(reason);
    } finally {
      if (abort === own) isBusy.value = false;
    }
  }

  async function step(by: 1 | -1): Promise<void> {
    await started;
    const { value: found } = result;
    if (!found) return;
    remember();
    const at = current.peek()?.hit;
    const from = at ? { ns: at.life.startNs, track: at.track, ordinal: at.ordinal } : null;
    try {
      const next = await client.call('search.step', { run, search: found.search, from, step: by });
      if (!next || result.peek() !== found) return;
      current.value = next;
      show(next.hit);
    } catch (reason) {
      if (!isCancelled(reason)) error.value = messageOf(reason);
    }
  }

  function remember(): void {
    const used = answered.peek();
    if (used === '' || recent.peek()[0] === used) return;
    recent.value = [used, ...recent.peek().filter((other) => other !== used)].slice(0, RECENT);
    settings.set(RECENT_KEY, recent.peek());
  }

  function clear(): void {
    abort?.abort();
    abort = undefined;
    text.value = '';
    answered.value = '';
    result.value = null;
    current.value = null;
    problem.value = null;
    error.value = null;
    ticks.value = [];
    isBusy.value = false;
  }

  const again = (): Promise<void> => (answered.peek() === '' ? Promise.resolve() : started = start(text.peek()));
  // What was searched in memory is searched again in the index.
  const stopPhase = effect(() => {
    const found = result.peek();
    if (summary.value.phase === 'ready' && found?.isExact === false && !found.isRunning) void again();
  });
  const stopScope = followScope(scope, inputs, () => void again());
  const stopAround = followAround(client, run, result, span, around);
  return {
    scope, text, result, answered, isBusy, current, problem, error, ticks, around, recent,
    start: (next) => (started = start(next)),
    step, clear, remember, again,
    [Symbol.dispose]: () => {
      stopPhase();
      stopAround();
      stopScope();
      abort?.abort();
    },
  };
}

/** Asks how many hits lie left and right of the view once it has rested. */
function followAround(client: EngineClient, run: RunId, result: ReadonlySignal<SearchResult | null>, span: ReadonlySignal<TimeSpan>, into: { value: { before: number; after: number } | null }): () => void {
  let takeBack = (): void => undefined;
  let abort: AbortController | undefined;
  const stop = effect(() => {
    const found = result.value;
    const { startNs, stopNs } = wholeSpan(span.value);
    takeBack();
    abort?.abort();
    if (found === null || found.total === 0) {
      into.value = null;
      return;
    }
    takeBack = afterRest(REST_MS, () => {
      abort = new AbortController();
      client.call('search.around', { run, search: found.search, startNs, stopNs }, abort.signal).then(
        (counts) => { if (result.peek() === found) into.value = counts; },
        // Cancelled, or the engine is away: the next rest asks again.
        () => undefined,
      );
    });
  });
  return () => {
    stop();
    takeBack();
    abort?.abort();
  };
}
