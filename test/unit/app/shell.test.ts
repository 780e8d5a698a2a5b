import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRecent, recentLabel, withRecent, writeRecent } from '../../../electron/app/recent_paths.ts';
import { isLive } from '../../../electron/app/security.ts';

const source = (name: string) => readFileSync(join(import.meta.dirname, '../../../electron/app', name), 'utf8');

describe('isLive', () => {
  const live = 'http://127.0.0.1:4000/t/abc/';
  it.each([live, `${live}?test=1#v=1`, `${live}assets/a.js`, 'ws://127.0.0.1:4000/t/abc/ws'])('accepts %s', (address) => {
    expect(isLive(address, live)).toBe(true);
  });
  it.each([
    'http://127.0.0.1:4000/', // no token
    'http://127.0.0.1:4000/t/abcd/',
    'http://127.0.0.1:4001/t/abc/', // the port's next owner
    'http://127.0.0.1:4000@evil.example/t/abc/',
    'http://user@127.0.0.1:4000/t/abc/',
    'http://127.0.0.1:4000/t/abc/../../x',
    'file:///t/abc/',
    'https://127.0.0.1:4000/t/abc/',
    'nonsense',
  ])('refuses %s', (address) => {
    expect(isLive(address, live)).toBe(false);
  });
  it('accepts nothing while no engine lives', () => {
    expect(isLive(live, undefined)).toBe(false);
  });
});

describe('recent paths', () => {
  it('puts the newest first, once, and keeps ten', () => {
    let list: readonly (readonly string[])[] = [];
    for (let i = 0; i < 12; i++) list = withRecent(list, [`/logs/${i}.prof`]);
    list = withRecent(list, ['/logs/5.prof']);
    expect(list.map(([path]) => path).slice(0, 3)).toEqual(['/logs/5.prof', '/logs/11.prof', '/logs/10.prof']);
    expect(list).toHaveLength(10);
  });

  it('survives a spoilt file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'recent-'));
    const file = join(folder, 'deep', 'recent.json');
    try {
      expect(readRecent(file)).toEqual([]);
      writeRecent(file, [['/a', '/b']]);
      expect(readRecent(file)).toEqual([['/a', '/b']]);
      writeFileSync(file, '[1, [], ["/c"], {"x"');
      expect(readRecent(file)).toEqual([]);
      writeFileSync(file, '[1, [], ["/c"], [2]]');
      expect(readRecent(file)).toEqual([['/c']]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('names several files by their folder', () => {
    expect(recentLabel(['/logs/a_0.prof', '/logs/a_1.prof'])).toBe('/logs (2 files)');
  });
});

describe('preload', () => {
  it('uses exactly the channels of window_ipc.ts', () => {
    const channels = (text: string) => [...new Set(text.match(/'shell:[a-z-]+'/g))].sort();
    expect(channels(source('preload.cts'))).toEqual(channels(source('window_ipc.ts')));
  });
});
