/** Tables of what changed: by task, source line, channel, runtime activity, processor and memory. */
import type { ComponentChildren } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { DurationRow, LedgerLine, Tables } from '../../../electron/protocol/compare_api.ts';
import { DataGrid } from '../base/data_grid.tsx';
import { GridMenu } from '../base/grid_menu.tsx';
import { useGrid, type GridColumn } from '../base/grid_model.ts';
import { countOf } from '../base/numbers.ts';
import { Skeleton } from '../base/skeleton.tsx';
import { CHANNEL_COLUMNS, durationColumns, MEMORY_COLUMNS, PROCESSOR_COLUMNS } from './delta_columns.tsx';
import { useComparing } from './use_comparing.ts';

export function TasksDelta() {
  return <Durations of={({ tasks }) => tasks} title="Task" name="delta-tasks" covers={(row, line) => line.stage === 'task' && line.name === row.name} />;
}

export function LinesDelta() {
  return <Durations of={({ pythonLines }) => pythonLines} title="Line" name="delta-lines" covers={(row, line) => line.line === row.name} empty="Neither log says which source line launched what: run with --provenance." />;
}

export function RuntimeDelta() {
  return <Durations of={({ runtime }) => runtime} title="Activity of the runtime" name="delta-runtime" covers={(row, line) => line.stage !== 'task' && line.name === row.name} />;
}

export function ChannelsDelta() {
  return <Rows of={({ channels }) => channels} columns={CHANNEL_COLUMNS} name="delta-channels" title="channel" empty="Neither run recorded a copy or a fill." first="bytes_delta" />;
}

export function ProcessorsDelta() {
  const [isKinds, setKinds] = useState(true);
  return (
    <Rows
      key={String(isKinds)} of={({ processors, processorKinds }) => (isKinds ? processorKinds : processors)} columns={PROCESSOR_COLUMNS} name="delta-processors" title={isKinds ? 'kind' : 'processor'}
      empty="No processor ran a task." first="busy_ns_delta" choice={(
        <select aria-label="What a row is" value={String(isKinds)} onChange={(event) => setKinds(event.currentTarget.value === 'true')}>
          <option value="true">Processor kinds</option><option value="false">Single processors</option>
        </select>
      )}
    />
  );
}

export function MemoriesDelta() {
  return <Rows of={({ memories }) => memories} columns={MEMORY_COLUMNS} name="delta-memories" title="memory" many="memories" empty="No memory held an instance." first="peak_delta" />;
}

/** `covers`: does a line of the ledger belong to a row; the largest of them is what a click on the row shows. */
function Durations({ of, title, name, covers, empty = 'There is none in either run.' }: {
  readonly of: (tables: Tables) => readonly DurationRow[]; readonly title: string; readonly name: string;
  readonly covers: (row: DurationRow, line: LedgerLine) => boolean; readonly empty?: string;
}) {
  const comparing = useComparing();
  const columns = useMemo(() => durationColumns(title, (row) => {
    // Lines are ordered by size.
    const line = comparing.result.peek()?.document.ledger.lines.find((one) => covers(row, one) && (one.places.a !== null || one.places.b !== null));
    return line && (() => void comparing.jumpToLine(line));
  }), [comparing]);
  return <Rows of={of} columns={columns} name={name} title="row" empty={empty} />;
}

function Rows<Row extends { readonly name: string; readonly match: string }>({ of, columns, name, title, many, empty, first, choice }: {
  readonly of: (tables: Tables) => readonly Row[]; readonly columns: readonly GridColumn<Row>[]; readonly name: string; readonly title: string; readonly many?: string; readonly empty: string;
  /** Column that is sorted by at first; without it rows stand as the engine has them, the largest change first. */
  readonly first?: string; readonly choice?: ComponentChildren;
}) {
  const { result, error } = useComparing();
  const tables = result.value?.document.tables;
  const [filter, setFilter] = useState('');
  const needle = filter.trim().toLowerCase();
  const all = tables ? of(tables) : [];
  const rows = useMemo(() => all.filter((row) => row.name.toLowerCase().includes(needle)), [all, needle]);
  const grid = useGrid(columns, rows, first === undefined ? undefined : { column: first, isDescending: true });
  if (!tables) return error.value === null ? <Skeleton rows={6} label="Differences" /> : <p class="panel-state">The runs could not be compared.</p>;
  if (all.length === 0) return <p class="panel-state">{empty}</p>;
  return (
    <div class="totals-panel" data-testid={`${name}-panel`}>
      <div class="totals-bar">
        <input type="text" class="filter" aria-label="Filter names" placeholder="Filter names" value={filter} onInput={(event) => setFilter(event.currentTarget.value)} />
        {choice}
        <span class="muted" role="status">{countOf(rows.length, title, many ?? `${title}s`)}</span>
        <GridMenu grid={grid} name={name} />
      </div>
      <DataGrid grid={grid} label={`Differences by ${title}`} name={name} keyOf={(row) => row.name} attributes={(row) => ({ 'data-name': row.name })} />
    </div>
  );
}
