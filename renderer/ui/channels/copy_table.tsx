/** Copies and fills of the chosen cell, or of all channels: those with most bytes first. */
import { useMemo } from 'preact/hooks';
import { formatTime } from '../../../electron/protocol/format_time.ts';
import type { CopyRow } from '../../../electron/protocol/table_api.ts';
import type { RunView } from '../../state/app.ts';
import { useRun } from '../base/context.ts';
import { DataGrid } from '../base/data_grid.tsx';
import { GridMenu } from '../base/grid_menu.tsx';
import { useGrid, type GridColumn } from '../base/grid_model.ts';
import { goToItem } from '../base/item_link.ts';
import { bytesText, countOf, groupDigits } from '../base/numbers.ts';
import { Sentence } from '../base/sentence.tsx';
import { useAnswer } from '../base/use_answer.ts';
import type { Scope } from '../base/use_scope.ts';
import { TYPE_NAMES } from '../details/type_names.ts';
import { baseName } from '../../base/base_name.ts';
import type { Cell } from './matrix_data.ts';

/** Bytes per second; null for those that took no time. */
const rateOf = ({ bytes, startNs, stopNs }: CopyRow): number | null => (stopNs > startNs ? (1e9 * bytes) / (stopNs - startNs) : null);

function columnsOf(run: RunView): readonly GridColumn<CopyRow>[] {
  return [
    {
      id: 'channel', title: 'Channel', hint: 'From where to where', width: 130, isText: true, value: (row) => run.track(row.track)?.name ?? '',
      open: (row) => () => goToItem(run, row), openHint: (row) => `${run.track(row.track)?.longName ?? ''}\nclick to show this one on the timeline`,
    },
    { id: 'type', title: 'Type', width: 60, isText: true, value: (row) => row.type, text: (row) => TYPE_NAMES[row.type] },
    { id: 'size_bytes', title: 'Size', hint: 'Bytes of the whole copy', width: 92, value: (row) => row.bytes, text: (row) => bytesText(row.bytes) },
    { id: 'duration_ns', title: 'Took', hint: 'From its start to its stop', width: 92, value: (row) => row.stopNs - row.startNs, text: (row) => formatTime(row.stopNs - row.startNs) },
    { id: 'bytes_per_s', title: 'Bandwidth', hint: 'Size over the time that it took', width: 104, value: rateOf, text: (row) => { const rate = rateOf(row); return rate === null ? '–' : `${bytesText(rate, 1)}/s`; } },
    { id: 'start_ns', title: 'Start', width: 92, value: (row) => row.startNs, text: (row) => formatTime(row.startNs) },
    { id: 'operation', title: 'For', hint: 'Task or operation that it was done for', width: 120, isText: true, value: (row) => row.operation },
    { id: 'line', title: 'Line', hint: 'Line of the program that issued it', width: 90, isText: true, value: (row) => (row.file === null ? null : `${baseName(row.file)}:${row.line}`) },
  ];
}

const NONE: readonly CopyRow[] = [];

export function CopyTable({ cell, scope }: { readonly cell: Cell | undefined; readonly scope: Scope }) {
  const run = useRun();
  const { value, error } = useAnswer('channels.copies', { run: run.id, tracks: cell?.tracks ?? null, startNs: scope.startNs, stopNs: scope.stopNs });
  const columns = useMemo(() => columnsOf(run), [run]);
  const rows = value?.rows ?? NONE;
  const grid = useGrid(columns, rows);
  if (error !== undefined) return <p class="panel-state" role="alert">The copies could not be read: <Sentence text={error} /></p>;
  return (
    <section class="split-side" aria-label="Copies">
      <div class="totals-bar">
        <span class="muted" role="status">
          {cell ? `${cell.source} → ${cell.target}: ` : ''}{countOf(value?.count ?? 0, 'copy or fill', 'copies and fills')}
          {value !== undefined && value.count > rows.length && ` (the ${groupDigits(rows.length)} largest)`}
        </span>
        <GridMenu grid={grid} name="copies" />
      </div>
      <DataGrid grid={grid} label="Copies and fills" name="copies" keyOf={(row) => `${row.track}/${row.ordinal}`} />
    </section>
  );
}
