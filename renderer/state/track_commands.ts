/** Commands about tracks: pinning, hiding, order, showing one alone, and the filter of the run. */
import type { App, Command, Row, RunView } from './app.ts';
import { isMemoryKind } from '../../electron/protocol/items.ts';
import { NO_RUN } from './timeline_commands.ts';

/** 1.25³ is about 2. */
const HEIGHT_STEP = 1.25;

export function trackCommands(app: App): Command[] {
  const needsRun = (): string | undefined => (app.run.peek() ? undefined : NO_RUN);
  const focused = (): Row | undefined => {
    const tree = app.run.peek()?.tree;
    return tree?.rows.peek().find(({ slug }) => slug === tree.focused.peek());
  };
  const needsRow = (): string | undefined => needsRun() ?? (focused() ? undefined : 'Choose a row of the tree first.');
  const needsTrack = (): string | undefined => needsRow() ?? (focused()?.track ? undefined : 'Only tracks can be pinned, not groups.');
  const needsMemory = (): string | undefined => needsRow() ?? (isMemoryKind(focused()?.kind ?? '') ? undefined : 'Only memories hold bytes.');
  /** A command on the row given by its slug, else on the one with the focus. */
  const onRow = (id: string, name: string, keys: readonly string[], act: (run: RunView, slug: string) => void, disabled = needsRow): Command => ({
    id, name, keys, disabled: (args) => (typeof args === 'string' ? needsRun() : disabled()), run: (args) => {
      const run = app.run.peek();
      const slug = typeof args === 'string' ? args : focused()?.slug;
      if (run && slug !== undefined) act(run, slug);
    },
  });
  const onRun = (id: string, name: string, keys: readonly string[], act: (run: RunView, args: unknown) => void | Promise<void>, disabled = needsRun): Command => ({
    id, name, keys, disabled, run: (args) => {
      const run = app.run.peek();
      return run ? act(run, args) : undefined;
    },
  });
  const hasFilter = (): string | undefined => needsRun() ?? ((app.run.peek()?.filter.chips.peek().length ?? 0) > 0 ? undefined : 'No filter is on.');
  return [
    onRow('track.pin', 'Pin the track to the top, or let it go', ['P'], ({ tree }, slug) => tree.pin(slug), needsTrack),
    onRun('track.unpinAll', 'Let all pinned tracks go', ['Shift+P'], ({ tree }) => tree.unpinAll()),
    onRow('track.hide', 'Hide the row', ['X'], ({ tree }, slug) => {
      const rows = tree.rows.peek();
      const at = rows.findIndex((row) => row.slug === slug);
      tree.hide(slug);
      tree.focused.value = (tree.rows.peek()[at] ?? tree.rows.peek().at(-1))?.slug ?? null;
    }),
    onRun('track.showHidden', 'Show hidden rows', ['Shift+X'], ({ tree }) => tree.showHidden()),
    onRow('track.moveUp', 'Move the row up', ['Alt+Shift+ArrowUp'], ({ tree }, slug) => tree.move(slug, -1)),
    onRow('track.moveDown', 'Move the row down', ['Alt+Shift+ArrowDown'], ({ tree }, slug) => tree.move(slug, 1)),
    onRow('track.grow', 'Make the row higher', ['Alt+Shift+ArrowRight'], ({ tree }, slug) => tree.setHeight(slug, tree.heightOf(slug) * HEIGHT_STEP)),
    onRow('track.shrink', 'Make the row lower', ['Alt+Shift+ArrowLeft'], ({ tree }, slug) => tree.setHeight(slug, tree.heightOf(slug) / HEIGHT_STEP)),
    onRow('track.resetHeight', 'The row at its usual height', [], ({ tree }, slug) => tree.setHeight(slug, 1)),
    onRow('track.spreadHeight', 'Make all rows of this kind as high as this one', [], ({ tree }, slug) => tree.setHeight(slug, tree.heightOf(slug), true)),
    onRow('track.toggleBytes', 'Show the bytes that a memory held, or its instances', [], ({ tree }, slug) => tree.toggleBytes(slug), needsMemory),
    { id: 'track.setNumbering', name: 'Number processors and memories per kind from 0, or as in the log', keys: [], run: () => { app.appearance.countsFromZero.value = !app.appearance.countsFromZero.peek(); } },
    { id: 'track.setDirection', name: 'Let levels grow down, or up', keys: [], run: () => { app.appearance.levelsGrowDown.value = !app.appearance.levelsGrowDown.peek(); } },
    onRow('track.solo', 'Show this row alone, or all again', [], ({ tree }, slug) => { tree.solo.value = tree.solo.peek() === slug ? null : slug; }),
    onRun('track.toggleIdle', 'Hide tracks that are idle in the view, or show them again', ['I'], (run) => toggleIdle(app, run)),
    { ...onRun('filter.add', 'Add a filter', [], (run, args) => run.filter.add(String(args ?? ''))), isInternal: true },
    onRun('filter.toggle', 'Let the filter rest, or put it in force', [], ({ filter }) => { filter.isPaused.value = !filter.isPaused.peek(); }, hasFilter),
    onRun('filter.clear', 'Clear the filter', [], ({ filter }) => filter.clear(), hasFilter),
  ];
}

/** Idle: no item on it in the view. */
async function toggleIdle(app: App, { id: run, tree, view, summary }: RunView): Promise<void> {
  if (tree.idle.peek() !== null) {
    tree.idle.value = null;
    return;
  }
  const { tracks, extent } = summary.peek();
  const asked = tracks.filter(({ hasUtil, mirrorOf }) => hasUtil && mirrorOf === null);
  const { startNs, stopNs } = view.span.peek();
  const means = await app.client.call('util.mean', {
    run, tracks: asked.map(({ id }) => id), startNs: Math.max(extent.startNs, Math.floor(startNs)), stopNs: Math.max(extent.startNs + 1, Math.min(extent.stopNs, Math.ceil(stopNs))),
  });
  const idle = new Set([...asked.filter((_, i) => means[i] === 0), ...tracks.filter(({ items }) => items === 0)].map(({ id }) => id));
  if (idle.size === 0) app.notify('No track is idle in this view.');
  else tree.idle.value = idle;
}
