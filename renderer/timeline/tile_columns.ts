/** Reading a tile's columns: exact times as numbers, and boxes by level. */
import type { ItemTile } from '../../electron/protocol/tiles.ts';
import type { Ns } from '../../electron/protocol/time.ts';

const TWO_32 = 4294967296;

export function startOf(tile: ItemTile, box: number): Ns {
  return tile.startsHi[box] * TWO_32 + tile.startsLo[box];
}

export function stopOf(tile: ItemTile, box: number): Ns {
  return tile.stopsHi[box] * TWO_32 + tile.stopsLo[box];
}

const levelsOf = new WeakMap<ItemTile, ReadonlyMap<number, Uint32Array>>();

/** Boxes of one level in order of start; made once per tile when first needed. */
export function boxesOfLevel(tile: ItemTile, level: number): Uint32Array | undefined {
  let levels = levelsOf.get(tile);
  if (!levels) {
    const lists = new Map<number, number[]>();
    for (let box = 0; box < tile.count; box++) {
      const list = lists.get(tile.levels[box]);
      if (list) list.push(box);
      else lists.set(tile.levels[box], [box]);
    }
    levels = new Map([...lists].map(([key, list]) => [key, Uint32Array.from(list)]));
    levelsOf.set(tile, levels);
  }
  return levels.get(level);
}

/** Place in `boxes` of the last box that starts at or before `ns`; -1 if none does. */
export function lastStartingBy(tile: ItemTile, boxes: Uint32Array, ns: Ns): number {
  let low = 0;
  let high = boxes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (startOf(tile, boxes[middle]) <= ns) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
