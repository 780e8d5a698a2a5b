/**
 * Process entry: one user's query over one index, answered in batches. A process and not a thread, since SQLite as it is built here can
 * be stopped by nothing else: a thread is only ended once SQLite returns. Started by query_run.ts.
 */
import { Worker } from 'node:worker_threads';
import { IndexReader } from '../index/index_reader.ts';
import { prepareUserQuery, type Bindings, type Cell, type ResultColumn } from '../index/user_query.ts';
import { toWireError, type WireError } from '../protocol/errors.ts';
import { workerFile } from './worker_calls.ts';

export type ToQuery = { readonly path: string; readonly sql: string; readonly bindings: Bindings } | 'next';
export type FromQuery = { readonly columns: readonly ResultColumn[] } | { readonly rows: readonly (readonly Cell[])[] } | { readonly error: WireError };

/** A batch ends after so many rows or characters: small beside what a process needs anyway. */
const BATCH_ROWS = 2048;
const BATCH_CHARACTERS = 1 << 20;

let rows: Generator<readonly Cell[], void, void> | undefined;

function open({ path, sql, bindings }: Exclude<ToQuery, 'next'>): FromQuery {
  const query = prepareUserQuery(IndexReader.open(path).database, sql, bindings);
  rows = query.rows();
  return { columns: query.columns };
}

/** The next rows; none = that was all. */
function batch(): FromQuery {
  const taken: (readonly Cell[])[] = [];
  let characters = 0;
  while (taken.length < BATCH_ROWS && characters < BATCH_CHARACTERS) {
    const step = rows?.next();
    if (step === undefined || step.done === true) break;
    taken.push(step.value);
    for (const cell of step.value) if (typeof cell === 'string') characters += cell.length;
  }
  return { rows: taken };
}

function answer(message: ToQuery): FromQuery {
  try {
    return message === 'next' ? batch() : open(message);
  } catch (error) {
    return { error: toWireError(error) };
  }
}

new Worker(workerFile('parent_watch_worker', import.meta.url), { stdin: false }).unref();
// A terminal sends Ctrl-C to everybody; whoever started us decides what it means.
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => {});
process.on('message', (message: ToQuery) => process.send?.(answer(message)));
