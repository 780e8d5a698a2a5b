/** Puts the page's state together: session, the run on screen, commands, keys, theme, layout, and the address that mirrors the view. */
import { batch, computed, effect, signal } from '@preact/signals';
import type { Job, RunId, SessionState } from '../../electron/protocol/run_api.ts';
import { isCancelled, messageOf } from '../base/cancel.ts';
import { DisposableStore, listen } from '../base/disposable.ts';
import type { App, EngineClient, KeyChoices, RunView } from './app.ts';
import { createAppearance, LEVEL_HEIGHTS } from './appearance_choice.ts';
import { colorCommands } from './color_commands.ts';
import { createCommandRegistry } from './commands.ts';
import { compareCommands } from './compare/compare_commands.ts';
import { openComparing, type OpenComparing } from './compare/comparing.ts';
import { linkedPair, versusPart } from './compare/versus_part.ts';
import { cardCommands } from './detail_cards.ts';
import { filterCommands } from './filter_commands.ts';
import { readHash, type Link } from './hash_state.ts';
import { createKeyChoice } from './key_choice.ts';
import { bindKeys } from './keymap.ts';
import { createLayout } from './layout_choice.ts';
import { HeldMotion } from './motion.ts';
import { noteCommands } from './note_commands.ts';
import { openRunView, type OpenRun } from './run_view.ts';
import { createPointerChoice } from './pointer_choice.ts';
import { selectCommands } from './select_commands.ts';
import { Settings } from './settings.ts';
import type { TreeLook } from './tree_layout.ts';
import { createTheme } from './theme_choice.ts';
import { timelineCommands } from './timeline_commands.ts';
import { trackCommands } from './track_commands.ts';
import type { ViewHost } from './timeline_view.ts';
import { mirrorView, restoreView, showLink } from './view_link.ts';

const TOAST_MS = 6000;
const MAX_TOASTS = 2;

/** `motion` and `isSettled` are for the drawing loop and the test hooks. */
export interface AppHandle extends Disposable {
  readonly app: App;
  readonly motion: HeldMotion;
  /** False while the session or a run is being asked for. */
  isSettled(): boolean;
}

