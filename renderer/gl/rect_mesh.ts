/** Plain and patterned rectangles of a frame in one mesh: backgrounds, grid lines, what is not loaded. Filled anew each frame. */
import { Buffer, BufferUsage, Geometry, Mesh, Shader, type GlProgram } from 'pixi.js';
import type { RectDraw } from './renderer.ts';
import { quadIndices } from './tile_geometry.ts';

const FLOATS_PER_VERTEX = 7;
const PATTERNS = { plain: 0, checker: 1, hatch: 2 } as const;
const FIRST_CAPACITY = 256;

export class RectMesh {
  readonly mesh: Mesh<Geometry, Shader>;
  readonly #vertices: Buffer;
  readonly #geometry: Geometry;
  #floats = new Float32Array(FIRST_CAPACITY * 4 * FLOATS_PER_VERTEX);

  constructor(program: GlProgram, shared: Record<string, unknown>) {
    this.#vertices = new Buffer({ data: this.#floats, usage: BufferUsage.VERTEX | BufferUsage.COPY_DST });
    const at = (format: 'float32x2' | 'float32x4' | 'float32', offset: number) =>
      ({ buffer: this.#vertices, format, stride: FLOATS_PER_VERTEX * 4, offset });
    this.#geometry = new Geometry({
      attributes: { aPosition: at('float32x2', 0), aColor: at('float32x4', 8), aPattern: at('float32', 24) },
      indexBuffer: new Buffer({ data: quadIndices(FIRST_CAPACITY), usage: BufferUsage.INDEX | BufferUsage.COPY_DST }),
    });
    this.mesh = new Mesh({ geometry: this.#geometry, shader: new Shader({ glProgram: program, resources: { ...shared } }) });
  }

  /** Takes the rectangles of one layer, in order; gives how many. */
  set(rects: readonly RectDraw[], isSticky: boolean): number {
    const shown = rects.filter((rect) => rect.isSticky === isSticky && rect.x1 > rect.x0 && rect.height > 0);
    this.#reserve(shown.length);
    const floats = this.#floats;
    shown.forEach((rect, i) => {
      const red = (rect.color >> 16) / 255;
      const green = ((rect.color >> 8) & 255) / 255;
      const blue = (rect.color & 255) / 255;
      for (let corner = 0; corner < 4; corner++) {
        const at = (i * 4 + corner) * FLOATS_PER_VERTEX;
        floats[at] = (corner & 1) === 0 ? rect.x0 : rect.x1;
        floats[at + 1] = (corner & 2) === 0 ? rect.y : rect.y + rect.height;
        floats[at + 2] = red;
        floats[at + 3] = green;
        floats[at + 4] = blue;
        floats[at + 5] = rect.alpha;
        floats[at + 6] = PATTERNS[rect.pattern];
      }
    });
    this.mesh.visible = shown.length > 0;
    if (shown.length === 0) return 0;
    this.#geometry.indexCount = shown.length * 6;
    this.#vertices.setDataWithSize(floats, shown.length * 4 * FLOATS_PER_VERTEX, true);
    return shown.length;
  }

  #reserve(rects: number): void {
    let capacity = this.#floats.length / (4 * FLOATS_PER_VERTEX);
    if (rects <= capacity) return;
    while (capacity < rects) capacity *= 2;
    this.#floats = new Float32Array(capacity * 4 * FLOATS_PER_VERTEX);
    this.#geometry.indexBuffer.data = quadIndices(capacity);
  }
}
