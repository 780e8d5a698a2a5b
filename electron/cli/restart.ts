/**
 * Large runs come and go in large pieces of memory. glibc gives these back to the system only while they are above a threshold, which
 * it raises by itself with every large piece that is freed; a fixed threshold keeps the engine a third smaller. And every thread gets an
 * arena of its own, which keeps what it once had; two for all take 45 MB less at 4 M records (measured). Both can only be set before a process starts, so commands that start an engine run once more, in a child, with them set. The child may also collect garbage
 * when it knows that there is some (engine/collect_garbage.ts).
 */
import { spawn } from 'node:child_process';

const SETTING = 'MALLOC_MMAP_THRESHOLD_';
/** It ends by itself before this (context.ts), if it can. */
const END_MS = 1_950;
const THRESHOLD_BYTES = 256 << 10;
const ARENAS = 2;
/** Tells the door (bin/legion_prof.mjs) to end when we do. */
const RESTARTED = 'LEGION_PROF_RESTARTED';

/** Whether this process has no threshold although one would help. */
export function wantsRestart(): boolean {
  return process.platform === 'linux' && process.env[SETTING] === undefined && process.argv[1] !== undefined;
}

/** Runs the same command in a child; its exit code. Signals go down, and the child ends when we do. */
export function restart(argv: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--expose-gc', ...process.execArgv, process.argv[1], ...argv], {
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'], env: { ...process.env, [SETTING]: String(THRESHOLD_BYTES), MALLOC_ARENA_MAX: String(ARENAS), [RESTARTED]: '1' },
    });
    const atTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        // A terminal sends Ctrl-C to both of us; the child must not get it twice, for twice means "at once".
        if (signal !== 'SIGINT' || !atTerminal) child.kill(signal);
        setTimeout(() => child.kill('SIGKILL'), END_MS).unref();
      });
    }
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(signal === null ? (code ?? 1) : 1));
  });
}
