/** Commands that walk from item to item, along a level, a name or a link of the details; find, panels, theme (copying is the page's). */
import type { FieldPart, ItemAt } from '../../electron/protocol/item_api.ts';
import { exactly } from '../../electron/protocol/print_query.ts';
import { formatTime } from '../../electron/protocol/format_time.ts';
import type { App, Command, FlowKind, RunView, Selection, ThemeChoice } from './app.ts';
import { FLOW_KINDS } from './flows.ts';
import { SCOPE_NAMES, SEARCH_SCOPES } from './search_scope.ts';
import { NO_RUN } from './timeline_commands.ts';

type Link = Extract<FieldPart, { link: unknown }>['link'];

/** First link of a field of the selected item's details. */
function linkOf(selection: Selection | null, field: string): Link | undefined {
  if (selection?.type !== 'item') return undefined;
  const parts = selection.details?.fields.filter(({ name }) => name === field).flatMap(({ parts }) => parts) ?? [];
  return parts.find((part) => 'link' in part)?.link;
}

/** Why a field leads nowhere: its text, or that there is none. */
function reasonOf(selection: Selection | null, field: string): string {
  if (selection?.type !== 'item') return 'Select an item first.';
  if (!selection.details) return 'The details are still on their way.';
  const text = selection.details.fields.find(({ name }) => name === field)?.parts.map((part) => ('text' in part ? part.text : '')).join('');
  return text ? `${field}: ${text}` : `This item has no ${field}.`;
}

