// Frames of the page at five zooms with generated logs, for the bench: each a process of its own under the pinned Node (scripts/bench_frames.mjs).
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { pinnedNode, root } from '../lib/run_tool.mjs';

/** One entry per zoom: wall ms of our JavaScript per frame, its thread time on average, quads, frames with a blank part. */
export function measureFrames(log) {
  const done = spawnSync(pinnedNode(), [join(root, 'scripts', 'bench_frames.mjs'), '--json', dirname(log.files[0])], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  if (done.error) throw done.error;
  if (done.status !== 0) throw new Error(`bench_frames.mjs ended with ${done.status}`);
  return JSON.parse(done.stdout.trim().split('\n').at(-1));
}

export function printFrames({ items, zooms }) {
  console.log(`\nframes, ${items} items     js p50   p95   max ms   thread ms   quads max   blank frames`);
  const number = (value, width, digits = 2) => value.toFixed(digits).padStart(width);
  for (const { zoom, jsMs, quads, blankFrames, scriptCpuMsPerFrame } of zooms) {
    console.log(`  ${number(zoom * 100, 8)} % of the run   ${number(jsMs.p50, 8)} ${number(jsMs.p95, 5)} ${number(jsMs.max, 7)}   ${number(scriptCpuMsPerFrame, 9)}   ${number(quads.max, 9, 0)}   ${blankFrames}`);
  }
  const [{ jumps }] = zooms;
  if (jumps) console.log(`  heap over ${jumps.jumps} random jumps: ${jumps.heapMb.map((mb) => mb.toFixed(0)).join(', ')} MB (tiles ${jumps.tileMb.map((mb) => mb.toFixed(0)).join(', ')} MB, for the graphics card ${jumps.cardMb.map((mb) => mb.toFixed(0)).join(', ')} MB)`);
}
