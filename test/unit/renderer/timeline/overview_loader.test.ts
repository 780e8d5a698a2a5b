// What the overview says when rows go while it loads, against an engine that answers for some rows only.
import { signal } from '@preact/signals';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { GroupSummary, RunSummary } from '../../../../electron/protocol/run_api.ts';
import { ProfileError } from '../../../../electron/protocol/errors.ts';
import { createUtilTile } from '../../../../electron/protocol/tile_codec.ts';
import type { TileKey } from '../../../../electron/protocol/tiles.ts';
import { makeFakeRun } from '../../../browser/fake_run.ts';
import { followOverview } from '../../../../renderer/timeline/overview_loader.ts';

const group = (id: number): GroupSummary => ({ id, slug: 'n0/cpu', node: 0, kind: 'cpu', name: 'cpu', longName: 'Node 0 cpu', members: [], denominator: 2, capacityBytes: null, hasUtil: true });
const BASE = makeFakeRun({ nodes: 1, itemsPerTrack: 1 }).summary;
const summaryOf = (revision: number, phase: RunSummary['phase'], groups: readonly number[]): RunSummary =>
  ({ ...BASE, revision, phase, groups: groups.map(group), extent: { startNs: 0, stopNs: 1000 } });

/** An engine that knows the groups in `known`; `whenAsked` runs before each answer. */
function start(first: RunSummary) {
  const known = new Set<number>();
  const notices: string[] = [];
  const summary = signal(first);
  const hooks = { whenAsked: () => {}, rows: 0 };
  const client = {
    connection: signal('open' as const),
    utilTile: async (_run: string, key: TileKey) => {
      hooks.whenAsked();
      if (!known.has(key.track)) throw new ProfileError('bad-request', `This run has no track number ${key.track}.`);
      return createUtilTile(key, 4).tile;
    },
  };
  const stop = followOverview({ client: client as never, notify: (text) => void notices.push(text) }, summary, signal(100), (rows) => { hooks.rows = rows.length; });
  return { known, notices, summary, hooks, stop };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('a provisional row that goes while the strip loads is no news', async () => {
  const { known, notices, summary, hooks, stop } = start(summaryOf(1, 'indexing', [0xf0000000]));
  known.add(7);
  // The engine has put its final rows in place; the page hears of it while its request is under way.
  hooks.whenAsked = () => { if (summary.peek().revision === 1) summary.value = summaryOf(2, 'ready', [7]); };
  await vi.runAllTimersAsync();
  expect(notices).toEqual([]);
  expect(hooks.rows).toBe(1);
  stop();
});

test('nor is one whose going the page hears of only after the refusal', async () => {
  const { known, notices, summary, hooks, stop } = start(summaryOf(3, 'ready', [0xf0000000]));
  await vi.advanceTimersByTimeAsync(0);
  known.add(7);
  summary.value = summaryOf(4, 'ready', [7]);
  await vi.runAllTimersAsync();
  expect(notices).toEqual([]);
  expect(hooks.rows).toBe(1);
  stop();
});

test('rows that the engine refuses twice as they are now are told once', async () => {
  const { notices, stop } = start(summaryOf(5, 'ready', [9]));
  await vi.runAllTimersAsync();
  expect(notices).toEqual(['The overview could not be loaded: This run has no track number 9.']);
  stop();
});
