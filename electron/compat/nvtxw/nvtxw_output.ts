/**
 * Names and places of the files that `nvtxw` writes. The backend writes into a folder of its own beside the output, under the final name,
 * and the file moves out when it is whole: an export that fails leaves nothing.
 */
import { existsSync, realpathSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import { fileError } from '../../index/index_file.ts';
import { makeFolders } from '../../index/make_folders.ts';
import { ProfileError } from '../../protocol/errors.ts';

export const REPORT_EXTENSION = '.nsys-rep';
/** Source: legion's exporter (NVTX tools/nvtxw/rs): so many names are tried where the one asked for is taken. */
const MOST_NUMBERED = 100;

/** Path without the extension that the backend adds. */
export function withoutExtension(output: string): string {
  return output.endsWith(REPORT_EXTENSION) ? output.slice(0, -REPORT_EXTENSION.length) : output;
}

/**
 * Path of the file to write: the one asked for, or with `.1` … `.100` in it where that exists and is not to be replaced.
 * @throws ProfileError 'index-exists' where all are taken
 */
export function chooseOutput(output: string, isForced: boolean): string {
  const base = withoutExtension(output);
  if (base.endsWith(sep)) throw new ProfileError('usage', 'Give --output a file name.');
  const plain = `${base}${REPORT_EXTENSION}`;
  if (isForced || !existsSync(plain)) return plain;
  for (let i = 1; i <= MOST_NUMBERED; i++) {
    const numbered = `${base}.${i}${REPORT_EXTENSION}`;
    if (!existsSync(numbered)) return numbered;
  }
  throw new ProfileError('index-exists', `${plain} exists already, and so do the ${MOST_NUMBERED} names after it. Give another --output, or --force to replace it.`);
}

/** @throws ProfileError 'usage' if the output would be the report itself, or if its path cannot be told to the backend */
export function checkMerge(merge: string, output: string): void {
  if (!existsSync(merge)) throw new ProfileError('not-found', `${merge} does not exist.`);
  // The backend's settings are lines.
  if (/[\r\n|]/.test(merge)) throw new ProfileError('usage', `The path of the report must not hold a line end or "|": ${merge}`);
  const real = realpathSync(merge);
  if (existsSync(output) ? realpathSync(output) === real : existsSync(dirname(output)) && join(realpathSync(dirname(output)), basename(output)) === real) {
    throw new ProfileError('usage', `The output would replace the report that it is merged with (${merge}). Give another --output.`);
  }
}

/** @throws ProfileError where it cannot be made */
async function workFolder(place: string): Promise<string> {
  try {
    makeFolders(place);
    return await mkdtemp(join(place, '.nvtxw-'));
  } catch (error) {
    throw fileError(error, place);
  }
}

/**
 * Lets `write` make the file under a session name (a path without extension) and puts it in its place.
 * @param output as chosen @throws what `write` throws; ProfileError 'system' if nothing was written
 */
export async function writeAside<T>(output: string, write: (session: string) => Promise<T>): Promise<T> {
  const folder = await workFolder(dirname(output));
  try {
    const session = join(folder, withoutExtension(basename(output)));
    const result = await write(session);
    if (!existsSync(`${session}${REPORT_EXTENSION}`)) throw new ProfileError('system', 'The backend of Nsight Systems said that it was done, but wrote no file.');
    await rename(`${session}${REPORT_EXTENSION}`, output);
    return result;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
