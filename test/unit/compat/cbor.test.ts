// The CBOR of the reference's viewer: the vectors that were made with its own sources, the strict forms of numbers, and what hostile bytes do.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CborError, CborReader } from '../../../electron/compat/tiles/cbor_reader.ts';
import { CborWriter } from '../../../electron/compat/tiles/cbor_writer.ts';
import { decodeResult, readField, readItemField, readSlotMetaTile, readSlotTile, readSummaryTile, RemoteError } from '../../../electron/compat/tiles/legion_decode.ts';
import { readEntry, readInfo } from '../../../electron/compat/tiles/legion_decode_info.ts';
import {
  encodeErr, encodeInfo, encodeOk, encodeSlotMetaTile, encodeSlotTile, encodeSummaryTile, putEntry, putEntryId, putField, putInterval, putItemField, putSchema, putSummary, putTileSet,
} from '../../../electron/compat/tiles/legion_encode.ts';
import type { DataSourceInfo, Field } from '../../../electron/compat/tiles/legion_types.ts';
import { CborMap, Float, plainCbor } from './plain_cbor.ts';

const FIVE_SECONDS = { start: 0, stop: 5_000_000_000 };
const BLUE = [0x46, 0x82, 0xb4, 0xff] as const;

function written(write: (out: CborWriter) => void): string {
  const out = new CborWriter();
  write(out);
  return out.take().toString('hex');
}

const field = (value: Field) => (out: CborWriter): void => putField(out, value);

/** prof-viewer.md §9.4. */
const VECTORS: readonly (readonly [name: string, hex: string, write: (out: CborWriter) => void])[] = [
  ['an interval of five seconds', 'a2657374617274006473746f701b000000012a05f200', (out) => putInterval(out, FIVE_SECONDS)],
  ['a negative time', '24', (out) => out.int(-5)],
  ['the root', '80', (out) => putEntryId(out, [])],
  ['a curve', '83000220', (out) => putEntryId(out, [0, 2, -1])],
  ['a colour of a curve', 'a16753756d6d617279a165636f6c6f72841846188218b418ff', (out) => putSummary(out, BLUE)],
  ['a slot', 'a164536c6f74a36a73686f72745f6e616d6563673064696c6f6e675f6e616d65614c686d61785f726f777303', (out) => putEntry(out, { type: 'slot', shortName: 'g0d', longName: 'L', maxRows: 3 })],
  ['a panel', 'a16550616e656ca46a73686f72745f6e616d65626e30696c6f6e675f6e616d65664e6f646520306773756d6d617279f665736c6f747380',
    (out) => putEntry(out, { type: 'panel', shortName: 'n0', longName: 'Node 0', summary: undefined, slots: [] })],
  ['a number field', 'a16355363407', field({ type: 'U64', value: 7 })],
  ['an empty field', '65456d707479', field({ type: 'Empty' })],
  ['a list field', 'a16356656382a166537472696e676178a16349363420', field({ type: 'Vec', value: [{ type: 'String', value: 'x' }, { type: 'I64', value: -1 }] })],
  ['a link', 'a1684974656d4c696e6ba4686974656d5f75696409657469746c65617468696e74657276616ca2657374617274006473746f701b000000012a05f20068656e7472795f69648101',
    field({ type: 'ItemLink', value: { uid: 9, title: 't', interval: FIVE_SECONDS, entry: [1] } })],
  ['a field without a colour', '830065456d707479f6', (out) => putItemField(out, { id: 0, value: { type: 'Empty' }, color: undefined })],
  ['a field with one', '830165456d707479841846188218b418ff', (out) => putItemField(out, { id: 1, value: { type: 'Empty' }, color: BLUE })],
  ['a schema', 'a3696669656c645f696473a2684c69666574696d6500665469746c6532016b6669656c645f6e616d6573a200684c69666574696d6501665469746c65326a73656172636861626c658101',
    (out) => putSchema(out, { names: new Map([[0, 'Lifetime'], [1, 'Title2']]), searchable: new Set([1]) })],
  ['a set of tiles', 'a16574696c65738181a2657374617274006473746f701b000000012a05f200', (out) => putTileSet(out, [[FIVE_SECONDS]])],
];

