/** Reports (`.nsys-rep`) into SQLite exports, by the `nsys` that is on PATH: the format of reports is NVIDIA's own. */
import { spawn } from 'node:child_process';
import { basename, join } from 'node:path';
import { ProfileError } from '../protocol/errors.ts';

/** What is kept of the words of nsys. */
const MOST_WORDS = 2000;

export function isReport(path: string): boolean {
  return /\.(nsys-rep|qdrep)$/i.test(path);
}

/** Path of the export, in `folder`. @throws ProfileError 'not-found' without nsys, 'system' where it fails; the signal's reason */
export async function exportReport(path: string, folder: string, signal: AbortSignal): Promise<string> {
  const output = join(folder, `${basename(path)}.sqlite`);
  const child = spawn('nsys', ['export', '--type', 'sqlite', '--force-overwrite', 'true', '--output', output, path], { stdio: ['ignore', 'pipe', 'pipe'], signal });
  let words = '';
  const hear = (chunk: Buffer): void => void (words = (words + chunk.toString('utf8')).slice(-MOST_WORDS));
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  }).catch((error: NodeJS.ErrnoException) => {
    signal.throwIfAborted();
    if (error.code === 'ENOENT') throw new ProfileError('not-found', `${path} is a report of Nsight Systems, and its nsys, which can read it, is not on PATH. Where it is, run: nsys export --type sqlite ${basename(path)}, and open the .sqlite file.`, { cause: error });
    throw new ProfileError('system', `nsys could not be started: ${error.message}.`, { cause: error });
  });
  if (code !== 0) throw new ProfileError('system', `nsys could not export ${path} (it ended with ${code ?? 'a signal'}): ${words.trim() || 'it said nothing.'}`);
  return output;
}
