// A stranger on the same machine, or a page of the web, against our server: 403 and no data, before a WebSocket upgrade too.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { startServer, type RunningServer } from '../../electron/transport/http_server.ts';
import { ownAddresses } from '../../electron/transport/own_addresses.ts';
import { makeToken } from '../../electron/transport/request_guard.ts';

const token = makeToken();
const secret = 'what only the owner may read';
let server: RunningServer;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'page-'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><html><head><title>x</title></head></html>');
  writeFileSync(join(folder, 'main.js'), 'let x;');
  server = await startServer({
    token, host: '127.0.0.1', port: 0, mayMove: false, allowedHosts: [], allowedOrigins: ['https://viewer.example'], pageFolder: folder,
    backend: { call: (method) => Promise.resolve(method === 'big' ? new Uint8Array(8) : { secret }), listen: () => ({ [Symbol.dispose]: () => undefined }) },
    info: () => Promise.resolve({ secret }), idleMs: undefined, onIdle: () => undefined,
  });
});

afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

it('on all addresses answers to those of this machine and to no other name', async () => {
  const everywhere = await startServer({
    token, host: '0.0.0.0', port: 0, mayMove: false, allowedHosts: [], allowedOrigins: [], pageFolder: folder,
    backend: { call: () => Promise.resolve({}), listen: () => ({ [Symbol.dispose]: () => undefined }) }, info: () => Promise.resolve({ secret }), idleMs: undefined, onIdle: () => undefined,
  });
  const ask = (host: string): Promise<number | undefined> => new Promise((resolve, reject) => {
    httpRequest({ host: '127.0.0.1', port: everywhere.port, path: `/t/${token}/info`, headers: { Host: host }, agent: false }, (response) => resolve(response.resume().statusCode)).on('error', reject).end();
  });
  try {
    for (const host of [...ownAddresses(), '127.0.0.1', 'localhost']) expect([host, await ask(`${host}:${everywhere.port}`)]).toEqual([host, 200]);
    for (const host of ['evil.example', '0.0.0.0', '192.0.2.1']) expect([host, await ask(host)]).toEqual([host, 403]);
    expect(everywhere.url).toMatch(/^http:\/\/127\.0\.0\.1:/);
    if (everywhere.outsideUrl !== undefined) expect((await fetch(`${everywhere.outsideUrl}info`)).status).toBe(200);
  } finally {
    await everywhere.close();
  }
});

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port: server.port, path, method, headers, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text)).on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    request.on('error', reject).end();
  });
}

function upgrade(path: string, headers: Record<string, string> = {}): Promise<'open' | number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { headers });
    socket.on('open', () => {
      socket.close();
      resolve('open');
    });
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.on('error', () => resolve(0));
  });
}

describe('a stranger', () => {
  it.each(['/', '/info', '/index.html', '/t/', '/t/AAAA/', '/t/AAAA/info', `/${token}/info`, '/favicon.ico'])('gets 403 and nothing for %s', async (path) => {
    const { status, body, headers } = await get(path);
    expect(status).toBe(403);
    expect(body).toBe('');
    expect(headers['server']).toBeUndefined();
  });

  it('gets 403 with a wrong Host or Origin although the token is right', async () => {
    for (const headers of [{ host: 'evil.example' }, { origin: 'http://evil.example' }, { origin: 'null' }, { host: 'evil.example', origin: 'http://evil.example' }] as Record<string, string>[]) {
      const { status, body } = await get(`/t/${token}/info`, headers);
      expect(status).toBe(403);
      expect(body).toBe('');
    }
  });

  it('gets no WebSocket', async () => {
    expect(await upgrade('/ws')).toBe(403);
    expect(await upgrade('/t/AAAA/ws')).toBe(403);
    expect(await upgrade(`/t/${token}/ws`, { origin: 'null' })).toBe(403);
    expect(await upgrade(`/t/${token}/ws`, { origin: 'http://evil.example' })).toBe(403);
    expect(await upgrade(`/t/${token}/ws`, { host: 'evil.example' })).toBe(403);
    expect(await upgrade(`/t/${token}/other`)).toBe(403);
  });

  it('cannot name files outside the page', async () => {
    for (const path of ['/../../../etc/passwd', '/..%2f..%2fetc/passwd', '/%2e%2e/secret', '//etc/passwd', '/assets/../../x']) {
      const { status, body } = await get(`/t/${token}${path}`);
      expect(status).toBe(404);
      expect(body).not.toContain('root:');
    }
  });

  it('gets no answer to what is no HTTP', async () => {
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(server.port, '127.0.0.1', () => socket.write('\x16\x03\x01 hello\r\n\r\n'));
      let text = '';
      socket.on('data', (data) => (text += String(data)));
      socket.on('close', () => resolve(text));
      socket.on('error', () => resolve(text));
    });
    expect(answer).toBe('');
  });
});

describe('the owner', () => {
  it('gets the page with every header', async () => {
    const { status, headers, body } = await get(`/t/${token}/`);
    expect(status).toBe(200);
    const nonce = /nonce="([^"]+)"/.exec(body)?.[1] ?? '';
    expect(nonce.length).toBeGreaterThan(20);
    expect(headers['content-security-policy']).toBe(
      `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
    expect(headers).toMatchObject({
      'referrer-policy': 'no-referrer', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'cross-origin-resource-policy': 'same-origin',
      'content-type': 'text/html; charset=utf-8',
    });
    expect(headers['set-cookie']).toBeUndefined();
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });

  it('gets a new nonce each time', async () => {
    const first = await get(`/t/${token}/`);
    const second = await get(`/t/${token}/`);
    expect(first.headers['content-security-policy']).not.toBe(second.headers['content-security-policy']);
  });

  it('gets scripts with their type, info as JSON, and nothing for other methods', async () => {
    expect((await get(`/t/${token}/main.js`)).headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(JSON.parse((await get(`/t/${token}/info`)).body)).toEqual({ secret });
    expect((await get(`/t/${token}/info`, {}, 'POST')).status).toBe(405);
    expect((await get(`/t/${token}`)).headers['location']).toBe(`/t/${token}/`);
  });

  it('may come through a tunnel and from an allowed page, which gets CORS headers', async () => {
    expect((await get(`/t/${token}/info`, { host: 'localhost:9999', origin: 'http://localhost:9999' })).status).toBe(200);
    const { headers } = await get(`/t/${token}/info`, { origin: 'https://viewer.example' });
    expect(headers['access-control-allow-origin']).toBe('https://viewer.example');
    expect(await upgrade(`/t/${token}/ws`, { origin: 'https://viewer.example' })).toBe('open');
  });

  it('gets a WebSocket without compression', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/t/${token}/ws`);
    await new Promise((resolve) => socket.on('open', resolve));
    expect(socket.extensions).toBe('');
    socket.send(JSON.stringify({ id: 1, method: 'any', params: {} }));
    const answer = await new Promise<string>((resolve) => socket.on('message', (data) => resolve(String(data))));
    expect(JSON.parse(answer)).toEqual({ id: 1, result: { secret } });
    socket.close();
  });

  it.each(['not json', '{"id":"x","method":"y"}', 'x'.repeat(2 << 20)])('a page that sends nonsense is cut off', async (text) => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/t/${token}/ws`);
    await new Promise((resolve) => socket.on('open', resolve));
    const closed = new Promise<number>((resolve) => socket.on('close', resolve));
    socket.on('error', () => undefined);
    socket.send(text);
    expect([1008, 1009]).toContain(await closed);
  });
});
