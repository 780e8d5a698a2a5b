/** `query` and `duckdb`: their options and their help. */
import { InvalidArgumentError, Option, type Command } from 'commander';
import { PATHS_HELP, cacheChoice, viewChoice, withCacheOptions, withViewOptions, type CommonOptions, type ViewOptions } from './args_shared.ts';
import { absolutePaths } from './context.ts';

interface QueryOptions extends CommonOptions, ViewOptions {
  readonly csv?: boolean;
  readonly parquet?: string;
  readonly force?: boolean;
  readonly timeout: number;
}

const DEFAULT_TIMEOUT_S = 60;

export function addQuery(program: Command, finish: (exitCode: number) => void): void {
  const command = program.command('query <paths-and-sql...>')
    .usage('[options] <paths...> <sql>')
    .description('answer a question in SQL; docs/index-schema.md has the tables, docs/queries.md ten worked questions')
    .option('--json', 'one JSON document (schema query/1) instead of a table')
    .option('--csv', 'CSV with a line of names')
    .option('--parquet <file>', 'write a Parquet file')
    .option('-f, --force', 'replace a Parquet file that exists')
    .option('--timeout <seconds>', 'end the query after so long; 0 = never', parseSeconds, DEFAULT_TIMEOUT_S)
    .addHelpText('after', `
Arguments: ${PATHS_HELP}; then one statement of SQLite's SQL that only reads, or - to take it from standard input.
Integers are exact: in CSV as SQL has them (64 bits, signed); in JSON as numbers, beyond 2^53 as decimal strings.
The views (task_view, copy_view …) have 64-bit ids as 0x… text. BLOBs are shown by their size. A table is for people and cuts
long texts; CSV, JSON and Parquet do not.

Examples:
  legion_prof query run.lprof "SELECT name, count(*), sum(running_ns) FROM task_view GROUP BY name ORDER BY 3 DESC"
  legion_prof query logs/ --csv "SELECT * FROM copy_view" > copies.csv
  legion_prof query logs/ --parquet tasks.parquet "SELECT * FROM task_view"
  legion_prof query run.lprof - < question.sql`);
  withCacheOptions(withViewOptions(command)).action(async (words: readonly string[], options: QueryOptions) => {
    const paths = words.slice(0, -1);
    if (paths.length === 0) command.error('error: give a run and a statement');
    if ([options.json, options.csv, options.parquet].filter((one) => one !== undefined).length > 1) command.error('error: give one of --json, --csv and --parquet');
    finish(await (await import('./commands/query.ts')).query(paths, {
      ...cacheChoice(options), view: viewChoice(options), sql: words[words.length - 1], format: options.json === true ? 'json' : options.csv === true ? 'csv' : 'table',
      parquet: options.parquet === undefined ? undefined : absolutePaths([options.parquet])[0], force: options.force === true,
      timeoutSeconds: options.timeout === 0 ? undefined : options.timeout,
    }));
  });
}

/** What a timer can hold is some 24 days. */
const MAX_SECONDS = 2_000_000;

function parseSeconds(value: string): number {
  const seconds = Number(value);
  if (value.trim() === '' || !(seconds >= 0 && seconds <= MAX_SECONDS)) throw new InvalidArgumentError(`Give a number of seconds from 0 to ${MAX_SECONDS}.`);
  return seconds;
}

interface DuckdbOptions extends CommonOptions, ViewOptions {
  readonly output: string;
  readonly force?: boolean;
  readonly tables: 'reference' | 'ours';
  readonly parquet?: string;
}

export function addDuckdb(program: Command, finish: (exitCode: number) => void): void {
  const command = program.command('duckdb <paths...>')
    .description('write a run as a DuckDB database, or as Parquet files')
    .option('-o, --output <file>', 'where to write it', 'legion_prof')
    .option('-f, --force', 'replace what exists')
    .addOption(new Option('--tables <which>', 'reference: items, entries, data_source as the reference viewer writes them; ours: the tables of docs/index-schema.md').choices(['reference', 'ours']).default('reference'))
    .option('--parquet <dir>', 'write a Parquet file of each table into this folder instead')
    .option('--json', 'print a JSON document that names what was written (schema duckdb/1)')
    .addHelpText('after', `
Arguments: ${PATHS_HELP}, of one run.
Ids are unsigned integers (UBIGINT), times BIGINT, ns since profile zero.

Examples:
  legion_prof duckdb legate_*.prof -o run.duckdb
  legion_prof duckdb logs/ -o run.duckdb --tables ours
  legion_prof duckdb run.lprof --parquet tables/ --tables ours`);
  withCacheOptions(withViewOptions(command)).action(async (paths: readonly string[], options: DuckdbOptions) => {
    finish(await (await import('./commands/duckdb.ts')).duckdb(paths, {
      ...cacheChoice(options), view: viewChoice(options), output: absolutePaths([options.output])[0], force: options.force === true, tables: options.tables,
      parquet: options.parquet === undefined ? undefined : absolutePaths([options.parquet])[0], json: options.json === true,
    }));
  });
}
