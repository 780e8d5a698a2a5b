import { describe, expect, test } from 'vitest';
import { ProfileError } from '../../../../electron/protocol/errors.ts';
import { createItemTile, createUtilTile } from '../../../../electron/protocol/tile_codec.ts';
import type { ItemTile, TileKey, UtilTile } from '../../../../electron/protocol/tiles.ts';
import { coverSpan } from '../../../../renderer/client/cover.ts';
import { BYTES_PER_BOX, ENTRY_BYTES, TileCache, type WantedTile } from '../../../../renderer/client/tile_cache.ts';

/** Answers when told to; remembers what was asked and what was given up. */
class SlowSource {
  readonly asked: string[] = [];
  readonly aborted: string[] = [];
  readonly #waiting = new Map<string, { key: TileKey; resolve: (tile: ItemTile) => void; reject: (error: Error) => void }>();

  itemTile(_run: string, key: TileKey, signal?: AbortSignal): Promise<ItemTile> {
    const name = `${key.track}/${key.exp}/${key.index}`;
    this.asked.push(name);
    return new Promise((resolve, reject) => {
      this.#waiting.set(name, { key, resolve, reject });
      signal?.addEventListener('abort', () => {
        this.aborted.push(name);
        reject(new ProfileError('cancelled', 'Cancelled.'));
      });
    });
  }

  async utilTile(_run: string, key: TileKey): Promise<UtilTile> {
    return createUtilTile(key, 1).tile;
  }

  async answer(name: string, boxes = 1): Promise<void> {
    const waiting = this.#waiting.get(name);
    if (!waiting) throw new Error(`${name} was not asked for`);
    waiting.resolve(createItemTile(waiting.key, boxes).tile);
    await new Promise((resolve) => { setTimeout(resolve, 0); });
  }

  async fail(name: string): Promise<void> {
    this.#waiting.get(name)?.reject(new Error('broken'));
    await new Promise((resolve) => { setTimeout(resolve, 0); });
  }
}

const items = (track: number, exp: number, index: number): WantedTile => ({ kind: 'items', track, exp, index });

describe('TileCache', () => {
  test('asks once for what is wanted twice, in the order of need, a few at a time', () => {
    const source = new SlowSource();
    const cache = new TileCache(source, 'run');
    const wanted = Array.from({ length: 20 }, (_, i) => items(1, 4, i));
    cache.want(wanted);
    cache.want(wanted);
    expect(source.asked).toEqual(Array.from({ length: 8 }, (_, i) => `1/4/${i}`));
    expect(cache.outstanding).toBe(20);
  });

  test('gives up what is no longer wanted and keeps what came', async () => {
    const source = new SlowSource();
    const cache = new TileCache(source, 'run');
    cache.want([items(1, 4, 0), items(1, 4, 1)]);
    await source.answer('1/4/0');
    cache.want([items(1, 4, 2)]);
    expect(source.aborted).toEqual(['1/4/1']);
    expect(cache.find('items', 1, 4, 0)?.key.index).toBe(0);
    expect(cache.find('items', 1, 4, 1)).toBeUndefined();
    cache.want([items(1, 4, 0), items(1, 4, 2)]);
    expect(source.asked).toEqual(['1/4/0', '1/4/1', '1/4/2']);
  });

  test('drops the least recently used when the budget is full, never what is wanted now', async () => {
    const source = new SlowSource();
    const bytesOfThree = 3 * (ENTRY_BYTES + BYTES_PER_BOX * 10);
    const cache = new TileCache(source, 'run', bytesOfThree);
    for (let i = 0; i < 3; i++) {
      cache.want([items(1, 4, i)]);
      await source.answer(`1/4/${i}`, 10);
    }
    cache.find('items', 1, 4, 0);
    cache.want([items(1, 4, 3)]);
    await source.answer('1/4/3', 10);
    expect([0, 1, 2, 3].map((i) => cache.find('items', 1, 4, i) !== undefined)).toEqual([true, false, true, true]);
    cache.want([0, 2, 3, 4].map((i) => items(1, 4, i)));
    await source.answer('1/4/4', 10);
    expect(cache.bytes).toBeGreaterThan(bytesOfThree);
  });

  test('a new revision asks again and shows the old tile until then', async () => {
    const source = new SlowSource();
    const cache = new TileCache(source, 'run');
    cache.want([items(1, 4, 0)]);
    await source.answer('1/4/0', 1);
    cache.setRevision(7);
    expect(source.asked).toEqual(['1/4/0', '1/4/0']);
    expect(cache.find('items', 1, 4, 0)?.count).toBe(1);
    await source.answer('1/4/0', 5);
    expect(cache.find('items', 1, 4, 0)?.count).toBe(5);
    expect(cache.outstanding).toBe(0);
  });

  test('a tile that failed counts as answered and says why', async () => {
    const source = new SlowSource();
    const cache = new TileCache(source, 'run');
    cache.want([items(1, 4, 0)]);
    await source.fail('1/4/0');
    expect(cache.outstanding).toBe(0);
    expect(cache.errorOf('items', 1, 4, 0)).toBe('broken');
  });
});

describe('cover of a span', () => {
  const TILE = 1024 * 2 ** 4;
  async function cacheWith(...tiles: WantedTile[]): Promise<TileCache> {
    const source = new SlowSource();
    const cache = new TileCache(source, 'run');
    cache.want(tiles);
    for (const { track, exp, index } of tiles) await source.answer(`${track}/${exp}/${index}`);
    return cache;
  }
  const seen = (cache: TileCache) => coverSpan(cache, 'items', 1, 4, 0, 3 * TILE).map(({ startNs, stopNs, tile, isExact }) =>
    `${startNs / TILE}-${stopNs / TILE} ${tile ? `${tile.key.exp}/${tile.key.index}` : 'unknown'}${isExact ? '' : '~'}`);

  test('exact tiles, a coarser one stretched, and what is unknown', async () => {
    expect(seen(await cacheWith(items(1, 4, 0), items(1, 5, 0)))).toEqual(['0-1 4/0', '1-2 5/0~', '2-3 unknown~']);
  });

  test('pieces of one stretched tile are one', async () => {
    expect(seen(await cacheWith(items(1, 8, 0)))).toEqual(['0-3 8/0~']);
  });

  test('finer tiles fill in where nothing coarser is', async () => {
    expect(seen(await cacheWith(items(1, 3, 0), items(1, 3, 2), items(1, 3, 3)))).toEqual(['0-0.5 3/0~', '0.5-1 unknown~', '1-1.5 3/2~', '1.5-2 3/3~', '2-3 unknown~']);
  });

  test('nothing is unknown, not empty', async () => {
    expect(seen(await cacheWith())).toEqual(['0-3 unknown~']);
  });
});
