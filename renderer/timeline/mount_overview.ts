/**
 * The overview strip, in a container that is a positioned box: drag its body to pan, an edge to resize, beside it for a new view; double-click for the whole run, wheel to
 * zoom. Its two edges are sliders for the keyboard.
 */
import { computed, effect, signal } from '@preact/signals';
import { DisposableStore, listen } from '../base/disposable.ts';
import { THEMES } from '../base/theme.ts';
import { formatTime } from '../../electron/protocol/format_time.ts';
import type { TimeSpan } from '../../electron/protocol/time.ts';
import type { App, RunView } from '../state/app.ts';
import { clearLayer } from './layers.ts';
import { brushPlace, drawBrush, drawOverview, LABEL_WIDTH } from './overview.ts';
import { drawNoteFlags } from './note_flags.ts';
import type { OverviewRow } from './overview_data.ts';
import { followOverview } from './overview_loader.ts';

const EDGE_PX = 6;
const NOTCH_FACTOR = 1.25;
const KEY_STEP = 0.05;
export function mountOverview(container: HTMLElement, app: App, run: RunView): Disposable {
  const store = new DisposableStore();
  const [heat, brush] = [addCanvas(container, store), addCanvas(container, store)];
  heat.canvas.setAttribute('role', 'img');
  heat.canvas.setAttribute('aria-label', 'How busy each kind of processor is over the whole run');
  brush.canvas.setAttribute('aria-hidden', 'true');

  const size = signal({ widthPx: 1, heightPx: 1, ratio: 1 });
  const observer = new ResizeObserver(() => {
    const ratio = window.devicePixelRatio;
    const { width, height } = container.getBoundingClientRect();
    for (const { canvas } of [heat, brush]) {
      canvas.width = Math.max(1, Math.round(width * ratio));
      canvas.height = Math.max(1, Math.round(height * ratio));
    }
    size.value = { widthPx: Math.max(LABEL_WIDTH + 1, width), heightPx: Math.max(1, height), ratio };
  });
  observer.observe(container);
  store.defer(() => observer.disconnect());

  const rows = signal<readonly OverviewRow[]>([]);
  const columns = computed(() => Math.floor(size.value.widthPx - LABEL_WIDTH));
  store.defer(followOverview(app, run.summary, columns, (next) => { rows.value = next; }));
  store.defer(onFrames(() => {
    const theme = THEMES[app.theme.effective.value];
    const picture = { ...size.value, rows: rows.value, ticks: run.search.ticks.value };
    return () => {
      clearLayer(heat, picture.ratio);
      drawOverview(heat, theme, picture);
    };
  }));
  const sliders = (['startNs', 'stopNs'] as const).map((end) => addSlider(container, run, end, store));
  store.defer(onFrames(() => {
    const theme = THEMES[app.theme.effective.value];
    const { widthPx, heightPx, ratio } = size.value;
    const [extent, span, notes] = [run.view.extent.value, run.view.span.value, run.notes.list.value];
    return () => {
      const place = brushPlace(extent, span, widthPx);
      clearLayer(brush, ratio);
      drawBrush(brush, theme, place, widthPx, heightPx);
      drawNoteFlags(brush, theme, notes, (ns) => brushPlace(extent, { startNs: ns, stopNs: ns }, widthPx).left + 1, heightPx);
      sliders.forEach((slider, i) => setSlider(slider, i === 0 ? place.left : place.right, i === 0 ? span.startNs : span.stopNs, extent));
    };
  }));
  store.add(bindBrush(brush.canvas, run, () => size.peek().widthPx));
  return store;
}

/** Runs what `prepare` gives in the next frame, each time a signal that it read has changed. */
function onFrames(prepare: () => () => void): () => void {
  let request = 0;
  const stop = effect(() => {
    const draw = prepare();
    cancelAnimationFrame(request);
    request = requestAnimationFrame(draw);
  });
  return () => {
    stop();
    cancelAnimationFrame(request);
  };
}

function addCanvas(container: HTMLElement, store: DisposableStore): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas');
  Object.assign(canvas.style, { position: 'absolute', inset: '0', width: '100%', height: '100%', touchAction: 'none' });
  container.append(canvas);
  store.defer(() => canvas.remove());
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser has no 2D canvas.');
  return context;
}

type Drag = { readonly mode: 'body' | 'start' | 'stop' | 'new'; readonly fromNs: number; readonly view: TimeSpan };

