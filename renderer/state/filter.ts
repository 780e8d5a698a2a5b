/**
 * The filter of a run: queries as chips, all of which have to hold. What they say of items dims or hides the others, what they say of
 * tracks hides tracks. Kept per run by the engine.
 */
import { batch, computed, effect, signal, type ReadonlySignal } from '@preact/signals';
import type { SearchResult } from '../../electron/protocol/item_api.ts';
import type { RunId, RunSummary } from '../../electron/protocol/run_api.ts';
import { parseQuery, type ItemQuery } from '../../electron/protocol/item_query.ts';
import { printQuery } from '../../electron/protocol/print_query.ts';
import { allOf, itemPart } from '../../electron/protocol/query_parts.ts';
import type { TimeSpan } from '../../electron/protocol/time.ts';
import { isCancelled, messageOf } from '../base/cancel.ts';
import type { EngineClient } from './app.ts';
import type { Filter, FilterChip } from './filter_state.ts';
import { decodeText } from './link_text.ts';
import { wholeSpan } from './search_scope.ts';
import type { ViewPart } from './view_parts.ts';

interface Saved {
  readonly chips: readonly FilterChip[];
  readonly mode: 'dim' | 'hide';
  readonly onlyMatching: boolean;
}
const NO_FILTER: Saved = { chips: [], mode: 'dim', onlyMatching: false };

export function createFilter(client: EngineClient, run: RunId, summary: ReadonlySignal<RunSummary>, span: ReadonlySignal<TimeSpan>): Filter & { readonly part: ViewPart<Saved> } & Disposable {
  const chips = signal<readonly FilterChip[]>([]);
  const mode = signal<'dim' | 'hide'>('dim');
  const onlyMatching = signal(false);
  const isPaused = signal(false);
  const query = computed<ItemQuery | null>(() => (isPaused.value ? null : allOf(chips.value.flatMap(({ query: text, isOn }) => (isOn ? queriesOf(text) : [])))));
  const text = computed(() => printQuery(query.value));
  const result = signal<SearchResult | null>(null);
  const error = signal<string | null>(null);
  const asked = signal(0);
  let abort: AbortController | undefined;

  const stopAsking = effect(() => {
    void [asked.value, summary.value.phase];
    const wanted = text.value;
    abort?.abort();
    error.value = null;
    if (wanted === '') {
      result.value = null;
      return;
    }
    abort = new AbortController();
    const own = abort.signal;
    client.call('search.start', { run, text: wanted, span: wholeSpan(span.peek()) }, own).then(
      (found) => { if (!own.aborted) result.value = found; },
      (reason: unknown) => { if (!isCancelled(reason) && !own.aborted) error.value = messageOf(reason); },
    );
  });
  /** `ho,name:x,-dur>1ms`: h = others are hidden, o = only tracks with matches; then the chips, those at rest with a minus. */
  const part: ViewPart<Saved> = {
    key: 'filter', undo: 'step', initial: { value: NO_FILTER },
    read: () => (chips.value.length === 0 ? NO_FILTER : { chips: chips.value, mode: mode.value, onlyMatching: onlyMatching.value }),
    show: (value) => batch(() => {
      chips.value = value.chips;
      mode.value = value.mode;
      onlyMatching.value = value.onlyMatching;
    }),
    toText: (value) => (value.chips.length === 0 ? null : [`${value.mode === 'hide' ? 'h' : ''}${value.onlyMatching ? 'o' : ''}`, ...value.chips.map(({ query: one, isOn }) => `${isOn ? '' : '-'}${encodeURIComponent(one)}`)].join(',')),
    fromText: readFilter,
  };

  return {
    chips, mode, onlyMatching, isPaused, text, result, error, part,
    kept: computed(() => (result.value === null || query.value === null || itemPart(query.value) === null ? null : result.value.search)),
    tracks: computed(() => {
      const found = result.value;
      if (found === null) return null;
      const matching = onlyMatching.value ? new Set(found.perTrack.map(({ track }) => track)) : null;
      if (found.tracks === null) return matching;
      return new Set(matching === null ? found.tracks : found.tracks.filter((track) => matching.has(track)));
    }),
    add: (added) => {
      const parsed = parseQuery(added);
      if ('problem' in parsed) throw new Error(parsed.problem.message);
      if (parsed.query === null) return;
      const printed = printQuery(parsed.query);
      isPaused.value = false;
      chips.value = [...chips.peek().filter((chip) => chip.query !== printed), { query: printed, isOn: true }];
    },
    toggle: (index) => { chips.value = chips.peek().map((chip, i) => (i === index ? { ...chip, isOn: !chip.isOn } : chip)); },
    remove: (index) => { chips.value = chips.peek().filter((_, i) => i !== index); },
    clear: () => {
      chips.value = [];
      isPaused.value = false;
    },
    refresh: () => { asked.value = asked.peek() + 1; },
    [Symbol.dispose]: () => {
      stopAsking();
      abort?.abort();
    },
  };
}

function queriesOf(text: string): ItemQuery[] {
  const parsed = parseQuery(text);
  return 'query' in parsed && parsed.query !== null ? [parsed.query] : [];
}

function readFilter(text: string): Saved | undefined {
  const [flags, ...rest] = text.split(',');
  const chips = rest.map((part): FilterChip | undefined => {
    const isOff = part.startsWith('-');
    const query = decodeText(isOff ? part.slice(1) : part);
    return query !== undefined && queriesOf(query).length > 0 ? { query, isOn: !isOff } : undefined;
  });
  return chips.every((chip) => chip !== undefined) && /^h?o?$/.test(flags) ? { chips, mode: flags.includes('h') ? 'hide' : 'dim', onlyMatching: flags.includes('o') } : undefined;
}
