// docs/differences.md names a test for each of its rows, and that is there; and what no other test shows of what it says.
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { dumpLines } from '../../../electron/compat/dump.ts';
import { decodeBytes } from '../../../electron/decode/decode_log.ts';
import { countRun } from '../../../electron/engine/counted_run.ts';
import { Details } from '../../../electron/index/details.ts';
import { openDatabase } from '../../../electron/index/database.ts';
import { ItemFieldReader } from '../../../electron/index/item_fields.ts';
import { WHOLE_RUN } from '../../../electron/model/run_view.ts';
import { BASE_LINES, call, makeLog, newHead } from '../decode/log_builder.ts';
import { indexOfLogs } from '../index/built_index.ts';

const root = join(import.meta.dirname, '../../..');

test('each row names tests that there are', () => {
  const rows = readFileSync(join(root, 'docs/differences.md'), 'utf8').split('\n').filter((line) => /^\| (?!what |---)/.test(line)).map((line) => line.split(/(?<!\\)\|/).slice(1, -1).map((cell) => cell.trim()));
  expect(rows.length).toBeGreaterThan(45);
  for (const cells of rows) {
    expect(cells.length, cells[0]).toBe(5);
    const tests = cells[4].split(', ').map((name) => name.replaceAll('`', ''));
    expect(tests.filter((name) => !existsSync(join(root, 'test', name))), cells[0]).toEqual([]);
  }
});

describe('shown here', () => {
  test('dump: a time that is none is null', async () => {
    const log = await decodeBytes([makeLog(newHead(1012), BASE_LINES, call(1, 2), call(3, 0xffff_ffff_ffff_ffffn), call(1n << 63n, 5))]);
    expect([...dumpLines(log)].map((line) => /"start":([^,]+),"stop":([^,]+),/.exec(line)?.slice(1))).toEqual([['1', '2'], ['3', 'null'], ['null', '5']]);
  });

  test('critical path of a wait in a run without an event graph: the words of the reference in tables, our own in the panel', async () => {
    const { reader } = await indexOfLogs('lg-small-ghost-thresholds');
    const fields = new ItemFieldReader(reader);
    const details = new Details(reader, 'run');
    const told = reader.tracks().filter(({ mirrorOf }) => mirrorOf === null).flatMap(({ id }) => [...fields.ofTrack(id)].flatMap((item, ordinal) => item.segments.flatMap((segment) => {
      const own = segment.fields.find(({ name }) => name === 'Critical Path');
      const isUnknown = JSON.stringify(own)?.includes('unknown critical path event') ?? false;
      return isUnknown ? [{ tables: JSON.stringify(own), panel: details.of(id, ordinal, segment.startNs).fields.find(({ name }) => name === 'Critical Path')?.parts }] : [];
    })));
    expect(told.length).toBeGreaterThan(0);
    for (const { tables, panel } of told) {
      expect(tables).toMatch(/load the logfile/);
      expect(panel).toEqual([{ text: 'not recorded (log 1008)' }]);
    }
  });

  test('statistics leave files of Nsight Systems out, and say so', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'differences-'));
    try {
      copyFileSync(join(root, 'test/logs/lgt-hello/legate_0.prof'), join(folder, 'legate_0.prof'));
      const other = openDatabase(join(folder, 'report.sqlite'), { create: true });
      other.exec('CREATE TABLE META_DATA_EXPORT (name TEXT, value TEXT)');
      other.close();
      const { run, failures } = await countRun([join(folder, 'legate_0.prof'), join(folder, 'report.sqlite')], { view: WHOLE_RUN, onProgress: () => {} }, new AbortController().signal);
      expect(run?.groups.length).toBeGreaterThan(0);
      run?.descriptions.close();
      expect(failures.map(({ message }) => message.replace(folder, ''))).toEqual(['/report.sqlite is of Nsight Systems: only what logs of Legion say is counted.']);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
