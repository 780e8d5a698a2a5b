/** Memories in bytes: what each held at most and of how much; of the chosen one its curve and its instances; and who waited for memory. */
import { useMemo, useState } from 'preact/hooks';
import type { TrackSummary } from '../../../electron/protocol/run_api.ts';
import { formatTime } from '../../../electron/protocol/format_time.ts';
import type { MemoryUse } from '../../../electron/protocol/table_api.ts';
import { Bar } from '../base/bar.tsx';
import { useRun } from '../base/context.ts';
import { DataGrid } from '../base/data_grid.tsx';
import { GridMenu } from '../base/grid_menu.tsx';
import { useGrid, type GridColumn } from '../base/grid_model.ts';
import { bytesText, countOf, groupDigits, percentText } from '../base/numbers.ts';
import { PanelFrame } from '../base/panel_frame.tsx';
import { useAnswer } from '../base/use_answer.ts';
import { useScope, type Scope } from '../base/use_scope.ts';
import { InstanceTable } from './instance_table.tsx';

interface MemoryRow extends MemoryUse {
  readonly row: TrackSummary;
}

const COLUMNS: readonly GridColumn<MemoryRow>[] = [
  { id: 'memory', title: 'Memory', hint: 'By its place in the tree', width: 120, isText: true, value: ({ row }) => row.slug },
  {
    id: 'peak_bytes', title: 'Peak', hint: 'Most bytes held at one time; the bar is its share of the capacity', width: 110, value: (row) => row.peakBytes, text: (row) => bytesText(row.peakBytes),
    cell: (row) => <Bar share={row.row.capacityBytes ? row.peakBytes / row.row.capacityBytes : 0} text={bytesText(row.peakBytes)} />,
  },
  {
    id: 'capacity_bytes', title: 'Capacity', hint: 'As the log declares it', width: 128, value: ({ row }) => row.capacityBytes || null,
    text: ({ row, peakBytes }) => (row.capacityBytes ? `${bytesText(row.capacityBytes, 1)} · ${percentText(peakBytes / row.capacityBytes)}` : 'not recorded'),
  },
  { id: 'peak_ns', title: 'Peak at', hint: 'When it held most', width: 92, value: (row) => row.peakNs, text: (row) => formatTime(row.peakNs) },
  { id: 'instances', title: 'Instances', hint: 'Instances that lived in it', width: 78, value: (row) => row.instances, text: (row) => groupDigits(row.instances) },
  { id: 'allocated_bytes', title: 'Allocated', hint: 'Sizes of all these instances together', width: 100, value: (row) => row.allocatedBytes, text: (row) => bytesText(row.allocatedBytes) },
];

export function MemoryPanel() {
  return <MemoryView scope={useScope()} />;
}

export function MemoryView({ scope }: { readonly scope: Scope }) {
  const run = useRun();
  const answer = useAnswer('memory.use', { run: run.id, startNs: scope.startNs, stopNs: scope.stopNs });
  return (
    <PanelFrame answer={answer} name="memory" label="What memories held" isEmpty={(uses) => uses.length === 0} empty={<p>No memory held an instance in the {scope.text}.</p>}>
      {(uses) => <Memories uses={uses} scope={scope} />}
    </PanelFrame>
  );
}

function Memories({ uses, scope }: { readonly uses: readonly MemoryUse[]; readonly scope: Scope }) {
  const run = useRun();
  const rows = useMemo(() => uses.flatMap((use) => {
    const row = run.track(use.track);
    return row === undefined ? [] : [{ ...use, row }];
  }), [uses]);
  const grid = useGrid(COLUMNS, rows, { column: 'peak_bytes', isDescending: true });
  const [chosen, setChosen] = useState<number | undefined>(undefined);
  const [isWaits, setWaits] = useState(false);
  const memory = rows.find(({ track }) => track === chosen) ?? grid.rows[0];
  return (
    <div class="split-panel wide-right">
      <section class="split-side" aria-label="Memories">
        <div class="totals-bar"><span class="muted" role="status">{countOf(rows.length, 'memory', 'memories')}, {scope.text}</span><GridMenu grid={grid} name="memories" /></div>
        <DataGrid
          grid={grid} label="Memories" name="memories" keyOf={(row) => row.track} attributes={(row) => ({ 'data-slug': row.row.slug })}
          isMarked={(row) => row === memory} onRow={(row) => { setChosen(row.track); setWaits(false); }}
        />
      </section>
      <section class="split-side" aria-label={isWaits ? 'Instances that waited for memory' : `Instances of ${memory.row.slug}`}>
        <InstanceTable key={isWaits ? 'waits' : 'instances'} scope={scope} memory={isWaits ? undefined : memory.row}>
          <div class="switch" role="group" aria-label="What to list">
            <button type="button" aria-pressed={!isWaits} onClick={() => setWaits(false)}>{memory.row.slug}</button>
            <button type="button" aria-pressed={isWaits} onClick={() => setWaits(true)}>Who waited for memory</button>
          </div>
        </InstanceTable>
      </section>
    </div>
  );
}
