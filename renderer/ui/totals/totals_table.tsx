/** Totals by name as a table: sorted by any column, filtered by name, copied; a name leads to its longest item. */
import { useState } from 'preact/hooks';
import type { NameTotalsRow } from '../../../electron/protocol/engine_api.ts';
import { useApp, useRun } from '../base/context.ts';
import { copyText } from '../base/copy.ts';
import { MenuButton } from '../base/menu.tsx';
import { countOf, groupDigits } from '../base/numbers.ts';
import { asCsv, cellText, COLUMNS, sorted, type Order } from './columns.ts';

/** Rows beyond these come when asked for. */
const SHOWN = 200;

export function TotalsTable({ rows, names, types }: {
  readonly rows: readonly NameTotalsRow[];
  /** Names that there are; the engine sends the first thousands. */
  readonly names: number;
  /** Choices of what to look at; without them there is no choice. */
  readonly types?: readonly (readonly [label: string, type: NameTotalsRow['type'] | undefined])[];
}) {
  const app = useApp();
  const [order, setOrder] = useState<Order>({ field: 'totalNs', isDescending: true });
  const [filter, setFilter] = useState('');
  const [type, setType] = useState(0);
  const [hasAll, setAll] = useState(false);
  const needle = filter.trim().toLowerCase();
  const wanted = types?.[type]?.[1];
  const found = sorted(rows.filter((row) => (wanted === undefined || row.type === wanted) && row.text.toLowerCase().includes(needle)), order);
  const shown = hasAll ? found : found.slice(0, SHOWN);
  return (
    <>
      <div class="totals-bar">
        <input type="text" class="filter" aria-label="Filter names" placeholder="Filter names" value={filter} onInput={(event) => setFilter(event.currentTarget.value)} />
        {types && (
          <select aria-label="What to list" value={type} onChange={(event) => setType(Number(event.currentTarget.value))}>
            {types.map(([label], i) => <option key={label} value={i}>{label}</option>)}
          </select>
        )}
        <span class="muted" role="status">{countOf(found.length, 'name')}{names > rows.length && ` of the ${groupDigits(rows.length)} with the most time; there are ${groupDigits(names)}`}</span>
        <MenuButton
          icon="copy" label="Copy the table" items={[
            { label: 'As CSV', run: () => void copyText(app, asCsv(found), 'the table as CSV') },
            { label: 'As JSON', run: () => void copyText(app, `${JSON.stringify(found, null, 2)}\n`, 'the table as JSON') },
          ]}
        />
      </div>
      <div class="table-scroll" role="group" aria-label="Totals by name" tabIndex={0}>
        <table class="data totals" data-testid="totals">
          <thead>
            <tr>
              {COLUMNS.map(({ field, title, hint }) => {
                const isChosen = order.field === field;
                return (
                  <th key={field} scope="col" class={field === 'text' ? undefined : 'right'} aria-sort={isChosen ? (order.isDescending ? 'descending' : 'ascending') : 'none'}>
                    <button type="button" class="sort-button" data-hint={hint} onClick={() => setOrder({ field, isDescending: isChosen ? !order.isDescending : field !== 'text' })}>
                      {title}{isChosen && <span aria-hidden="true">{order.isDescending ? ' ↓' : ' ↑'}</span>}
                    </button>
                  </th>
                );
              })}
            </tr>
          </thead>
          <tbody>{shown.map((row) => <Row key={row.name} row={row} />)}</tbody>
        </table>
      </div>
      {shown.length < found.length && <button type="button" class="text-button" onClick={() => setAll(true)}>Show all {groupDigits(found.length)} names</button>}
    </>
  );
}

function Row({ row }: { readonly row: NameTotalsRow }) {
  const run = useRun();
  const go = (): void => void run.select(row.longest.track, row.longest.ordinal, { zoom: true, reveal: true });
  return (
    <tr data-name={row.text}>
      {COLUMNS.map((column) => (column.field === 'text'
        ? <td key="text"><button type="button" class="text-button" data-hint={`${row.text}\nclick to go to the longest of them`} onClick={go}>{row.text === '' ? '(no name)' : row.text}</button></td>
        : <td key={column.field} class="number right" data-field={column.field}>{cellText(row, column)}</td>))}
    </tr>
  );
}
