/**
 * The server that shows the page and answers it: static files, `info`, tiles for viewers of the reference and the WebSocket, all under the token's path. Runs on the main
 * thread, which does nothing else; every question goes to the engine's worker. Whoever fails a check gets 403 and no data.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TileRequest } from '../compat/tiles/tile_requests.ts';
import { ProfileError } from '../protocol/errors.ts';
import { FORBIDDEN_HEADERS, makeNonce, securityHeaders } from './headers.ts';
import { legionRoute } from './legion_routes.ts';
import { readPage, withNonce, type PageFile } from './page_files.ts';
import { ownAddresses } from './own_addresses.ts';
import { isWildcard, judge, type GuardOptions, type Verdict } from './request_guard.ts';
import { PageSockets, type Backend } from './web_socket.ts';

export interface ServeOptions extends GuardOptions {
  /** 0 = any free one. */
  readonly port: number;
  /** Tries the ports after it when it is taken. */
  readonly mayMove: boolean;
  /** Folder of the built page. */
  readonly pageFolder: string;
  readonly backend: Backend;
  /** The document of `info --json`, for whoever asks the route `info` for JSON. */
  readonly info: () => Promise<unknown>;
  /** Bodies of the routes that viewers of the reference ask; never rejects. Undefined: there are no such routes, and `info` is JSON. */
  readonly legion?: (request: TileRequest) => Promise<Uint8Array>;
  /** Ends after so many ms without any page or request; undefined = never. */
  readonly idleMs: number | undefined;
  readonly onIdle: () => void;
}

export interface RunningServer {
  readonly port: number;
  /** With the token: `http://127.0.0.1:8080/t/…/`. */
  readonly url: string;
  /** For other machines, where the server listens on all addresses. */
  readonly outsideUrl: string | undefined;
  /** Pages that are connected. */
  readonly pages: number;
  close(): Promise<void>;
}

const PORTS_TRIED = 50;

