// What the real page costs: `npx node scripts/bench_page.mjs LOGS…` serves the logs, opens them in Chromium and measures frames (300 of pan and zoom at each
// of five zooms; with a filter, and with colours, 300 over all of them), hovering, clicking, searching, and memory over random jumps. With --json one line of JSON instead of a table.
// Runs under Node 24 (it imports the tests' harness as it is). Software GL takes a third of a second to fill a picture, which is no part of our JavaScript:
// the page is transparent and the card drops what it is given, so that frames come as often as on a desktop.
import { parseArgs } from 'node:util';
import { launchBrowser, openPage } from '../test/browser/harness/browser.ts';
import { serve } from '../test/browser/harness/serve.ts';
import { measureFrames } from './bench/frames.mjs';
import { measureHands, measureSearches } from './bench/hands.mjs';
import { measureJumps } from './bench/jumps.mjs';
import { INDEXES } from './bench/logs.mjs';
import { printPage } from './bench/page.mjs';

const SEARCHES = ['name:BinaryOpTask', 'ta', 'e', 'wait>1ms', 'dur>1ms', 'dur>100us kind:cpu', '/Task.*CPU/', 'name:~"binary|matmul"', 'size>1MB'];
const FILTER = 'dur>20us';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { frames: { type: 'string', default: '300' }, jumps: { type: 'string', default: '500' }, only: { type: 'string', default: 'frames,hands,search,jumps' }, json: { type: 'boolean' }, help: { type: 'boolean' } },
});
if (values.help === true || positionals.length === 0) {
  console.log('usage: npx node scripts/bench_page.mjs [--only frames,hands,search,jumps] [--frames N] [--jumps N] [--json] LOGS…');
  process.exit(values.help === true ? 0 : 2);
}
const parts = new Set(values.only.split(','));

const served = await serve(positionals, { args: ['--cache', INDEXES] });
const browser = await launchBrowser();
try {
  const { page, hooks, close } = await openPage(browser, served.url, { width: 1600, height: 1000 });
  await hooks.idle({ jobs: true });
  await page.evaluate(() => {
    document.body.style.opacity = '0';
    for (const canvas of document.querySelectorAll('canvas')) {
      const gl = canvas.getContext('webgl2');
      gl?.enable(gl.RASTERIZER_DISCARD);
    }
  });
  const measured = {};
  // Searches first: nothing they ask for has been read yet.
  if (parts.has('search')) measured.searches = await measureSearches(page, hooks, SEARCHES);
  await hooks.run('track.openAll');
  await hooks.idle();
  if (parts.has('hands')) measured.hands = await measureHands(page, hooks);
  const frames = (share = 1) => measureFrames(page, hooks, Math.ceil(Number(values.frames) * share));
  if (parts.has('frames')) {
    measured.frames = { plain: await frames() };
    await page.getByRole('combobox', { name: /^Find items/ }).fill(FILTER);
    await hooks.run('find.toFilter');
    await hooks.idle();
    // As many over all zooms as plain ones at each.
    measured.frames.filter = await frames(0.2);
    await hooks.run('filter.clear');
    await hooks.run('timeline.cycleColorBy', 'duration');
    await hooks.idle();
    measured.frames.colours = await frames(0.2);
    await hooks.run('timeline.cycleColorBy', 'task');
  }
  if (parts.has('jumps')) {
    await hooks.run('timeline.zoomToFit');
    await hooks.idle();
    measured.jumps = await measureJumps(page, hooks, Number(values.jumps));
  }
  if (values.json === true) console.log(JSON.stringify(measured));
  else printPage(measured);
  await close();
} finally {
  await browser.close();
  await served.stop();
}