test.each(VECTORS)('%s', (_name, hex, write) => expect(written(write)).toBe(hex));

test('an error', () => expect(encodeErr('bad').toString('hex')).toBe('a16345727263626164'));

test.each([[0, 'f90000'], [1, 'f93c00'], [Math.fround(0.1), 'fa3dcccccd']])('a sample of %d', (util, hex) => {
  const tile = Buffer.concat([...encodeSummaryTile({ entry: [], tile: FIVE_SECONDS, points: [{ time: 1, util }] })]).toString('hex');
  expect(tile.endsWith(`81a26474696d6501647574696c${hex}`)).toBe(true);
});

test('tiles of slots that hold items', () => {
  const hex = encodeInfo({ ...INFO, nonemptyTiles: [[[0], [FIVE_SECONDS]]] }).toString('hex');
  expect(hex).toContain(`${Buffer.from('nonempty_tiles').toString('hex')}a1810081a2657374617274006473746f701b000000012a05f200`);
});

const INFO: DataSourceInfo = {
  entries: { type: 'panel', shortName: 'root', longName: 'root', summary: undefined, slots: [{ type: 'panel', shortName: 'n0', longName: 'Node 0', summary: BLUE, slots: [] }] },
  interval: FIVE_SECONDS, tileSet: [[FIVE_SECONDS]], fieldSchema: { names: new Map([[0, 'Lifetime']]), searchable: new Set([0]) }, warning: 'slow', nonemptyTiles: [], sampleFormat: 'Start',
};

describe('numbers', () => {
  test('whole ones of any size are never floats and never longer than needed', () => {
    fc.assert(fc.property(fc.bigInt({ min: -(1n << 64n), max: (1n << 64n) - 1n }), (value) => {
      const isExact = value >= -(2n ** 53n) && value <= 2n ** 53n;
      for (const form of isExact ? [value, Number(value)] : [value]) {
        const bytes = Buffer.from(written((out) => out.int(form)), 'hex');
        expect(plainCbor(bytes)).toBe(value);
        expect(BigInt(new CborReader(bytes).int())).toBe(value);
      }
    }));
    expect(() => written((out) => out.int(0.5))).toThrow(RangeError);
    expect(() => written((out) => out.int(1n << 64n))).toThrow(RangeError);
  });

  test('floats keep their 32 bits in the shortest form', () => {
    fc.assert(fc.property(fc.oneof(fc.float({ noNaN: true }), fc.integer({ min: 0, max: 65535 }).map((bits) => new DataView(new Uint16Array([bits]).buffer).getFloat16(0, true)).filter((value) => !Number.isNaN(value))), (value) => {
      const bytes = Buffer.from(written((out) => out.float(value)), 'hex');
      const float = plainCbor(bytes);
      expect(float).toBeInstanceOf(Float);
      expect((float as Float).value).toBe(value);
      expect((float as Float).bits).toBe(Object.is(Math.f16round(value), value) ? 16 : 32);
      expect(new CborReader(bytes).float()).toBe(value);
    }), { numRuns: 2000 });
  });
});

test('texts of any characters', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (value) => {
    const bytes = Buffer.from(written((out) => out.text(value)), 'hex');
    expect(plainCbor(bytes)).toBe(value);
    expect(new CborReader(bytes).text()).toBe(value);
  }));
});

