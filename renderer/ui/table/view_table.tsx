/**
 * The view as a table (T): items of the rows on screen in the visible time or the range, for those who cannot see the canvas and for those
 * who want the numbers. Enter selects. Groups of tiny items are not groups here: every item is a row of its own.
 */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { formatInterval, formatTime } from '../../../electron/protocol/format_time.ts';
import type { ItemRows, ItemRowSummary } from '../../../electron/protocol/item_api.ts';
import { isCancelled, messageOf } from '../../base/cancel.ts';
import { afterRest } from '../../base/rest.ts';
import type { RunView } from '../../state/app.ts';
import { Button } from '../base/button.tsx';
import { useApp, useRun } from '../base/context.ts';
import { DataGrid } from '../base/data_grid.tsx';
import { GridMenu } from '../base/grid_menu.tsx';
import { useGrid, type GridColumn } from '../base/grid_model.ts';
import { countOf, groupDigits } from '../base/numbers.ts';

const LIMIT = 5000;
const REST_MS = 120;
const NO_ROWS: readonly ItemRowSummary[] = [];

function columnsOf(run: RunView): readonly GridColumn<ItemRowSummary>[] {
  const time = (id: string, title: string, value: (row: ItemRowSummary) => number | null, width = 100): GridColumn<ItemRowSummary> => ({
    id, title, width, value, text: (row) => {
      const ns = value(row);
      return ns === null ? '' : formatTime(ns);
    },
  });
  return [
    { id: 'track', title: 'Track', width: 110, isText: true, value: ({ track }) => run.track(track)?.slug ?? '' },
    { id: 'name', title: 'Name', width: 260, isText: true, value: ({ title }) => title },
    time('start_ns', 'Start', ({ startNs }) => startNs, 120),
    time('duration_ns', 'Duration', ({ startNs, stopNs }) => stopNs - startNs),
    time('running_ns', 'Running', ({ states }) => states?.runningNs ?? null),
    time('waiting_ns', 'Waiting', ({ states }) => states?.waitingNs ?? null),
    time('ready_ns', 'Ready', ({ states }) => states?.readyNs ?? null),
    { id: 'level', title: 'Level', width: 60, value: ({ level }) => level },
    { id: 'line', title: 'Line', width: 160, isText: true, value: ({ line }) => line },
  ];
}

export function ViewTable() {
  const app = useApp();
  const run = useRun();
  const { startNs, stopNs } = run.view.range.value ?? run.view.span.value;
  const tracks = run.tree.rows.value.filter((row) => row.track !== undefined).map(({ id }) => id);
  const key = `${Math.floor(startNs)} ${Math.ceil(stopNs)} ${tracks.join(',')} ${run.summary.value.revision}`;
  const [found, setFound] = useState<ItemRows | undefined>(undefined);
  const [problem, setProblem] = useState('');
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const abort = new AbortController();
    const takeBack = afterRest(REST_MS, () => {
      app.client.call('range.items', { run: run.id, tracks, startNs: Math.floor(startNs), stopNs: Math.ceil(stopNs), limit: LIMIT }, abort.signal).then(
        (items) => {
          setFound(items);
          setProblem('');
        },
        (error: unknown) => { if (!isCancelled(error)) setProblem(messageOf(error)); },
      );
    });
    return () => {
      takeBack();
      abort.abort();
    };
  }, [key]);
  // Whoever asked by key goes on by key: into the table, and back to the timeline.
  const isHere = found !== undefined;
  useEffect(() => {
    if (isHere) place.current?.querySelector<HTMLElement>('[role="grid"]')?.focus();
  }, [isHere]);
  useEffect(() => () => {
    requestAnimationFrame(() => document.querySelector<HTMLElement>('[aria-roledescription="timeline"]')?.focus({ preventScroll: true }));
  }, []);
  const columns = useMemo(() => columnsOf(run), [run]);
  const grid = useGrid(columns, found?.rows ?? NO_ROWS);
  const selected = run.selection.value;
  const isSelected = (row: ItemRowSummary): boolean => selected?.type === 'item' && selected.item.track === row.track && selected.item.ordinal === row.ordinal;
  const interval = { startNs: Math.round(startNs), stopNs: Math.round(stopNs) };
  return (
    <div class="view-table" data-testid="view-table" data-region="table" ref={place}>
      <div class="totals-bar">
        <span role="status">
          {found === undefined ? 'Reading the items…' : countLine(found, tracks.length)} {run.view.range.value === null ? 'in view' : 'in the range'}, {formatInterval(interval)}
        </span>
        {problem !== '' && <span class="tone-red" role="alert">{problem}</span>}
        <span class="spacer" />
        <GridMenu grid={grid} name="items" />
        <Button tone="quiet" onClick={() => void app.commands.run('timeline.toggleTable')}>Back to the timeline</Button>
      </div>
      {found !== undefined && found.rows.length === 0 && <p class="muted view-table-empty">Nothing is under way on the rows that are open. Open rows in the tree, or zoom out.</p>}
      <DataGrid
        grid={grid} label="Items in view" name="view-items" keyOf={({ track, ordinal }) => `${track}/${ordinal}`} isMarked={isSelected}
        onRow={({ track, ordinal }) => void run.select(track, ordinal, {})}
      />
    </div>
  );
}

function countLine({ rows, isCut }: ItemRows, tracks: number): string {
  return isCut ? `The first ${groupDigits(rows.length)} items of ${countOf(tracks, 'track')}; zoom in for the rest:` : `${countOf(rows.length, 'item')} of ${countOf(tracks, 'track')}`;
}
