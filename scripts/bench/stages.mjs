// Inflating, decoding and building by themselves, one file after another on one thread: what the parts cost, not what a user waits.
import { spawnSync } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createGunzip } from 'node:zlib';
import { pinnedNode } from '../lib/run_tool.mjs';

export function measureStages(log) {
  const done = spawnSync(pinnedNode(), [fileURLToPath(import.meta.url), ...log.files], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1 << 20 });
  if (done.status !== 0) throw new Error('Measuring the stages failed.');
  return JSON.parse(done.stdout);
}

async function inflate(file) {
  const stream = createReadStream(file, { highWaterMark: 1 << 20 });
  const pipe = file.endsWith('.gz') ? stream.pipe(createGunzip({ chunkSize: 1 << 20 })) : stream;
  let bytes = 0;
  for await (const chunk of pipe) bytes += chunk.length;
  return bytes;
}

async function run(files) {
  const { decodeLog } = await import('../../electron/decode/decode_log.ts');
  const { isIndexOnly } = await import('../../electron/model/index_only.ts');
  const { buildShard } = await import('../../electron/model/build_shard.ts');
  const sums = { inflateMs: 0, decodeMs: 0, buildMs: 0 };
  const timed = async (name, action) => {
    const startMs = performance.now();
    const result = await action();
    sums[name] += performance.now() - startMs;
    return result;
  };
  for (const [place, file] of files.entries()) {
    await timed('inflateMs', () => inflate(file));
    const log = await timed('decodeMs', () => decodeLog(file, { packs: isIndexOnly }));
    await timed('buildMs', () => buildShard(log, place));
  }
  process.stdout.write(JSON.stringify(sums));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await run(process.argv.slice(2));
