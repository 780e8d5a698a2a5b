/** SQL from the page: one question, its first rows, within a time. Engine worker; the work is done by a process of its own (query_run.ts). */
import type { Cell } from '../index/user_query.ts';
import type { SqlCell, SqlResult, TableMethods } from '../protocol/table_api.ts';
import { QueryRun } from './query_run.ts';

const MAX_ROWS = 20_000;
const TIMEOUT_SECONDS = 30;
/** Characters of an answer, about: what a page holds without trouble. */
const MAX_CHARACTERS = 32 << 20;

/** @throws as QueryRun.start */
export async function runSql(index: string, { sql, bindings }: TableMethods['sql.run']['params'], signal: AbortSignal): Promise<SqlResult> {
  const startedMs = performance.now();
  using run = await QueryRun.start(index, sql, { timeoutSeconds: TIMEOUT_SECONDS, signal, bindings });
  const rows: (readonly SqlCell[])[] = [];
  let characters = 0;
  for (;;) {
    const batch = await run.next();
    for (const row of batch) {
      const shown = row.map(toCell);
      rows.push(shown);
      for (const cell of shown) characters += typeof cell === 'string' ? cell.length : 8;
    }
    if (batch.length === 0 || rows.length > MAX_ROWS || characters > MAX_CHARACTERS) {
      return { columns: run.columns, rows: rows.slice(0, MAX_ROWS), hasMore: batch.length > 0, ms: Math.round(performance.now() - startedMs) };
    }
  }
}

function toCell(value: Cell): SqlCell {
  if (typeof value !== 'bigint') return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}
