/** Columns of a table and the order of its rows. `value` is what a cell is (sorted, copied, saved), `text` what it says to people. Pure but for its hook. */
import type { ComponentChildren } from 'preact';
import { useMemo, useState } from 'preact/hooks';

export type CellValue = string | number | bigint | null;

export interface GridColumn<Row> {
  /** Its name in copies and files: `total_ns`. Unique in its table. */
  readonly id: string;
  readonly title: string;
  readonly hint?: string;
  /** Css px at first. Columns of text take up to twice as much where there is room. */
  readonly width: number;
  /** Left aligned, and sorted from A at first; others are numbers: right aligned, largest first. */
  readonly isText?: boolean;
  /** Only for the eye: copies leave it out, as other columns say the same. */
  readonly isPicture?: boolean;
  readonly value: (row: Row) => CellValue;
  /** What the cell says; the value itself unless given. */
  readonly text?: (row: Row) => string;
  /** More than text (a bar, a mark); it says `text` to those who do not see it. */
  readonly cell?: (row: Row) => ComponentChildren;
  /** Makes the cell a way to somewhere; undefined where a row has none. */
  readonly open?: (row: Row) => (() => void) | undefined;
  readonly openHint?: (row: Row) => string;
}

export interface GridOrder {
  readonly column: string;
  readonly isDescending: boolean;
}

export interface Grid<Row> {
  readonly columns: readonly GridColumn<Row>[];
  /** In the chosen order. */
  readonly rows: readonly Row[];
  readonly order: GridOrder | undefined;
  sortBy(column: string): void;
}

const collator = new Intl.Collator('en', { numeric: true });

/** −, 0 or + as of sort(); numbers stand before texts. */
function compareValues(a: NonNullable<CellValue>, b: NonNullable<CellValue>): number {
  if (typeof a === 'string' || typeof b === 'string') return typeof a === typeof b ? collator.compare(a as string, b as string) : typeof a === 'string' ? 1 : -1;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A copy of the rows in an order; equal ones keep theirs, and those without a value are last either way. */
export function sortRows<Row>(rows: readonly Row[], column: GridColumn<Row>, isDescending: boolean): Row[] {
  const sign = isDescending ? -1 : 1;
  const keyed = rows.map((row) => ({ row, value: column.value(row) }));
  keyed.sort((a, b) => {
    if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null);
    return sign * compareValues(a.value, b.value);
  });
  return keyed.map(({ row }) => row);
}

export function textOf<Row>(column: GridColumn<Row>, row: Row): string {
  if (column.text) return column.text(row);
  const value = column.value(row);
  return value === null ? '' : String(value);
}

/** `columns` and `rows` are the same arrays as long as they hold the same. Without a first order rows stand as they came. */
export function useGrid<Row>(columns: readonly GridColumn<Row>[], rows: readonly Row[], first?: GridOrder): Grid<Row> {
  const [order, setOrder] = useState(first);
  const column = columns.find(({ id }) => id === order?.column);
  const sorted = useMemo(() => (column && order ? sortRows(rows, column, order.isDescending) : rows), [rows, column, order]);
  return {
    columns, rows: sorted, order: column && order,
    sortBy: (id) => {
      const chosen = columns.find((one) => one.id === id);
      setOrder({ column: id, isDescending: order?.column === id ? !order.isDescending : chosen?.isText !== true });
    },
  };
}
