/**
 * One timeline: state changes make it dirty, the next frame lays out, asks for tiles, draws and writes labels; the pointer's layer
 * is drawn apart. There is one animation loop, and it rests when nothing changes.
 */
import { computed, effect, type ReadonlySignal } from '@preact/signals';
import { DisposableStore } from '../base/disposable.ts';
import { mark } from '../base/marks.ts';
import { paletteOf } from '../base/palettes.ts';
import { THEMES, type Theme } from '../base/theme.ts';
import type { Knots } from '../base/warp.ts';
import { SHADE_HIDDEN } from '../client/shades.ts';
import type { Drawing, FrameCounts, TextLayer, TimelineRenderer } from '../gl/renderer.ts';
import type { App, RunView } from '../state/app.ts';
import type { TimeSpan } from '../../electron/protocol/time.ts';
import { buildDrawList, inBands, type DrawList } from './draw_list.ts';
import { buildFrame } from './frame.ts';
import { clickOn, fitTo, openMenuOn } from './click_actions.ts';
import { chipAt, type FlowChip } from './flows_layer.ts';
import { hitTest, type Hit } from './hit_test.ts';
import { gapOf, hoverOf, withKnown } from './hover_box.ts';
import { bindItemMode } from './item_mode.ts';
import { buildLabels, inksOf, plainInks, type Inks } from './labels.ts';
import { clearLayer, createLayers, type Layers, type LayerSize } from './layers.ts';
import { drawMarks } from './marks_layer.ts';
import { drawOverlay } from './overlay.ts';
import { noteAt } from './note_flags.ts';
import { bindPointer } from './pointer.ts';
import { drawRuler, RULER_HEIGHT } from './ruler.ts';
import { startOf } from './tile_columns.ts';
import { nsAtCssX, type Viewport } from './viewport.ts';

/** What a timeline does beyond showing a run by itself: as one of two that are compared. */
export interface TimelineExtras {
  /** What a screen reader calls it. */
  readonly label: string;
  /** Css px: how its time is stretched within the view. */
  readonly knots?: ReadonlySignal<Knots | undefined>;
  /** Drawn anew when the signal changes. */
  readonly painting?: ReadonlySignal<Painting>;
  readonly onSlide?: (byPx: number) => void;
}

/** Drawn over the boxes, under their labels. `paint` covers their own colours, `under` comes before it and does not. */
export interface Painting {
  readonly paint: Painter | undefined;
  readonly under: Painter | undefined;
}

/** In css px from the top left of the tracks. */
export type Painter = (context: CanvasRenderingContext2D, list: DrawList, theme: Theme) => void;

const MAX_BOXES = 20_000;
/** Below this a coarser look is given up again; far enough under the limit not to swing. */
const FEW_BOXES = 6_000;
const MAX_BIAS = 6;
const CURSOR_REST_MS = 2000;

