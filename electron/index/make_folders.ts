/**
 * Makes a folder and what is missing above it, one at a time. Not `mkdir` with `recursive`: on a file system that says "no such file"
 * about every new name (/proc) Node's own tries for ever, and no signal ends it.
 */
import { lstatSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** True if the last one is new. `mode`: of new folders. @throws errors of mkdir; ENOTDIR where a file is in the way */
export function makeFolders(path: string, mode = 0o777): boolean {
  const missing: string[] = [];
  let at = resolve(path);
  while (lstatSync(at, { throwIfNoEntry: false }) === undefined && dirname(at) !== at) {
    missing.push(at);
    at = dirname(at);
  }
  if (!statSync(at).isDirectory()) throw Object.assign(new Error(`${at} is no folder`), { code: 'ENOTDIR' });
  for (const folder of missing.reverse()) makeOne(folder, mode);
  return missing.length > 0;
}

function makeOne(folder: string, mode: number): void {
  try {
    mkdirSync(folder, { mode });
  } catch (error) {
    // Another process was faster.
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) throw error;
  }
}
