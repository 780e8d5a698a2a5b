/** Items of the made-up run: a task with every sort of field, and one that waited. */
import type { FieldPart, GroupDetails, ItemAt, ItemDetails, SearchResult } from '../../../electron/protocol/item_api.ts';
import type { NameTotals } from '../../../electron/protocol/name_totals_api.ts';
import { RUN, SUMMARY } from './fixture_run.ts';

export function trackId(slug: string): number {
  const found = SUMMARY.tracks.find((track) => track.slug === slug);
  if (!found) throw new Error(`no track ${slug}`);
  return found.id;
}

const link = (slug: string, ordinal: number, title: string): FieldPart => ({ link: { run: RUN, track: trackId(slug), ordinal, title, startNs: 238_760_100, stopNs: 238_765_000 } });
const text = (value: string): readonly FieldPart[] => [{ text: value }];

const BACKTRACE = Array.from({ length: 14 }, (_, i) => `#${i} Legion::Internal::TaskOp::trigger_${i}(std::vector<double> const&) at runtime/legion/legion_tasks.cc:${1200 + i * 37}`).join('\n');

/** `daxpy <31>` of the specification, and with ordinal 39 a task that waited. */
export function detailsOf(track: number, ordinal: number): ItemDetails {
  const waits = ordinal === 39 ? [{ startNs: 238_770_000, readyNs: 238_777_091, endNs: 238_780_000, event: '0x8000000000100003', callee: null, backtrace: BACKTRACE }] : [];
  return {
    run: RUN, track, ordinal, type: 'task', title: ordinal === 39 ? 'check <39>' : `daxpy <${ordinal}>`, level: 1, startNs: 238_765_653, stopNs: 238_795_960,
    times: { create: 238_760_846, ready: 238_760_926, start: 238_765_653, stop: 238_795_960 },
    runningNs: waits.length > 0 ? 20_307 : 30_307, readyNs: waits.length > 0 ? 2_909 : 0, waitingNs: waits.length > 0 ? 7_091 : 0,
    fields: [
      { name: 'Lifetime', parts: text('from 238.765 653 to 238.795 960 ms (duration: 30.307 us)'), added: false },
      { name: 'Running', parts: text('from 238.765 653 to 238.795 960 ms (duration: 30.307 us)'), added: false },
      { name: 'Operation', parts: [link('n0/cpu/c1', 2, 'top_level <2>')], added: false },
      { name: 'Instances', parts: [link('n0/system/s0', 0, '0x4000000000000000'), link('n0/system/s0', 1, '0x4000000000000001')], added: false },
      { name: 'Provenance', parts: text('launcher: IndexLauncher\nline: 221\ntask: Daxpy'), added: false },
      { name: 'Creator', parts: [link('n0/utility/u0', 12, 'Trigger Task Mapping <31>')], added: false },
      { name: 'Critical Path', parts: [{ text: 'Created by ' }, link('n0/utility/u0', 12, 'Trigger Task Mapping'), { text: ' at 238.760 ms on u0' }], added: false, tone: 'red' },
      { name: 'Deferred', parts: text('from 238.760 846 to 238.760 926 ms (duration: 80 ns)'), added: false, tone: 'red' },
      { name: 'Delayed', parts: text('from 238.760 926 to 238.765 653 ms (duration: 4.727 us)'), added: false },
      { name: 'Previous Executing', parts: [link('n0/cpu/c1', 30, 'daxpy <30>')], added: false, tone: 'gold' },
      { name: 'Scheduling Overhead', parts: text('from 238.760 926 to 238.765 653 ms (duration: -4.727 us)'), added: false, tone: 'blue' },
      { name: 'Backtrace', parts: text(BACKTRACE), added: false, isLong: true },
      { name: 'Copies caused', parts: text('0'), added: true },
      { name: 'Launch siblings', parts: [link('n0/cpu/c1', 32, 'daxpy <32>'), link('n0/cpu/c2', 33, 'daxpy <33>')], added: true },
    ],
    waits, waitCount: waits.length, rank: { place: 2, of: 4, medianNs: 21_303, maxNs: 67_612_000 }, source: { file: 'cg.py', line: 221 },
  };
}

export function placeOf(track: number, ordinal: number): ItemAt {
  const details = detailsOf(track, ordinal);
  return { track, ordinal, level: 1, title: details.title, state: 'running', startNs: details.startNs, stopNs: details.stopNs, life: { startNs: details.startNs, stopNs: details.stopNs } };
}

export const GROUP: GroupDetails = {
  count: 142, busyNs: 630_000, span: { startNs: 238_000_000, stopNs: 239_000_000 },
  names: [
    { name: 1, text: 'Deferred Task Trigger', count: 90, totalNs: 400_000 }, { name: 2, text: 'Scheduler', count: 40, totalNs: 180_000 },
    { name: 3, text: '<b>not markup</b>', count: 12, totalNs: 50_000 },
  ],
};

export function searchFor(query: string): SearchResult {
  const isNone = query.includes('dotp');
  const first = isNone ? [] : Array.from({ length: 120 }, (_, i) => placeOf(trackId(i % 3 === 0 ? 'n1/cpu/c1' : 'n0/cpu/c1'), i));
  return {
    search: 1, total: isNone ? 0 : 1280, isExact: true, totalNs: isNone ? 0 : 7_298_926, first, tracks: null, close: isNone ? { text: 'dotp_field_task', count: 424 } : null,
    perTrack: isNone ? [] : [{ track: trackId('n0/cpu/c1'), count: 640 }, { track: trackId('n1/cpu/c1'), count: 640 }],
  };
}

export function valuesFor(field: string, text: string): { value: string; count: number }[] {
  if (field !== 'name') return [];
  return [{ value: 'daxpy', count: 1280 }, { value: 'dotp_field_task', count: 424 }].filter(({ value }) => value.includes(text));
}

/** More names than are shown at once; every third is no task. */
export const TOTALS: NameTotals = {
  count: 1000, totalNs: 5e9, runningNs: 4e9, names: 240,
  rows: Array.from({ length: 240 }, (_, i) => ({
    name: i, text: i === 0 ? 'daxpy' : `task_${i}`, type: i % 3 === 2 ? 'meta_task' as const : 'task' as const, count: 1 + (i * 37) % 100, totalNs: 1e9 / (i + 1), runningNs: 9e8 / (i + 1), readyNs: 1e8 / (i + 1), waitingNs: 0, existingNs: 0,
    meanNs: 1e6 / (i + 1), sdNs: 1e5, minNs: 10, p50Ns: 1e5, p95Ns: 1e6, p99Ns: 1.5e6, maxNs: 2e6 + i, histogram: { first: 6, counts: Array.from({ length: 36 }, (__, part) => (part * 7 + i) % 13) }, longest: { track: trackId('n0/cpu/c1'), ordinal: 31 },
  })),
};