export class Timeline implements Disposable {
  readonly #app: App;
  readonly #run: RunView;
  readonly #layers: Layers;
  readonly #drawing: Drawing;
  readonly #text: TextLayer;
  readonly #extras: TimelineExtras | undefined;
  readonly #store = new DisposableStore();
  readonly #peaks = new Map<number, number>();
  #renderer: TimelineRenderer | undefined;
  #size: LayerSize | undefined;
  #list: DrawList | undefined;
  #inks: Inks | undefined;
  #bias = 0;
  #request = 0;
  #isContentDirty = true;
  #isOverlayDirty = true;
  #pointer: { x: number; y: number; pageX: number; pageY: number } | null = null;
  #hit: Hit | undefined;
  #zoomRange: TimeSpan | null = null;
  #chips: readonly FlowChip[] = [];
  /** What the pointer is on is told by us; where it came from elsewhere it is not ours to take back. */
  #hasSetHover = false;
  #counts: FrameCounts = { quads: 0, draws: 0, keptBytes: 0 };
  #lastInputMs = 0;
  #cursorTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(container: HTMLElement, app: App, run: RunView, drawing: Drawing, extras?: TimelineExtras) {
    this.#app = app;
    this.#run = run;
    this.#drawing = drawing;
    this.#extras = extras;
    this.#text = drawing.createTextLayer();
    this.#layers = this.#store.add(createLayers(container, extras?.label ?? 'Items over time', (size) => this.#resize(size)));
    this.#store.defer(() => cancelAnimationFrame(this.#request));
    this.#store.defer(() => clearTimeout(this.#cursorTimer));
  }

  /** @throws when the browser has no 2D canvas */
  async start(): Promise<void> {
    const renderer = await this.#drawing.createRenderer(this.#layers.gl, (reason) => this.#app.tellSlowDrawing(reason));
    if (this.#isDisposed) {
      renderer[Symbol.dispose]();
      return;
    }
    this.#renderer = this.#store.add(renderer);
    renderer.onRestored = () => this.#invalidate();
    if (this.#size) renderer.resize(this.#size.widthPx, this.#size.heightPx, this.#size.ratio);
    this.#follow();
  }

  get list(): DrawList | undefined {
    return this.#list;
  }

  get counts(): FrameCounts {
    return this.#counts;
  }

  get renderer(): TimelineRenderer | undefined {
    return this.#renderer;
  }

  get element(): HTMLElement {
    return this.#layers.element;
  }

  /** Nothing waits to be drawn. */
  get isClean(): boolean {
    return this.#renderer !== undefined && this.#request === 0;
  }

  /** Draws now, whatever is dirty; ms of JavaScript that it took. For benches. */
  drawNow(): number {
    cancelAnimationFrame(this.#request);
    this.#request = 0;
    this.#isContentDirty = true;
    const beganMs = performance.now();
    this.#frame();
    return performance.now() - beganMs;
  }

  hitAt(x: number, y: number): Hit | undefined {
    const hit = this.#list && hitTest(this.#list, x, y);
    // What the filter hides is not there.
    const isHidden = (hit?.type === 'item' || hit?.type === 'group') && ((this.#run.marks.shadesOf(hit.tile)?.[hit.box] ?? 0) & SHADE_HIDDEN) !== 0;
    return isHidden ? { type: 'row', row: hit.row } : hit;
  }

  #isDisposed = false;
  [Symbol.dispose](): void {
    this.#isDisposed = true;
    this.#run.view.cursor.value = null;
    this.#store[Symbol.dispose]();
  }

  #follow(): void {
    const { view, tree, search, selection, tiles, namesVersion, marks, coloring, flows, notes } = this.#run;
    this.#store.defer(effect(() => {
      const theme = THEMES[this.#app.theme.effective.value];
      const cue = this.#app.stateCue.value;
      const palette = paletteOf(theme, coloring.mode.value, coloring.palette.value);
      this.#renderer?.setTheme(theme, palette, cue === 'on' || (cue === 'auto' && theme.isContrast));
      this.#inks = inksOf(theme, palette);
      this.#invalidate();
    }));
    this.#store.defer(effect(() => {
      void [this.#extras?.knots?.value, this.#extras?.painting?.value];
      void [view.span.value, tree.rows.value, tree.scrollTop.value, tree.pinned.shown.value, tiles.version.value, marks.version.value, namesVersion.value, view.extent.value];
      this.#invalidate();
    }));
    // Of the hover only this is drawn here; all of it would draw without end where the pointer rests on a curve.
    const gap = computed(() => gapOf(this.#run.hover.value));
    this.#store.defer(effect(() => {
      void [selection.value, this.#run.besides.value, view.range.value, view.cursor.value, search.current.value, gap.value, this.#run.preview.value, flows.found.value, flows.shown.value, notes.list.value];
      this.#invalidateOverlay();
    }));
    this.#store.add(bindPointer(this.#layers.element, {
      run: this.#run,
      choice: this.#app.pointer,
      list: () => this.#list,
      onMove: (point) => this.#onMove(point),
      onClick: (x, y, adds) => clickOn(this.#run, chipAt(this.#chips, x, y) ?? this.hitAt(x, y), adds),
      onRulerClick: (x) => {
        const note = this.#list && noteAt(this.#list.viewport, notes.list.peek(), x);
        if (note) notes.opened.value = note.id;
        return note !== undefined;
      },
      onFit: (x, y) => fitTo(this.#app, this.#run, this.hitAt(x, y)),
      onMenu: (x, y, page) => openMenuOn(this.#run, this.hitAt(x, y), page, this.#list && nsAtCssX(this.#list.viewport, x)),
      onSlide: this.#extras?.onSlide,
      onZoomRange: (span) => {
        this.#zoomRange = span;
        this.#invalidateOverlay();
      },
    }));
    this.#store.add(bindItemMode(this.#layers.element, this.#app, this.#run));
    // Widths are measured with the page's font once it is there.
    void document.fonts.ready.then(() => {
      this.#text.forget();
      this.#invalidate();
    });
  }

  #resize(size: LayerSize): void {
    this.#size = size;
    this.#renderer?.resize(size.widthPx, size.heightPx, size.ratio);
    this.#run.view.widthPx.value = size.widthCssPx;
    this.#run.tree.pinned.areaHeight.value = size.heightCssPx;
    this.#isContentDirty = true;
    // Canvases are empty after a change of size: draw before the browser shows them.
    if (this.#renderer) this.drawNow();
  }

  #invalidate(): void {
    this.#isContentDirty = true;
    this.#invalidateOverlay();
  }

  #invalidateOverlay(): void {
    this.#isOverlayDirty = true;
    if (this.#request !== 0) return;
    this.#lastInputMs = performance.now();
    this.#request = requestAnimationFrame(() => {
      this.#request = 0;
      this.#frame();
    });
  }

  #frame(): void {
    const { span } = this.#run.view;
    // Fonts may come after the timeline has gone.
    if (!this.#renderer || !this.#size || this.#isDisposed) return;
    const beganMs = performance.now();
    const wasContent = this.#isContentDirty;
    const hasOverlay = this.#isOverlayDirty;
    this.#isContentDirty = false;
    this.#isOverlayDirty = false;
    if (wasContent) this.#drawContent(this.#renderer, { ...this.#size, startNs: span.peek().startNs, stopNs: span.peek().stopNs, knots: this.#extras?.knots?.peek() });
    if (hasOverlay || wasContent) this.#drawPointerLayer();
    const nowMs = performance.now();
    mark(wasContent ? 'frame.js' : 'hover.show', nowMs - beganMs);
    mark('input.frame', nowMs - this.#lastInputMs);
  }

  #drawContent(renderer: TimelineRenderer, viewport: Viewport): void {
    const { tree, tiles, view, marks } = this.#run;
    const theme = THEMES[this.#app.theme.effective.peek()];
    const beganMs = performance.now();
    const list = buildDrawList({
      viewport, tiles, rows: tree.rows.peek(), scrollTop: tree.scrollTop.peek(), pinned: tree.pinned.shown.peek(), extent: view.extent.peek(), bias: this.#bias,
    });
    this.#list = list;
    tiles.want(list.wanted);
    marks.want(list.rows.flatMap(({ items }) => items.flatMap(({ tile }) => tile ?? [])));
    const frame = buildFrame(list, theme, this.#peaks, (tile) => marks.shadesOf(tile));
    const laidOutMs = performance.now();
    this.#counts = renderer.draw(frame);
    const drawnMs = performance.now();
    const { labels } = this.#layers;
    clearLayer(labels, viewport.ratio);
    labels.save();
    labels.translate(0, RULER_HEIGHT);
    labels.beginPath();
    labels.rect(0, 0, viewport.widthCssPx, viewport.heightCssPx);
    labels.clip();
    const painting = this.#extras?.painting?.peek();
    const inks = painting?.paint ? plainInks(theme) : this.#inks;
    inBands(labels, list, (part) => {
      painting?.under?.(labels, part, theme);
      painting?.paint?.(labels, part, theme);
      if (inks) this.#text.draw(labels, buildLabels(part, inks, (id) => this.#run.name(id), marks));
      drawMarks(labels, part, theme, (tile, box) => marks.foundIn(tile, box), this.#peaks);
    });
    labels.restore();
    // Before the first records there is no time yet.
    drawRuler(labels, viewport, theme, list.rows.length > 0);
    mark('frame.layout', laidOutMs - beganMs);
    mark('frame.draw', drawnMs - laidOutMs);
    mark('frame.labels', performance.now() - drawnMs);
    mark('frame.quads', this.#counts.quads);
    if (list.hasMissing) mark('tile.missing', 1);
    if (list.hasStale) mark('tile.stale', 1);
    this.#chooseBias(list);
  }

  /** Too many boxes: coarser tiles from the next frame on; few: back. */
  #chooseBias({ boxes, hasMissing, hasStale }: DrawList): void {
    const before = this.#bias;
    if (boxes > MAX_BOXES) this.#bias = Math.min(MAX_BIAS, before + 1);
    else if (boxes < FEW_BOXES && !hasMissing && !hasStale) this.#bias = Math.max(0, before - 1);
    if (this.#bias !== before) this.#invalidate();
  }

  #drawPointerLayer(): void {
    const list = this.#list;
    if (!list) return;
    const { view, selection, besides } = this.#run;
    // The pointer may rest while the view moves under it.
    if (this.#pointer) view.cursor.value = nsAtCssX(list.viewport, this.#pointer.x);
    this.#updateHover();
    clearLayer(this.#layers.overlay, list.viewport.ratio);
    this.#chips = drawOverlay(this.#layers.overlay, list, THEMES[this.#app.theme.effective.peek()], this.#run, {
      hit: this.#hit, gap: gapOf(this.#run.hover.peek()), selection: selection.peek(), besides: besides.peek(), range: view.range.peek(), zoomRange: this.#zoomRange,
      preview: this.#run.preview.peek(), previewTrack: this.#run.track(this.#run.preview.peek()?.track ?? -1)?.name ?? '',
      cursorNs: view.cursor.peek(), pointerY: this.#pointer && this.#pointer.y >= 0 ? this.#pointer.y : null,
    });
  }

  #updateHover(): void {
    const { hover } = this.#run;
    const point = this.#pointer;
    const hit = point && point.y >= 0 ? this.hitAt(point.x, point.y) : undefined;
    const isSame = isSameHit(hit, this.#hit);
    this.#hit = hit;
    if (!point || !hit) {
      if (this.#hasSetHover) hover.value = null;
      this.#hasSetHover = false;
      return;
    }
    const before = hover.peek();
    const next = hoverOf(this.#run, hit, point.pageX, point.pageY);
    if (isSame && before && before.x === point.pageX && before.y === point.pageY && hit.type !== 'curve') return;
    this.#hasSetHover = true;
    hover.value = next && isSame && before ? withKnown(next, before) : next;
  }

  #onMove(point: { x: number; y: number; pageX: number; pageY: number } | null): void {
    const { view } = this.#run;
    this.#pointer = point;
    clearTimeout(this.#cursorTimer);
    if (!point) {
      this.#cursorTimer = setTimeout(() => { view.cursor.value = null; }, CURSOR_REST_MS);
    }
    this.#invalidateOverlay();
  }
}

function isSameHit(a: Hit | undefined, b: Hit | undefined): boolean {
  if (a?.type !== b?.type || a?.row.row.id !== b?.row.row.id) return false;
  if ((a?.type === 'item' || a?.type === 'group') && (b?.type === 'item' || b?.type === 'group')) {
    return a.level === b.level && startOf(a.tile, a.box) === startOf(b.tile, b.box);
  }
  if (a?.type === 'idle' && b?.type === 'idle') return a.startNs === b.startNs && a.level === b.level;
  return true;
}
