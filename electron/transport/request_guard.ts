/**
 * Who may talk to the server: the token in the path, the Host that was asked for and the page that asks (Origin). Login nodes are
 * shared and every page of the web can send requests to 127.0.0.1, so all three are checked, before a WebSocket upgrade too. Pure.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

export interface GuardOptions {
  /** Undefined: no token is asked for and everything is served at `/`. */
  readonly token: string | undefined;
  /** The address that we listen on, as it was given. */
  readonly host: string;
  readonly allowedHosts: readonly string[];
  /** Other pages that may read us (`https://viewer.example`). */
  readonly allowedOrigins: readonly string[];
}

export interface GuardedRequest {
  readonly url?: string | undefined;
  readonly headers: { readonly host?: string | undefined; readonly origin?: string | string[] | undefined };
}

export type Verdict =
  | { readonly isAllowed: false }
  /** `path` is what follows the token, without query: `/`, `/assets/main.js`, `/ws`. `corsOrigin`: the foreign page that was let in. */
  | { readonly isAllowed: true; readonly path: string; readonly corsOrigin: string | undefined };

const REFUSED: Verdict = { isAllowed: false };
const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];
const WILDCARDS = ['0.0.0.0', '::', '[::]', ''];

/** 192 random bits that fit into a path. */
export function makeToken(): string {
  return randomBytes(24).toString('base64url');
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** Whether listening there means on all addresses. */
export function isWildcard(host: string): boolean {
  return WILDCARDS.includes(host);
}

/** Never throws, whatever the request says. */
export function judge(request: GuardedRequest, options: GuardOptions): Verdict {
  const path = pathAfterToken(request.url, options.token);
  if (path === undefined) return REFUSED;
  const { host, origin } = request.headers;
  if (host === undefined || !isOurHost(host, options)) return REFUSED;
  if (origin === undefined || origin === `http://${host}`) return { isAllowed: true, path, corsOrigin: undefined };
  // `null` is the origin of sandboxed frames and files: anybody's.
  if (typeof origin === 'string' && origin !== 'null' && options.allowedOrigins.includes(origin)) return { isAllowed: true, path, corsOrigin: origin };
  return REFUSED;
}

function pathAfterToken(url: string | undefined, token: string | undefined): string | undefined {
  const path = /^[^?#]*/.exec(url ?? '')?.[0] ?? '';
  if (!path.startsWith('/')) return undefined;
  if (token === undefined) return path;
  const match = /^\/t\/([^/]+)(\/.*)?$/.exec(path);
  if (match === null || !isSame(match[1] ?? '', token)) return undefined;
  return match[2] ?? '';
}

/** Compares in a time that tells nothing: digests have one length, whatever the lengths of the texts. */
function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(sha256(given), sha256(expected));
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** Any port will do: tunnels have their own. */
function isOurHost(header: string, { host, allowedHosts }: GuardOptions): boolean {
  const name = /^(\[[0-9a-fA-F:.]+\]|[^:[\]]+)(?::\d{1,5})?$/.exec(header)?.[1]?.toLowerCase();
  if (name === undefined) return false;
  const own = isWildcard(host) ? [] : [host.includes(':') && !host.startsWith('[') ? `[${host}]` : host];
  return [...LOOPBACK_NAMES, ...own, ...allowedHosts].some((allowed) => allowed.toLowerCase() === name);
}
