// The page with a log, for the bench: a process of its own under the pinned Node (scripts/bench_page.mjs), and its numbers as a table beside the budgets.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { summary } from './frames.mjs';
import { pinnedNode, root } from '../lib/run_tool.mjs';

/** Budgets of the page, ms. */
const BUDGETS = { frame: 4, hover: 16, click: 50, firstHits: 100 };

/** Numbers of frames (by what is on, one entry per zoom), hands, searches and jumps, as bench_page.mjs measures them. */
export function measurePage(log) {
  const done = spawnSync(pinnedNode(), [join(root, 'scripts', 'bench_page.mjs'), '--json', dirname(log.files[0])], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 16 << 20 });
  if (done.error) throw done.error;
  if (done.status !== 0) throw new Error(`bench_page.mjs ended with ${done.status}`);
  return JSON.parse(done.stdout.trim().split('\n').at(-1));
}

const number = (value, width, digits = 1) => value.toFixed(digits).padStart(width);
const verdict = (value, budget) => (value <= budget ? 'kept' : 'MISSED');

export function printPage({ frames, hands, searches, jumps }) {
  for (const [what, zooms] of Object.entries(frames ?? {})) {
    console.log(`\n  frames, ${what.padEnd(8)}       thread p50   p95    max ms      wall p50   p95    max ms   quads max   blank frames   thread p95 ≤ ${BUDGETS.frame} ms`);
    for (const { zoom, js, cpu, maxQuads, blankFrames, frames: count } of zooms) {
      const three = ({ p50, p95, max }) => `${number(p50, 10)} ${number(p95, 5)} ${number(max, 9)}`;
      console.log(`  ${number(zoom * 100, 7, 2)} % of the run     ${three(cpu)}    ${three(js)}   ${number(maxQuads, 9, 0)}   ${String(blankFrames).padStart(5)} of ${count}   ${verdict(cpu.p95, BUDGETS.frame)}`);
    }
  }
  if (hands) {
    for (const [what, times, budget] of [['hover to tooltip', hands.hoverMs, BUDGETS.hover], ['click to details', hands.clickMs, BUDGETS.click]]) {
      const { p50, p95, max } = summary(times);
      console.log(`\n  ${what}, ${times.length} items: p50 ${number(p50, 0)}, p95 ${number(p95, 0)}, max ${number(max, 0)} ms; budget ${budget} ms ${verdict(p95, budget)}`);
    }
  }
  if (searches) {
    console.log(`\n  search                     first hits       hits   first ≤ ${BUDGETS.firstHits} ms`);
    for (const { text, firstMs, total } of searches) console.log(`  ${text.padEnd(26)} ${number(firstMs, 10, 0)} ${number(total, 10, 0)}   ${verdict(firstMs, BUDGETS.firstHits)}`);
  }
  if (jumps) {
    const list = (values) => values.map((value) => value.toFixed(0)).join(', ');
    console.log(`\n  after each tenth of ${jumps.jumps} random jumps: heap ${list(jumps.heapMb)} MB; of it tiles ${list(jumps.tileMb)} MB; for the graphics card ${list(jumps.cardMb)} MB; elements ${list(jumps.elements)}; listeners ${list(jumps.listeners)}`);
  }
}
