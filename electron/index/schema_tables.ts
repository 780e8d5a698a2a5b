/** The tables and views that people ask, with what each column means: for completion and for the list beside the console. */
import type { SqlTable } from '../protocol/table_api.ts';
import type { IndexDatabase } from './database.ts';
import { ROW_TABLES } from './schema.ts';
import { VIEWS } from './schema_views.ts';

/** Views first: they are what most questions need. Columns of `task_view` mean what those of `task` mean; others what they mean wherever they are. */
export function schemaTables(database: IndexDatabase): SqlTable[] {
  const meanings = new Map(ROW_TABLES.flatMap((table) => table.columns.flatMap(({ name, about }) => [[`${table.name}.${name}`, about], [name, about]] as const)));
  const views = VIEWS.map(({ name: view, about }): SqlTable => ({
    name: view, about, isView: true,
    columns: database.all<{ name: string; type: string }>('SELECT name, type FROM pragma_table_xinfo(?)', view)
      .map(({ name, type }) => ({ name, type, about: meanings.get(`${view.replace(/_view$/, '')}.${name}`) ?? meanings.get(name) ?? '' })),
  }));
  const tables = ROW_TABLES.map(({ name, about, columns }): SqlTable => ({ name, about, isView: false, columns: columns.map((column) => ({ name: column.name, type: column.type, about: column.about })) }));
  return [...views, ...tables];
}
