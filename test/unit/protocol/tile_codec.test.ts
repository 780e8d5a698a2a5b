import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createItemTile, createUtilTile, decodeItemTile, decodeUtilTile, encodeItemTile, encodeUtilTile } from '../../../electron/protocol/tile_codec.ts';

const keys = fc.record({ track: fc.nat(0xffffffff), exp: fc.integer({ min: 0, max: 63 }), index: fc.nat(Number.MAX_SAFE_INTEGER) });

/** Fills every column's bytes with something different. */
function scribble(bytes: Uint8Array, seed: number): void {
  for (let i = 32; i < bytes.length; i++) bytes[i] = (seed + i * 31) & 0x3f;
}

describe('tile codec', () => {
  it('encode, decode, encode is a fixed point for item tiles', () => {
    fc.assert(fc.property(keys, fc.nat(70), fc.nat(255), (key, count, seed) => {
      const { bytes } = createItemTile(key, count);
      scribble(bytes, seed);
      const tile = decodeItemTile(bytes);
      const again = encodeItemTile(tile);
      expect(decodeItemTile(again)).toEqual(tile);
      expect(encodeItemTile(decodeItemTile(again))).toEqual(again);
      expect(tile.key).toEqual(key);
    }));
  });

  it('encode, decode, encode is a fixed point for curve tiles, NaN included', () => {
    fc.assert(fc.property(keys, fc.array(fc.float(), { maxLength: 40 }), (key, values) => {
      const { bytes, tile } = createUtilTile(key, values.length);
      tile.means.set(values);
      tile.maxs.set(values.map((value) => value + 1));
      tile.mins.fill(Number.NaN);
      expect(decodeUtilTile(bytes)).toEqual(tile);
      expect(encodeUtilTile(decodeUtilTile(bytes))).toEqual(bytes);
    }));
  });

  it('columns are views, at any multiple of four bytes', () => {
    const { bytes } = createItemTile({ track: 1, exp: 0, index: 3 }, 5);
    const frame = new Uint8Array(bytes.byteLength + 4);
    frame.set(bytes, 4);
    const tile = decodeItemTile(frame.subarray(4));
    expect(tile.counts.buffer).toBe(frame.buffer);
    expect(tile.count).toBe(5);
    expect(tile.colors.length).toBe(5);
  });

  it('columns start at multiples of eight bytes of the tile', () => {
    const { tile } = createItemTile({ track: 1, exp: 0, index: 3 }, 5);
    for (const column of [tile.startsHi, tile.startsLo, tile.busy, tile.levels, tile.states, tile.colors]) expect(column.byteOffset % 8).toBe(0);
  });

  it('refuses what is no tile of its kind and version', () => {
    const { bytes } = createItemTile({ track: 1, exp: 0, index: 0 }, 2);
    expect(() => decodeUtilTile(bytes)).toThrow(/no tile/);
    expect(() => decodeItemTile(bytes.subarray(0, 31))).toThrow(/no tile/);
    expect(() => decodeItemTile(bytes.subarray(0, bytes.length - 1))).toThrow(/no tile/);
    const newer = bytes.slice();
    newer[3] = 9;
    expect(() => decodeItemTile(newer)).toThrow(/no tile/);
  });
});
