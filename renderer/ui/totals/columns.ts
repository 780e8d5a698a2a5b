/** Columns of the table of totals; times ns. */
import { formatTime } from '../../../electron/protocol/format_time.ts';
import type { NameTotalsRow } from '../../../electron/protocol/engine_api.ts';
import type { GridColumn } from '../base/grid_model.ts';
import { groupDigits } from '../base/numbers.ts';
import { TYPE_NAMES } from '../details/type_names.ts';

type TimeField = 'totalNs' | 'runningNs' | 'waitingNs' | 'readyNs' | 'meanNs' | 'minNs' | 'p50Ns' | 'p95Ns' | 'maxNs';

const time = (field: TimeField, title: string, hint: string): GridColumn<NameTotalsRow> => ({
  id: field.replace(/Ns$/, '_ns'), title, hint, width: 92, value: (row) => row[field], text: (row) => formatTime(Math.round(row[field])),
});

/** `go` shows a row's longest item. */
export function totalsColumns(go: (row: NameTotalsRow) => void): readonly GridColumn<NameTotalsRow>[] {
  return [
    {
      id: 'name', title: 'Name', hint: 'Name of the items', width: 240, isText: true, value: (row) => row.text, text: (row) => (row.text === '' ? '(no name)' : row.text),
      open: (row) => () => go(row), openHint: (row) => `${row.text}\nclick to go to the longest of them`,
    },
    { id: 'type', title: 'Type', hint: 'What sort of items they are', width: 96, isText: true, value: (row) => row.type, text: (row) => TYPE_NAMES[row.type] },
    { id: 'count', title: 'Count', hint: 'Items of which any part lies in the range', width: 76, value: (row) => row.count, text: (row) => groupDigits(row.count) },
    time('totalNs', 'Total', 'Their time in the range'),
    time('runningNs', 'Running', 'Of it: executing'),
    time('waitingNs', 'Waiting', 'Of it: blocked'),
    time('readyNs', 'Ready', 'Of it: could have gone on, and was not resumed'),
    time('meanNs', 'Mean', 'Mean length of whole lives'),
    time('minNs', 'Min', 'Shortest life'),
    time('p50Ns', 'p50', 'Half of the lives are no longer than this'),
    time('p95Ns', 'p95', '95 % of the lives are no longer than this'),
    time('maxNs', 'Max', 'Longest life'),
  ];
}

/** Share of a range: small ones keep their digits, 0.069 is not nothing. */
export function shareText(share: number): string {
  const percent = share * 100;
  return `${percent > 0 && percent < 0.1 ? percent.toFixed(3) : percent.toFixed(1)} %`;
}
