/** The headers of every answer: what the page may do, who may read it, and that nothing stays behind. Pure. */
import { randomBytes } from 'node:crypto';

/** A number used once, for the styles that the page's libraries write themselves. */
export function makeNonce(): string {
  return randomBytes(16).toString('base64url');
}

export function securityHeaders(nonce: string, corsOrigin: string | undefined): Record<string, string> {
  const policy = [
    "default-src 'none'", "script-src 'self'", `style-src 'self' 'nonce-${nonce}'`, "img-src 'self' data: blob:", "font-src 'self'",
    "connect-src 'self'", "worker-src 'self' blob:", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
  ].join('; ');
  return {
    'Content-Security-Policy': policy,
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Resource-Policy': corsOrigin === undefined ? 'same-origin' : 'cross-origin',
    ...(corsOrigin === undefined ? {} : { 'Access-Control-Allow-Origin': corsOrigin, Vary: 'Origin' }),
  };
}

/** What a stranger gets: no data, not even which of the checks failed. */
export const FORBIDDEN_HEADERS: Readonly<Record<string, string>> = {
  'Content-Length': '0',
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
};
