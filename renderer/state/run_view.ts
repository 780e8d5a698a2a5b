/** One run on screen: its summary kept fresh, view, tree, search, selection, hover, names and tiles. */
import { computed, effect, signal, type ReadonlySignal } from '@preact/signals';
import type { ItemAt } from '../../electron/protocol/item_api.ts';
import type { RunSummary } from '../../electron/protocol/run_api.ts';
import type { TimeSpan } from '../../electron/protocol/time.ts';
import { DisposableStore } from '../base/disposable.ts';
import { NamesCache } from '../client/names_cache.ts';
import { MarkCache } from '../client/mark_cache.ts';
import { TileCache } from '../client/tile_cache.ts';
import type { EngineClient, Hover, RunView } from './app.ts';
import { cardsPart } from './detail_cards.ts';
import { createColoring } from './coloring.ts';
import { createFilter } from './filter.ts';
import { createFlows } from './flows.ts';
import { enrichHover } from './hover.ts';
import { createNotes } from './notes.ts';
import { createScope } from './search_scope.ts';
import { createSearch } from './search.ts';
import { createSelection } from './selection.ts';
import type { Settings } from './settings.ts';
import { createTimelineView, MIN_VIEW_NS, type ViewHost } from './timeline_view.ts';
import { createTrackTree, type TrackTreeParts } from './track_tree.ts';
import { leavesBelow, type TreeLook } from './tree_layout.ts';
import { selectionParts } from './selection_parts.ts';
import { ViewHistory } from './view_history.ts';
import { ViewParts } from './view_parts.ts';

export interface OpenRun extends Disposable {
  readonly view: RunView;
  readonly history: ViewHistory;
  readonly rows: TrackTreeParts;
  /** Asks for the summary again. */
  refresh(): Promise<void>;
}

/** `makeView`: of what is shown of its time, where that hangs on another run. */
export function openRunView(
  client: EngineClient, first: RunSummary, host: ViewHost, look: ReadonlySignal<TreeLook>, settings: Settings, makeView: typeof createTimelineView = createTimelineView,
): OpenRun {
  const id = first.run;
  const store = new DisposableStore();
  const summary = signal(first);
  const extent = computed<TimeSpan>(() => {
    const { startNs, stopNs } = summary.value.extent;
    return { startNs, stopNs: Math.max(stopNs, startNs + MIN_VIEW_NS) };
  });
  const names = new NamesCache(client, id, first.nameCount);
  const tiles = new TileCache(client, id);
  store.defer(() => tiles.dispose());
  const history = store.add(new ViewHistory());
  const parts = new ViewParts((part) => history.add(part));
  const { view, part } = makeView(extent, host, history);
  parts.add(part);
  const filter = store.add(createFilter(client, id, summary, view.span));
  parts.add(filter.part);
  const rows = store.add(createTrackTree(client, summary, view.span, parts, look, filter.tracks));
  const { tree, index } = rows;
  const hover = signal<Hover | null>(null);
  const preview = signal<ItemAt | null>(null);
  const selected = createSelection(client, id, view, tree);
  const { scope, part: scopePart } = createScope();
  const search = store.add(createSearch(client, id, {
    scope, summary, span: view.span, range: view.range, rows: tree.rows, settings, show: (hit) => {
      selected.showItem(hit, false);
      void selected.select(hit.track, hit.ordinal, { at: hit });
    },
  }));
  const coloring = store.add(createColoring(client, id, summary, settings));
  parts.add(coloring.part);
  const marks = new MarkCache(client, id);
  store.defer(() => marks.dispose());
  store.defer(askForMarks(marks, search, filter, coloring));
  const flows = store.add(createFlows(client, id, selected.selection, computed(() => summary.value.phase)));
  const notes = store.add(createNotes(client, id));
  store.defer(enrichHover(client, id, hover, (row) => leavesBelow(index.peek(), row)));
  store.defer(effect(() => tiles.setRevision(summary.value.revision)));
  store.defer(effect(() => names.grow(summary.value.nameCount)));

  let refreshing: Promise<void> | undefined;
  let isStale = false;
  /** Changes may come faster than summaries: at most one is under way, and one more follows it. */
  async function load(): Promise<void> {
    try {
      do {
        isStale = false;
        const next = await client.call('run.summary', { run: id });
        if (next.revision >= summary.peek().revision) summary.value = next;
      } while (isStale);
    } catch {
      // The run was closed or the engine is away; the next event tells.
    } finally {
      refreshing = undefined;
    }
  }
  function refresh(): Promise<void> {
    isStale = true;
    refreshing ??= load();
    return refreshing;
  }
  store.add(client.on('run.changed', (change) => {
    if (change.run === id && change.revision > summary.peek().revision) void refresh();
  }));
  store.add(client.on('names.grew', (grown) => { if (grown.run === id) names.grow(grown.nameCount); }));

  const runView: RunView = {
    id, summary, view, tree, parts, search, filter, coloring, marks, hover, preview, tiles, flows, notes, menu: signal(null), cards: signal([]), sourcePlace: signal(null), isTable: signal(false),
    selection: selected.selection,
    besides: selected.besides,
    selectBesides: selected.selectBesides,
    select: selected.select,
    selectGroup: selected.selectGroup,
    clearSelection: selected.clearSelection,
    namesVersion: names.version,
    name: (name) => names.get(name),
    track: (track) => index.value.trackById.get(track),
    parentOf: (track) => index.value.parentOf.get(track),
  };
  parts.add(scopePart);
  for (const one of selectionParts(client, runView)) parts.add(one);
  parts.add(cardsPart(client, runView));
  return { view: runView, history, rows, refresh, [Symbol.dispose]: () => store[Symbol.dispose]() };
}

/** Marks are asked for while something has been found, a filter speaks of items, or colours are other than those of tasks. */
function askForMarks(marks: MarkCache, search: RunView['search'], filter: RunView['filter'], coloring: RunView['coloring']): () => void {
  marks.onLost = () => {
    void search.again();
    filter.refresh();
    coloring.refresh();
  };
  return effect(() => {
    const result = search.result.value;
    const found = result !== null && result.total > 0 ? result.search : null;
    const kept = filter.kept.value;
    const rules = coloring.ruleHits.value.map((rule) => rule.search);
    const color = coloring.mode.value === 'rules' && rules.length === 0 ? 'task' : coloring.mode.value;
    marks.setAsk(found === null && kept === null && color === 'task' ? null : { found, kept, color, rules }, filter.mode.value === 'hide');
  });
}
