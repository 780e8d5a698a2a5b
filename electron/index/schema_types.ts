/** How the schema is written down: every table and column with its one-line description, from which SQL and docs/index-schema.md are made. */

export interface ColumnDef {
  readonly name: string;
  readonly type: 'INTEGER' | 'TEXT' | 'BLOB' | 'REAL';
  /** One line for people. */
  readonly about: string;
  readonly key?: boolean;
  readonly notNull?: boolean;
  /** SQL of a virtual column: takes no space in the file. */
  readonly generated?: string;
}

export interface TableDef {
  readonly name: string;
  readonly about: string;
  readonly columns: readonly ColumnDef[];
  /** Columns of the primary key where it is more than one column. */
  readonly primaryKey?: readonly string[];
  /** Made after the rows are in. */
  readonly indexes?: readonly (readonly string[])[];
  /** Made with the table, as rows are read while others are still being written. */
  readonly earlyIndexes?: readonly (readonly string[])[];
}

export interface ViewDef {
  readonly name: string;
  readonly about: string;
  /** Without the CREATE VIEW in front. */
  readonly sql: string;
}

/** An INTEGER column; most are. */
export function int(name: string, about: string, more: Partial<ColumnDef> = {}): ColumnDef {
  return { name, type: 'INTEGER', about, ...more };
}

export function text(name: string, about: string, more: Partial<ColumnDef> = {}): ColumnDef {
  return { name, type: 'TEXT', about, ...more };
}

export function blob(name: string, about: string): ColumnDef {
  return { name, type: 'BLOB', about, notNull: true };
}

function columnSql(column: ColumnDef): string {
  return [column.name, column.type,
    column.key ? 'PRIMARY KEY' : '',
    column.notNull ? 'NOT NULL' : '',
    column.generated === undefined ? '' : `GENERATED ALWAYS AS (${column.generated}) VIRTUAL`,
  ].filter((part) => part !== '').join(' ');
}

/**
 * A key of more than one column is the order of the rows themselves, unless there are blobs: to find the place of a new row, SQLite reads
 * those beside it as a whole. Such tables are in the order written, with their key beside them.
 */
export function createTableSql(table: TableDef): string {
  const parts = table.columns.map(columnSql);
  if (table.primaryKey) parts.push(`PRIMARY KEY (${table.primaryKey.join(', ')})`);
  const isOrdered = table.primaryKey !== undefined && !table.columns.some(({ type }) => type === 'BLOB');
  return `CREATE TABLE ${table.name} (\n  ${parts.join(',\n  ')}\n)${isOrdered ? ' WITHOUT ROWID' : ''}`;
}

export function createIndexSql(table: TableDef, columns: readonly string[]): string {
  return `CREATE INDEX IF NOT EXISTS ${table.name}_${columns.join('_')} ON ${table.name} (${columns.join(', ')})`;
}

export function createViewSql(view: ViewDef): string {
  return `CREATE VIEW ${view.name} AS\n${view.sql.trim()}`;
}
