/** Totals by name as a table, filtered by name and type; a name leads to its longest item. */
import { useMemo, useState } from 'preact/hooks';
import type { NameTotalsRow } from '../../../electron/protocol/engine_api.ts';
import { useRun } from '../base/context.ts';
import { DataGrid } from '../base/data_grid.tsx';
import { GridMenu } from '../base/grid_menu.tsx';
import { useGrid } from '../base/grid_model.ts';
import { countOf, groupDigits } from '../base/numbers.ts';
import { totalsColumns } from './columns.ts';

export function TotalsTable({ rows, names, types }: {
  readonly rows: readonly NameTotalsRow[];
  /** Names that there are; the engine sends the first thousands. */
  readonly names: number;
  /** Choices of what to look at. */
  readonly types: readonly (readonly [label: string, type: NameTotalsRow['type'] | undefined])[];
}) {
  const run = useRun();
  const [filter, setFilter] = useState('');
  const [type, setType] = useState(0);
  const needle = filter.trim().toLowerCase();
  const wanted = types[type]?.[1];
  const found = useMemo(() => rows.filter((row) => (wanted === undefined || row.type === wanted) && row.text.toLowerCase().includes(needle)), [rows, wanted, needle]);
  const columns = useMemo(() => totalsColumns(({ longest }) => void run.select(longest.track, longest.ordinal, { zoom: true, reveal: true })), [run]);
  const grid = useGrid(columns, found, { column: 'total_ns', isDescending: true });
  return (
    <>
      <div class="totals-bar">
        <input type="text" class="filter" aria-label="Filter names" placeholder="Filter names" value={filter} onInput={(event) => setFilter(event.currentTarget.value)} />
        <select aria-label="What to list" value={type} onChange={(event) => setType(Number(event.currentTarget.value))}>
          {types.map(([label], i) => <option key={label} value={i}>{label}</option>)}
        </select>
        <span class="muted" role="status">{countOf(found.length, 'name')}{names > rows.length && ` of the ${groupDigits(rows.length)} with the most time; there are ${groupDigits(names)}`}</span>
        <GridMenu grid={grid} name="totals" />
      </div>
      <DataGrid grid={grid} label="Totals by name" name="totals" keyOf={(row) => row.name} attributes={(row) => ({ 'data-name': row.text })} />
    </>
  );
}
