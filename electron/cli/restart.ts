/** Commands that start an engine run once more, in a child that is set up for it (engine_process_settings.ts). */
import { spawn } from 'node:child_process';
import { engineEnvironment, engineFlags, lacksSettings } from './engine_process_settings.ts';

/** It ends by itself before this (context.ts), if it can. */
const END_MS = 1_950;
/** Tells the door (bin/legion_prof.mjs) to end when we do. */
const RESTARTED = 'LEGION_PROF_RESTARTED';

/** Whether this process lacks a setting that would help. */
export function wantsRestart(): boolean {
  return lacksSettings(process.env) && process.argv[1] !== undefined;
}

/** Runs the same command in a child; its exit code. Signals go down, and the child ends when we do. */
export function restart(argv: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...engineFlags(process.versions.node), ...process.execArgv, process.argv[1], ...argv], {
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'], env: { ...engineEnvironment(process.env), [RESTARTED]: '1' },
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
