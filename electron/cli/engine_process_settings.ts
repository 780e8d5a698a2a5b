/**
 * How a process that runs the engine is to be started: all this can only be said before it starts. Plain data, read by the program's door
 * (bin/legion_prof.mjs) too, on any Node from 20 on.
 */
import { join } from 'node:path';
import { userFolders } from '../index/user_folders.ts';

/**
 * glibc's memory. Large runs come and go in large pieces. glibc gives these back to the system only while they are above a threshold, which
 * it raises by itself with every large piece that is freed; and every thread gets an arena of its own, which keeps what it once had.
 * Measured at 4 M records: a fixed threshold takes a third off the peak, two arenas 45 MB. 64 KiB gain nothing more and add a fifth
 * of all page faults; above, every step costs memory (256 KiB: 20 MB, 8 MiB: 140 MB more and 0.7 s less).
 */
const MALLOC_SETTINGS: Readonly<Record<string, string>> = process.platform === 'linux'
  ? { MALLOC_MMAP_THRESHOLD_: String(128 << 10), MALLOC_ARENA_MAX: '2' }
  : {};

/** Whether this process lacks something of its environment that only a fresh one can get. */
export function lacksSettings(env: NodeJS.ProcessEnv): boolean {
  return Object.keys(MALLOC_SETTINGS).some((name) => env[name] === undefined);
}

/**
 * The environment of an engine, for a process whose own is `env`. V8 keeps what it makes of our source text, which each of the threads
 * else does anew: a fifth of a second until the first picture.
 */
export function engineEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { NODE_COMPILE_CACHE: join(userFolders(env).cache, 'code'), ...env, ...MALLOC_SETTINGS };
}

/** V8's flags are its own affair and change with it: these are of the Node that we bring along. */
const MEASURED_ON = '24.';

/**
 * `--expose-gc`: see engine/collect_garbage.ts. The others keep V8's optimising compiler from half of its work: a build of an index runs
 * some hundred loops for some hundred milliseconds each, in threads that each compile for themselves, and took 4 of its 15 CPU-seconds
 * for that. Smaller units of inlining and a later exchange of running loops take a sixth off a build.
 * @param version of the Node that is started, as process.versions.node has it; the one that we bring along if left out
 */
export function engineFlags(version = MEASURED_ON): string[] {
  return ['--expose-gc', ...(version.startsWith(MEASURED_ON) ? ['--max-inlined-bytecode-size-cumulative=200', '--invocation-count-for-osr=2000'] : [])];
}
