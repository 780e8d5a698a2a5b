/**
 * Writes runs for other programs at a page's wish. The command line does the work, in a process of its own: what the page shows is what
 * runs, a crash of a vendor's library ends that process alone, and cancelling ends it. A page names no paths: files go beside the logs, or
 * where a person said in a dialog of the desktop.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { exportWords, type ExportChoice, type ExportPlace, type ExportPlaces, type ExportPlan } from '../protocol/exports.ts';
import { ProfileError } from '../protocol/errors.ts';
import type { JobList } from './jobs.ts';
import type { RunSession } from './run_session.ts';
import { APP_ROOT } from './version.ts';

const PROGRAM = join(APP_ROOT, 'bin', 'legion_prof.mjs');
const FORMAT_NAMES = { nsight: 'Nsight Systems', perfetto: 'Perfetto', chrome: 'a Chrome trace', archive: 'an archive' } as const;
/** Progress is told in these parts. */
const PARTS = 1000;
const KEPT_WORDS = 4000;

export class RunExports {
  readonly #jobs: JobList;
  /** By run. */
  readonly #chosen = new Map<string, ExportPlaces>();

  constructor(jobs: JobList) {
    this.#jobs = jobs;
  }

  /** A person chose a place for exports of a run. */
  grant(run: string, place: ExportPlace, path: string): void {
    this.#chosen.set(run, { ...this.#chosen.get(run), [place]: path });
  }

  /** @throws ProfileError 'not-loaded' while the run has no index */
  async plan(session: RunSession): Promise<ExportPlan> {
    const { folder, index, chosen } = this.#placesOf(session);
    const backend = chosen.library === undefined ? [] : ['--backend', chosen.library];
    const { stdout, code, stderr } = await heard(start(['nvtxw', index, '-o', join(folder, 'plan'), '--nsys-dir', chosen.reports, ...backend, '--plan']));
    if (code !== 0) throw new ProfileError('system', `The export could not be planned: ${stderr.trim() || `exit code ${code}`}`);
    return { folder, chosen, sources: session.run.paths, ...(JSON.parse(stdout) as Pick<ExportPlan, 'backend' | 'reports'>) };
  }

  /** Starts it; number of its job. @throws ProfileError 'not-loaded', 'bad-request' for a name that is a path */
  start(session: RunSession, choice: ExportChoice): number {
    if (choice.name !== basename(choice.name) || /[\\/\0]|^\.*$/.test(choice.name)) throw new ProfileError('bad-request', 'Give a name without a folder: it is written beside the logs.');
    const { folder, index, chosen } = this.#placesOf(session);
    const job = this.#jobs.start(session.run.id, `Writing ${FORMAT_NAMES[choice.format]}`, PARTS, true);
    const child = start([...exportWords(choice, [index], folder, chosen), ...(choice.format === 'nsight' ? [] : ['--json'])]);
    child.on('message', (message: { progress?: unknown }) => {
      if (typeof message.progress === 'number') job.progress(Math.floor(PARTS * message.progress));
    });
    // The command takes away what it has begun.
    job.signal.addEventListener('abort', () => child.kill('SIGTERM'), { once: true });
    heard(child).then(({ code, stdout, stderr }) => {
      if (code === 0) job.done(resultOf(choice, stdout));
      else job.failed(new ProfileError('system', stderr.trim().split('\n').at(-1)?.replace(/^legion_prof: /, '') || `It ended with exit code ${code}.`));
    }).catch((error: unknown) => job.failed(error));
    return job.job.id;
  }

  /** What is read, and what a person chose: else files go beside the logs (or to the home, where nobody may write there), and reports lie there. */
  #placesOf(session: RunSession): { readonly folder: string; readonly index: string; readonly chosen: ExportPlaces & { readonly reports: string } } {
    const { beside, index } = placesOf(session);
    const chosen = { reports: beside, ...this.#chosen.get(session.run.id) };
    return { folder: chosen.folder ?? beside, index, chosen };
  }
}

function placesOf({ run, reader }: RunSession): { readonly beside: string; readonly index: string } {
  if (reader === undefined || run.phase !== 'ready') throw new ProfileError('not-loaded', 'The index of this run is still being written; exporting begins once it is there.');
  const beside = dirname(run.paths[0]);
  return { beside: isWritable(beside) ? beside : homedir(), index: reader.path };
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function start(words: readonly string[]): ChildProcess {
  return spawn(process.execPath, [...process.execArgv, PROGRAM, ...words], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], windowsHide: true });
}

function heard(child: ChildProcess): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  return new Promise((resolve, reject) => {
    let [stdout, stderr] = ['', ''];
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr = (stderr + text).slice(-KEPT_WORDS)));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** Paths of what was written, one a line. */
function resultOf({ format }: ExportChoice, stdout: string): string {
  return format === 'nsight' ? stdout.trim() : (JSON.parse(stdout) as { path: string }).path;
}
