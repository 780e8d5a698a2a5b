/** A file that appears under its name only when it is whole. */
import { randomBytes } from 'node:crypto';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { fileError } from '../index/index_file.ts';
import { ProfileError } from '../protocol/errors.ts';

/** To be asked before the work begins. @throws ProfileError 'index-exists' for a file that is there, without `force` */
export function refuseExisting(path: string, force: boolean): void {
  if (!force && existsSync(path)) throw new ProfileError('index-exists', `${path} exists already. Give another name, or -f to replace it.`);
}

/**
 * Calls `write` with the path of a file beside `path`, and gives this its name afterwards.
 * @throws ProfileError as refuseExisting; for what the file system refuses; what `write` throws
 */
export async function writeWhole(path: string, force: boolean, write: (partial: string) => Promise<void>): Promise<void> {
  refuseExisting(path, force);
  const partial = `${path}.partial-${process.pid}-${randomBytes(6).toString('hex')}`;
  const remove = (): void => rmSync(partial, { force: true });
  process.on('exit', remove);
  try {
    await write(partial);
    renameSync(partial, path);
  } catch (error) {
    throw fileError(error, path);
  } finally {
    process.off('exit', remove);
    remove();
  }
}
