/** Whatever numbers a column holds, it comes back from the index as it was. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteSink } from '../../electron/decode/byte_sink.ts';
import { ColumnReader, encodeColumn } from '../../electron/decode/column_codec.ts';

const whole = fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: -70_000, max: 70_000 }), fc.maxSafeInteger());
const anyTime = fc.oneof(whole, fc.constant(Number.NaN), fc.double({ noDefaultInfinity: true }));

/** Values near each other, steadily rising, or wild: the codings differ. */
const columns = fc.oneof(
  fc.array(whole, { maxLength: 300 }),
  fc.tuple(fc.maxSafeNat(), fc.array(fc.integer({ min: 0, max: 100_000 }), { maxLength: 300 })).map(([first, steps]) => {
    let value = Math.floor(first / 2);
    return steps.map((step) => (value += step));
  }),
  fc.tuple(whole, fc.integer({ min: 0, max: 100 })).map(([value, count]) => new Array<number>(count).fill(value)),
  fc.array(anyTime, { maxLength: 50 }),
);

test('times and other doubles', () => {
  fc.assert(fc.property(fc.array(columns, { minLength: 1, maxLength: 4 }), (lists) => {
    const sink = new ByteSink();
    for (const list of lists) encodeColumn(sink, { values: Float64Array.from(list), first: 0, stride: 1, count: list.length });
    const reader = new ColumnReader(new Uint8Array(sink.toBuffer()));
    // -0 is 0 for a time.
    for (const list of lists) expect([...reader.f64(list.length)]).toEqual(list.map((value) => (Object.is(value, -0) && list.every((other) => Number.isSafeInteger(other)) ? 0 : value)));
  }), { numRuns: 500 });
});

test('words of 64-bit ids, each for itself', () => {
  fc.assert(fc.property(fc.array(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), { maxLength: 200 }), fc.integer({ min: 0, max: 3 }), (ids, shift) => {
    const words = new Uint32Array(BigUint64Array.from(ids.map((id) => id >> BigInt(shift * 16))).buffer);
    const sink = new ByteSink();
    for (const first of [0, 1]) encodeColumn(sink, { values: words, first, stride: 2, count: ids.length });
    // Not at a multiple of 8: the reader copies.
    const shifted = new Uint8Array(sink.length + 3);
    shifted.set(sink.toBuffer(), 3);
    const reader = new ColumnReader(shifted.subarray(3));
    const back = new Uint32Array(words.length);
    for (const first of [0, 1]) reader.into({ values: back, first, stride: 2, count: ids.length });
    expect(back).toEqual(words);
  }), { numRuns: 300 });
});

test('a cut column is a damaged index, never wrong numbers', () => {
  const sink = new ByteSink();
  encodeColumn(sink, { values: Float64Array.from([5, 1, 9, 1e12]), first: 0, stride: 1, count: 4 });
  const bytes = new Uint8Array(sink.toBuffer());
  for (let size = 0; size < bytes.length; size += 5) {
    expect(() => new ColumnReader(bytes.slice(0, size)).f64(4)).toThrow(expect.objectContaining({ kind: 'index-damaged' }));
  }
});
