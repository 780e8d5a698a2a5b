/** A file that appears under its name only when it is whole. */
import { randomBytes } from 'node:crypto';
import { lstatSync, readdirSync, renameSync, rmSync, statSync, type Stats } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileError } from '../index/index_file.ts';
import { makeFolders } from '../index/make_folders.ts';
import { ProfileError } from '../protocol/errors.ts';

/**
 * To be asked before the work begins. Nothing replaces what the work reads, nor a folder, link or device.
 * @param inputs files and folders that are read
 * @throws ProfileError 'index-exists' for such a path, and for any file that is there without `force`
 */
export function refuseExisting(path: string, force: boolean, inputs: readonly string[] = []): void {
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (there === undefined) return;
  if (there.isDirectory()) throw new ProfileError('index-exists', `${path} is a folder. Give the name of a file.`);
  if (!there.isFile()) throw new ProfileError('index-exists', `${path} is no plain file and is not replaced. Give another name.`);
  if (isAmong(there, inputs)) throw new ProfileError('index-exists', `${path} is one of the files that are read. Give another name.`);
  if (!force) throw new ProfileError('index-exists', `${path} exists already. Give another name, or -f to replace it.`);
}

/** Whether a file is one of `inputs` or lies in one of them, under whatever name. */
function isAmong(file: Stats, inputs: readonly string[]): boolean {
  const isSame = (path: string): boolean => {
    const other = statSync(path, { throwIfNoEntry: false });
    return other !== undefined && other.dev === file.dev && other.ino === file.ino;
  };
  return inputs.some((input) => {
    const isFolder = statSync(input, { throwIfNoEntry: false })?.isDirectory() === true;
    return isFolder ? readdirSync(input).some((name) => isSame(join(input, name))) : isSame(input);
  });
}

/**
 * Calls `write` with the path of a file beside `path`, and gives this its name afterwards.
 * @throws ProfileError as refuseExisting; for what the file system refuses; what `write` throws
 */
export async function writeWhole(path: string, force: boolean, write: (partial: string) => Promise<void>): Promise<void> {
  refuseExisting(path, force);
  await withPartial(path, async (partial) => {
    await write(partial);
    renameSync(partial, path);
  });
}

/**
 * Calls `use` with a name beside `path`, whose folder is made where it is missing; whatever still has it is removed at the end, whichever way it comes.
 * @throws ProfileError for what the file system refuses; what `use` throws
 */
export async function withPartial<T>(path: string, use: (partial: string) => Promise<T>): Promise<T> {
  const partial = `${path}.partial-${process.pid}-${randomBytes(6).toString('hex')}`;
  const remove = (): void => rmSync(partial, { recursive: true, force: true });
  process.on('exit', remove);
  try {
    makeFolders(dirname(path));
    return await use(partial);
  } catch (error) {
    throw fileError(error, path);
  } finally {
    process.off('exit', remove);
    remove();
  }
}
