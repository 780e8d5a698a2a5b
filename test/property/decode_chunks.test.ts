import { readFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeBytes } from '../../electron/decode/decode_log.ts';
import { contentOf } from '../unit/decode/read_log.ts';
import { ownLog } from '../unit/decode/trace_readme.ts';

/** Small logs of several versions, whole and cut, raw. */
const LOGS = ['lg-tiny-hello/prof_0.gz', 'lg-tiny-provenance/prof_0.gz', 'lg-tiny-raw-dim2/prof_0.log', 'lg-trunc-record/prof_0.log', 'lgt-hello/legate_0.prof', 'lgt-killed/legate_0.prof', 'lgt-killed-footprint/legate_0.prof', 'lg-trunc-preamble/prof_0.log'];
const logs = LOGS.map((name) => {
  const bytes = readFileSync(ownLog(name));
  return { name, raw: name.endsWith('.gz') ? gunzipSync(bytes) : bytes };
});

function* cut(bytes: Uint8Array, sizes: readonly number[]): Generator<Uint8Array> {
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const end = at + sizes[i % sizes.length];
    yield bytes.slice(at, end);
    at = end;
  }
}

const sizes = fc.array(fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 9000 }), fc.integer({ min: 1, max: 200_000 })), { minLength: 1, maxLength: 12 });

describe('decoding gives the same for any pieces', () => {
  test.each(logs.map((log) => [log.name, log.raw] as const))('%s', async (_, raw) => {
    const whole = JSON.stringify(contentOf(await decodeBytes([raw])));
    const packed = gzipSync(raw);
    await fc.assert(
      fc.asyncProperty(sizes, fc.boolean(), async (pieces, isPacked) => {
        const log = await decodeBytes(cut(isPacked ? packed : raw, pieces.some((size) => size > 8) ? pieces : [...pieces, 64]));
        expect(log.container).toBe(isPacked ? 'gzip' : 'raw');
        expect(JSON.stringify(contentOf(log)) === whole).toBe(true);
      }),
      { numRuns: raw.length > 300_000 ? 4 : 10, seed: 11 },
    );
  });

  test.each(['hello', 'Fil', 'a longer text that is no log at all', 'FileType: BinaryLegionProf v: 7.7\nX'])('also for what is no log: %s', async (text) => {
    const bytes = Buffer.from(text);
    const whole = await decodeBytes([bytes]);
    expect(whole.status).toBe('unreadable');
    for (const size of [1, 3, 20]) expect({ ...(await decodeBytes(cut(bytes, [size]))), bytes: whole.bytes }).toEqual(whole);
  });

  test('byte by byte', async () => {
    const { raw } = logs[0];
    for (const bytes of [raw, gzipSync(raw)]) {
      expect(contentOf(await decodeBytes(cut(bytes, [1])))).toEqual(contentOf(await decodeBytes([raw])));
    }
  });
});

test('a cut log is the beginning of the whole one', async () => {
  const { raw } = logs[4];
  const whole = await decodeBytes([raw]);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: whole.header!.length, max: raw.length }), async (length) => {
      const log = await decodeBytes([raw.subarray(0, length)]);
      const cutAt = log.alerts.find((alert) => alert.rule === 'file-cut')?.offset ?? length;
      for (const [name, table] of log.tables) {
        const full = whole.tables.get(name)!;
        expect([...table.offsets]).toEqual([...full.offsets.subarray(0, table.count)]);
        expect(full.count === table.count || full.offsets[table.count] >= cutAt).toBe(true);
        for (const [field, column] of table.columns) {
          if (column.type !== 'string' && column.type !== 'bytes') expect([...column.values]).toEqual([...full.columns.get(field)!.values.subarray(0, column.values.length)]);
        }
      }
    }),
    { numRuns: 30, seed: 5 },
  );
});
