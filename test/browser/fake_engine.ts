/**
 * An engine that serves a made-up run by the real protocol: for what needs exact knowledge of the data (edges at a quarter ns per
 * px) or a slow engine (what is drawn meanwhile). It serves the built page under a token's path like the real one.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { ItemAt } from '../../electron/protocol/item_api.ts';
import type { SessionState } from '../../electron/protocol/run_api.ts';
import { itemTitle, STATE_NAMES } from '../../electron/protocol/items.ts';
import { RpcServer, type CancelSignal } from '../../electron/protocol/rpc.ts';
import { createMarkTile, decodeItemTile } from '../../electron/protocol/tile_codec.ts';
import type { TileKey } from '../../electron/protocol/tiles.ts';
import { makeNonce, securityHeaders } from '../../electron/transport/headers.ts';
import { readPage, withNonce } from '../../electron/transport/page_files.ts';
import { itemTileBytes, leavesOf, utilTileBytes, type FakeRun, type FakeSegment } from './fake_run.ts';

export interface FakeEngine {
  readonly url: string;
  /** Waited before each tile, ms. */
  delayMs: number;
  /** Tiles asked for and not cancelled before they were made. */
  readonly served: { items: number; util: number };
  /** Breaks all sockets, as a network does. */
  dropSockets(): void;
  close(): Promise<void>;
}

export async function startFakeEngine(run: FakeRun, pageFolder: string): Promise<FakeEngine> {
  const base = '/t/fake/';
  const served = { items: 0, util: 0 };
  const files = readPage(pageFolder);
  const http = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const name = pathname === base ? 'index.html' : decodeURIComponent(pathname.slice(base.length));
    const file = pathname.startsWith(base) ? files.get(name) : undefined;
    if (file === undefined) {
      response.writeHead(404).end();
      return;
    }
    const nonce = makeNonce();
    response.writeHead(200, { 'Content-Type': file.type, ...securityHeaders(nonce, undefined) }).end(name === 'index.html' ? withNonce(file.bytes, nonce) : file.bytes);
  });
  const sockets = new WebSocketServer({ server: http, path: `${base}ws` });
  const engine: FakeEngine = {
    url: '', delayMs: 0, served,
    dropSockets: () => { for (const socket of sockets.clients) socket.terminate(); },
    close: () => new Promise((resolve) => {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close(() => http.close(() => resolve()));
    }),
  };
  sockets.on('connection', (socket) => {
    const rpc = new RpcServer((frame) => socket.send(frame), async (method, params, cancel) => {
      if (!method.startsWith('tile.')) return answer(run, method, params as Params);
      if (engine.delayMs > 0) await new Promise((resolve) => { setTimeout(resolve, engine.delayMs); });
      return cancel.aborted ? null : tile(run, served, method, params as { key: TileKey }, cancel);
    });
    socket.on('message', (data) => rpc.receive(String(data)));
    socket.on('close', () => rpc.close());
  });
  await new Promise<void>((resolve) => { http.listen(0, '127.0.0.1', resolve); });
  return Object.assign(engine, { url: `http://127.0.0.1:${(http.address() as AddressInfo).port}${base}` });
}

function tile(run: FakeRun, served: { items: number; util: number }, method: string, { key }: { key: TileKey }, _cancel: CancelSignal): Uint8Array {
  if (method === 'tile.marks') return markTileBytes(run, key);
  if (method === 'tile.items') {
    served.items++;
    return itemTileBytes(run, key);
  }
  served.util++;
  return utilTileBytes(run, key);
}

type Params = Readonly<Record<string, never>> & {
  readonly track?: number; readonly tracks?: readonly number[]; readonly ordinal?: number; readonly ns?: number; readonly level?: number;
  readonly from?: number; readonly to?: number; readonly startNs?: number; readonly stopNs?: number; readonly text?: string; readonly step?: 1 | -1; readonly buckets?: number;
};

