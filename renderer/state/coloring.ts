/** What gives items their colours: the way to colour, the palette, and the user's own rules; kept by the engine. */
import { effect, signal, type ReadonlySignal } from '@preact/signals';
import type { RunId, RunSummary } from '../../electron/protocol/run_api.ts';
import { COLOR_MODES, type ColorMode } from '../../electron/protocol/tiles.ts';
import { MAX_RULES, PALETTES, type PaletteName } from '../base/palettes.ts';
import type { EngineClient } from './app.ts';
import type { Coloring } from './coloring_state.ts';
import type { Settings } from './settings.ts';
import type { ViewPart } from './view_parts.ts';

const KEY = 'coloring';

interface Saved {
  readonly palette?: unknown;
  readonly rules?: unknown;
}

export function createColoring(client: EngineClient, run: RunId, summary: ReadonlySignal<RunSummary>, settings: Settings): Coloring & { readonly part: ViewPart<ColorMode> } & Disposable {
  const saved = (settings.get(KEY) ?? {}) as Saved;
  const mode = signal<ColorMode>('task');
  const palette = signal<PaletteName>(PALETTES.find((known) => known === saved.palette) ?? 'default');
  const rules = signal<readonly string[]>(Array.isArray(saved.rules) ? saved.rules.filter((rule): rule is string => typeof rule === 'string').slice(0, MAX_RULES) : []);
  const ruleHits = signal<Coloring['ruleHits']['value']>([]);
  const problem = signal<string | null>(null);
  const asked = signal(0);
  let abort: AbortController | undefined;

  const stopSaving = effect(() => settings.set(KEY, { palette: palette.value, rules: rules.value }));
  const stopAsking = effect(() => {
    void [asked.value, summary.value.phase];
    const wanted = mode.value === 'rules' ? rules.value : [];
    abort?.abort();
    abort = new AbortController();
    const own = abort.signal;
    if (wanted.length === 0) {
      ruleHits.value = [];
      problem.value = null;
      return;
    }
    Promise.all(wanted.map((text) => client.call('search.start', { run, text }, own))).then((found) => {
      if (own.aborted) return;
      ruleHits.value = found.map(({ search, total }) => ({ search, total }));
      problem.value = null;
    }, (error: unknown) => {
      if (!own.aborted) problem.value = error instanceof Error ? error.message : String(error);
    });
  });
  const part: ViewPart<ColorMode> = {
    key: 'color', undo: 'step', initial: { value: 'task' },
    read: () => mode.value,
    show: (value) => {
      mode.value = value;
    },
    toText: (value) => (value === 'task' ? null : value),
    fromText: (text) => COLOR_MODES.find((known) => known === text),
  };
  return {
    part, mode, palette, rules, ruleHits, problem,
    refresh: () => { asked.value = asked.peek() + 1; },
    [Symbol.dispose]: () => {
      stopSaving();
      stopAsking();
      abort?.abort();
    },
  };
}
