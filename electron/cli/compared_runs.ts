/** What `compare` and `regress` have in common: runs from operands, opened one inside the other. */
import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { readRunData } from '../compare/read_run_data.ts';
import type { RunData } from '../compare/run_data.ts';
import { expandPaths } from '../engine/expand_paths.ts';
import { groupRuns } from '../engine/group_runs.ts';
import type { IndexReader } from '../index/index_reader.ts';
import { ProfileError } from '../protocol/errors.ts';
import { absolutePaths } from './context.ts';
import type { CacheChoice } from './engine_options.ts';
import { withIndexedRun } from './indexed_run.ts';
import { inSlices } from '../index/slices.ts';

/** Runs that operands name: a folder, index or pattern is one, files are put together as logs of one run or of several. */
export async function runsOfOperands(operands: readonly string[]): Promise<readonly (readonly string[])[]> {
  const runs: (readonly string[])[] = [];
  let files: string[] = [];
  const closeFiles = async (): Promise<void> => {
    if (files.length > 1) runs.push(...(await groupRuns((await expandPaths(files)).files)).map((group) => group.files.map(({ path }) => path)));
    else if (files.length === 1) runs.push(files);
    files = [];
  };
  for (const path of absolutePaths(operands)) {
    const info = await stat(path).catch(() => undefined);
    if (info?.isFile() === true && extname(path) !== '.lprof') {
      files.push(path);
      continue;
    }
    await closeFiles();
    runs.push([path]);
  }
  await closeFiles();
  return runs;
}

export interface OpenedRun {
  readonly reader: IndexReader;
  readonly data: RunData;
}

/** A run that could not be read; `cause` says why. */
export class UnreadableRun extends ProfileError {}

/** Opens all runs, calls `use` with them and closes them. @throws UnreadableRun; ProfileError 'cancelled'; what `use` throws */
export async function withRuns<T>(runs: readonly (readonly string[])[], choice: CacheChoice, signal: AbortSignal, use: (opened: readonly OpenedRun[]) => Promise<T>): Promise<T> {
  return openNext([]);

  async function openNext(opened: readonly OpenedRun[]): Promise<T> {
    const paths = runs.at(opened.length);
    if (paths === undefined || opened.length === runs.length) return use(opened);
    let isOpen = false;
    try {
      return await withIndexedRun(paths, choice, signal, async ({ reader }) => {
        const data = await inSlices(readRunData(reader, paths.length === 1 ? paths[0] : `${paths[0]} and ${paths.length - 1} more`), signal);
        isOpen = true;
        return openNext([...opened, { reader, data }]);
      });
    } catch (error) {
      if (isOpen || !(error instanceof ProfileError) || error.kind === 'cancelled') throw error;
      throw new UnreadableRun(error.kind, `${paths.join(', ')}: ${error.message}`, { cause: error });
    }
  }
}
