// The routes for viewers of the reference, over HTTP: the recorded answers of its own server, and what it refuses.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import type { CborReader } from '../../electron/compat/tiles/cbor_reader.ts';
import { decodeResult, readSlotMetaTile, readSlotTile, readSummaryTile } from '../../electron/compat/tiles/legion_decode.ts';
import { readInfo } from '../../electron/compat/tiles/legion_decode_info.ts';
import { LegionSource } from '../../electron/compat/tiles/legion_source.ts';
import { TileServer } from '../../electron/compat/tiles/tile_server.ts';
import { ProfileError } from '../../electron/protocol/errors.ts';
import { startServer } from '../../electron/transport/http_server.ts';
import { withIndex } from './indexed_run.ts';
import { compared } from './ledger.ts';
import { logsIn } from './model_run.ts';
import { readTar } from './tar.ts';

const root = join(import.meta.dirname, '../..');
const recorded = join(root, '../shared/golden/lg-tiny-hello/http.tar');
const page = mkdtempSync(join(tmpdir(), 'page-'));
writeFileSync(join(page, 'index.html'), '<!doctype html>');
afterAll(() => rmSync(page, { recursive: true }));

/** Calls `use` with the address of a server of the tiny run, with or without a token. */
async function serving<T>(use: (url: string) => Promise<T>, token?: string, indexPath?: () => Promise<string>): Promise<T> {
  return withIndex(logsIn(join(root, 'test/logs/lg-tiny-hello')), async (reader) => {
    const tiles = new TileServer(indexPath ?? (() => Promise.resolve(reader.path)));
    const server = await startServer({
      token, host: '127.0.0.1', port: 0, mayMove: false, allowedHosts: [], allowedOrigins: ['https://viewer.example'], pageFolder: page,
      backend: { call: () => Promise.resolve({}), listen: () => ({ [Symbol.dispose]: () => undefined }) },
      info: () => Promise.resolve({ schema: 'info/1' }), legion: (request) => tiles.answer(request), idleMs: undefined, onIdle: () => undefined,
    });
    try {
      return await use(server.url);
    } finally {
      await server.close();
      await tiles.end();
    }
  });
}

async function bodyOf(url: string): Promise<Buffer> {
  const answer = await fetch(url);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('application/octet-stream');
  expect(answer.headers.get('content-encoding')).toBeNull();
  return zstdDecompressSync(Buffer.from(await answer.arrayBuffer()));
}

describe.runIf(existsSync(recorded))('as the reference\'s server answers', () => {
  const files = existsSync(recorded) ? readTar(recorded) : new Map<string, Buffer>();
  const their = (name: string): Buffer => zstdDecompressSync(files.get(`http/${name}.body`) ?? Buffer.alloc(0));

  test('every recorded request', { timeout: 120_000 }, () => serving(async (url) => {
    const requests = [...(files.get('http/requests.txt')?.toString() ?? '').matchAll(/^GET (\S+) -> (\S+)$/gm)].map(([, path, name]) => ({ path, name }));
    compared('lg-tiny-hello', 'http.tar', { requests: requests.length });
    for (const { path, name } of requests) {
      const full = url.slice(0, -1) + path;
      const status = Number(/^HTTP\/1\.1 (\d+)/.exec(files.get(`http/${name}.headers`)?.toString() ?? '')?.[1] ?? 0);
      if (status === 400 || status === 404) {
        expect((await fetch(full)).status, name).toBe(status);
        continue;
      }
      const body = await bodyOf(full);
      // A slot that does not exist ends the reference's connection; ours says so.
      if (status === 0) expect(() => decodeResult(body, readSlotTile), name).toThrow(/no entry 0_0_9/);
      else if (name === 'info') expect({ ...decodeResult(body, readInfo) }, name).toEqual(decodeResult(their(name), readInfo));
      else if (name === 'summary' || name === 'slot_inverted') expect(body.equals(their(name)), name).toBe(true);
      else if (name === 'slot_full') {
        const [a, b] = [decodeResult(body, readSlotTile), decodeResult(their(name), readSlotTile)];
        expect(a.rows.map((row) => [...row].map(({ interval, color }) => ({ interval, color })))).toEqual(b.rows.map((row) => [...row].map(({ interval, color }) => ({ interval, color }))));
      } else {
        expect(name).toBe('meta_full');
        const [a, b] = [decodeResult(body, readSlotMetaTile), decodeResult(their(name), readSlotMetaTile)];
        expect(a.rows.map((row) => [...row].map(({ interval, title }) => ({ interval, title })))).toEqual(b.rows.map((row) => [...row].map(({ interval, title }) => ({ interval, title }))));
      }
    }
  }));
});

test('the token stands before the routes, and who has none gets nothing', { timeout: 120_000 }, () => serving(async (url) => {
  const { origin } = new URL(url);
  for (const path of ['info', 'slot_tile/0_0_0/0_1?full=true', 'summary_tile/0_0_-1/0_1?full=true']) {
    expect((await fetch(`${origin}/${path}`)).status).toBe(403);
    expect((await fetch(url + path)).status).toBe(200);
    expect((await fetch(url + path, { headers: { Origin: 'https://evil.example' } })).status).toBe(403);
    const answer = await fetch(url + path, { headers: { Origin: 'https://viewer.example' } });
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, 'https://viewer.example']);
  }
  // The same word for programs that ask for JSON.
  expect(await (await fetch(`${url}info`, { headers: { Accept: 'application/json' } })).json()).toEqual({ schema: 'info/1' });
}, 'AAAA'));

test('odd requests', { timeout: 120_000 }, () => serving(async (url) => {
  const status = async (path: string): Promise<number> => (await fetch(url + path)).status;
  expect(await status('slot_tile/0_0_0/0_99999999999999999999?full=true')).toBe(400);
  expect(await status('slot_tile/0_0_0/0_1_2?full=true')).toBe(400);
  expect(await status('slot_tile/0_0_0/0_1?full=TRUE')).toBe(400);
  expect(await status('slot_tile/0_0_0')).toBe(404);
  expect(await status('slot_tile/0_0_0/0_1/2?full=true')).toBe(404);
  const span = await withIndex(logsIn(join(root, 'test/logs/lg-tiny-hello')), async (reader) => new LegionSource(reader).span);
  for (const [path, read] of [['summary_tile/0_0_-1', readSummaryTile], ['slot_tile/0_0_0', readSlotTile], ['slot_meta_tile/0_0_0', readSlotMetaTile]] as const) {
    for (const tile of [`-5_${span.stop * 4}`, '0_0', '5_-5', `${2 ** 53 - 1}_${-(2 ** 53 - 1)}`]) {
      for (const full of ['true', 'false']) {
        const { tile: answered } = decodeResult<{ tile: { start: unknown; stop: unknown } }>(await bodyOf(`${url}${path}/${tile}?full=${full}`), read as (reader: CborReader) => { tile: { start: unknown; stop: unknown } });
        expect(`${String(answered.start)}_${String(answered.stop)}`).toBe(tile);
      }
    }
  }
}));

test('what cannot be read is an error in an answer that succeeds', () => serving(async (url) => {
  const body = await bodyOf(`${url}info`);
  expect(() => decodeResult(body, readInfo)).toThrow('There is no index.');
}, undefined, () => Promise.reject(new ProfileError('not-loaded', 'There is no index.'))));