/** @throws ProfileError 'system' where the port or the address cannot be had */
export async function startServer(given: ServeOptions): Promise<RunningServer> {
  // Nobody else's page can have an address of ours for a name (DNS rebinding), so these are safe.
  const own = isWildcard(given.host) ? ownAddresses() : [];
  const options: ServeOptions = { ...given, allowedHosts: [...given.allowedHosts, ...own] };
  const page = readPage(options.pageFolder);
  const sockets = new PageSockets(options.backend);
  const idle = watchIdle(options, sockets);
  const server = createServer((request, response) => {
    idle.touch();
    void answer(request, response, options, page);
  });
  // Slow senders of headers hold a connection each.
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  server.maxRequestsPerSocket = 0;
  server.on('upgrade', (request, socket, head) => {
    idle.touch();
    const verdict = judge(request, options);
    if (verdict.isAllowed && verdict.path === '/ws') {
      sockets.accept(request, socket, head);
    } else {
      socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\nCache-Control: no-store\r\n\r\n');
    }
  });
  server.on('clientError', (_error, socket) => socket.destroy());
  const port = await listen(server, options);
  const urlOn = (host: string): string => `http://${host}:${port}${options.token === undefined ? '/' : `/t/${options.token}/`}`;
  return {
    port,
    url: urlOn(urlHost(options.host)),
    outsideUrl: own.length === 0 ? undefined : urlOn(own[0]),
    get pages() {
      return sockets.count;
    },
    close: async () => {
      idle.stop();
      sockets.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, options: ServeOptions, page: ReadonlyMap<string, PageFile>): Promise<void> {
  const verdict = judge(request, options);
  if (!verdict.isAllowed) {
    response.writeHead(403, FORBIDDEN_HEADERS).end();
    return;
  }
  const nonce = makeNonce();
  const headers = securityHeaders(nonce, verdict.corsOrigin);
  if (request.method === 'OPTIONS' && verdict.corsOrigin !== undefined) {
    response.writeHead(204, { ...headers, 'Access-Control-Allow-Methods': 'GET', 'Access-Control-Allow-Headers': 'Accept, Authorization, Content-Type', 'Access-Control-Max-Age': '3600' }).end();
  } else if (request.method !== 'GET' && request.method !== 'HEAD') {
    send(response, 405, { ...headers, Allow: 'GET, HEAD' }, 'text/plain; charset=utf-8', 'Only GET.\n');
  } else if (verdict.path === '/info' && (options.legion === undefined || request.headers.accept?.includes('application/json') === true)) {
    await sendInfo(response, headers, options);
  } else if (!(await sendLegion(request, response, headers, verdict.path, options))) {
    sendPage(response, headers, verdict, page, nonce, options.token);
  }
}

/** False where it is none of the reference's routes. */
async function sendLegion(request: IncomingMessage, response: ServerResponse, headers: Record<string, string>, path: string, { legion }: ServeOptions): Promise<boolean> {
  const route = legion && legionRoute(path, new URLSearchParams(/\?([^#]*)/.exec(request.url ?? '')?.[1] ?? ''));
  if (legion === undefined || route === undefined) return false;
  if ('wrong' in route) send(response, 400, headers, 'text/plain; charset=utf-8', `${route.wrong}\n`);
  else send(response, 200, headers, 'application/octet-stream', await legion(route.request));
  return true;
}

async function sendInfo(response: ServerResponse, headers: Record<string, string>, options: ServeOptions): Promise<void> {
  try {
    send(response, 200, headers, 'application/json; charset=utf-8', JSON.stringify(await options.info()));
  } catch (error) {
    const message = error instanceof ProfileError ? error.message : 'The engine could not answer.';
    send(response, 503, headers, 'text/plain; charset=utf-8', `${message}\n`);
  }
}

function sendPage(
  response: ServerResponse, headers: Record<string, string>, verdict: Verdict & { isAllowed: true }, page: ReadonlyMap<string, PageFile>,
  nonce: string, token: string | undefined,
): void {
  // Relative addresses in the page need the slash at the end.
  if (verdict.path === '') {
    response.writeHead(308, { ...headers, Location: `/t/${token}/`, 'Content-Length': '0' }).end();
    return;
  }
  const name = verdict.path === '/' ? 'index.html' : verdict.path.slice(1);
  const file = page.get(name);
  if (file === undefined) {
    const text = name === 'index.html' ? 'The page has not been built: run `npm run build`.\n' : 'Not found.\n';
    send(response, 404, headers, 'text/plain; charset=utf-8', text);
    return;
  }
  send(response, 200, headers, file.type, name === 'index.html' ? withNonce(file.bytes, nonce) : file.bytes);
}

function send(response: ServerResponse, status: number, headers: Record<string, string>, type: string, body: string | Uint8Array): void {
  response.writeHead(status, { ...headers, 'Content-Type': type, 'Content-Length': String(Buffer.byteLength(body)) });
  // Node leaves the body of an answer to HEAD out by itself.
  response.end(body);
}

async function listen(server: Server, options: ServeOptions): Promise<number> {
  const tries = options.mayMove && options.port !== 0 ? PORTS_TRIED : 1;
  for (let i = 0; ; i++) {
    const error = await tryPort(server, options.host, options.port + i);
    if (error === undefined) return (server.address() as AddressInfo).port;
    if (error.code !== 'EADDRINUSE' || i + 1 >= tries) throw portError(error, options);
  }
}

function tryPort(server: Server, host: string, port: number): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    const onError = (error: NodeJS.ErrnoException): void => resolve(error);
    server.once('error', onError);
    server.listen(port, host, () => {
      server.off('error', onError);
      resolve(undefined);
    });
  });
}

function portError(error: NodeJS.ErrnoException, { host, port }: ServeOptions): ProfileError {
  const sentences: Readonly<Record<string, string>> = {
    EADDRINUSE: `Port ${port} on ${host} is taken. Give another one with --port, or --port 0 for any free one.`,
    EACCES: `Port ${port} may not be used by this user. Give one above 1023 with --port.`,
    EADDRNOTAVAIL: `${host} is not an address of this machine. Give one of its own with --host.`,
    ENOTFOUND: `The name ${host} is not known. Give an address of this machine with --host.`,
  };
  return new ProfileError('system', sentences[error.code ?? ''] ?? `The server could not start on ${host}:${port}: ${error.message}`, { cause: error });
}

function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '') return '127.0.0.1';
  if (host === '::' || host === '[::]') return '[::1]';
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}

function watchIdle({ idleMs, onIdle }: ServeOptions, sockets: PageSockets): { touch(): void; stop(): void } {
  if (idleMs === undefined) return { touch: () => {}, stop: () => {} };
  let lastMs = Date.now();
  const timer = setInterval(() => {
    if (sockets.count > 0) lastMs = Date.now();
    else if (Date.now() - lastMs >= idleMs) onIdle();
  }, Math.min(idleMs, 1000));
  timer.unref();
  return { touch: () => (lastMs = Date.now()), stop: () => clearInterval(timer) };
}
