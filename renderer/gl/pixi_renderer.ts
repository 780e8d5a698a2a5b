/**
 * The timeline's pixels by pixi.js: one mesh per tile and row part, three programs. Geometry is made once per tile and kept while
 * it is used; a frame only sets uniforms. Runs without `new Function` (entry `pixi.js/unsafe-eval`), so that the page can forbid it.
 */
import 'pixi.js/unsafe-eval';
import 'pixi.js/mesh';
import { Buffer, BufferImageSource, BufferUsage, Container, Geometry, GlProgram, Ticker, UniformGroup, WebGLRenderer } from 'pixi.js';
import type { Theme } from '../base/theme.ts';
import type { CurveDraw, Frame, FrameCounts, ItemsDraw, TimelineRenderer } from './renderer.ts';
import { rampTexture, setThemeUniforms, themeUniforms, viewUniforms } from './frame_uniforms.ts';
import { MeshPool } from './quad_pools.ts';
import { RectMesh } from './rect_mesh.ts';
import { CURVE_FRAGMENT, CURVE_VERTEX, ITEM_FRAGMENT, ITEM_VERTEX, RECT_FRAGMENT, RECT_VERTEX } from './shaders.ts';
import { TileResources } from './tile_resources.ts';
import { quadIndices } from './tile_geometry.ts';
import { highWord, lowWord } from './words64.ts';

const MODES = { heat: 0, curve: 1, area: 2 } as const;
const LAYERS = [false, true] as const;

/**
 * Loads nothing but what meshes need: no events, accessibility or filters of pixi.
 * @throws Error where the browser has no WebGL 2
 */
export async function createPixiRenderer(canvas: HTMLCanvasElement, keepsPixels: boolean): Promise<TimelineRenderer> {
  const pixi = new WebGLRenderer();
  await pixi.init({
    canvas, width: 1, height: 1, resolution: 1, autoDensity: false, antialias: false, manageImports: false, preferWebGLVersion: 2,
    preserveDrawingBuffer: keepsPixels, clearBeforeRender: true, gcActive: false,
  });
  // Without it pixi takes WebGL 1, for which there are no programs here.
  if (pixi.context.webGLVersion !== 2) throw new Error('There is only WebGL 1.');
  // pixi's own clock: nothing of ours hangs on it.
  Ticker.system.autoStart = false;
  Ticker.system.stop();
  return new PixiRenderer(pixi, canvas);
}

class PixiRenderer implements TimelineRenderer {
  onRestored: (() => void) | undefined;
  readonly #pixi: WebGLRenderer;
  readonly #canvas: HTMLCanvasElement;
  readonly #stage = new Container();
  readonly #view = new UniformGroup(viewUniforms(), { isStatic: true });
  readonly #theme = new UniformGroup(themeUniforms(), { isStatic: true });
  readonly #ramp = rampTexture();
  readonly #resources = new TileResources();
  /** By layer: rows that scroll, rows that stick. */
  readonly #layers: readonly { rects: RectMesh; curves: MeshPool; items: MeshPool }[];
  readonly #stop = new AbortController();