describe('reading', () => {
  const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');

  test('what was written comes back', () => {
    expect(readInfo(new CborReader(encodeInfo(INFO)))).toEqual(INFO);
    const color = [1, 2, 3, 255] as const;
    const slot = { entry: [0, 2, 3], tile: FIVE_SECONDS, rows: [[{ uid: 2n ** 60n, interval: FIVE_SECONDS, color }], []] };
    expect(readSlotTile(new CborReader(Buffer.concat([...encodeSlotTile(slot)])))).toEqual(slot);
    const fields = [{ id: 3, value: { type: 'Interval', value: FIVE_SECONDS }, color: undefined }, { id: 4, value: { type: 'Vec', value: [] }, color }] as const;
    const metas = { entry: [0, 2, 3], tile: FIVE_SECONDS, rows: [[], [{ uid: 7, interval: FIVE_SECONDS, title: 'saxpy <3>', fields: [...fields] }]] };
    expect(decodeResult(Buffer.concat([...encodeOk(encodeSlotMetaTile(metas))]), readSlotMetaTile)).toEqual(metas);
    expect(() => decodeResult(encodeErr('bad'), readInfo)).toThrow(new RemoteError('bad'));
  });

  test('other writers\' forms: order, unknown keys, indefinite lengths, tags, doubles, whole samples, fields of two elements', () => {
    const interval = 'a36478747261836161f5fb3ff00000000000006473746f70056573746172740 4'.replace(' ', '');
    const tile = `bf${'646461746 1'.replace(' ', '')}d90103a16b7574696c697a6174696f6e9fa26474696d6501647574696c01a26474696d65c24102647574696cfb3fe0000000000000ff${'6774696c655f6964'}${interval}${'68656e7472795f6964'}9f0020ffff`;
    expect(readSummaryTile(new CborReader(bytes(tile)))).toEqual({ entry: [0, -1], tile: { start: 4, stop: 5 }, points: [{ time: 1, util: 1 }, { time: 2n, util: 0.5 }] });
    expect(readItemField(new CborReader(bytes('820065456d707479')))).toEqual({ id: 0, value: { type: 'Empty' }, color: undefined });
    expect(readEntry(new CborReader(bytes('a164536c6f74a26a73686f72745f6e616d6563673064686d61785f726f777303')), 0)).toMatchObject({ shortName: 'g0d', maxRows: 3 });
  });

  test.each([
    ['cut', 'a2657374617274'], ['a list longer than its bytes', '9bffffffffffffffff'], ['a text longer than its bytes', '7affffffff41'], ['a length of no kind', '9c'],
    ['nothing', ''], ['a break without a list', 'ff'], ['a list of lists without end', '9f'.repeat(100_000)], ['deep maps', 'a161'.repeat(2)],
  ])('%s ends in a sentence', (_name, hex) => {
    for (const read of [readInfo, readSlotTile, readSlotMetaTile, readSummaryTile, (reader: CborReader) => reader.skip(), (reader: CborReader) => readField(reader, 0)]) {
      expect(() => decodeResult(bytes(hex), read)).toThrow(CborError);
    }
  });

  test('random bytes and damaged tiles end in a CborError or a value', () => {
    const whole = encodeInfo({ ...INFO, nonemptyTiles: [[[0, 1], [FIVE_SECONDS]]] });
    const read = (given: Uint8Array): void => {
      try {
        decodeResult(given, readInfo);
      } catch (error) {
        if (!(error instanceof CborError) && !(error instanceof RemoteError)) throw error;
      }
    };
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (given) => read(given)));
    fc.assert(fc.property(fc.nat(whole.length - 1), fc.nat(255), fc.boolean(), (at, byte, isCut) => {
      const damaged = Buffer.from(isCut ? whole.subarray(0, at) : whole);
      if (!isCut) damaged[at] = byte;
      read(damaged);
    }), { numRuns: 1000 });
  });
});

test('the second decoder sees maps as they are', () => {
  const value = plainCbor(encodeInfo(INFO));
  expect(value).toBeInstanceOf(CborMap);
  expect((value as CborMap).keys()).toEqual(['entry_info', 'interval', 'tile_set', 'field_schema', 'warning_message', 'nonempty_tiles', 'sample_format']);
});
