import { appendFileSync, chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { decodeBytes, decodeLog } from '../../../electron/decode/decode_log.ts';
import { peekLog, sniffFile } from '../../../electron/decode/sniff.ts';
import { BASE_LINES, call, headLength, i32, makeLog, newHead, u32, u64 } from './log_builder.ts';
import { contentOf } from './read_log.ts';
import { ownLog } from './trace_readme.ts';

const HEAD = newHead(1012);
const folder = mkdtempSync(joinPath(tmpdir(), 'legion-prof-decode-'));
afterAll(() => rmSync(folder, { recursive: true }));

function onDisk(name: string, bytes: Uint8Array): string {
  const path = joinPath(folder, name);
  writeFileSync(path, bytes);
  return path;
}

const rules = (log: { alerts: readonly { rule: string; offset: number | null }[] }) => log.alerts.map(({ rule, offset }) => [rule, offset]);

describe('records', () => {
  const start = headLength(HEAD, BASE_LINES);

  test('a kind that the header does not describe ends the log there, and the byte is named', async () => {
    const log = await decodeBytes([makeLog(HEAD, BASE_LINES, call(1, 2), u32(999), call(3, 4))]);
    expect(log).toMatchObject({ status: 'cut', records: 1, rawBytes: start + 40 });
    expect(rules(log)).toEqual([['preamble-mismatch', start + 40]]);
    expect(log.alerts[0].message).toContain('record kind 999');
  });

  test('a point before the number of its coordinates ends the log there', async () => {
    const lines = [...BASE_LINES, 'IndexSpacePointDesc {id:32, unique_id:unsigned long long:8, dim:unsigned:4, rem:point:8}'];
    const log = await decodeBytes([makeLog(HEAD, lines, call(1, 2), u32(32), u64(1), u32(1), u64(5))]);
    expect(rules(log)).toEqual([['preamble-mismatch', headLength(HEAD, lines) + 40]]);
    expect(log).toMatchObject({ status: 'cut', records: 1 });
  });

  test.each([0, -1, 65, 2_000_000_000])('%d coordinates are damage', async (maxDim) => {
    const log = await decodeBytes([makeLog(HEAD, BASE_LINES, call(1, 2), u32(8), i32(maxDim), call(1, 2))]);
    expect(rules(log)).toEqual([['preamble-mismatch', start + 48]]);
  });

  test('one log has one number of coordinates', async () => {
    const log = await decodeBytes([makeLog(HEAD, BASE_LINES, call(1, 2), u32(8), i32(3), u32(8), i32(3), u32(8), i32(2), call(1, 2))]);
    expect(rules(log)).toEqual([['preamble-mismatch', start + 64]]);
  });

  test('a text without end is damage after 16 MiB, not a reason to read on', async () => {
    const lines = [...BASE_LINES, 'OpDesc {id:5, kind:unsigned:4, name:string:-1}'];
    const head = makeLog(HEAD, lines, call(1, 2), u32(5), u32(1));
    const block = new Uint8Array(1 << 20).fill(0x61);
    let given = 0;
    function* chunks() {
      yield head;
      for (; given < 100; given++) yield block;
    }
    const log = await decodeBytes(chunks());
    expect(rules(log)).toEqual([['preamble-mismatch', headLength(HEAD, lines) + 40]]);
    expect(given).toBeLessThan(20);
  });

  test.each([4_000_000_000, 20_000_000])('a field of %d bytes is damage', async (size) => {
    const lines = [...BASE_LINES, `Huge {id:70, a:blob:${size}}`];
    const log = await decodeBytes([makeLog(HEAD, lines, call(1, 2), u32(70)), ...Array.from({ length: 40 }, () => new Uint8Array(1 << 20))]);
    expect(rules(log)[0]).toEqual(['preamble-mismatch', headLength(HEAD, lines) + 40]);
  });

  test('a uuid of absurd length is a cut record', async () => {
    const lines = [...BASE_LINES, 'ProcDesc {id:6, proc_id:ProcID:8, kind:ProcKind:4, uuid_size:uuid_size:4, cuda_device_uuid:uuid:1}'];
    const log = await decodeBytes([makeLog(HEAD, lines, call(1, 2), u32(6), u64(1), u32(1), u32(0xffff_ffff), u32(0))]);
    expect(rules(log)).toEqual([['file-cut', headLength(HEAD, lines) + 40]]);
  });

  test('every cut of a log gives its whole records and the byte of the cut one', async () => {
    const bytes = makeLog(HEAD, BASE_LINES, call(1, 2), u32(60), u64(5n), call(3, 4));
    const ends = [start, start + 40, start + 52, start + 92];
    for (let length = start + 1; length <= bytes.length; length++) {
      const log = await decodeBytes([bytes.subarray(0, length)]);
      const whole = ends.filter((end) => end <= length);
      expect(log.records).toBe(whole.length - 1);
      const cut = rules(log).filter(([rule]) => rule === 'file-cut');
      expect(cut).toEqual(whole.at(-1) === length ? [] : [['file-cut', whole.at(-1)]]);
    }
  });
});

describe('gzip', () => {
  const raw = gunzipSync(readFileSync(ownLog('lg-small-omp/prof_0.gz')));
  const gz = gzipSync(raw);

  test('with name, comment, extra field and header check sum', async () => {
    const header = Buffer.from([0x1f, 0x8b, 8, 4 | 8 | 16 | 2, 0, 0, 0, 0, 0, 3, 3, 0, 1, 2, 3, ...Buffer.from('name\0comment\0'), 0xaa, 0xbb]);
    const log = await decodeBytes([Buffer.concat([header, gz.subarray(10)])]);
    expect(log).toMatchObject({ container: 'gzip', status: 'whole', records: 3785, alerts: [] });
  });

  test.each([1, 2, 4, 7, 8])('%d bytes of its end missing: everything is read, and said', async (missing) => {
    const log = await decodeBytes([gz.subarray(0, gz.length - missing)]);
    expect(log).toMatchObject({ status: 'cut', records: 3785, rawBytes: raw.length });
    expect(rules(log)).toEqual([['file-cut', raw.length]]);
    expect(log.alerts[0].message).toContain('its gzip stream has no end');
  });

  test('a check sum that does not fit is a warning', async () => {
    const bad = Buffer.from(gz);
    bad[bad.length - 6] ^= 1;
    const log = await decodeBytes([bad]);
    expect(log).toMatchObject({ status: 'whole', records: 3785 });
    expect(log.alerts).toMatchObject([{ rule: 'gzip-damaged', severity: 'warning' }]);
  });

  test.each([['garbage', Buffer.from('garbage')], ['a second member', gz], ['zeros', Buffer.alloc(3_000_000)]])('%s behind the member is left out', async (_, behind) => {
    const log = await decodeLog(onDisk('trailing.prof', Buffer.concat([gz, behind])));
    expect(log).toMatchObject({ status: 'whole', records: 3785 });
    expect(log.alerts).toMatchObject([{ rule: 'trailing-bytes', severity: 'note', count: behind.length }]);
    expect({ ...(contentOf(log) as object) }).toEqual(contentOf(await decodeBytes([raw])));
  });

  test('damage in the middle ends the log there', async () => {
    const big = readFileSync(ownLog('lg-medium-circuit-2n/prof_0.gz'));
    const bad = Buffer.from(big);
    bad.fill(0xff, big.length >> 1, (big.length >> 1) + 64);
    const log = await decodeBytes([bad]);
    expect(log.status).toBe('cut');
    expect(log.records).toBeGreaterThan(10_000);
    expect(log.alerts.some((alert) => ['file-cut', 'preamble-mismatch', 'gzip-damaged'].includes(alert.rule))).toBe(true);
  });

  test('damage in a small file loses little of what lies before it', async () => {
    const bad = Buffer.from(gz);
    bad.fill(0xff, bad.length - 200, bad.length - 100);
    const log = await decodeBytes([bad]);
    expect(log.status).toBe('cut');
    expect(log.rawBytes).toBeGreaterThan(raw.length - 50_000);
  });

  test.each([2, 5, 9])('cut inside its own header (%d bytes)', async (length) => {
    const log = await decodeBytes([gz.subarray(0, length)]);
    expect(log).toMatchObject({ container: 'gzip', status: 'unreadable', records: 0 });
  });

  test('of something else is no log', async () => {
    const log = await decodeBytes([gzipSync(Buffer.from('hello'))]);
    expect(log.status).toBe('unreadable');
    expect(log.alerts[0].message).toContain('is not a Legion Prof log');
  });
});

describe('files', () => {
  test('a folder is no log, but no crash either', async () => {
    const log = await decodeLog(folder);
    expect(log.status).toBe('unreadable');
    expect(log.alerts).toMatchObject([{ rule: 'file-unreadable', severity: 'error' }]);
    expect(await sniffFile(folder)).toBe('other');
  });

  test('what cannot be opened is an error kind', async () => {
    await expect(decodeLog(joinPath(folder, 'absent'))).rejects.toMatchObject({ kind: 'not-found' });
    await expect(sniffFile(joinPath(folder, 'absent'))).rejects.toMatchObject({ kind: 'not-found' });
    await expect(peekLog(joinPath(folder, 'absent'))).rejects.toMatchObject({ kind: 'not-found' });
  });

  test.skipIf(process.getuid?.() === 0 || process.platform === 'win32')('a file without permission is an error kind', async () => {
    const path = onDisk('secret', Buffer.from('x'));
    chmodSync(path, 0);
    await expect(decodeLog(path)).rejects.toMatchObject({ kind: 'no-permission' });
  });

  test('a file that grows while it is read is said to be in the making', async () => {
    const path = onDisk('growing.log', makeLog(HEAD, BASE_LINES, call(1, 2)));
    let isFirst = true;
    const log = await decodeLog(path, { onProgress: () => { if (isFirst) appendFileSync(path, Buffer.alloc(3)); isFirst = false; } });
    expect(log.alerts.map((alert) => alert.rule)).toEqual(['file-cut', 'still-being-written']);
  });

  test('cancelling ends with its kind, and progress goes to the end', async () => {
    const path = ownLog('lg-small-omp/prof_0.gz');
    await expect(decodeLog(path, { signal: AbortSignal.abort() })).rejects.toMatchObject({ kind: 'cancelled' });
    const seen: number[] = [];
    const log = await decodeLog(path, { onProgress: (read, total) => seen.push(read, total) });
    expect(seen.slice(-2)).toEqual([log.bytes, log.bytes]);
  });
});

describe('sniffing', () => {
  test.each([
    ['gzip log', gzipSync(makeLog(HEAD, BASE_LINES, call(1, 2))), 'log-gzip'],
    ['raw log', makeLog(HEAD, BASE_LINES), 'log-raw'],
    ['index', Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(52), Buffer.from('lprf')]), 'sqlite-index'],
    ['other database', Buffer.from('SQLite format 3\0rest'), 'sqlite-other'],
    ['other gzip', gzipSync(Buffer.from('hello')), 'gzip-other'],
    ['damaged gzip', Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xff, 0xff, 0xff]), 'gzip-other'],
    ['nothing', Buffer.alloc(0), 'empty'],
    ['text', Buffer.from('hello'), 'other'],
  ])('%s', async (name, bytes, sort) => expect(await sniffFile(onDisk(`sniff-${name}`, bytes))).toBe(sort));

  test('a peek tells the run, whatever comes later in the file', async () => {
    expect(await peekLog(ownLog('lgt-2rank-cg/legate_1.prof'))).toMatchObject({
      version: 1010, runtime: 'legion-25.12.0-22-g4679528b4', nodeId: 1, numNodes: 2, maxDim: 6, zeroTimeNs: 1_795_381_944_206_829_276n, isPrealm: false,
    });
    expect(await peekLog(ownLog('lg-medium-circuit-2n/prof_1.gz'))).toMatchObject({ version: 1008, runtime: undefined, nodeId: 1, numNodes: 2, maxDim: 3 });
    expect(await peekLog(ownLog('lg-trunc-preamble/prof_0.log'))).toBeUndefined();
    expect(await peekLog(ownLog('lg-killed-default/prof_0.gz'))).toBeUndefined();
  });
});
