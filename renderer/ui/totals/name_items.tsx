/** The items of a name: how long they are, and one by one, the longest first. */
import { useMemo } from 'preact/hooks';
import { formatTime } from '../../../electron/protocol/format_time.ts';
import type { ListedItem } from '../../../electron/protocol/table_api.ts';
import type { RunView } from '../../state/app.ts';
import { useRun } from '../base/context.ts';
import { DataGrid } from '../base/data_grid.tsx';
import { GridMenu } from '../base/grid_menu.tsx';
import { useGrid, type GridColumn } from '../base/grid_model.ts';
import { goToItem } from '../base/item_link.ts';
import { groupDigits } from '../base/numbers.ts';
import { Sentence } from '../base/sentence.tsx';
import { useAnswer } from '../base/use_answer.ts';
import type { Scope } from '../base/use_scope.ts';
import { hasProcessor } from '../details/type_names.ts';
import type { TotalsRow } from './columns.tsx';
import { FilterNote } from './filtered.tsx';
import { Histogram } from './histogram.tsx';

const NONE: readonly ListedItem[] = [];

const time = (id: string, title: string, of: (row: ListedItem) => number | null): GridColumn<ListedItem> => ({
  id, title, width: 86, value: of, text: (row) => {
    const ns = of(row);
    return ns === null ? '–' : formatTime(ns);
  },
});

function columnsOf(run: RunView, hasStates: boolean): readonly GridColumn<ListedItem>[] {
  return [
    { id: 'item', title: 'Item', width: 130, isText: true, value: (row) => row.title, open: (row) => () => goToItem(run, row), openHint: (row) => `${row.title}\nclick to show it on the timeline` },
    { id: 'track', title: 'Track', width: 84, isText: true, value: (row) => run.track(row.track)?.slug ?? '' },
    time('duration_ns', 'Length', (row) => row.stopNs - row.startNs),
    time('start_ns', 'Start', (row) => row.startNs),
    ...(hasStates ? [time('running_ns', 'Running', (row) => row.runningNs), time('waiting_ns', 'Waiting', (row) => row.waitingNs), time('ready_ns', 'Ready', (row) => row.readyNs)] : []),
  ];
}

export function NameItems({ row, scope }: { readonly row: TotalsRow; readonly scope: Scope }) {
  const run = useRun();
  const { value, error, isEarly } = useAnswer('items.list', { run: run.id, startNs: scope.startNs, stopNs: scope.stopNs, type: row.type, name: row.name });
  const hasStates = hasProcessor(row.type);
  const columns = useMemo(() => columnsOf(run, hasStates), [run, hasStates]);
  const rows = value?.rows ?? NONE;
  const grid = useGrid(columns, rows);
  const name = row.text === '' ? '(no name)' : row.text;
  return (
    <section class="split-side source-pane" aria-label={`Items of ${name}`} data-testid="name-items">
      <div class="totals-bar">
        <strong class="cut">{name}</strong>
        <span class="muted">{value !== undefined && value.count > rows.length && `the longest ${groupDigits(rows.length)} of ${groupDigits(value.count)}`}</span>
        <GridMenu grid={grid} name={name} />
      </div>
      <Histogram name={name} figures={row} />
      <FilterNote isIgnored />
      {error !== undefined && <p class="panel-state" role="alert">The items could not be read: <Sentence text={error} /></p>}
      {isEarly && <p class="muted" role="status">Its items come when the index of the run is complete.</p>}
      {value !== undefined && <DataGrid grid={grid} label={`Items of ${name}`} name="items" keyOf={({ track, ordinal }) => `${track}/${ordinal}`} />}
    </section>
  );
}
