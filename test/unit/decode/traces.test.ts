import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { decodeLog } from '../../../electron/decode/decode_log.ts';
import { isTimed } from '../../../electron/decode/known_records.ts';
import { ownTraces, sharedTraces, type ExpectedTrace } from './trace_readme.ts';

// 200 MB of logs beside the checkout; the ones of the repository are small.
const shared = sharedTraces();

describe.each([['own', ownTraces()], ['shared', shared]] as const)('%s traces', (_, traces) => {
  test.skipIf(traces.length === 0)('there are some', () => expect(traces.length).toBeGreaterThan(20));
  test.each(traces.map((trace) => [trace.name, trace] as const))('%s decodes as its README says', async (_, trace) => {
    await expectTrace(trace);
  });
});

async function expectTrace(trace: ExpectedTrace): Promise<void> {
  const counts = new Map<string, number>();
  for (const file of trace.files) {
    const log = await decodeLog(file.path);
    for (const [name, count] of log.recordCounts) counts.set(name, (counts.get(name) ?? 0) + count);
    const isTimeless = file.ending === 'cut' && ![...log.recordCounts.keys()].some(isTimed);
    const cut = log.alerts.filter((alert) => alert.rule === 'file-cut').map((alert) => alert.offset);
    expect({ name: basename(file.path), status: log.status, container: log.container, rawBytes: log.rawBytes, records: log.records, cut }).toEqual({
      name: basename(file.path),
      status: isTimeless ? 'no timed records' : file.ending,
      container: file.container,
      rawBytes: file.rawBytes,
      records: file.records,
      cut: file.cutAt === undefined ? [] : [file.cutAt],
    });
    if (trace.distinctUsages !== undefined) {
      expect(log.tables.get('PhysicalInstanceUsage')?.count).toBe(trace.distinctUsages);
      expect(log.alerts.filter((alert) => alert.rule === 'duplicate-records')).toMatchObject([{ count: log.duplicates, severity: 'note' }]);
    } else {
      expect(log.duplicates).toBe(0);
    }
    for (const table of log.tables.values()) {
      expect(table.offsets.length).toBe(table.count);
      expect(table.offsets.buffer).toBeInstanceOf(SharedArrayBuffer);
    }
  }
  expect(new Map([...counts].sort())).toEqual(new Map([...trace.counts].sort()));
}

// What must be said of each doubtful log, and that nothing is said of the sound ones.
const ALERTS: Record<string, readonly (readonly [string, string, number | null])[]> = {
  'lg-killed-default': [['file-empty', 'error', 0]],
  'lg-killed-footprint': [['file-cut', 'error', 4_554_873]],
  'lg-trunc-gzip': [['file-cut', 'error', 226_150]],
  'lg-trunc-preamble': [['file-unreadable', 'error', 2000]],
  'lg-trunc-record': [['file-cut', 'error', 205_774]],
  'lg-trunc-record-gz': [['file-cut', 'error', 205_774]],
  'lgt-killed': [['no-timed-records', 'error', null], ['file-cut', 'error', 121_146]],
  'lgt-unique-crash': [['no-timed-records', 'error', null], ['file-cut', 'error', 277_020]],
  'lgt-killed-footprint': [['file-cut', 'error', 692_197], ['duplicate-records', 'note', 154_983]],
  'lgt-footprint': [['duplicate-records', 'note', 207_205]],
};

test.each(ownTraces().map((trace) => [trace.name, trace] as const))('alerts of %s', async (name, trace) => {
  for (const file of trace.files) {
    const { alerts, path } = await decodeLog(file.path);
    expect(alerts.map(({ rule, severity, offset }) => [rule, severity, offset])).toEqual(ALERTS[name] ?? []);
    for (const alert of alerts) expect(alert.file).toBe(path);
  }
});

test('the sentences that the user reads', async () => {
  const sentence = async (trace: string) => (await decodeLog(ownTraces().find((one) => one.name === trace)!.files[0].path)).alerts[0].message;
  expect(await sentence('lg-killed-default')).toBe(
    'prof_0.gz has 0 bytes. The program was killed before it wrote its log. Run again with `-lg:prof_footprint 1` in LEGION_DEFAULT_ARGS so that records are written during the run.');
  expect(await sentence('lg-trunc-preamble')).toBe(
    'prof_0.log ends inside its header (byte 2 000): nothing can be read. Copy it again; compare the size with the original.');
  expect(await sentence('lg-trunc-record')).toBe(
    'prof_0.log ends in the middle of a record at byte 205 774. 4 096 records were read; items open at the end are drawn up to the last known time with a torn edge.');
  expect(await sentence('lgt-killed')).toMatch(/^legate_0\.prof holds names and machine facts but no timed record: the program ended before it wrote any\. Run again/);
});