export function createApp(client: EngineClient): AppHandle {
  const store = new DisposableStore();
  const session = signal<SessionState | null>(null);
  const jobs = signal<readonly Job[]>([]);
  const run = signal<RunView | null>(null);
  const comparing = signal<App['comparing']['value']>(null);
  const nextRun = signal<'replaces' | 'beside' | 'ask'>('replaces');
  const offered = signal<{ readonly a: RunId; readonly b: RunId } | null>(null);
  const toasts = signal<App['toasts']['value']>([]);
  const tour = signal<number | null>(null);
  const stateCue = signal<'auto' | 'on' | 'off'>('auto');
  const slowDrawing = signal<string | null>(null);
  const settings = new Settings(client);
  const theme = store.add(createTheme(settings));
  const layout = store.add(createLayout(settings));
  const appearance = store.add(createAppearance(settings));
  const pointer = store.add(createPointerChoice(settings));
  const look = computed<TreeLook>(() => ({ levelPx: LEVEL_HEIGHTS[appearance.density.value], growsDown: appearance.levelsGrowDown.value, countsFromZero: appearance.countsFromZero.value }));
  const chosenKeys = signal<KeyChoices>({});
  const commands = createCommandRegistry(chosenKeys);
  const keys = createKeyChoice(chosenKeys, commands, settings);
  const reduced = matchMedia('(prefers-reduced-motion: reduce)');
  const host: ViewHost = {
    nowMs: () => performance.now(),
    isMotionReduced: () => reduced.matches,
    onNextFrame: (callback) => requestAnimationFrame(callback),
  };
  const motion = new HeldMotion(() => run.peek()?.view, host.onNextFrame, host.nowMs);
  let opened: OpenRun | undefined;
  /** What has to be let go with it: itself, or it and the run beside it. */
  let shown: Disposable | undefined;
  /** Pairs under way: what is opened for them does not come to the screen alone. */
  let pairing = 0;
  let pending = 0;
  let nextToast = 1;

  function notify(text: string, tone: 'plain' | 'error' = 'plain'): void {
    const id = nextToast++;
    toasts.value = [...toasts.peek().filter((toast) => toast.text !== text), { id, text, tone }].slice(-MAX_TOASTS);
    setTimeout(() => { toasts.value = toasts.peek().filter((toast) => toast.id !== id); }, TOAST_MS);
  }

  async function during<T>(act: () => Promise<T>): Promise<T> {
    pending++;
    try {
      return await act();
    } finally {
      pending--;
    }
  }

  function show(next: OpenRun | undefined, pair?: OpenComparing): void {
    const before = shown;
    opened = next;
    shown = pair ?? next;
    batch(() => {
      comparing.value = pair?.comparing ?? null;
      run.value = next?.view ?? null;
      offered.value = null;
    });
    before?.[Symbol.dispose]();
  }

  const openRun = (id: RunId): Promise<void> => during(async () => {
    if (opened?.view.id === id && comparing.peek() === null) return;
    const [summary, { view: kept }] = await Promise.all([client.call('run.summary', { run: id }), client.call('run.view', { run: id })]);
    // It may have turned out meanwhile that nothing in it can be read.
    if (gone.has(id)) return;
    const next = openRunView(client, summary, host, look, settings);
    next.view.parts.add(layout.panelPart);
    next.view.parts.add(versusPart(null));
    show(next);
    await restoreView(app, next, kept);
  });

  const openQuietly = async (ids: readonly RunId[]): Promise<void> => {
    pairing++;
    try {
      for (const id of ids) if (!known.has(id)) await client.call('run.openRecent', { contentId: id });
      await refresh();
    } finally {
      pairing--;
    }
  };

  const openCompare = (a: RunId, b: RunId): Promise<void> => during(async () => {
    pairing++;
    try {
      const summaries = [];
      for (const id of [a, b]) {
        if (!known.has(id)) await client.call('run.openRecent', { contentId: id });
        summaries.push(await client.call('run.summary', { run: id }));
      }
      const pair = openComparing({ client, view: host, look, settings, notify }, [summaries[0], summaries[1]]);
      pair.a.view.parts.add(versusPart(b));
      const linked = linkedPair(location.hash);
      show(pair.a, pair);
      if (linked?.a === a && linked.b === b) await restoreView(app, pair.a, null);
    } finally {
      pairing--;
    }
  });

  const known = new Set<RunId>();
  /** Runs that the engine no longer has; one on screen gives way to the home screen, which says why. */
  const gone = new Set<RunId>();
  const leave = (id: RunId): void => {
    known.delete(id);
    gone.add(id);
    if (comparing.peek()?.runs.some((one) => one.id === id) ?? opened?.view.id === id) app.goHome();
  };
  /** Reads the session; runs that were not there before come to the screen. */
  const refresh = (): Promise<void> => during(async () => {
    const next = await client.call('session.state', {});
    settings.load(next.settings);
    theme.load();
    layout.load();
    appearance.load();
    pointer.load();
    keys.load();
    const cue = settings.get('stateCue');
    if (session.peek() === null && (cue === 'on' || cue === 'off')) stateCue.value = cue;
    const there = new Set(next.runs.map((candidate) => candidate.run));
    for (const id of known) if (!there.has(id)) leave(id);
    for (const id of there) gone.delete(id);
    const fresh = next.runs.filter((candidate) => !known.has(candidate.run));
    for (const { run: id } of fresh) known.add(id);
    session.value = next;
    jobs.value = next.jobs;
    const linked = readHash(location.hash)?.run;
    const chosen = fresh.find((candidate) => candidate.run === linked) ?? fresh.at(-1);
    // What the address names goes before what the command line asked for: it is later.
    const pair = linkedPair(location.hash) ?? (linked === undefined ? next.comparing : null);
    if (pair !== null && fresh.some(({ run: id }) => id === pair.a || id === pair.b) && pairing === 0) await openCompare(pair.a, pair.b);
    else if (chosen && pairing === 0) await take(chosen.run);
    else if (opened) await opened.refresh();
  });
  /** A run that has just been opened. */
  async function take(id: RunId): Promise<void> {
    const before = run.peek()?.id;
    const what = before === undefined || before === id ? 'replaces' : nextRun.peek();
    nextRun.value = 'replaces';
    if (what === 'replaces' || before === undefined) await openRun(id);
    else if (what === 'beside') await openCompare(before, id);
    else offered.value = { a: before, b: id };
  }
  const refreshQuietly = (): void => {
    refresh().catch((error: unknown) => { if (!isCancelled(error)) notify(messageOf(error), 'error'); });
  };

  /** Shows what a link says, of a run that is open or was opened here before. @throws Error with a sentence */
  async function followLink(link: Link): Promise<void> {
    const pair = linkedPair(location.hash);
    if (pair !== null) await openCompare(pair.a, pair.b);
    else if (opened?.view.id === link.run && comparing.peek() === null) await showLink(app, opened, link);
    else if (known.has(link.run)) await openRun(link.run);
    else if (session.peek()?.recent.some(({ contentId }) => contentId === link.run) === true) await client.call('run.openRecent', { contentId: link.run });
    else throw new Error('The link is to a run that was never opened here. Open its logs, then the link again.');
  }

  const app: App = {
    client, session, jobs, run, comparing, nextRun, offered, openCompare, openQuietly, commands, keys, layout, appearance, pointer, toasts, notify, tour, stateCue, slowDrawing, settings,
    theme: { choice: theme.choice, effective: theme.effective },
    tellSlowDrawing: (reason) => {
      if (slowDrawing.peek() !== reason) notify(reason);
      slowDrawing.value = reason;
    },
    openRun,
    goHome: () => {
      show(undefined);
      history.replaceState(null, '', location.pathname + location.search);
    },
  };

  store.add(commands.register(...timelineCommands(app), ...trackCommands(app), ...colorCommands(app), ...selectCommands(app), ...noteCommands(app), ...filterCommands(app), ...cardCommands(app), ...compareCommands(app)));
  store.add(bindKeys(window, commands, motion, (message) => notify(message, 'error')));
  store.add(client.on('session.changed', refreshQuietly));
  store.add(client.on('jobs.changed', (change) => { jobs.value = change.jobs; }));
  store.add(client.on('run.closed', (closed) => leave(closed.run)));
  // At the start, and after each time the engine was away.
  store.defer(effect(() => { if (client.connection.value === 'open') refreshQuietly(); }));
  store.defer(effect(() => settings.set('stateCue', stateCue.value)));
  store.defer(mirrorView(app));
  store.add(listen(window, 'hashchange', () => {
    const linked = readHash(location.hash);
    if (linked) followLink(linked).catch((error: unknown) => notify(messageOf(error), 'error'));
  }));
  store.defer(() => show(undefined));

  return { app, motion, isSettled: () => pending === 0 && client.connection.peek() === 'open' && session.peek() !== null, [Symbol.dispose]: () => store[Symbol.dispose]() };
}
