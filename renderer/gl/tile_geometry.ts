/**
 * Boxes of a tile as vertices: four equal ones per box, the corner is told by the vertex number. Seven words each:
 * start hi, lo; stop hi, lo; packed level, state and flags; shade (client/shades.ts); ns to the next box on the level (float).
 */
import { STATE_NAMES } from '../../electron/protocol/items.ts';
import type { ItemTile } from '../../electron/protocol/tiles.ts';

export const WORDS_PER_VERTEX = 7;
export const VERTICES_PER_BOX = 4;

/** Packed word: bits 0-15 level, 16-17 state, then flags from 24 on, 27-31 busy share in 31sts. */
export const STATE_SHIFT = 16;
export const FLAG_GROUP = 1 << 24;
/** The next box on the level is the same item and touches: no gap between them. */
export const FLAG_CONTINUES = 1 << 25;
/** Stop is not after start. */
export const FLAG_EMPTY = 1 << 26;
export const BUSY_SHIFT = 27;
const BUSY_STEPS = 31;
const NO_NEXT_NS = 1e30;
const TWO_32 = 4294967296;

/** Word of a vertex that holds the shade. */
export const SHADE_WORD = 5;

/** Puts other shades into packed words. */
export function setShades(words: Uint32Array, shades: ArrayLike<number>): void {
  for (let i = 0, at = SHADE_WORD; i < shades.length; i++) {
    for (let vertex = 0; vertex < VERTICES_PER_BOX; vertex++, at += WORDS_PER_VERTEX) words[at] = shades[i];
  }
}

/** Length `count * 28` words. `shades`: a word a box; without them the tile's own colours. */
export function packTile(tile: ItemTile, shades: ArrayLike<number> = tile.colors): Uint32Array<ArrayBuffer> {
  const { count } = tile;
  const words = new Uint32Array(count * VERTICES_PER_BOX * WORDS_PER_VERTEX);
  const floats = new Float32Array(words.buffer);
  /** Level → box that follows on it. */
  const following: number[] = [];
  for (let i = count - 1; i >= 0; i--) {
    const level = tile.levels[i];
    const next = following[level];
    following[level] = i;
    const startNs = tile.startsHi[i] * TWO_32 + tile.startsLo[i];
    const stopNs = tile.stopsHi[i] * TWO_32 + tile.stopsLo[i];
    const gapNs = next === undefined ? NO_NEXT_NS : tile.startsHi[next] * TWO_32 + tile.startsLo[next] - stopNs;
    const isGroup = tile.counts[i] > 1;
    const continues = next !== undefined && gapNs <= 0 && !isGroup && tile.counts[next] === 1 && tile.ordinals[next] === tile.ordinals[i];
    const packed = (level | ((tile.states[i] & (STATE_NAMES.length - 1)) << STATE_SHIFT)
      | (isGroup ? FLAG_GROUP : 0) | (continues ? FLAG_CONTINUES : 0) | (stopNs <= startNs ? FLAG_EMPTY : 0)
      | (Math.round(Math.min(1, Math.max(0, tile.busy[i])) * BUSY_STEPS) << BUSY_SHIFT)) >>> 0;
    const at = i * VERTICES_PER_BOX * WORDS_PER_VERTEX;
    words[at] = tile.startsHi[i];
    words[at + 1] = tile.startsLo[i];
    words[at + 2] = tile.stopsHi[i];
    words[at + 3] = tile.stopsLo[i];
    words[at + 4] = packed;
    words[at + SHADE_WORD] = shades[i];
    floats[at + 6] = gapNs;
    words.copyWithin(at + WORDS_PER_VERTEX, at, at + WORDS_PER_VERTEX);
    words.copyWithin(at + 2 * WORDS_PER_VERTEX, at, at + 2 * WORDS_PER_VERTEX);
  }
  return words;
}

/** Indices of `boxes` quads of four vertices: two triangles each. */
export function quadIndices(boxes: number): Uint32Array<ArrayBuffer> {
  const indices = new Uint32Array(boxes * 6);
  for (let i = 0, at = 0, vertex = 0; i < boxes; i++, at += 6, vertex += 4) {
    indices[at] = vertex;
    indices[at + 1] = vertex + 1;
    indices[at + 2] = vertex + 2;
    indices[at + 3] = vertex + 2;
    indices[at + 4] = vertex + 1;
    indices[at + 5] = vertex + 3;
  }
  return indices;
}
