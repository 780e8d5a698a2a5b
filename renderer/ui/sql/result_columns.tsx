/** Columns of an answer: ids of items and tracks, and times, lead to the timeline. */
import { formatTime } from '../../../electron/protocol/format_time.ts';
import { ordinalOfKey, trackOfKey } from '../../../electron/protocol/items.ts';
import type { SqlCell, SqlResult } from '../../../electron/protocol/table_api.ts';
import type { RunView } from '../../state/app.ts';
import type { CellValue, GridColumn } from '../base/grid_model.ts';
import { goToItem } from '../base/item_link.ts';

type Row = readonly SqlCell[];

/** Names of columns that hold a moment; other `…_ns` are lengths. */
const MOMENT = /(?:^|_)(?:start|stop|create_at|ready_at|spawn_at|performed|peak|from|until|at)_ns$|^ns$/;
const WIDTHS = { text: 180, number: 110 };

/** Whole numbers beyond 2^53 come as texts, and are numbers. */
function exact(cell: SqlCell, type: string | null): CellValue {
  return typeof cell === 'string' && type === 'INTEGER' && /^-?\d+$/.test(cell) ? BigInt(cell) : cell;
}

export function resultColumns(run: RunView, { columns, rows }: SqlResult): readonly GridColumn<Row>[] {
  return columns.map(({ name, type }, i) => ({
    id: name, title: name, hint: type === null ? undefined : type.toLowerCase(),
    isText: rows.some((row) => typeof row[i] === 'string' && typeof exact(row[i], type) === 'string'),
    width: rows.some((row) => typeof row[i] === 'string') ? WIDTHS.text : WIDTHS.number,
    value: (row) => exact(row[i], type),
    cell: (row) => (row[i] === null ? <span class="muted">NULL</span> : String(row[i])),
    text: (row) => String(row[i] ?? 'NULL'),
    open: (row) => opener(run, name.toLowerCase(), row[i]),
    openHint: (row) => (MOMENT.test(name.toLowerCase()) ? `${formatTime(Number(row[i]))}\nclick to go there` : 'click to show it on the timeline'),
  }));
}

function opener(run: RunView, name: string, value: SqlCell): (() => void) | undefined {
  if (typeof value !== 'number') return undefined;
  if (/(?:^|_)item_id$/.test(name)) return () => goToItem(run, { track: trackOfKey(value), ordinal: ordinalOfKey(value) });
  if (name === 'track_id') return () => run.tree.reveal(value);
  return MOMENT.test(name) ? () => goToTime(run, value) : undefined;
}

/** In the middle of a view of the same width. */
function goToTime({ view }: RunView, ns: number): void {
  const { startNs, stopNs } = view.span.peek();
  const half = (stopNs - startNs) / 2;
  view.set({ startNs: ns - half, stopNs: ns + half }, { animate: true });
  view.cursor.value = ns;
}
