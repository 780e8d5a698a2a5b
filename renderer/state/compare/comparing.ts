/** Two runs side by side: their views coupled by an alignment, rows arranged together, and what the engine says of their difference. */
import { batch, computed, effect, signal, type ReadonlySignal } from '@preact/signals';
import type { AnchorRow, ComparedIds, ComparedPlace, ComparedRuns, LedgerLine, Pair } from '../../../electron/protocol/compare_api.ts';
import type { RunSummary } from '../../../electron/protocol/run_api.ts';
import type { TimeSpan } from '../../../electron/protocol/time.ts';
import { isCancelled, messageOf } from '../../base/cancel.ts';
import { DisposableStore } from '../../base/disposable.ts';
import type { App, EngineClient, Row, RunView } from '../app.ts';
import { openRunView, type OpenRun } from '../run_view.ts';
import type { Settings } from '../settings.ts';
import { createTimelineView, type ViewHost } from '../timeline_view.ts';
import { createAligning } from './aligning.ts';
import type { Comparing, LaneOrder } from './comparing_types.ts';
import { coupleCursors, coupleView, knotsOf, spanAcross } from './coupled_view.ts';
import { DeltaCache } from './delta_cache.ts';
import { followPartners } from './follow_partners.ts';
import { jumpToBoth } from './jump_to_both.ts';
import { arrangeLanes, pairRows, placesOf } from './lanes.ts';
import type { TreeLook } from '../tree_layout.ts';
import { keepAlike } from './open_alike.ts';

/** B's timeline starts below A's ruler; css px. */
export const LANE_OFFSET_PX = 24;

export interface OpenComparing extends Disposable {
  readonly comparing: Comparing<RunView, Row>;
  readonly a: OpenRun;
  readonly b: OpenRun;
}

export interface ComparingHost {
  readonly client: EngineClient;
  readonly view: ViewHost;
  readonly look: ReadonlySignal<TreeLook>;
  readonly settings: Settings;
  readonly notify: App['notify'];
}

export function openComparing(host: ComparingHost, summaries: Pair<RunSummary>): OpenComparing {
  const { client, look, settings } = host;
  const store = new DisposableStore();
  const isLocked = signal(true);
  const extentOfB = signal<TimeSpan>(summaries[1].extent);
  const anchors = signal<readonly AnchorRow[]>([[0, 0, 'start']]);
  // A's view reaches as far as either run does.
  const a = store.add(openRunView(client, summaries[0], host.view, look, settings, (extent, viewHost, history) => {
    const reach = computed<TimeSpan>(() => {
      const ofB = spanAcross(anchors.value, 1, extentOfB.value);
      return { startNs: Math.min(extent.value.startNs, ofB.startNs), stopNs: Math.max(extent.value.stopNs, ofB.stopNs) };
    });
    const made = createTimelineView(reach, viewHost, history);
    return { ...made, view: { ...made.view, extent } };
  }));
  const b = store.add(openRunView(client, summaries[1], host.view, look, settings, (extent, viewHost, history) => {
    const made = createTimelineView(extent, viewHost, history);
    const own = made.view;
    // Let go, it stays where it was.
    let wasLocked = isLocked.peek();
    let last = own.span.peek();
    store.defer(effect(() => {
      if (isLocked.value) last = spanAcross(anchors.value, 0, a.view.view.span.value);
      else if (wasLocked) own.set(last, { history: 'none' });
      wasLocked = isLocked.value;
    }));
    return { ...made, view: coupleView(own, a.view.view, anchors, isLocked) };
  }));
  store.defer(effect(() => { extentOfB.value = b.view.view.extent.value; }));
  const runs = [a.view, b.view] as const;
  store.defer(coupleCursors(runs[0].view, runs[1].view, anchors));

  const pairs = computed(() => pairRows(runs[0].summary.value, runs[1].summary.value));
  const order = signal<LaneOrder>('interleaved');
  const lanes = computed(() => arrangeLanes(a.rows.plain.value.rows, b.rows.plain.value.rows, pairs.value, order.value));
  a.rows.arranged.value = computed(() => placesOf(lanes.value, 0, LANE_OFFSET_PX));
  b.rows.arranged.value = computed(() => placesOf(lanes.value, 1, 0));
  store.defer(keepAlike(a.rows, b.rows, pairs));

  const result = signal<ComparedRuns | null>(null);
  const error = signal<string | null>(null);
  const ids = signal<ComparedIds>({ a: runs[0].id, b: runs[1].id });
  const aligning = store.add(createAligning(client, runs, ids, result, anchors, host.notify));
  let abort = new AbortController();
  store.defer(() => abort.abort());
  let isFirst = true;
  const ask = async (): Promise<void> => {
    abort.abort();
    abort = new AbortController();
    const asked = abort.signal;
    error.value = null;
    try {
      const compared = await client.call('compare.runs', ids.peek(), asked);
      if (asked.aborted) return;
      batch(() => {
        result.value = compared;
        // Repeats change the verdict, not what is looked at.
        if (isFirst) aligning.start(compared);
        isFirst = false;
      });
    } catch (problem) {
      if (!asked.aborted) error.value = isCancelled(problem) ? 'The comparison was cancelled.' : messageOf(problem);
    }
  };
  void ask();

  const deltas = new DeltaCache(client, ids);
  store.defer(() => deltas.dispose());
  const current = signal<LedgerLine | null>(null);
  const partners = store.add(followPartners(client, runs, ids, result));
  const jump = (places: Pair<ComparedPlace | null>): Promise<void> => partners.without(() => jumpToBoth(client, runs, anchors.peek(), isLocked, host.notify, places));
  const jumpToLine = async (line: LedgerLine): Promise<void> => {
    current.value = line;
    await jump([line.places.a, line.places.b]);
  };
  const comparing: Comparing<RunView, Row> = {
    runs, ids, result, error, aligning, isLocked, order, lanes, pairs, deltas, current, jump, jumpToLine,
    knots: computed(() => {
      if (!isLocked.value) return undefined;
      const span = runs[0].view.span.value;
      return knotsOf(anchors.value, span, spanAcross(anchors.value, 0, span), runs[1].view.widthPx.value);
    }),
    isPainted: signal(true),
    floor: signal(0.1),
    step: async (step) => {
      const lines = (result.peek()?.document.ledger.lines ?? []).filter(({ places }) => places.a !== null || places.b !== null);
      if (lines.length === 0) return host.notify('No line of the ledger differs.');
      const at = current.peek() === null ? (step > 0 ? -1 : 0) : lines.indexOf(current.peek()!);
      await jumpToLine(lines[(at + step + lines.length) % lines.length]);
    },
    useRepeats: (repeats) => {
      batch(() => {
        ids.value = { ...ids.peek(), repeats };
        result.value = null;
        current.value = null;
      });
      deltas.clear();
      void ask();
    },
    retry: () => void ask(),
  };
  return { comparing, a, b, [Symbol.dispose]: () => store[Symbol.dispose]() };
}
