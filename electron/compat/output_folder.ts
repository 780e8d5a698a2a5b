/** A folder of results that appears under its name only when it is whole. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ProfileError } from '../protocol/errors.ts';
import { withPartial } from './partial_file.ts';

/** The reference tries as many names. */
const MAX_NUMBER = 100;

export interface OutputFolder {
  readonly path: string;
  /** Replace a folder that is there; else `path.1`, `path.2` … is taken. Source: legion_prof_rs main.rs, create_unique_dir. */
  readonly force: boolean;
  /** A file that every such folder holds: one without it is somebody else's and is not replaced. */
  readonly mark: string;
}

/**
 * Calls `write` with a folder beside the final one, then gives it its name, which it returns.
 * @throws ProfileError 'index-exists' where nothing may be replaced; for what the file system refuses; what `write` throws
 */
export async function writeWholeFolder(output: OutputFolder, write: (folder: string) => Promise<void>): Promise<string> {
  const path = freeName(output);
  return withPartial(path, async (partial) => {
    mkdirSync(partial);
    await write(partial);
    // Whoever took the name meanwhile keeps it.
    const final = output.force ? path : freeName(output);
    if (existsSync(final)) replace(final, partial);
    else renameSync(partial, final);
    return final;
  });
}

/** @throws ProfileError 'index-exists' */
function freeName({ path, force, mark }: OutputFolder): string {
  const target = resolve(path);
  if (!existsSync(target)) return target;
  if (force) {
    if (existsSync(join(target, mark)) || isEmptyFolder(target)) return target;
    throw new ProfileError('index-exists', `${path} exists and was not written by this command (there is no ${mark} in it), so -f does not replace it. Give another name with -o, or remove it yourself.`);
  }
  for (let number = 1; number <= MAX_NUMBER; number++) if (!existsSync(`${target}.${number}`)) return `${target}.${number}`;
  throw new ProfileError('index-exists', `${path} and ${path}.1 to ${path}.${MAX_NUMBER} exist already. Give another name with -o, or -f to replace ${path}.`);
}

function isEmptyFolder(path: string): boolean {
  try {
    return readdirSync(path).length === 0;
  } catch {
    // A file, or a folder that we may not look into: not ours to replace.
    return false;
  }
}

function replace(final: string, fresh: string): void {
  const old = `${final}.old-${process.pid}-${randomBytes(6).toString('hex')}`;
  renameSync(final, old);
  renameSync(fresh, final);
  rmSync(old, { recursive: true, force: true });
}
