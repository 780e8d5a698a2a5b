/** What of a run is searched: all of it, what is in view, the selected range, or the open tracks. Follows what it is of, once that rests. */
import { effect, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import type { SearchWithin } from '../../electron/protocol/engine_api.ts';
import type { TimeSpan } from '../../electron/protocol/time.ts';
import { afterRest } from '../base/rest.ts';
import type { Row } from './track_tree_state.ts';
import type { ViewPart } from './view_parts.ts';

export const SEARCH_SCOPES = ['run', 'view', 'range', 'tracks'] as const;
export type SearchScope = (typeof SEARCH_SCOPES)[number];
export const SCOPE_NAMES: Readonly<Record<SearchScope, string>> = { run: 'the whole run', view: 'the view', range: 'the selected range', tracks: 'open tracks' };

const REST_MS = 200;

export interface ScopeInputs {
  readonly span: ReadonlySignal<TimeSpan>;
  readonly range: ReadonlySignal<TimeSpan | null>;
  readonly rows: ReadonlySignal<readonly Row[]>;
}

/** Widened to whole ns. */
export function wholeSpan({ startNs, stopNs }: TimeSpan): TimeSpan {
  return { startNs: Math.floor(startNs), stopNs: Math.ceil(stopNs) };
}

/** Undefined = the whole run; without a range that is what the range means too. */
export function withinOf(scope: SearchScope, { span, range, rows }: ScopeInputs): SearchWithin | undefined {
  switch (scope) {
    case 'run': return undefined;
    case 'view': return { span: wholeSpan(span.value) };
    case 'range': return range.value === null ? undefined : { span: wholeSpan(range.value) };
    case 'tracks': return { tracks: [...new Set(rows.value.flatMap(({ track, isOpen }) => (track && isOpen ? [track.mirrorOf ?? track.id] : [])))] };
  }
}

/** Calls `again` when the scope, or what it is of, has changed; not at once with `signal`s that did not. */
export function followScope(scope: Signal<SearchScope>, inputs: ScopeInputs, again: () => void): () => void {
  let asked = JSON.stringify(withinOf(scope.peek(), inputs));
  let takeBack = (): void => undefined;
  const stop = effect(() => {
    const wanted = JSON.stringify(withinOf(scope.value, inputs));
    takeBack();
    if (wanted === asked) return;
    takeBack = afterRest(REST_MS, () => {
      asked = wanted;
      again();
    });
  });
  return () => {
    stop();
    takeBack();
  };
}

export function createScope(): { readonly scope: Signal<SearchScope>; readonly part: ViewPart<SearchScope> } {
  const scope = signal<SearchScope>('run');
  return {
    scope,
    part: {
      key: 'in', undo: 'none', initial: { value: 'run' },
      read: () => scope.value,
      show: (value) => {
        scope.value = value;
      },
      toText: (value) => (value === 'run' ? null : value),
      fromText: (text) => SEARCH_SCOPES.find((known) => known === text),
    },
  };
}
