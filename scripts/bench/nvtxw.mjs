// Writing a run's events for Nsight Systems into a backend that drops what it gets: what the preparation of events costs, whatever a
// vendor's library does with them. Counted are the events that the v1 interface was called for, from an index that is there, over the time
// from the first call to the last; with all facts, and without those that must be looked up in the event graph (--no-critical-paths).
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pinnedNode, root } from '../lib/run_tool.mjs';

const BACKENDS = join(root, 'test', 'native', 'backends');
const COMPILER = process.env.CC ?? 'cc';
const FLAGS = ['-std=gnu11', '-O1', '-fPIC', '-shared', '-fvisibility=hidden', '-DDROPS=1', '-I', join(root, 'native')];

/** Rows of one log; none where there is no compiler. */
export function measureNvtxw(log) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-nvtxw-'));
  try {
    const library = join(folder, 'drops.so');
    const sources = ['record.c', 'schema.c', 'v1_backend.c'].map((name) => join(BACKENDS, name));
    if (spawnSync(COMPILER, [...FLAGS, ...sources, '-o', library], { stdio: 'inherit' }).status !== 0 || !existsSync(join(root, 'dist', 'native', 'nvtxw.node'))) return [];
    const index = join(folder, 'run.lprof');
    run([join(root, 'bin', 'legion_prof.mjs'), 'index', ...log.files, '-o', index]);
    return [true, false].map((hasOrigins) => ({
      log: log.name, command: hasOrigins ? 'nvtxw' : 'nvtxw --no-critical-paths',
      ...JSON.parse(run([fileURLToPath(import.meta.url), index, library, join(folder, 'out'), String(hasOrigins)]).trim().split('\n').at(-1)),
    }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function printNvtxw(rows) {
  for (const { log, command, events, seconds, cpuSeconds, peakBytes } of rows) {
    console.log(`  ${log} ${command}: ${events} events from the index in ${seconds.toFixed(2)} s (${cpuSeconds.toFixed(2)} s of processor), ${(events / seconds / 1e6).toFixed(2)} M events/s, ${(peakBytes / 1e6).toFixed(0)} MB`);
  }
}

function run(args) {
  const { status, stdout } = spawnSync(pinnedNode(), args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1 << 24, env: { ...process.env, NVTXW_RECORD: '/dev/null' } });
  if (status !== 0) throw new Error(`Measuring nvtxw failed: ${args.join(' ')}`);
  return stdout;
}

/** In a process of its own, as the command has one. */
async function write(index, library, session, hasOrigins) {
  const { IndexReader } = await import('../../electron/index/index_reader.ts');
  const { loadNativeWriter } = await import('../../electron/compat/nvtxw/nvtxw_addon.ts');
  const { exportRun } = await import('../../electron/compat/nvtxw/nvtxw_export.ts');
  const reader = IndexReader.open(index);
  const writer = new (loadNativeWriter())(library);
  const [startMs, before] = [performance.now(), process.cpuUsage()];
  const work = exportRun(reader, writer, { session, merge: undefined, nodes: undefined, hasOrigins, cutNs: 0 }, () => {});
  let step = work.next();
  while (!step.done) step = work.next();
  const seconds = (performance.now() - startMs) / 1e3;
  const { user, system } = process.cpuUsage(before);
  reader.close();
  console.log(JSON.stringify({ events: step.value.events, seconds, cpuSeconds: (user + system) / 1e6, peakBytes: process.resourceUsage().maxRSS * 1024 }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await write(process.argv[2], process.argv[3], process.argv[4], process.argv[5] === 'true');
