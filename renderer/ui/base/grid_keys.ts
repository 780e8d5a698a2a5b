/** Which cell of a table has the focus, which rows are chosen, and where keys lead (WAI-ARIA grid pattern). Pure. */

/** `row` −1 is the head. Rows from `anchor` to `row` are chosen. */
export interface GridPlace {
  readonly row: number;
  readonly column: number;
  readonly anchor: number;
}

export interface GridKey {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly shiftKey: boolean;
}

/** Where a key leads; undefined = it is not a key of tables. `page`: rows in view. */
export function nextPlace({ row, column, anchor }: GridPlace, { key, ctrlKey, shiftKey }: GridKey, size: { readonly rows: number; readonly columns: number; readonly page: number }): GridPlace | undefined {
  const [last, lastColumn] = [size.rows - 1, size.columns - 1];
  const toRow = (to: number): GridPlace => {
    const inside = Math.max(-1, Math.min(last, to));
    return { row: inside, column, anchor: shiftKey && row >= 0 && inside >= 0 ? anchor : inside };
  };
  const toColumn = (to: number): GridPlace => ({ row, column: Math.max(0, Math.min(lastColumn, to)), anchor });
  switch (key) {
    case 'ArrowUp': return toRow(row - 1);
    case 'ArrowDown': return toRow(row + 1);
    case 'PageUp': return toRow(Math.max(0, row - size.page));
    case 'PageDown': return toRow(row + size.page);
    case 'ArrowLeft': return ctrlKey ? undefined : toColumn(column - 1);
    case 'ArrowRight': return ctrlKey ? undefined : toColumn(column + 1);
    case 'Home': return ctrlKey ? toRow(Math.min(0, last)) : toColumn(0);
    case 'End': return ctrlKey ? toRow(last) : toColumn(lastColumn);
    case 'a': return ctrlKey && last >= 0 ? { row: last, column, anchor: 0 } : undefined;
    default: return undefined;
  }
}

export function isChosenRow({ row, anchor }: GridPlace, index: number): boolean {
  return index >= 0 && index >= Math.min(row, anchor) && index <= Math.max(row, anchor);
}
