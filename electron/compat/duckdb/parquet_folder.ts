/** A run's tables as a folder of Parquet files, one a table. */
import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileError } from '../../index/index_file.ts';
import { makeFolders } from '../../index/make_folders.ts';
import { DuckdbFile } from './duckdb_file.ts';
import { quoteName } from './duckdb_names.ts';
import { refuseExisting } from '../partial_file.ts';

/**
 * `fill` makes the tables and gives their names, which come back. The files come to their names together at the end; others in the folder stay.
 * @throws ProfileError 'index-exists' if one of them is there, without `force`; as DuckdbFile.write
 */
export async function writeParquetFolder(folder: string, force: boolean, signal: AbortSignal, fill: (file: DuckdbFile) => Promise<readonly string[]>): Promise<readonly string[]> {
  const place = makeWorkFolder(folder);
  const remove = (): void => rmSync(place, { recursive: true, force: true });
  process.on('exit', remove);
  try {
    let names: readonly string[] = [];
    await DuckdbFile.write(join(place, 'tables.duckdb'), signal, async (file) => {
      names = await fill(file);
      for (const name of names) refuseExisting(join(folder, `${name}.parquet`), force);
      for (const name of names) await file.copyToParquet(quoteName(name), join(place, `${name}.parquet`));
    });
    for (const name of names) renameSync(join(place, `${name}.parquet`), join(folder, `${name}.parquet`));
    return names;
  } catch (error) {
    throw fileError(error, folder);
  } finally {
    process.off('exit', remove);
    remove();
  }
}

function makeWorkFolder(folder: string): string {
  try {
    makeFolders(folder);
    return mkdtempSync(join(folder, '.partial-'));
  } catch (error) {
    throw fileError(error, folder);
  }
}
