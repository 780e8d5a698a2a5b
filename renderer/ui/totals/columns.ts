/** Columns of the table of totals: their order, what they say, and their copies. Pure. */
import { formatTime } from '../../../electron/protocol/format_time.ts';
import type { NameTotalsRow } from '../../../electron/protocol/engine_api.ts';
import { groupDigits } from '../base/numbers.ts';

type NumberField = { [K in keyof NameTotalsRow]: NameTotalsRow[K] extends number ? K : never }[keyof NameTotalsRow];

export interface Column {
  readonly field: 'text' | Exclude<NumberField, 'name'>;
  readonly title: string;
  readonly hint: string;
}

export const COLUMNS: readonly Column[] = [
  { field: 'text', title: 'Name', hint: 'Name of the items' },
  { field: 'count', title: 'Count', hint: 'Items of which any part lies in the range' },
  { field: 'totalNs', title: 'Total', hint: 'Their time in the range' },
  { field: 'runningNs', title: 'Running', hint: 'Of it: executing' },
  { field: 'waitingNs', title: 'Waiting', hint: 'Of it: blocked' },
  { field: 'readyNs', title: 'Ready', hint: 'Of it: could have gone on, and was not resumed' },
  { field: 'meanNs', title: 'Mean', hint: 'Mean length of whole lives' },
  { field: 'minNs', title: 'Min', hint: 'Shortest life' },
  { field: 'p50Ns', title: 'p50', hint: 'Half of the lives are no longer than this' },
  { field: 'p95Ns', title: 'p95', hint: '95 % of the lives are no longer than this' },
  { field: 'maxNs', title: 'Max', hint: 'Longest life' },
];

export interface Order {
  readonly field: Column['field'];
  readonly isDescending: boolean;
}

export function sorted(rows: readonly NameTotalsRow[], { field, isDescending }: Order): NameTotalsRow[] {
  const sign = isDescending ? -1 : 1;
  return [...rows].sort((a, b) => sign * (field === 'text' ? a.text.localeCompare(b.text) : a[field] - b[field]) || a.name - b.name);
}

export function cellText(row: NameTotalsRow, { field }: Column): string {
  if (field === 'text') return row.text;
  return field === 'count' ? groupDigits(row.count) : formatTime(Math.round(row[field]));
}

/** For a spreadsheet: a head, then a line a row; times as plain ns. */
export function asCsv(rows: readonly NameTotalsRow[]): string {
  const quoted = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const head = ['name', 'type', ...COLUMNS.slice(1).map(({ field }) => field.replace(/Ns$/, '_ns'))];
  const line = (row: NameTotalsRow): string => [quoted(row.text), row.type, ...COLUMNS.slice(1).map(({ field }) => String(row[field]))].join(',');
  return `${[head.join(','), ...rows.map(line)].join('\n')}\n`;
}

/** Share of a range: small ones keep their digits, 0.069 is not nothing. */
export function shareText(share: number): string {
  const percent = share * 100;
  return `${percent > 0 && percent < 0.1 ? percent.toFixed(3) : percent.toFixed(1)} %`;
}
