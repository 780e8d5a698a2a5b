/** Costs of lines as rows: files with their lines under them, in one order. Pure. */
import { baseName } from '../../base/base_name.ts';
import { formatTime } from '../../../electron/protocol/format_time.ts';
import type { LineCost, LineCosts } from '../../../electron/protocol/table_api.ts';
import { sortRows, type GridColumn, type GridOrder } from '../base/grid_model.ts';
import { bytesText, countOf, groupDigits, percentText } from '../base/numbers.ts';

/** A file (`cost` undefined: sums of its lines), or a line of one. */
export interface LineRow {
  readonly key: string;
  readonly file: string | null;
  readonly isLibrary: boolean;
  readonly cost: LineCost | undefined;
  readonly lines: number;
  readonly operations: number;
  readonly items: number;
  readonly runningNs: number;
  readonly gpuNs: number;
  readonly movedBytes: number;
  /** null for files: what lines held at most was not at one time. */
  readonly heldBytes: number | null;
  readonly overheadNs: number;
  /** Of the run's running and GPU time, 0..1. */
  readonly share: number;
}

export interface FileGroup {
  readonly head: LineRow;
  readonly lines: readonly LineRow[];
}

export function fileGroups(costs: LineCosts): FileGroup[] {
  const all = costs.runningNs + costs.gpuNs;
  const shareOf = (ns: number): number => (all > 0 ? ns / all : 0);
  const byFile = new Map<string | null, LineRow[]>();
  for (const cost of costs.lines) {
    const row: LineRow = { ...cost, key: `${cost.file ?? ''}:${cost.line ?? cost.text ?? ''}`, cost, lines: 1, share: shareOf(cost.runningNs + cost.gpuNs) };
    const rows = byFile.get(cost.file);
    if (rows) rows.push(row);
    else byFile.set(cost.file, [row]);
  }
  return [...byFile].map(([file, lines]) => {
    const sum = (of: (row: LineRow) => number): number => lines.reduce((total, row) => total + of(row), 0);
    return {
      lines,
      head: {
        key: file ?? '', file, isLibrary: lines[0].isLibrary, cost: undefined, lines: lines.length, operations: sum((row) => row.operations), items: sum((row) => row.items),
        runningNs: sum((row) => row.runningNs), gpuNs: sum((row) => row.gpuNs), movedBytes: sum((row) => row.movedBytes), heldBytes: null, overheadNs: sum((row) => row.overheadNs),
        share: sum((row) => row.share),
      },
    };
  });
}

/** Rows on screen: files and lines without one in an order, and the lines of an open file in the same order below it. */
export function shownRows(groups: readonly FileGroup[], columns: readonly GridColumn<LineRow>[], order: GridOrder, isOpen: (head: LineRow) => boolean): LineRow[] {
  const column = columns.find(({ id }) => id === order.column) ?? columns[0];
  const byHead = new Map(groups.map((group) => [group.head, group]));
  return sortRows(groups.flatMap(({ head, lines }) => (head.file === null ? lines : [head])), column, order.isDescending)
    .flatMap((row) => [row, ...(row.cost === undefined && isOpen(row) ? sortRows(byHead.get(row)!.lines, column, order.isDescending) : [])]);
}

export function lineName({ file, cost, lines }: LineRow): string {
  if (cost === undefined) return `${baseName(file ?? '')} · ${countOf(lines, 'line')}`;
  if (cost.file !== null) return `${baseName(cost.file)}:${cost.line}`;
  return cost.text ?? '(no line recorded)';
}

type TimeField = 'runningNs' | 'gpuNs' | 'overheadNs';
const time = (field: TimeField, id: string, title: string, hint: string): GridColumn<LineRow> => ({ id, title, hint, width: 92, value: (row) => row[field], text: (row) => (row[field] === 0 ? '' : formatTime(Math.round(row[field]))) });
const bytes = (field: 'movedBytes' | 'heldBytes', id: string, title: string, hint: string): GridColumn<LineRow> => ({ id, title, hint, width: 92, value: (row) => row[field], text: (row) => (row[field] ? bytesText(row[field] ?? 0) : '') });

/** Without the first, which says the line. */
export const FIGURES: readonly GridColumn<LineRow>[] = [
  { id: 'share', title: 'Share', hint: 'Of the time in which tasks ran on processors and kernels on GPUs, over the whole run', width: 64, value: (row) => row.share, text: (row) => percentText(row.share) },
  time('runningNs', 'running_ns', 'Running', 'Its tasks running on processors, all together'),
  time('gpuNs', 'gpu_ns', 'GPU', 'Its kernels on GPUs'),
  bytes('movedBytes', 'moved_bytes', 'Moved', 'Bytes of the copies it caused, each copy once'),
  bytes('heldBytes', 'held_bytes', 'Held', 'Most bytes that its instances held at one time, all memories together'),
  time('overheadNs', 'overhead_ns', 'Runtime', 'Meta tasks, mapper calls and runtime calls running for its operations'),
  { id: 'operations', title: 'Operations', hint: 'Operations that it issued', width: 84, value: (row) => row.operations, text: (row) => groupDigits(row.operations) },
  { id: 'items', title: 'Items', hint: 'Tasks, kernels, copies, fills, instances and partitionings of these', width: 70, value: (row) => row.items, text: (row) => groupDigits(row.items) },
];
