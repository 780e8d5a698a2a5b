// One measurement of our engine on one log: as a page would see it, over the socket of a real server process.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BINARY_HEADER_BYTES, RpcClient } from '../../electron/protocol/rpc.ts';
import { decodeItemTile, decodeUtilTile } from '../../electron/protocol/tile_codec.ts';
import { TILE_BUCKETS } from '../../electron/protocol/time.ts';
import { pinnedNode, root } from '../lib/run_tool.mjs';

/** Times in ms since the process was started, memory and sizes in bytes. `indexMs`: blocks, rows and search are complete; `readyMs`: the event graph is solved too, and the file has its name. */
export async function measureEngine(log) {
  const cache = mkdtempSync(join(tmpdir(), 'legion-prof-bench-'));
  try {
    const first = await open(log.files, cache, true);
    const again = await open(log.files, cache, false);
    return { firstPictureMs: first.firstTileMs, indexMs: first.rowsMs, readyMs: first.readyMs, peakBytes: first.peakBytes, reopenMs: again.firstTileMs, reopenPeakBytes: again.peakBytes, indexBytes: folderBytes(cache) };
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
}

async function open(files, cache, untilReady) {
  const startMs = performance.now();
  const since = () => performance.now() - startMs;
  const child = spawn(pinnedNode(), [join(root, 'bin', 'legion_prof.mjs'), 'serve', ...files, '--port', '0', '--cache', cache], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.on('close', resolve));
  try {
    const url = await new Promise((resolve, reject) => {
      let text = '';
      child.stdout.setEncoding('utf8').on('data', (more) => {
        text += more;
        const match = /Serving on (\S+)/.exec(text);
        if (match !== null) resolve(match[1]);
      });
      child.on('close', () => reject(new Error('The server ended.')));
    });
    const page = await connect(`${url.replace('http', 'ws')}ws`);
    const summary = await page.until((run) => run.phase === 'indexing' || run.phase === 'ready');
    await firstTile(page, summary);
    const firstTileMs = since();
    let readyMs = firstTileMs;
    let rowsMs = firstTileMs;
    if (untilReady) {
      await page.whenDone('Writing the index');
      rowsMs = since();
      await page.until((run) => run.phase === 'ready');
      readyMs = since();
    }
    return { firstTileMs, rowsMs, readyMs, peakBytes: peakOf(child.pid) };
  } finally {
    child.kill();
    await ended;
  }
}

/** Boxes and curve of the whole run, as a page that opens asks for: one tile of the busiest track, one of the top row. */
async function firstTile(page, { run, tracks, roots, extent }) {
  const exp = Math.max(0, Math.ceil(Math.log2(extent.stopNs / TILE_BUCKETS)));
  const busiest = tracks.reduce((best, track) => (track.segments > best.segments ? track : best));
  const items = await page.rpc.call('tile.items', { run, key: { track: busiest.id, exp, index: 0 } });
  const tile = decodeItemTile(new Uint8Array(items, BINARY_HEADER_BYTES));
  if (tile.count === 0) throw new Error('The first tile is empty.');
  const util = await page.rpc.call('tile.util', { run, key: { track: roots[0], exp, index: 0 } });
  decodeUtilTile(new Uint8Array(util, BINARY_HEADER_BYTES));
}

async function connect(url) {
  const socket = new WebSocket(url);
  socket.binaryType = 'arraybuffer';
  let wake = () => {};
  let onJobs = () => {};
  let jobs = [];
  const rpc = new RpcClient((text) => socket.send(text), (event, data) => {
    if (event === 'run.changed') wake();
    if (event === 'jobs.changed') {
      ({ jobs } = data);
      onJobs();
    }
  });
  socket.onmessage = ({ data }) => rpc.receive(data);
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = () => reject(new Error('No connection.'));
  });
  /** The summary of the only run, once it is as wanted. */
  const until = async (isWanted) => {
    for (;;) {
      const news = new Promise((resolve) => (wake = resolve));
      const { runs } = await rpc.call('session.state', {});
      const summary = runs[0];
      if (summary !== undefined && isWanted(summary)) return summary;
      if (summary?.phase === 'failed') throw new Error('The run failed.');
      await Promise.race([news, new Promise((resolve) => setTimeout(resolve, 250))]);
    }
  };
  /** When a job of this name has ended well. */
  const whenDone = (label) => new Promise((resolve) => {
    onJobs = () => {
      if (jobs.some((job) => job.label === label && job.state === 'done')) resolve();
    };
    onJobs();
  });
  return { rpc, until, whenDone };
}

/** Highest resident memory so far of a process or, if that is larger, of one that it started: the door stays, the engine is its child. */
export function peakOf(pid) {
  const kilobytes = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  const children = readdirSync(`/proc/${pid}/task`).flatMap((task) => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter((child) => child !== ''));
  return Math.max(Number(kilobytes ?? Number.NaN) * 1024, ...children.map((child) => peakOf(child)));
}

function folderBytes(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && entry.name.endsWith('.lprof')).reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}
