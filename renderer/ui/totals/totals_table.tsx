/** Totals by name as a table, filtered by name and type; beside it the lengths and the items of the chosen name. */
import { useMemo, useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import type { NameTotals } from '../../../electron/protocol/name_totals_api.ts';
import type { ItemType } from '../../../electron/protocol/items.ts';
import { useRun } from '../base/context.ts';
import { DataGrid } from '../base/data_grid.tsx';
import { GridMenu } from '../base/grid_menu.tsx';
import { useGrid } from '../base/grid_model.ts';
import { countOf, groupDigits } from '../base/numbers.ts';
import type { Scope } from '../base/use_scope.ts';
import { totalsColumns, withShares } from './columns.tsx';
import { NameItems } from './name_items.tsx';

/** `type` undefined = of all types. */
export function TotalsTable({ totals, type, scope, controls }: { readonly totals: NameTotals; readonly type: ItemType | undefined; readonly scope: Scope; readonly controls: ComponentChildren }) {
  const run = useRun();
  const [filter, setFilter] = useState('');
  const [chosen, setChosen] = useState<number | undefined>(undefined);
  const needle = filter.trim().toLowerCase();
  const rows = useMemo(() => withShares(totals.rows), [totals]);
  const found = useMemo(() => rows.filter((row) => (type === undefined || row.type === type) && row.text.toLowerCase().includes(needle)), [rows, type, needle]);
  const columns = useMemo(() => totalsColumns(({ longest }) => void run.select(longest.track, longest.ordinal, { zoom: true, reveal: true })), [run]);
  const grid = useGrid(columns, found, { column: 'total_ns', isDescending: true });
  const row = grid.rows.find(({ name }) => name === chosen) ?? grid.rows[0];
  return (
    <div class="split-panel">
      <section class="split-side" aria-label="Totals by name">
        <div class="totals-bar">
          {controls}
          <input type="text" class="filter" aria-label="Filter names" placeholder="Filter names" value={filter} onInput={(event) => setFilter(event.currentTarget.value)} />
          <span class="muted" role="status">{countOf(found.length, 'name')}{totals.names > totals.rows.length && ` of the ${groupDigits(totals.rows.length)} with the most time; there are ${groupDigits(totals.names)}`}</span>
          <GridMenu grid={grid} name="totals" />
        </div>
        <DataGrid
          grid={grid} label="Totals by name" name="totals" keyOf={({ name }) => name} attributes={({ text }) => ({ 'data-name': text })}
          isMarked={(one) => one === row} onRow={({ name }) => setChosen(name)}
        />
      </section>
      {row && <NameItems row={row} scope={scope} />}
    </div>
  );
}
