/** GPU copies of tiles, made when a tile is first drawn and dropped when it has not been for a while and room is needed. */
import { Buffer, BufferImageSource, BufferUsage, Geometry } from 'pixi.js';
import type { ItemTile, UtilTile } from '../../electron/protocol/tiles.ts';
import { BYTES_PER_BOX, BYTES_PER_BUCKET, ENTRY_BYTES } from '../client/tile_cache.ts';
import { packTile, quadIndices, setShades, VERTICES_PER_BOX, WORDS_PER_VERTEX } from './tile_geometry.ts';

/** Of copies here, which pixi keeps beside those on the card, and of the tiles themselves, which must not go before their copies do. */
const BUDGET_BYTES = 32 * 2 ** 20;
const BYTES_PER_VERTEX = WORDS_PER_VERTEX * 4;
const CURVE_WIDTH = 1024;
const CURVE_BYTES = CURVE_WIDTH * 16;
/** Objects of pixi and of the browser behind one copy, as a heap snapshot counts them. */
const OBJECT_BYTES = 2500;
const FIRST_INDEX_QUADS = 4096;

interface TileGeometry {
  readonly geometry: Geometry;
  readonly vertices: Buffer;
  readonly words: Uint32Array<ArrayBuffer>;
  shades: Uint16Array | undefined;
}

interface Kept {
  readonly bytes: number;
  lastFrame: number;
  readonly drop: () => void;
}

export class TileResources implements Disposable {
  readonly emptyItems: Geometry;
  /** A geometry that is about to be destroyed. */
  onEvict: (geometry: Geometry) => void = () => undefined;
  readonly #geometries = new Map<ItemTile, TileGeometry>();
  readonly #sources = new Map<UtilTile, BufferImageSource>();
  /** Least recently drawn first. */
  readonly #kept = new Map<ItemTile | UtilTile, Kept>();
  /** Index lists are the same for all tiles but for their length; long tiles share a longer one. */
  readonly #indices = new Map<number, Buffer>();
  #bytes = 0;
  #frame = 0;

  constructor() {
    this.emptyItems = this.#makeGeometry(new Uint32Array(4 * WORDS_PER_VERTEX), 1, undefined).geometry;
  }

  get bytes(): number {
    return this.#bytes;
  }

  beginFrame(): void {
    this.#frame++;
    for (const [tile, kept] of this.#kept) {
      if (this.#bytes <= BUDGET_BYTES || kept.lastFrame >= this.#frame - 1) break;
      this.#kept.delete(tile);
      this.#bytes -= kept.bytes;
      kept.drop();
    }
  }

  geometryOf(tile: ItemTile, shades: Uint16Array | undefined): Geometry {
    let kept = this.#geometries.get(tile);
    if (!kept) {
      const made = this.#makeGeometry(packTile(tile, shades), tile.count, shades);
      kept = made;
      this.#geometries.set(tile, made);
      this.#keep(tile, ENTRY_BYTES + tile.count * (VERTICES_PER_BOX * BYTES_PER_VERTEX + BYTES_PER_BOX), () => {
        this.#geometries.delete(tile);
        this.onEvict(made.geometry);
        made.vertices.destroy();
        made.geometry.destroy();
      });
    } else if (kept.shades !== shades) {
      setShades(kept.words, shades ?? tile.colors);
      kept.vertices.update();
      kept.shades = shades;
    }
    this.#touch(tile);
    return kept.geometry;
  }

  /** Mean, least and greatest value per bucket as red, green, blue; below 0 = not recorded. */
  sourceOf(tile: UtilTile): BufferImageSource {
    let source = this.#sources.get(tile);
    if (!source) {
      const texels = new Float32Array(CURVE_WIDTH * 4).fill(-1);
      for (let i = 0; i < tile.count; i++) {
        if (Number.isNaN(tile.means[i])) continue;
        texels[i * 4] = tile.means[i];
        texels[i * 4 + 1] = tile.mins[i];
        texels[i * 4 + 2] = tile.maxs[i];
      }
      const made = new BufferImageSource({ resource: texels, width: CURVE_WIDTH, height: 1, format: 'rgba32float', scaleMode: 'nearest', alphaMode: 'no-premultiply-alpha' });
      source = made;
      this.#sources.set(tile, made);
      this.#keep(tile, ENTRY_BYTES + CURVE_BYTES + tile.count * BYTES_PER_BUCKET, () => {
        this.#sources.delete(tile);
        made.destroy();
      });
    }
    this.#touch(tile);
    return source;
  }

  [Symbol.dispose](): void {
    for (const kept of this.#kept.values()) kept.drop();
    this.#kept.clear();
  }

  #keep(tile: ItemTile | UtilTile, bytes: number, drop: () => void): void {
    const all = OBJECT_BYTES + bytes;
    this.#bytes += all;
    this.#kept.set(tile, { bytes: all, lastFrame: this.#frame, drop });
  }

  #touch(tile: ItemTile | UtilTile): void {
    const kept = this.#kept.get(tile);
    if (!kept || kept.lastFrame === this.#frame) return;
    kept.lastFrame = this.#frame;
    this.#kept.delete(tile);
    this.#kept.set(tile, kept);
  }

  #makeGeometry(words: Uint32Array<ArrayBuffer>, boxes: number, shades: Uint16Array | undefined): TileGeometry {
    const buffer = new Buffer({ data: words, usage: BufferUsage.VERTEX | BufferUsage.COPY_DST });
    const at = (format: 'uint32x4' | 'uint32' | 'float32', offset: number) => ({ buffer, format, stride: BYTES_PER_VERTEX, offset });
    const geometry = new Geometry({
      attributes: { aTimes: at('uint32x4', 0), aPacked: at('uint32', 16), aShade: at('uint32', 20), aGap: at('float32', 24) },
      indexBuffer: this.#indexBuffer(boxes),
    });
    geometry.indexCount = boxes * 6;
    return { geometry, vertices: buffer, words, shades };
  }

  #indexBuffer(boxes: number): Buffer {
    let quads = FIRST_INDEX_QUADS;
    while (quads < boxes) quads *= 2;
    let buffer = this.#indices.get(quads);
    if (!buffer) {
      buffer = new Buffer({ data: quadIndices(quads), usage: BufferUsage.INDEX | BufferUsage.COPY_DST });
      this.#indices.set(quads, buffer);
    }
    return buffer;
  }
}
