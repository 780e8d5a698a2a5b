/** What every command needs of its surroundings: where paths start, what goes to which stream, and that signals end it cleanly. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { EngineHost } from '../engine/engine_host.ts';
import { APP_ROOT } from '../engine/version.ts';
import type { Severity } from '../protocol/alerts.ts';
import { ProfileError } from '../protocol/errors.ts';

export const EXIT_OK = 0;
export const EXIT_FAILED = 1;
export const EXIT_USAGE = 2;

/**
 * `npm start -- view logs` runs in the package's folder although the user stands elsewhere: then, and only then, relative paths start
 * where npm was called.
 */
export function workingFolder(env: Readonly<Record<string, string | undefined>> = process.env): string {
  const isOurStart = env['npm_lifecycle_event'] === 'start' && env['INIT_CWD'] !== undefined && isOurPackage(env['npm_package_json']);
  return isOurStart ? (env['INIT_CWD'] ?? process.cwd()) : process.cwd();
}

function isOurPackage(file: string | undefined): boolean {
  if (file === undefined) return false;
  try {
    return readFileSync(file, 'utf8') === readFileSync(resolve(APP_ROOT, 'package.json'), 'utf8');
  } catch {
    return false;
  }
}

export function absolutePaths(paths: readonly string[]): readonly string[] {
  const folder = workingFolder();
  return paths.map((path) => resolve(folder, path));
}

/** Whoever reads us may stop (`| head`): that is no error. */
export function ignoreClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(EXIT_OK);
      if (stream === process.stdout) process.stderr.write(`legion_prof: the output cannot be written: ${error.message}.\n`);
      process.exit(EXIT_FAILED);
    });
  }
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Whether --verbose was given: what is only odd is said too. */
let isVerbose = false;

export function speakMore(): void {
  isVerbose = true;
}

/** Whether something of this weight is said on stderr. */
export function isWorthSaying(severity: Severity): boolean {
  return isVerbose || severity !== 'note';
}

export function warn(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** One sentence; with `--verbose` the stack after it. */
export function reportError(thrown: unknown): number {
  // Whatever fails once we were asked to end fails for that reason, and each part of the program has its own word for it.
  const error = ended ?? thrown;
  const isExpected = error instanceof ProfileError;
  const message = error instanceof Error ? error.message : String(error);
  warn(`legion_prof: ${isExpected ? message : `something went wrong inside the program: ${message} (--verbose shows where)`}`);
  if (isVerbose && error instanceof Error) {
    warn(error.stack ?? '');
    if (error.cause instanceof Error) warn(`caused by ${error.cause.stack ?? error.cause.message}`);
  }
  return isExpected && error.kind === 'usage' ? EXIT_USAGE : EXIT_FAILED;
}

/** Why this process was asked to end, once it was. */
let ended: ProfileError | undefined;

/** Whoever is asked to end has ended after this. */
const END_MS = 1_800;

/**
 * Ends this process after a moment, whatever it does: a thread that hangs in a system call can neither be ended nor waited for. To be
 * called when it shall end anyway; the timer itself keeps nothing alive.
 */
export function endSoon(): void {
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), END_MS).unref();
}

/** Signals closer to each other than this are one. */
const ONE_SIGNAL_MS = 300;

/** A signal that aborts on SIGINT, SIGTERM or SIGHUP; a second one ends at once. */
export function untilSignalled(): AbortSignal {
  const controller = new AbortController();
  let firstMs = 0;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      // Sent to a group it comes twice: to us, and passed on by whoever started us.
      if (controller.signal.aborted && performance.now() - firstMs < ONE_SIGNAL_MS) return;
      if (controller.signal.aborted) process.exit(EXIT_FAILED);
      firstMs = performance.now();
      endSoon();
      ended = new ProfileError('cancelled', 'Ended by a signal.');
      controller.abort(ended);
    });
  }
  return controller.signal;
}

export function whenAborted(signal: AbortSignal): Promise<void> {
  return signal.aborted ? Promise.resolve() : new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

/** The running jobs on one line of a terminal, rewritten in place; nothing where stderr is none. */
export function showProgress(engine: EngineHost): Disposable {
  if (process.stderr.isTTY !== true) return { [Symbol.dispose]: () => {} };
  let width = 0;
  const listening = engine.listen((event, data) => {
    if (event !== 'jobs.changed') return;
    const { jobs } = data as { jobs: readonly { label: string; doneBytes: number; totalBytes: number; state: string }[] };
    const text = jobs.filter(({ state }) => state === 'running')
      .map(({ label, doneBytes, totalBytes }) => `${label} ${totalBytes > 0 ? Math.floor((100 * doneBytes) / totalBytes) : 0} %`).join(' · ');
    process.stderr.write(`\r${text.padEnd(width)}`);
    width = text.length;
  });
  return {
    [Symbol.dispose]: () => {
      listening[Symbol.dispose]();
      if (width > 0) process.stderr.write(`\r${' '.repeat(width)}\r`);
    },
  };
}