function bindBrush(canvas: HTMLCanvasElement, run: RunView, widthPx: () => number): Disposable {
  const store = new DisposableStore();
  const { view } = run;
  let drag: Drag | undefined;
  const nsAt = (event: MouseEvent): number => {
    const extent = view.extent.peek();
    const share = (event.clientX - canvas.getBoundingClientRect().left - LABEL_WIDTH) / (widthPx() - LABEL_WIDTH);
    return extent.startNs + Math.min(1, Math.max(0, share)) * (extent.stopNs - extent.startNs);
  };
  const partAt = (event: MouseEvent): Drag['mode'] => {
    const x = event.clientX - canvas.getBoundingClientRect().left;
    const { left, right } = brushPlace(view.extent.peek(), view.span.peek(), widthPx());
    if (right - left > 3 * EDGE_PX && Math.abs(x - left) <= EDGE_PX) return 'start';
    if (right - left > 3 * EDGE_PX && Math.abs(x - right) <= EDGE_PX) return 'stop';
    const isWhole = right - left >= widthPx() - LABEL_WIDTH - 1;
    return x >= left - 2 && x <= right + 2 && !isWhole ? 'body' : 'new';
  };
  store.add(listen(canvas, 'pointerdown', (event: PointerEvent) => {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    drag = { mode: partAt(event), fromNs: nsAt(event), view: view.span.peek() };
  }));
  store.add(listen(canvas, 'pointermove', (event: PointerEvent) => {
    if (!drag) {
      canvas.style.cursor = { start: 'ew-resize', stop: 'ew-resize', body: 'grab', new: 'crosshair' }[partAt(event)];
      return;
    }
    const ns = nsAt(event);
    const by = ns - drag.fromNs;
    const { startNs, stopNs } = drag.view;
    const how = { history: 'merge', group: 'brush' } as const;
    if (drag.mode === 'body') view.set({ startNs: startNs + by, stopNs: stopNs + by }, how);
    else if (drag.mode === 'start') view.set({ startNs: Math.min(startNs + by, stopNs - 1), stopNs }, how);
    else if (drag.mode === 'stop') view.set({ startNs, stopNs: Math.max(stopNs + by, startNs + 1) }, how);
    else if (Math.abs(by) * (widthPx() - LABEL_WIDTH) > 3 * (view.extent.peek().stopNs - view.extent.peek().startNs)) {
      view.set({ startNs: Math.min(ns, drag.fromNs), stopNs: Math.max(ns, drag.fromNs) }, how);
    }
  }));
  const end = (): void => { drag = undefined; };
  store.add(listen(canvas, 'pointerup', end));
  store.add(listen(canvas, 'pointercancel', end));
  store.add(listen(canvas, 'dblclick', () => view.set(view.extent.peek(), { animate: true })));
  store.add(listen(canvas, 'wheel', (event: WheelEvent) => {
    event.preventDefault();
    if (event.deltaY !== 0) view.zoomAt(nsAt(event), event.deltaY < 0 ? NOTCH_FACTOR : 1 / NOTCH_FACTOR, 'overview');
  }, { passive: false }));
  return store;
}

/** An edge of the brush for the keyboard: arrows move the brush, with Shift only this edge. */
function addSlider(container: HTMLElement, run: RunView, end: 'startNs' | 'stopNs', store: DisposableStore): HTMLElement {
  const { view } = run;
  const slider = document.createElement('div');
  slider.tabIndex = 0;
  slider.setAttribute('role', 'slider');
  slider.setAttribute('aria-label', end === 'startNs' ? 'Start of the view' : 'End of the view');
  Object.assign(slider.style, { position: 'absolute', top: '0', bottom: '0', width: '4px', marginLeft: '-2px', pointerEvents: 'none' });
  container.append(slider);
  store.defer(() => slider.remove());
  store.add(listen(slider, 'keydown', (event: KeyboardEvent) => {
    const direction = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (direction === 0 || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    const { startNs, stopNs } = view.span.peek();
    const byNs = direction * KEY_STEP * (stopNs - startNs);
    if (!event.shiftKey) view.panBy(direction * KEY_STEP);
    else view.set(end === 'startNs' ? { startNs: startNs + byNs, stopNs } : { startNs, stopNs: stopNs + byNs }, { history: 'merge', group: 'brush' });
  }));
  return slider;
}

function setSlider(slider: HTMLElement, atPx: number, ns: number, extent: TimeSpan): void {
  // At the very edge half of it would stick out of the page.
  slider.style.left = `clamp(2px, ${atPx}px, calc(100% - 2px))`;
  slider.setAttribute('aria-valuemin', String(Math.round(extent.startNs)));
  slider.setAttribute('aria-valuemax', String(Math.round(extent.stopNs)));
  slider.setAttribute('aria-valuenow', String(Math.round(Math.min(extent.stopNs, Math.max(extent.startNs, ns)))));
  slider.setAttribute('aria-valuetext', formatTime(Math.round(ns)));
}
