/** Columns that follow each other as one. */

/** One column after the other. */
export function joinColumns(columns: readonly Float64Array[]): Float64Array {
  return joinInto(columns, (length) => new Float64Array(length));
}

/** The same for columns of whole numbers. */
export function joinNumbers(columns: readonly Uint32Array[]): Uint32Array {
  return joinInto(columns, (length) => new Uint32Array(length));
}

function joinInto<Column extends Float64Array | Uint32Array>(columns: readonly Column[], make: (length: number) => Column): Column {
  const all = make(columns.reduce((sum, column) => sum + column.length, 0));
  let at = 0;
  for (const column of columns) {
    all.set(column, at);
    at += column.length;
  }
  return all;
}
