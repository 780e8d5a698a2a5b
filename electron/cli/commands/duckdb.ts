/** `duckdb`: a run as a DuckDB database or as Parquet files, in the reference's tables or in ours. */
import { DuckdbFile } from '../../compat/duckdb/duckdb_file.ts';
import { writeOurTables } from '../../compat/duckdb/duckdb_ours.ts';
import { REFERENCE_TABLES, referenceRun, writeReferenceTables } from '../../compat/duckdb/duckdb_reference.ts';
import { writeParquetFolder } from '../../compat/duckdb/parquet_folder.ts';
import { refuseExisting, writeWhole } from '../../compat/partial_file.ts';
import { absolutePaths, EXIT_OK, say, untilSignalled, warn } from '../context.ts';
import type { RunChoice } from '../engine_options.ts';
import { withIndexedRun, type IndexedRun } from '../indexed_run.ts';

export interface DuckdbChoice extends RunChoice {
  /** Absolute path of the database. */
  readonly output: string;
  readonly force: boolean;
  readonly tables: 'reference' | 'ours';
  /** Absolute path of a folder for Parquet files instead. */
  readonly parquet: string | undefined;
  readonly json: boolean;
}

/** @throws ProfileError */
export async function duckdb(paths: readonly string[], choice: DuckdbChoice): Promise<number> {
  const signal = untilSignalled();
  if (choice.parquet === undefined) refuseExisting(choice.output, choice.force, absolutePaths(paths));
  await withIndexedRun(paths, choice, signal, async (run) => {
    const fill = (file: DuckdbFile): Promise<readonly string[]> => (choice.tables === 'ours' ? writeOurTables(file, run.reader) : fillReference(file, run));
    let tables: readonly string[] = [];
    if (choice.parquet !== undefined) tables = await writeParquetFolder(choice.parquet, choice.force, signal, fill);
    else await writeWhole(choice.output, choice.force, (partial) => DuckdbFile.write(partial, signal, async (file) => void (tables = await fill(file))));
    if (choice.json) say(JSON.stringify({ schema: 'duckdb/1', path: choice.parquet ?? choice.output, tables }, undefined, 2));
  });
  return EXIT_OK;
}

async function fillReference(file: DuckdbFile, { reader, files }: IndexedRun): Promise<readonly string[]> {
  const repeated = await writeReferenceTables(file, referenceRun(reader, files.map(({ name }) => name)));
  for (const [field, count] of repeated) warn(`legion_prof: ${count} rows of items would have the field "${field}" more than once; they have the first.`);
  return REFERENCE_TABLES;
}