export function selectCommands(app: App): Command[] {
  const needsRun = (): string | undefined => (app.run.peek() ? undefined : NO_RUN);
  const needsItem = (): string | undefined => (app.run.peek()?.selection.peek()?.type === 'item' ? undefined : 'Select an item first.');

  const neighbour = (step: 1 | -1, same: 'level' | 'name') => async (): Promise<void> => {
    const run = app.run.peek();
    const selection = run?.selection.peek();
    if (!run || selection?.type !== 'item') return;
    const { track, ordinal } = selection.item;
    const next = await app.client.call('item.neighbour', { run: run.id, track, ordinal, step, same });
    if (next) await run.select(next.track, next.ordinal, { at: next, reveal: true });
    else app.notify(step > 0 ? 'There is no later one.' : 'There is no earlier one.');
  };

  /** Along the points of a launch, by start. */
  const point = (step: 1 | -1) => async (): Promise<void> => {
    const run = app.run.peek();
    const selection = run?.selection.peek();
    if (!run || selection?.type !== 'item') return;
    const { track, ordinal } = selection.item;
    const points = await app.client.call('items.points', { run: run.id, track, ordinal });
    const at = points?.rows.findIndex((row) => row.track === track && row.ordinal === ordinal) ?? -1;
    const next = at < 0 ? undefined : points?.rows[at + step];
    if (next) await run.select(next.track, next.ordinal, { reveal: true });
    else app.notify(points === null ? 'This is no point of an index launch.' : step > 0 ? 'There is no later point.' : 'There is no earlier point.');
  };

  /** The creator where it has a field of its own; where it is what the item waited for last, that field names it. */
  const creatorField = (): string => {
    const selection = app.run.peek()?.selection.peek() ?? null;
    const critical = selection?.type === 'item' ? selection.details?.fields.find(({ name }) => name === 'Critical Path') : undefined;
    const isCreator = critical?.parts.some((part) => ('text' in part ? part.text : part.link.title).startsWith('Created by')) === true;
    return linkOf(selection, 'Creator') === undefined && isCreator ? 'Critical Path' : 'Creator';
  };

  const followCommand = (fieldOf: () => string) => async (): Promise<void> => {
    const field = fieldOf();
    const run = app.run.peek();
    if (!run) return;
    const link = linkOf(run.selection.peek(), field);
    if (link) await run.select(link.track, link.ordinal, { reveal: true, segmentStartNs: link.startNs });
    else app.notify(reasonOf(run.selection.peek(), field));
  };

  /** Steps along critical paths, to go back on. */
  const steps: { readonly run: RunView; readonly from: ItemAt; readonly to: Pick<ItemAt, 'track' | 'ordinal'> }[] = [];
  const followCritical = async (): Promise<void> => {
    const run = app.run.peek();
    const selection = run?.selection.peek() ?? null;
    const link = linkOf(selection, 'Critical Path') ?? linkOf(selection, 'Caller');
    if (!run || selection?.type !== 'item' || !link) {
      app.notify(reasonOf(selection, 'Critical Path'));
      return;
    }
    steps.push({ run, from: selection.item, to: link });
    await run.select(link.track, link.ordinal, { reveal: true, segmentStartNs: link.startNs });
  };
  /** Who waited longest for it. */
  const goToWaiter = async (run: RunView, { track, ordinal }: ItemAt): Promise<void> => {
    const waiter = await app.client.call('items.waiter', { run: run.id, track, ordinal });
    if (waiter) {
      await run.select(waiter.track, waiter.ordinal, { reveal: true, ...(waiter.segmentStartNs === undefined ? {} : { segmentStartNs: waiter.segmentStartNs }) });
      app.notify(`This waited ${formatTime(waiter.waitedNs)} for it.`);
    } else app.notify('No item that went on after it is known to have waited for it.');
  };
  const stepBack = async (): Promise<void> => {
    const run = app.run.peek();
    const selection = run?.selection.peek();
    const step = steps.pop();
    const isHere = step?.run === run && selection?.type === 'item' && selection.item.track === step?.to.track && selection.item.ordinal === step.to.ordinal;
    if (run && step && isHere) await run.select(step.from.track, step.from.ordinal, { reveal: true, at: step.from });
    else {
      steps.length = 0;
      if (run && selection?.type === 'item') await goToWaiter(run, selection.item);
    }
  };

  const item = (id: string, name: string, keys: readonly string[], run: () => void | Promise<void>): Command => ({ id, name, keys, run, disabled: needsItem });
  return [
    {
      id: 'select.clear', name: 'Clear the selection', keys: ['Escape'], disabled: needsRun,
      run: () => {
        const run = app.run.peek();
        if (!run) return;
        // What was asked for last goes first: range and search stay until there is nothing selected.
        if (run.selection.peek()) run.clearSelection();
        else if (run.view.range.peek()) run.view.range.value = null;
        else run.search.clear();
      },
    },
    item('select.nextItem', 'Next item on the level', [']'], neighbour(1, 'level')),
    item('select.previousItem', 'Previous item on the level', ['['], neighbour(-1, 'level')),
    item('select.creator', 'The creator of this item', ['U'], followCommand(creatorField)),
    item('select.criticalPredecessor', 'What this item waited for last', [','], followCritical),
    item('select.criticalSuccessor', 'Back along the steps of the critical path, else to what waited longest for this item', ['.'], stepBack),
    item('select.initiator', 'The operation of this item', ['O'], followCommand(() => 'Operation')),
    item('select.rangeFromItem', 'Select the range of this item', ['R'], () => {
      const run = app.run.peek();
      const selection = run?.selection.peek();
      if (run && selection?.type === 'item') run.view.range.value = selection.item.life;
    }),
    item('select.nextSameName', 'Next item of the same name', ['Shift+]'], neighbour(1, 'name')),
    item('select.previousSameName', 'Previous item of the same name', ['Shift+['], neighbour(-1, 'name')),
    item('select.nextPoint', 'Next point of the same launch', ['Alt+]'], point(1)),
    item('select.previousPoint', 'Previous point of the same launch', ['Alt+['], point(-1)),
    item('select.allSameName', 'Find all items of the same name', ['Ctrl+Shift+A'], async () => {
      const run = app.run.peek();
      const selection = run?.selection.peek();
      if (!run || selection?.type !== 'item') return;
      const { name } = await app.client.call('item.name', { run: run.id, track: selection.item.track, ordinal: selection.item.ordinal });
      await run.search.start(exactly('name', name));
      run.search.remember();
    }),
    {
      id: 'select.rangeVisible', name: 'Select the visible range', keys: ['Ctrl+A'], disabled: needsRun,
      run: () => {
        const view = app.run.peek()?.view;
        if (view) view.range.value = { startNs: Math.round(view.span.peek().startNs), stopNs: Math.round(view.span.peek().stopNs) };
      },
    },
    {
      id: 'select.item', name: 'Select an item by track and place', keys: [], isInternal: true, disabled: needsRun,
      run: async (args) => {
        const { track, ordinal, zoom } = (args ?? {}) as { track?: number | string; ordinal?: number; zoom?: boolean };
        const run = app.run.peek();
        const found = run?.summary.peek().tracks.find(({ id, slug }) => id === track || slug === track);
        if (!run || !found || ordinal === undefined) throw new Error('select.item needs {track, ordinal}.');
        await run.select(found.id, ordinal, { reveal: true, zoom: zoom ?? false });
      },
    },
    {
      id: 'timeline.toggleFlows', name: 'Show or hide the arrows of the selection', keys: [], disabled: needsRun,
      run: (args) => {
        const shown = app.run.peek()?.flows.shown;
        if (!shown) return;
        const kinds = FLOW_KINDS.filter((kind) => args === undefined || kind === args);
        const isOff = kinds.every((kind) => !shown.peek().has(kind));
        const next = new Set<FlowKind>(shown.peek());
        for (const kind of kinds) {
          if (isOff) next.add(kind);
          else next.delete(kind);
        }
        shown.value = next;
      },
    },
    { id: 'find.next', name: 'Next hit', keys: ['N', 'F3'], run: () => app.run.peek()?.search.step(1), disabled: needsRun },
    { id: 'find.previous', name: 'Previous hit', keys: ['Shift+N', 'Shift+F3'], run: () => app.run.peek()?.search.step(-1), disabled: needsRun },
    { id: 'find.start', name: 'Find a text', keys: [], isInternal: true, run: (args) => app.run.peek()?.search.start(String(args ?? '')), disabled: needsRun },
    {
      id: 'find.cycleScope', name: 'Search in the whole run, the view, the range or open tracks', keys: [], disabled: needsRun,
      run: (args) => {
        const scope = app.run.peek()?.search.scope;
        if (!scope) return;
        scope.value = SEARCH_SCOPES.find((known) => known === args) ?? SEARCH_SCOPES[(SEARCH_SCOPES.indexOf(scope.peek()) + 1) % SEARCH_SCOPES.length];
        app.notify(`Searches are of ${SCOPE_NAMES[scope.peek()]}.`);
      },
    },
    { id: 'find.clear', name: 'Clear the search', keys: [], run: () => app.run.peek()?.search.clear(), disabled: needsRun },
    { id: 'panel.toggle', name: 'Show or hide the panels', keys: ['Q'], run: () => { app.layout.isDockOpen.value = !app.layout.isDockOpen.peek(); }, disabled: needsRun },
    { id: 'data.showQuality', name: 'Show the data-quality list', keys: [], run: () => showPanel(app, 'quality'), disabled: needsRun },
    { id: 'app.toggleTheme', name: 'Next theme', keys: [], run: (args) => toggleTheme(app, args) },
    { id: 'run.openSample', name: 'Open the sample run', keys: [], run: async () => {
      await app.openRun((await app.client.call('run.openSample', {})).run);
      if (app.settings.get('tour') !== 'seen') app.tour.value = 0;
    } },
    {
      id: 'app.startTour', name: 'A look around, in six steps', keys: [], disabled: needsRun, run: () => {
        app.tour.value = 0;
      },
    },
    { id: 'run.close', name: 'Close the run', keys: [], run: () => app.goHome(), disabled: needsRun },
    {
      id: 'job.cancel', name: 'Cancel the job', keys: [],
      run: async (args) => {
        const job = app.jobs.peek().find(({ id, state }) => (args === undefined || id === args) && state === 'running');
        if (job) await app.client.call('job.cancel', { job: job.id });
      },
    },
  ];
}

function showPanel(app: App, name: string): void {
  app.layout.activePanel.value = name;
  app.layout.isDockOpen.value = true;
}

function toggleTheme(app: App, args: unknown): void {
  const order: readonly ThemeChoice[] = ['system', 'light', 'dark', 'contrast'];
  const { choice, effective } = app.theme;
  // From the system's own theme to the other one, so that every step is seen.
  const next = choice.peek() === 'system' ? (effective.peek().endsWith('dark') ? 'light' : 'dark') : order[(order.indexOf(choice.peek()) + 1) % order.length];
  choice.value = order.find((name) => name === args) ?? next;
}
