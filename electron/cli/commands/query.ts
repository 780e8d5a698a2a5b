/** `query`: answers a question in SQL over a run, as a table, CSV, JSON or a Parquet file. */
import { text as readText } from 'node:stream/consumers';
import { writeParquetRows } from '../../compat/duckdb/parquet_rows.ts';
import { refuseExisting } from '../../compat/partial_file.ts';
import { QueryRun } from '../../engine/query_run.ts';
import { absolutePaths, EXIT_OK, untilSignalled } from '../context.ts';
import type { RunChoice } from '../engine_options.ts';
import { withIndexedRun } from '../indexed_run.ts';
import { rowFormat, type FormatName } from '../query_output.ts';

export interface QueryChoice extends RunChoice {
  /** `-` = standard input. */
  readonly sql: string;
  readonly format: FormatName;
  /** Absolute path of a Parquet file to write instead. */
  readonly parquet: string | undefined;
  readonly force: boolean;
  /** Undefined = none. */
  readonly timeoutSeconds: number | undefined;
}

/** A cell of a table is cut after this many characters, wherever it goes: somebody reads it. */
const MAX_CELL = 60;

/** @throws ProfileError */
export async function query(paths: readonly string[], choice: QueryChoice): Promise<number> {
  const signal = untilSignalled();
  const sql = choice.sql === '-' ? await readText(process.stdin) : choice.sql;
  if (choice.parquet !== undefined) refuseExisting(choice.parquet, choice.force, absolutePaths(paths));
  await withIndexedRun(paths, choice, signal, async ({ reader }) => {
    using run = await QueryRun.start(reader.path, sql, { timeoutSeconds: choice.timeoutSeconds, signal });
    if (choice.parquet === undefined) await print(run, choice.format);
    else await writeParquetRows(choice.parquet, choice.force, signal, run.columns, () => run.next());
  });
  return EXIT_OK;
}

async function print(run: QueryRun, name: FormatName): Promise<void> {
  const format = rowFormat(name, run.columns, MAX_CELL);
  const write = async (text: string): Promise<void> => {
    if (!process.stdout.write(text)) await run.unclocked(new Promise<void>((resolve) => process.stdout.once('drain', resolve)));
  };
  for (let rows = await run.next(); rows.length > 0; rows = await run.next()) await write(format.push(rows));
  await write(format.finish());
}