  constructor(pixi: WebGLRenderer, canvas: HTMLCanvasElement) {
    this.#pixi = pixi;
    this.#canvas = canvas;
    const itemProgram = new GlProgram({ vertex: ITEM_VERTEX, fragment: ITEM_FRAGMENT, name: 'items' });
    const curveProgram = new GlProgram({ vertex: CURVE_VERTEX, fragment: CURVE_FRAGMENT, name: 'curves' });
    const rectProgram = new GlProgram({ vertex: RECT_VERTEX, fragment: RECT_FRAGMENT, name: 'rects' });
    const shared = { view: this.#view, theme: this.#theme };
    const unit = unitQuad();
    const empty = new BufferImageSource({ resource: new Float32Array(4), width: 1, height: 1, format: 'rgba32float', scaleMode: 'nearest' });
    this.#layers = LAYERS.map(() => {
      const rects = new RectMesh(rectProgram, shared);
      const curves = new MeshPool(curveProgram, { ...shared, uData: empty, uRamp: this.#ramp }, { uRow: 4, uClip: 2, uBuckets: 4, uCurveColor: 4 }, unit);
      const items = new MeshPool(itemProgram, { ...shared }, { uRow: 4, uClip: 2 }, this.#resources.emptyItems);
      this.#stage.addChild(rects.mesh, curves.container, items.container);
      return { rects, curves, items };
    });
    this.#resources.onEvict = (geometry) => { for (const { items } of this.#layers) items.release(geometry); };
    canvas.addEventListener('webglcontextrestored', () => queueMicrotask(() => this.onRestored?.()), { signal: this.#stop.signal });
  }

  resize(widthPx: number, heightPx: number, pxRatio: number): void {
    this.#pixi.resize(widthPx, heightPx);
    const { uniforms } = this.#view;
    uniforms.uCanvasSize[0] = widthPx;
    uniforms.uCanvasSize[1] = heightPx;
    uniforms.uRatio = pxRatio;
    this.#view.update();
  }

  setTheme(theme: Theme, palette: Uint32Array, hasCue: boolean): void {
    setThemeUniforms(this.#theme.uniforms, theme, palette, hasCue);
    this.#theme.update();
    const bytes = this.#ramp.resource as Uint8Array;
    theme.heat.forEach((color, i) => bytes.set([color >> 16, (color >> 8) & 255, color & 255, 255], i * 4));
    this.#ramp.update();
    this.#pixi.background.color = theme.colors.bgTrack;
  }

  draw(frame: Frame): FrameCounts {
    this.#setView(frame);
    this.#resources.beginFrame();
    let quads = 0;
    let draws = 0;
    LAYERS.forEach((isSticky, i) => {
      const { rects, curves, items } = this.#layers[i];
      const shown = rects.set(frame.rects, isSticky);
      curves.begin();
      for (const curve of frame.curves) if (curve.isSticky === isSticky) this.#addCurve(curves, curve, frame);
      curves.end();
      items.begin();
      for (const part of frame.items) {
        if (part.isSticky !== isSticky || part.tile.count === 0) continue;
        this.#addItems(items, part);
        quads += part.tile.count;
      }
      items.end();
      quads += curves.used + shown;
      draws += curves.used + items.used + (shown > 0 ? 1 : 0);
    });
    this.#pixi.render(this.#stage);
    return { quads, draws, keptBytes: this.#resources.bytes };
  }

  readLine(y: number): [number, number, number][] {
    const { gl } = this.#pixi;
    const { width, height } = this.#canvas;
    const bytes = new Uint8Array(width * 4);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.readPixels(0, height - 1 - y, width, 1, gl.RGBA, gl.UNSIGNED_BYTE, bytes);
    return Array.from({ length: width }, (_, x) => [bytes[x * 4], bytes[x * 4 + 1], bytes[x * 4 + 2]]);
  }

  [Symbol.dispose](): void {
    this.#stop.abort();
    this.#resources[Symbol.dispose]();
    this.#stage.destroy({ children: true });
    // Frees the context too: a browser has few of them.
    this.#pixi.gl.getExtension('WEBGL_lose_context')?.loseContext();
    this.#pixi.destroy();
  }

  #setView({ originNs, pxPerNs, knots }: Frame): void {
    const { uniforms } = this.#view;
    const wholeNs = Math.floor(originNs);
    uniforms.uOrigin[0] = highWord(wholeNs);
    uniforms.uOrigin[1] = lowWord(wholeNs);
    uniforms.uFractionPx = (originNs - wholeNs) * pxPerNs;
    uniforms.uPxPerNs = pxPerNs;
    uniforms.uKnotCount = (knots?.length ?? 0) / 4;
    if (knots) uniforms.uKnots.set(knots);
    this.#view.update();
  }

  #addItems(pool: MeshPool, { tile, shades, y, height, levelHeight, growsDown, x0, x1 }: ItemsDraw): void {
    const { mesh, own } = pool.take();
    const geometry = this.#resources.geometryOf(tile, shades);
    if (mesh.geometry !== geometry) mesh.geometry = geometry;
    own['uRow'].set([y, height, levelHeight, growsDown ? 1 : 0]);
    own['uClip'].set([x0, x1]);
  }

  #addCurve(pool: MeshPool, curve: CurveDraw, { originNs, pxPerNs }: Frame): void {
    const { mesh, own } = pool.take();
    const { key, count } = curve.tile;
    const bucketNs = 2 ** key.exp;
    const resources = mesh.shader?.resources as Record<string, unknown>;
    const source = this.#resources.sourceOf(curve.tile);
    if (resources['uData'] !== source) resources['uData'] = source;
    own['uRow'].set([curve.y, curve.height, MODES[curve.mode], Math.max(curve.scale, 1e-12)]);
    own['uClip'].set([curve.x0, curve.x1]);
    own['uBuckets'].set([originNs / bucketNs - key.index * 1024, 1 / (bucketNs * pxPerNs), count, 0]);
    own['uCurveColor'].set([(curve.color >> 16) / 255, ((curve.color >> 8) & 255) / 255, (curve.color & 255) / 255, 1]);
  }
}

function unitQuad(): Geometry {
  const corners = new Buffer({ data: new Float32Array([0, 0, 1, 0, 0, 1, 1, 1]), usage: BufferUsage.VERTEX | BufferUsage.COPY_DST });
  return new Geometry({
    attributes: { aCorner: { buffer: corners, format: 'float32x2', stride: 8, offset: 0 } },
    indexBuffer: new Buffer({ data: quadIndices(1), usage: BufferUsage.INDEX | BufferUsage.COPY_DST }),
  });
}
