// `npm run bench:scale`: logs of the shapes that must not take their square, indexed and asked for details. Prints processor time, which
// other work on the machine does not change, and ends with 1 where a shape takes longer than it may.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeLog } from '../electron/decode/decode_log.ts';
import { Details } from '../electron/index/details.ts';
import { EventGraphBuilder } from '../electron/index/event_graph_builder.ts';
import { IndexReader } from '../electron/index/index_reader.ts';
import { IndexWriter } from '../electron/index/index_writer.ts';
import { runToEnd } from '../electron/index/slices.ts';
import { buildShard } from '../electron/model/build_shard.ts';
import { RunBuilder } from '../electron/model/run_builder.ts';
import { writeLogs } from './make_log/write_logs.mjs';

const SHAPES = ['many-siblings', 'many-waits', 'long-chain', 'many-phases'];
const INDEX_SECONDS = 10;
const DETAILS_MS = 50;
/** Items of a track that are asked for. */
const ASKED = 300;

function cpuMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

async function indexLogs(paths, to) {
  const builder = new RunBuilder();
  const events = new EventGraphBuilder();
  const writer = IndexWriter.create(to, { contentId: 'scale', title: 'scale', program: '0', files: [] });
  for (const [place, path] of paths.entries()) {
    const shard = buildShard(await decodeLog(path), place);
    events.add(shard.rank, shard.log);
    runToEnd(writer.writeShard(shard, builder.addShard(shard)));
  }
  const { model, published } = builder.finish();
  runToEnd(writer.finish(model, published, { events: events.solve() }));
}

/** Slowest details of items spread over all tracks, the longest ones among them; pages are cold at first, as after a click. */
function slowestDetails(path) {
  const reader = IndexReader.open(path);
  const details = new Details(reader, 'scale');
  let worst = { ms: 0, title: '' };
  for (const { id, items, mirrorOf } of reader.tracks()) {
    if (mirrorOf !== null) continue;
    for (let i = 0; i < Math.min(items, ASKED); i++) {
      const ordinal = Math.floor((i * items) / Math.min(items, ASKED));
      const { stopNs } = reader.items.facts(id * 2 ** 27 + ordinal);
      for (const segment of [undefined, stopNs - 1]) {
        const start = cpuMs();
        const { title } = details.of(id, ordinal, segment);
        const ms = cpuMs() - start;
        if (ms > worst.ms) worst = { ms, title };
      }
    }
  }
  reader.close();
  return worst;
}

const folder = mkdtempSync(join(tmpdir(), 'bench-scale-'));
let failed = false;
try {
  for (const shape of SHAPES) {
    const out = join(folder, shape);
    const { records } = await writeLogs({ out, shape, items: 1 });
    const start = cpuMs();
    await indexLogs(readdirSync(out).map((name) => join(out, name)), join(folder, `${shape}.lprof`));
    const seconds = (cpuMs() - start) / 1000;
    const { ms, title } = slowestDetails(join(folder, `${shape}.lprof`));
    const isSlow = seconds > INDEX_SECONDS || ms > DETAILS_MS;
    failed ||= isSlow;
    console.log(`${shape}: ${records} records indexed in ${seconds.toFixed(1)} s of processor time; slowest details ${ms.toFixed(1)} ms (${title})${isSlow ? ' — TOO SLOW' : ''}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;
