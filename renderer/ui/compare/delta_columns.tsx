/** Columns of the tables of differences. Pairs are of A and of B. */
import { formatTime } from '../../../electron/protocol/format_time.ts';
import type { ChannelRow, Confidence, DurationRow, MemoryRow, Pair, ProcessorRow } from '../../../electron/protocol/compare_api.ts';
import type { GridColumn } from '../base/grid_model.ts';
import { bytesText, groupDigits, percentText } from '../base/numbers.ts';
import { MATCH_WORDS, signedPercent, signedTime, toneOf } from './delta_text.ts';

interface Named {
  readonly name: string;
  readonly match: Confidence;
}

type Text = (value: number) => string;

/** A's value, B's, and their difference. */
function triple<Row>(id: string, title: string, pair: (row: Row) => Pair, text: Text, signed: Text, isTone = false): readonly GridColumn<Row>[] {
  const delta = (row: Row): number => pair(row)[1] - pair(row)[0];
  return [
    { id: `${id}_a`, title: `${title} A`, width: 88, value: (row) => pair(row)[0], text: (row) => text(pair(row)[0]) },
    { id: `${id}_b`, title: `${title} B`, width: 88, value: (row) => pair(row)[1], text: (row) => text(pair(row)[1]) },
    {
      id: `${id}_delta`, title: `${title} Δ`, width: 96, value: delta, text: (row) => signed(delta(row)),
      ...(isTone ? { cell: (row: Row) => <span class={`delta ${toneOf(delta(row))}`}>{signed(delta(row))}</span> } : {}),
    },
  ];
}

const named = <Row extends Named>(title: string, open?: (row: Row) => (() => void) | undefined): GridColumn<Row> => ({
  id: 'name', title, width: 220, isText: true, value: (row) => row.name, text: (row) => (row.name === '' ? '(no name)' : row.name), ...(open ? { open, openHint: (row: Row) => `${row.name}\nclick to show it in both runs` } : {}),
});
const match = <Row extends Named>(): GridColumn<Row> => ({ id: 'match', title: 'Match', width: 110, isText: true, value: (row) => row.match, text: (row) => MATCH_WORDS[row.match] });
const time: Text = (ns) => formatTime(Math.round(ns));
const signedCount: Text = (count) => (count === 0 ? '0' : `${count < 0 ? '−' : '+'}${groupDigits(Math.abs(count))}`);
const signedBytes: Text = (bytes) => (bytes === 0 ? '0' : `${bytes < 0 ? '−' : '+'}${bytesText(Math.abs(bytes), 1)}`);
const rate: Text = (bytesPerSecond) => (bytesPerSecond === 0 ? '–' : `${bytesText(bytesPerSecond, 1)}/s`);

/** `open` leads to the row's largest change in both runs. */
export function durationColumns(title: string, open: (row: DurationRow) => (() => void) | undefined): readonly GridColumn<DurationRow>[] {
  return [
    named(title, open),
    ...triple<DurationRow>('count', 'Count', (row) => row.count, groupDigits, signedCount),
    ...triple<DurationRow>('total_ns', 'Total', (row) => row.totalNs, time, signedTime, true),
    { id: 'total_ratio', title: 'Δ %', hint: 'Change of the total', width: 76, value: (row) => row.deltaRatio, text: (row) => signedPercent(row.deltaRatio) },
    ...triple<DurationRow>('mean_ns', 'Mean', (row) => row.meanNs, time, signedTime),
    ...triple<DurationRow>('p95_ns', 'p95', (row) => row.p95Ns, time, signedTime),
    ...triple<DurationRow>('exposed_ns', 'Exposed', (row) => row.exposedNs, time, signedTime),
    { id: 'share', title: 'Share', hint: 'Change of the exposed time, as a share of the change of the whole run', width: 76, value: (row) => row.shareOfWall, text: (row) => signedPercent(row.shareOfWall) },
    match(),
  ];
}

export const CHANNEL_COLUMNS: readonly GridColumn<ChannelRow>[] = [
  named('Channel'),
  ...triple<ChannelRow>('count', 'Count', (row) => row.count, groupDigits, signedCount),
  ...triple<ChannelRow>('bytes', 'Bytes', (row) => row.bytes, (bytes) => bytesText(bytes, 1), signedBytes),
  ...triple<ChannelRow>('busy_ns', 'Busy', (row) => row.busyNs, time, signedTime, true),
  ...triple<ChannelRow>('bandwidth', 'Bandwidth', (row) => row.bytesPerSecond, rate, signedBytes),
  match(),
];

export const PROCESSOR_COLUMNS: readonly GridColumn<ProcessorRow>[] = [
  named('Processor'),
  { id: 'kind', title: 'Kind', width: 80, isText: true, value: (row) => row.kind },
  ...triple<ProcessorRow>('tasks', 'Tasks', (row) => row.count, groupDigits, signedCount),
  ...triple<ProcessorRow>('busy_ns', 'Busy', (row) => row.busyNs, time, signedTime),
  ...triple<ProcessorRow>('use', 'Use', (row) => row.utilization, percentText, (share) => signedPercent(share)),
  match(),
];

export const MEMORY_COLUMNS: readonly GridColumn<MemoryRow>[] = [
  named('Memory'),
  ...triple<MemoryRow>('peak', 'Peak', (row) => row.peakBytes, (bytes) => bytesText(bytes, 1), signedBytes),
  ...triple<MemoryRow>('capacity', 'Capacity', (row) => row.capacityBytes, (bytes) => bytesText(bytes, 1), signedBytes),
  match(),
];
