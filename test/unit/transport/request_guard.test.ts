import { describe, expect, it } from 'vitest';
import { judge, makeToken, type GuardOptions } from '../../../electron/transport/request_guard.ts';

const token = makeToken();
const options: GuardOptions = { token, host: '127.0.0.1', allowedHosts: ['login.example'], allowedOrigins: ['https://viewer.example'] };
const ask = (url: string, headers: Record<string, string> = { host: '127.0.0.1:8080' }, more: Partial<GuardOptions> = {}) => judge({ url, headers }, { ...options, ...more });

describe('request guard', () => {
  it('makes tokens of at least 128 random bits', () => {
    expect(Buffer.from(token, 'base64url').length).toBeGreaterThanOrEqual(16);
    expect(makeToken()).not.toBe(token);
  });

  it('lets the owner in and cuts the token off', () => {
    expect(ask(`/t/${token}/`)).toEqual({ isAllowed: true, path: '/', corsOrigin: undefined });
    expect(ask(`/t/${token}/assets/a.js?x=1`)).toMatchObject({ path: '/assets/a.js' });
    expect(ask(`/t/${token}`)).toMatchObject({ path: '' });
  });

  it.each(['/', '/info', '/t/', '/t/wrong/', '/t//', `/t/${token.slice(1)}/`, `/t/${token}x/`, `/T/${token}/`, '', 'http://x/', `//t/${token}/`])('refuses %s', (url) => {
    expect(ask(url).isAllowed).toBe(false);
  });

  it.each(['127.0.0.1', 'localhost:1234', '[::1]:80', 'LOCALHOST', 'login.example:8080'])('takes the host %s', (host) => {
    expect(ask(`/t/${token}/`, { host }).isAllowed).toBe(true);
  });

  it.each(['evil.example', '127.0.0.1.evil.example', 'localhost.evil.example:80', '', '127.0.0.1:8080:1', '127.0.0.1@evil', '169.254.0.1'])('refuses the host %s', (host) => {
    expect(ask(`/t/${token}/`, { host }).isAllowed).toBe(false);
  });

  it('a wildcard address adds no host name, a real one does', () => {
    expect(ask(`/t/${token}/`, { host: '0.0.0.0:80' }, { host: '0.0.0.0' }).isAllowed).toBe(false);
    expect(ask(`/t/${token}/`, { host: 'node7:80' }, { host: 'node7' }).isAllowed).toBe(true);
  });

  it('refuses a missing Host', () => {
    expect(ask(`/t/${token}/`, {}).isAllowed).toBe(false);
  });

  it.each(['http://127.0.0.1:8080', 'https://viewer.example'])('takes the origin %s', (origin) => {
    expect(ask(`/t/${token}/`, { host: '127.0.0.1:8080', origin }).isAllowed).toBe(true);
  });

  it.each(['null', 'http://127.0.0.1:9999', 'https://127.0.0.1:8080', 'http://evil.example', 'https://viewer.example.evil', ''])('refuses the origin %s', (origin) => {
    expect(ask(`/t/${token}/`, { host: '127.0.0.1:8080', origin }).isAllowed).toBe(false);
  });

  it('without a token serves at the root but keeps the other checks', () => {
    expect(ask('/info', { host: '127.0.0.1' }, { token: undefined })).toMatchObject({ isAllowed: true, path: '/info' });
    expect(ask('/info', { host: 'evil.example' }, { token: undefined }).isAllowed).toBe(false);
  });
});
