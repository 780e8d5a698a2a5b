/** Columns of the tables of totals; times ns. */
import { formatTime } from '../../../electron/protocol/format_time.ts';
import type { NameTotalsRow } from '../../../electron/protocol/name_totals_api.ts';
import type { ItemFigures, ItemGroup } from '../../../electron/protocol/table_api.ts';
import type { GridColumn } from '../base/grid_model.ts';
import { groupDigits, percentText } from '../base/numbers.ts';
import { hasProcessor, TYPE_NAMES } from '../details/type_names.ts';
import { Spark } from './histogram.tsx';

function time<Row>(id: string, title: string, hint: string, of: (row: Row) => number | null): GridColumn<Row> {
  return {
    id, title, hint, width: 86, value: of,
    text: (row) => {
      const ns = of(row);
      return ns === null ? '–' : formatTime(Math.round(ns));
    },
  };
}

const count = <Row extends ItemFigures>(hint: string): GridColumn<Row> => ({ id: 'count', title: 'Count', hint, width: 70, value: (row) => row.count, text: (row) => groupDigits(row.count) });

function states<Row extends ItemFigures>(): readonly GridColumn<Row>[] {
  return [
    time('running_ns', 'Running', 'Of it: executing. Copies, fills and instances exist, they do not run', (row) => row.runningNs),
    time('waiting_ns', 'Waiting', 'Of it: blocked', (row) => row.waitingNs),
    time('ready_ns', 'Ready', 'Of it: could have gone on, and was not resumed', (row) => row.readyNs),
  ];
}

function lengths<Row extends ItemFigures>(): readonly GridColumn<Row>[] {
  return [
    time('mean_ns', 'Mean', 'Mean length of whole lives', (row) => row.meanNs),
    time('min_ns', 'Min', 'Shortest life', (row) => row.minNs),
    time('p50_ns', 'p50', 'Half of the lives are no longer than this', (row) => row.p50Ns),
    time('p95_ns', 'p95', '95 % of the lives are no longer than this', (row) => row.p95Ns),
    time('max_ns', 'Max', 'Longest life', (row) => row.maxNs),
  ];
}

/** A name with its share of the time of its type. */
export type TotalsRow = Omit<NameTotalsRow, 'runningNs' | 'waitingNs' | 'readyNs'> & ItemFigures & { readonly share: number };

export function withShares(rows: readonly NameTotalsRow[]): readonly TotalsRow[] {
  const totals = new Map<string, number>();
  for (const { type, totalNs } of rows) totals.set(type, (totals.get(type) ?? 0) + totalNs);
  return rows.map((row) => {
    const all = totals.get(row.type) ?? 0;
    const hasStates = hasProcessor(row.type);
    return { ...row, share: all > 0 ? row.totalNs / all : 0, runningNs: hasStates ? row.runningNs : null, waitingNs: hasStates ? row.waitingNs : null, readyNs: hasStates ? row.readyNs : null };
  });
}

/** `go` shows a row's longest item. */
export function totalsColumns(go: (row: TotalsRow) => void): readonly GridColumn<TotalsRow>[] {
  return [
    {
      id: 'name', title: 'Name', hint: 'Name of the items', width: 180, isText: true, value: (row) => row.text, text: (row) => (row.text === '' ? '(no name)' : row.text),
      open: (row) => () => go(row), openHint: (row) => `${row.text}\nclick to go to the longest of them`,
    },
    { id: 'type', title: 'Type', hint: 'What sort of items they are', width: 84, isText: true, value: (row) => row.type, text: (row) => TYPE_NAMES[row.type] },
    count('Items of which any part lies in the range'),
    time('total_ns', 'Total', 'Their time in the range', (row) => row.totalNs),
    { id: 'share', title: 'Share', hint: 'Of the time of all items of its type in the range', width: 64, value: (row) => row.share, text: (row) => percentText(row.share) },
    ...states<TotalsRow>(),
    {
      id: 'lengths', title: 'Lengths', isPicture: true, hint: 'How many there are of each order of length, from 1 ns at the left to 20 minutes at the right; sorted by p50', width: 92,
      value: (row) => row.p50Ns, text: (row) => formatTime(Math.round(row.p50Ns)), cell: (row) => <Spark histogram={row.histogram} />,
    },
    ...lengths<TotalsRow>(),
    time('p99_ns', 'p99', '99 % of the lives are no longer than this', (row) => row.p99Ns),
    time('sd_ns', 'Deviation', 'Standard deviation of the lengths of whole lives', (row) => row.sdNs),
  ];
}

export function groupColumns(title: string, go: (row: ItemGroup) => (() => void) | undefined): readonly GridColumn<ItemGroup>[] {
  return [
    { id: 'group', title, width: 180, isText: true, value: (row) => row.key, open: go, openHint: (row) => `${row.key}\nclick to show these items` },
    count('Items of which any part lies in the range'),
    time('total_ns', 'Total', 'Their whole lives together', (row) => row.totalNs),
    ...states<ItemGroup>(), ...lengths<ItemGroup>(),
  ];
}

/** Share of a range: small ones keep their digits, 0.069 is not nothing. */
export function shareText(share: number): string {
  const percent = share * 100;
  return `${percent > 0 && percent < 0.1 ? percent.toFixed(3) : percent.toFixed(1)} %`;
}
