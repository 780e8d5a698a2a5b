/**
 * The one table of the page: virtual rows, sorted by a column, columns dragged to a width, and a cell with the focus that arrows move
 * (Enter follows it, Shift extends the chosen rows, Ctrl+C copies them or the cell, Alt+arrows size a column). The grid itself has the
 * focus and names its cell by aria-activedescendant, so that rows may come and go under it.
 */
import type { ComponentChildren } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import { useApp } from './context.ts';
import { copyText } from './copy.ts';
import { GridHead } from './grid_head.tsx';
import { isChosenRow, nextPlace, type GridPlace } from './grid_keys.ts';
import { textOf, type Grid, type GridColumn } from './grid_model.ts';
import { gridText } from './grid_text.ts';
import { useGridWidths } from './grid_widths.ts';
import { countOf } from './numbers.ts';
import { useVirtualRows } from './use_virtual_rows.ts';

const RESIZE_STEP_PX = 16;

export interface DataGridProps<Row> {
  readonly grid: Grid<Row>;
  readonly label: string;
  /** Widths are remembered by it; also its `data-testid`. */
  readonly name: string;
  readonly keyOf: (row: Row, index: number) => string | number;
  /** `data-…` attributes by which tests find a row. */
  readonly attributes?: (row: Row) => Readonly<Record<`data-${string}` | `aria-${string}`, string>>;
  /** `treegrid` where rows have levels and open (`aria-level`, `aria-expanded` among the attributes). */
  readonly role?: 'grid' | 'treegrid';
  /** Stands before the first cell of a row: what opens it. */
  readonly mark?: (row: Row) => ComponentChildren;
  /** Rows that stand out: the line that is open, the memory that is shown. */
  readonly isMarked?: (row: Row) => boolean;
  /** A click or Enter on a row where its cell leads nowhere. */
  readonly onRow?: (row: Row) => void;
}

export function DataGrid<Row>({ grid, label, name, keyOf, attributes, role = 'grid', mark, isMarked, onRow }: DataGridProps<Row>) {
  const app = useApp();
  const id = useId();
  const scroll = useRef<HTMLDivElement>(null);
  const [asked, setPlace] = useState<GridPlace>({ row: 0, column: 0, anchor: 0 });
  const { columns, rows } = grid;
  const place = { row: Math.min(asked.row, rows.length - 1), column: Math.min(asked.column, columns.length - 1), anchor: Math.min(asked.anchor, rows.length - 1) };
  const widths = useGridWidths(name, columns);
  const virtual = useVirtualRows(scroll, rows.length, 1);
  const cellId = (row: number, column: number): string => `${id}-${row}-${column}`;

  const goTo = (next: GridPlace): void => {
    setPlace(next);
    if (next.row >= 0) virtual.reveal(next.row);
    document.getElementById(cellId(next.row, next.column))?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };
  const enter = (): void => {
    const column = columns[place.column];
    const row = rows[place.row];
    if (place.row < 0 && column) grid.sortBy(column.id);
    else if (row !== undefined) (column?.open?.(row) ?? (onRow ? () => onRow(row) : columns.find(({ open }) => open)?.open?.(row)))?.();
  };
  const copy = (): void => {
    const chosen = rows.filter((_, i) => isChosenRow(place, i));
    const column = columns[place.column];
    if (place.row < 0 || !column) return;
    if (chosen.length > 1) void copyText(app, gridText(columns, chosen, 'TSV'), countOf(chosen.length, 'row'));
    else void copyText(app, String(column.value(rows[place.row]) ?? ''), 'the cell');
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const size = { rows: rows.length, columns: columns.length, page: virtual.page };
    const isCtrl = event.ctrlKey || event.metaKey;
    if (event.altKey) {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      const column = columns[place.column];
      if (step === undefined || !column) return;
      widths.set(column.id, widths.widthOf(column.id) + step * RESIZE_STEP_PX);
    } else if (event.key === 'Enter' || event.key === ' ') {
      // A button that was clicked has the focus itself and answers its own keys.
      if (event.target !== scroll.current) return;
      enter();
    } else if (isCtrl && event.key === 'c') {
      if (document.getSelection()?.isCollapsed === false) return;
      copy();
    } else {
      const next = nextPlace(place, { key: event.key, ctrlKey: isCtrl, shiftKey: event.shiftKey }, size);
      if (!next) return;
      goTo(next);
    }
    event.preventDefault();
    event.stopPropagation();
  };
  const onCell = (event: MouseEvent, row: number, column: number): void => {
    setPlace({ row, column, anchor: event.shiftKey ? place.anchor : row });
    const isOwn = event.target instanceof Element && event.target.closest('button, a, input') !== null;
    if (!isOwn && !event.shiftKey) onRow?.(rows[row]);
  };

  return (
    <div
      role={role} class="grid" data-testid={name} ref={scroll} tabIndex={0} aria-label={label} aria-rowcount={rows.length + 1} aria-colcount={columns.length} aria-multiselectable="true"
      aria-activedescendant={cellId(place.row, place.column)} style={{ '--grid-columns': widths.template, '--grid-width': `${widths.totalPx}px` }} onKeyDown={onKeyDown}
    >
      <GridHead grid={grid} widths={widths} cellId={(column) => cellId(-1, column)} active={place.row < 0 ? place.column : undefined} />
      {rows.length > 0 && (
        <div role="rowgroup" class="grid-body" style={{ height: `${virtual.totalPx}px` }}>
          {virtual.rows.filter(({ index }) => index < rows.length).map(({ index, start }) => {
            const row = rows[index];
            return (
              <div
                key={keyOf(row, index)} role="row" class={`grid-row${isMarked?.(row) ? ' marked' : ''}`} aria-rowindex={index + 2} aria-selected={isChosenRow(place, index)}
                style={{ transform: `translateY(${start}px)` }} {...attributes?.(row)}
              >
                {columns.map((column, c) => (
                  <div
                    key={column.id} id={cellId(index, c)} role="gridcell" data-field={column.id}
                    class={`grid-cell${column.isText ? '' : ' number right'}${index === place.row && c === place.column ? ' active' : ''}`} onClick={(event) => onCell(event, index, c)}
                  >
                    {c === 0 && mark?.(row)}
                    <CellBody column={column} row={row} />
                  </div>
                ))}
              </div>
            );
          })}
        </div>
      )}
    </div>
  );
}

function CellBody<Row>({ column, row }: { readonly column: GridColumn<Row>; readonly row: Row }) {
  const text = textOf(column, row);
  const open = column.open?.(row);
  const body = column.cell ? column.cell(row) : text;
  if (open) return <button type="button" class="text-button" tabIndex={-1} data-hint={column.openHint?.(row)} onClick={open}>{body}</button>;
  return <>{body}</>;
}