function answer(run: FakeRun, method: string, params: Params): unknown {
  const track = params.track ?? 0;
  switch (method) {
    case 'session.state': return {
      program: '0.0.0', protocol: 1, runs: [run.summary], jobs: [], comparing: null, recent: [], failures: [], settings: {}, canOpenSample: false, isReadOnly: true,
    } satisfies SessionState;
    case 'run.summary': return run.summary;
    case 'names.get': return run.names.slice(params.from, params.to);
    case 'item.at': return itemWhere(run, track, ({ start, stop, level }) => start <= (params.ns ?? 0) && stop > (params.ns ?? 0) && (params.level === undefined || level === params.level));
    case 'item.locate': return itemWhere(run, track, ({ ordinal }) => ordinal === params.ordinal);
    case 'item.neighbour': return itemWhere(run, track, ({ ordinal }) => ordinal === (params.ordinal ?? 0) + (params.step ?? 1));
    case 'item.details': return details(run, track, params.ordinal ?? 0);
    case 'track.gap': return null;
    case 'notes.list': return { notes: [] };
    case 'item.flows': return { flows: [], isCut: false };
    case 'group.details': return { count: 2, busyNs: 1, span: { startNs: params.startNs, stopNs: params.stopNs }, names: [] };
    case 'util.mean': return (params.tracks ?? []).map((id) => leavesOf(run, id).length / 10);
    case 'search.start': return search(run, params.text ?? '');
    case 'search.step': return null;
    case 'search.around': return { before: 0, after: 0 };
    case 'search.ticks': return new Array(params.buckets ?? 1).fill(0);
    default: return {};
  }
}

/** Marks by the text that was searched last: boxes are found by the name they show. */
function markTileBytes(run: FakeRun, key: TileKey): Uint8Array {
  const items = decodeItemTile(itemTileBytes(run, key));
  const { bytes, tile: marks } = createMarkTile(key, items.count);
  const names = namesWith(run, lastText);
  for (let box = 0; box < items.count; box++) marks.found[box] = names.has(items.names[box]) ? items.counts[box] : 0;
  return bytes;
}

let lastText = '';

function namesWith(run: FakeRun, text: string): ReadonlySet<number> {
  return new Set(run.names.flatMap((name, id) => (name.text.toLowerCase().includes(text.toLowerCase()) ? [id] : [])));
}

function itemWhere(run: FakeRun, track: number, matches: (segment: FakeSegment) => boolean): ItemAt | null {
  const segments = run.tracks.get(track)?.segments ?? [];
  const found = segments.find(matches);
  if (!found) return null;
  const own = segments.filter(({ ordinal }) => ordinal === found.ordinal);
  return {
    track, ordinal: found.ordinal, level: found.level, title: itemTitle(run.names[found.name], 0, found.num), state: STATE_NAMES[found.state],
    startNs: found.start, stopNs: found.stop, life: { startNs: own[0].start, stopNs: own.at(-1)?.stop ?? found.stop },
  };
}

function details(run: FakeRun, track: number, ordinal: number): unknown {
  const item = itemWhere(run, track, (segment) => segment.ordinal === ordinal);
  return {
    run: run.summary.run, track, ordinal, type: 'task', title: item?.title, level: item?.level, ...item?.life, times: {}, runningNs: 1, readyNs: 0, waitingNs: 0,
    fields: [], waits: [], waitCount: 0, rank: null, source: null,
  };
}

function search(run: FakeRun, text: string): unknown {
  lastText = text;
  const names = namesWith(run, text);
  const perTrack = [...run.tracks.values()].map(({ summary, segments }) => ({ track: summary.id, count: new Set(segments.filter(({ name }) => names.has(name)).map(({ ordinal }) => ordinal)).size }));
  return { search: 1, total: text === '' ? 0 : perTrack.reduce((sum, { count }) => sum + count, 0), isExact: true, totalNs: 0, perTrack, first: [], tracks: null, close: null };
}
