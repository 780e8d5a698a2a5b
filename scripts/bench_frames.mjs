// Frames of the real page: `npx node scripts/bench_frames.mjs LOGS…` serves the logs, opens them in Chromium, pans and zooms 300 frames at five zooms and
// prints the JavaScript per frame and the quads drawn; with --json the numbers as one line of JSON instead of a row in the results.
// Runs under Node 24 (it imports the tests' harness as it is). Software GL is slow to fill pixels; what is measured is our own JavaScript, which does not depend on it.
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { launchBrowser, openPage } from '../test/browser/harness/browser.ts';
import { serve } from '../test/browser/harness/serve.ts';
import { measureJumps } from './bench/jumps.mjs';
import { appendRows } from './bench/results.mjs';

const GOAL_MS = 4;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { frames: { type: 'string', default: '300' }, closed: { type: 'boolean' }, json: { type: 'boolean' }, help: { type: 'boolean' } },
});
if (values.help === true || positionals.length === 0) {
  console.log('usage: npx node scripts/bench_frames.mjs [--frames N] [--closed] [--json] LOGS…\n\n  --closed   rows as they are at the start instead of all open\n  --json     print the numbers as JSON, append nothing');
  process.exit(values.help === true ? 0 : 2);
}

const served = await serve(positionals);
const browser = await launchBrowser();
try {
  const { page, hooks, close } = await openPage(browser, served.url, { width: 1600, height: 1000 });
  await hooks.idle({ jobs: true });
  if (values.closed !== true) await hooks.run('track.openAll');
  await hooks.idle();
  const { tileBytes: bytesBefore } = await hooks.state();
  // Script time of the page's thread alone, so that a busy machine does not count; over all frames it gives a mean.
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const scriptMs = async () => 1000 * ((await session.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? 0);
  const scriptBeforeMs = await scriptMs();
  const zooms = await page.evaluate(
    (frames) => /** @type {{benchFrames(frames: number): Promise<any[]>}} */ (Reflect.get(window, 'profilerTest')).benchFrames(frames),
    Number(values.frames),
  );
  const cpuMs = ((await scriptMs()) - scriptBeforeMs) / (zooms.length * Number(values.frames));
  const { tileBytes } = await hooks.state();
  await hooks.run('timeline.zoomToFit');
  await hooks.idle();
  const jumps = await measureJumps(page, hooks);
  const rows = zooms.map((zoom) => ({ scriptCpuMsPerFrame: cpuMs, jumps, ...zoom }));
  if (values.json === true) console.log(JSON.stringify(rows));
  else {
    console.log('share of run   js p50   p95    max ms   quads p50    max   frames with a blank part');
    for (const { zoom, jsMs, quads, blankFrames, frames } of zooms) {
      const number = (value, width, digits = 2) => value.toFixed(digits).padStart(width);
      console.log(`${number(zoom * 100, 10, 2)} %  ${number(jsMs.p50, 7)} ${number(jsMs.p95, 6)} ${number(jsMs.max, 8)}    ${number(quads.p50, 8, 0)} ${number(quads.max, 6, 0)}   ${blankFrames} of ${frames}`);
    }
    const marks = await hooks.marks();
    for (const name of ['frame.layout', 'frame.draw', 'frame.labels']) console.log(`${name}: p50 ${marks[name].p50.toFixed(2)}, p95 ${marks[name].p95.toFixed(2)}, max ${marks[name].max.toFixed(1)} ms`);
    console.log(`all scripts of the page, thread time: ${cpuMs.toFixed(2)} ms per frame on average`);
    const all = zooms.flatMap(({ jsMs }) => jsMs.p95);
    console.log(`tiles kept: ${(Number(bytesBefore) / 1e6).toFixed(1)} MB before, ${(Number(tileBytes) / 1e6).toFixed(1)} MB after; goal p95 ≤ ${GOAL_MS} ms: ${Math.max(...all) <= GOAL_MS ? 'kept' : 'missed'}`);
    console.log(`after each tenth of ${jumps.jumps} random jumps: heap ${jumps.heapMb.map((mb) => mb.toFixed(0)).join(', ')} MB; tiles ${jumps.tileMb.map((mb) => mb.toFixed(0)).join(', ')} MB, their copies for the graphics card ${jumps.cardMb.map((mb) => mb.toFixed(0)).join(', ')} MB`);
    appendRows('frames', rows.map((row) => ({ log: positionals.map((path) => basename(path)).join(' '), ...row })));
  }
  await close();
} finally {
  await browser.close();
  await served.stop();
}
