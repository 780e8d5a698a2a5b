/** Instances of a memory, the largest first; or those of all memories that had to wait for others to go, the longest waits first. */
import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import type { TrackSummary } from '../../../electron/protocol/run_api.ts';
import { formatTime } from '../../../electron/protocol/format_time.ts';
import type { InstanceRow } from '../../../electron/protocol/table_api.ts';
import type { RunView } from '../../state/app.ts';
import { useRun } from '../base/context.ts';
import { DataGrid } from '../base/data_grid.tsx';
import { GridMenu } from '../base/grid_menu.tsx';
import { useGrid, type GridColumn } from '../base/grid_model.ts';
import { goToItem } from '../base/item_link.ts';
import { bytesText, countOf, groupDigits } from '../base/numbers.ts';
import { Sentence } from '../base/sentence.tsx';
import { Skeleton } from '../base/skeleton.tsx';
import { useAnswer } from '../base/use_answer.ts';
import type { Scope } from '../base/use_scope.ts';
import { baseName } from '../../base/base_name.ts';
import { MemoryCurveView } from './memory_curve.tsx';

const waitNs = ({ createNs, startNs }: InstanceRow): number | null => (createNs === null ? null : startNs - createNs);

function columnsOf(run: RunView, isWaits: boolean): readonly GridColumn<InstanceRow>[] {
  const age: GridColumn<InstanceRow> = { id: 'age_ns', title: 'Age', hint: 'From when it was ready to when it was destroyed', width: 92, value: (row) => row.stopNs - row.startNs, text: (row) => formatTime(row.stopNs - row.startNs) };
  const wait: GridColumn<InstanceRow> = { id: 'wait_ns', title: 'Waited', hint: 'From when it was asked for to when it was ready', width: 92, value: waitNs, text: (row) => { const ns = waitNs(row); return ns === null ? '' : formatTime(ns); } };
  const memory: GridColumn<InstanceRow> = { id: 'memory', title: 'Memory', width: 100, isText: true, value: (row) => run.track(row.track)?.slug ?? '' };
  return [
    { id: 'instance', title: 'Instance', hint: 'Realm’s id', width: 140, isText: true, value: (row) => row.title, open: (row) => () => goToItem(run, row), openHint: (row) => `${row.title}\nclick to show it on the timeline` },
    ...(isWaits ? [memory, wait] : []),
    { id: 'size_bytes', title: 'Size', hint: 'Bytes', width: 92, value: (row) => row.bytes, text: (row) => bytesText(row.bytes) },
    ...(isWaits ? [] : [age]),
    { id: 'start_ns', title: 'Ready at', hint: 'When it could be used', width: 92, value: (row) => row.startNs, text: (row) => formatTime(row.startNs) },
    { id: 'creator', title: 'Made for', hint: 'Task or operation that it was made for', width: 120, isText: true, value: (row) => row.creator },
    { id: 'line', title: 'Line', hint: 'Line of the program that issued it', width: 80, isText: true, value: (row) => (row.file === null ? row.line === null ? null : String(row.line) : `${baseName(row.file)}:${row.line}`) },
    ...(isWaits ? [age] : []),
    { id: 'layout', title: 'Layout', hint: 'Order of its dimensions', width: 110, isText: true, value: (row) => row.layout },
  ];
}

/** `memory` undefined = who waited, anywhere in the run. `children` stand before the count. */
export function InstanceTable({ memory, scope, children }: { readonly memory: TrackSummary | undefined; readonly scope: Scope; readonly children: ComponentChildren }) {
  const run = useRun();
  const answer = memory === undefined
    ? useAnswer('memory.waits', { run: run.id })
    : useAnswer('memory.instances', { run: run.id, track: memory.id, startNs: scope.startNs, stopNs: scope.stopNs });
  const isWaits = memory === undefined;
  const columns = useMemo(() => columnsOf(run, isWaits), [run, isWaits]);
  const rows = answer.value?.rows ?? NONE;
  const grid = useGrid(columns, rows);
  const count = answer.value?.count;
  return (
    <>
      <div class="totals-bar">
        {children}
        {count !== undefined && count > 0 && (
          <>
            <span class="muted" role="status">
              {isWaits ? `${countOf(count, 'instance')} waited until others were destroyed: ${byMemory(run, rows)}` : countOf(count, 'instance')}
              {count > rows.length && ` (the first ${groupDigits(rows.length)})`}
            </span>
            <GridMenu grid={grid} name={isWaits ? 'waits for memory' : 'instances'} />
          </>
        )}
      </div>
      {memory && <MemoryCurveView memory={memory} scope={scope} />}
      {answer.error !== undefined && <p class="panel-state" role="alert">The instances could not be read: <Sentence text={answer.error} /></p>}
      {count === undefined && answer.error === undefined && <Skeleton rows={4} label="Instances" />}
      {count === 0 && <p class="panel-state">{isWaits ? 'No instance had to wait until others were destroyed.' : `${memory.slug} held no instance in the ${scope.text}.`}</p>}
      {count !== undefined && count > 0 && (
        <DataGrid grid={grid} label={isWaits ? 'Who waited for memory' : `Instances of ${memory.slug}`} name={isWaits ? 'memory-waits' : 'instances'} keyOf={(row) => `${row.track}/${row.ordinal}`} />
      )}
    </>
  );
}

const NONE: readonly InstanceRow[] = [];

/** "37 in n0/system/s0, 43 in n1/system/s0" */
function byMemory(run: RunView, rows: readonly InstanceRow[]): string {
  const counts = new Map<string, number>();
  for (const { track } of rows) {
    const slug = run.track(track)?.slug ?? '';
    counts.set(slug, (counts.get(slug) ?? 0) + 1);
  }
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([slug, count]) => `${groupDigits(count)} in ${slug}`).join(', ');
}
