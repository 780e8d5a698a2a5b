/**
 * Small JSON values, a file each: written beside and renamed, so that a reader sees the old value or the new one, and several
 * processes cannot lose each other's (the last one to write a value wins, value by value). No locks, so any file system will do.
 */
import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileError } from './index_file.ts';
import { makeFolders } from './make_folders.ts';

const SUFFIX = '.json';

export class JsonFiles {
  readonly #folder: string;
  readonly #onDamaged: (path: string, movedTo: string) => void;

  constructor(folder: string, onDamaged: (path: string, movedTo: string) => void) {
    this.#folder = folder;
    this.#onDamaged = onDamaged;
  }

  /** Names of the values in a folder, in no order. */
  names(folder: string): string[] {
    return entriesOf(join(this.#folder, folder)).flatMap((name) => (name.endsWith(SUFFIX) ? [name.slice(0, -SUFFIX.length)] : []));
  }

  folders(folder: string): string[] {
    return entriesOf(join(this.#folder, folder)).filter((name) => !name.includes('.'));
  }

  /** Undefined if there is no such value, or it is damaged: it is then moved aside. */
  read(name: string): unknown {
    const path = this.#path(name);
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch {
      // Not there, or not ours to read: no value either way.
      return undefined;
    }
    try {
      return JSON.parse(text);
    } catch {
      this.setAside(name);
      return undefined;
    }
  }

  /** Moves a value that makes no sense out of the way, so that it can still be looked at. */
  setAside(name: string): void {
    const path = this.#path(name);
    const movedTo = `${path}.damaged-${randomBytes(3).toString('hex')}`;
    try {
      renameSync(path, movedTo);
    } catch {
      // Another process was faster, or the folder is read-only.
      return;
    }
    this.#onDamaged(path, movedTo);
  }

  /** @throws ProfileError 'read-only', 'no-permission', 'disk-full', 'system' */
  write(name: string, value: unknown): void {
    const path = this.#path(name);
    const beside = `${path}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
    try {
      makeFolders(dirname(path), 0o700);
      const file = openSync(beside, 'wx', 0o600);
      try {
        writeSync(file, `${JSON.stringify(value, undefined, 1)}\n`);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      renameSync(beside, path);
    } catch (error) {
      rmSync(beside, { force: true });
      throw fileError(error, path);
    }
  }

  remove(name: string): void {
    rmSync(this.#path(name), { force: true });
  }

  #path(name: string): string {
    return join(this.#folder, `${name}${SUFFIX}`);
  }
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // No such folder yet.
    return [];
  }
}
