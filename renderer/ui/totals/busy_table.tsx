/** How busy each processor was in the range: running, not waiting, over the length of the range. */
import { useMemo } from 'preact/hooks';
import type { TrackSummary } from '../../../electron/protocol/run_api.ts';
import { formatTime } from '../../../electron/protocol/format_time.ts';
import { Bar } from '../base/bar.tsx';
import { useRun } from '../base/context.ts';
import { DataGrid } from '../base/data_grid.tsx';
import { GridMenu } from '../base/grid_menu.tsx';
import { useGrid, type GridColumn } from '../base/grid_model.ts';
import { countOf } from '../base/numbers.ts';
import { useAnswer } from '../base/use_answer.ts';
import type { Scope } from '../base/use_scope.ts';
import { shareText } from './columns.tsx';

interface Busy {
  readonly track: TrackSummary;
  readonly share: number;
}

const isProcessor = ({ hasUtil, capacityBytes, kind }: TrackSummary): boolean => hasUtil && capacityBytes === null && kind !== 'chan' && kind !== 'dp';

export function BusyTable({ scope }: { readonly scope: Scope }) {
  const run = useRun();
  const { tracks } = run.summary.value;
  const left = run.filter.tracks.value;
  const processors = useMemo(() => tracks.filter((track) => isProcessor(track) && left?.has(track.id) !== false), [tracks, left]);
  const lengthNs = scope.stopNs - scope.startNs;
  const { value } = useAnswer('util.mean', { run: run.id, tracks: processors.map(({ id }) => id), startNs: scope.startNs, stopNs: scope.stopNs });
  const rows = useMemo(() => processors.map((track, i): Busy => ({ track, share: value?.[i] ?? 0 })), [processors, value]);
  const columns = useMemo((): readonly GridColumn<Busy>[] => [
    { id: 'track', title: 'Processor', hint: 'By its place in the tree', width: 120, isText: true, value: ({ track }) => track.slug, open: ({ track }) => () => run.tree.reveal(track.id), openHint: ({ track }) => `${track.longName}\nclick to show its row` },
    { id: 'busy', title: 'Busy', hint: 'Share of the range in which it ran at least one item', width: 110, value: ({ share }) => share, text: ({ share }) => shareText(share), cell: ({ share }) => <Bar share={share} text={shareText(share)} /> },
    { id: 'idle_ns', title: 'Idle', hint: 'The rest of the range', width: 92, value: ({ share }) => Math.max(0, (1 - share) * lengthNs), text: ({ share }) => formatTime(Math.round(Math.max(0, (1 - share) * lengthNs))) },
    { id: 'kind', title: 'Kind', width: 84, isText: true, value: ({ track }) => track.kind },
  ], [run, lengthNs]);
  const grid = useGrid(columns, rows, { column: 'busy', isDescending: true });
  if (value === undefined) return null;
  return (
    <section class="split-side" aria-label="Busy share of each processor in the range">
      <div class="totals-bar"><span class="muted" role="status">{countOf(rows.length, 'processor')}</span><GridMenu grid={grid} name="processors" /></div>
      <DataGrid grid={grid} label="Processors" name="busy" keyOf={({ track }) => track.id} attributes={({ track }) => ({ 'data-slug': track.slug })} />
    </section>
  );
}
