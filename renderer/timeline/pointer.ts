/**
 * Pointer, wheel and pinch on the timeline (ui.md §4.1). A drag pans both ways, selects a range or zooms to the dragged interval, by the
 * user's choice, Shift and Alt (state/pointer_choice.ts); the other button pans or opens the menu, Ctrl+wheel and pinch zoom at the
 * pointer, Shift+wheel pans, the plain wheel scrolls rows or zooms.
 */
import { DisposableStore, listen } from '../base/disposable.ts';
import type { TimeSpan } from '../../electron/protocol/time.ts';
import type { RunView } from '../state/app.ts';
import { dragMode, type PointerChoice } from '../state/pointer_choice.ts';
import type { DrawList } from './draw_list.ts';
import { RULER_HEIGHT } from './ruler.ts';
import { snapToEdge } from './snap.ts';
import { cssXOf, nsAtCssX } from './viewport.ts';

const NOTCH_FACTOR = 1.25;
const PINCH_RATE = 0.01;
/** A wheel turn of at least this many px is a mouse's notch, less is a touchpad's glide. */
const NOTCH_PX = 50;
const LINE_PX = 18;
/** Shift+wheel: a notch moves the view by this share. */
const PAN_PER_PX = 1 / 1000;
/** A press that moves less is a click. */
const CLICK_SLOP_PX = 4;

export interface PointerHost {
  readonly run: RunView;
  readonly choice: PointerChoice;
  list(): DrawList | undefined;
  /** `null` = the pointer has left. `y` from the top of the tracks, negative on the ruler. */
  onMove(point: { x: number; y: number; pageX: number; pageY: number } | null): void;
  /** `adds`: besides what is selected. */
  onClick(x: number, y: number, adds: boolean): void;
  /** A click on the ruler; true when it meant something that is there. */
  onRulerClick(x: number): boolean;
  onFit(x: number, y: number): void;
  /** The other button, or a long press of a finger. */
  onMenu(x: number, y: number, page: { readonly x: number; readonly y: number }): void;
  onZoomRange(span: TimeSpan | null): void;
  /** Shift+drag on the ruler moves the run itself by so many css px; undefined = it selects a range. */
  readonly onSlide?: ((byPx: number) => void) | undefined;
}

type Drag =
  | { readonly mode: 'press' | 'pan'; readonly isOther: boolean; readonly fromX: number; readonly fromY: number; readonly span: TimeSpan; readonly scrollTop: number }
  /** `isClick`: without a move it is a click on what is there. */
  | { readonly mode: 'range' | 'zoom'; readonly fromX: number; readonly fromNs: number; readonly isClick: boolean }
  | { readonly mode: 'slide'; readonly fromX: number };

export function bindPointer(element: HTMLElement, host: PointerHost): Disposable {
  const store = new DisposableStore();
  const { view, tree } = host.run;
  let drag: Drag | undefined;

  const pointOf = (event: MouseEvent): { x: number; y: number } => {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top - RULER_HEIGHT };
  };
  const nsAt = (x: number, y: number, isFree: boolean): number => {
    const list = host.list();
    if (!list) return view.span.peek().startNs;
    const ns = nsAtCssX(list.viewport, x);
    return Math.round(isFree ? ns : snapToEdge(list, x, y) ?? ns);
  };
  const spanBetween = (a: number, b: number): TimeSpan => ({ startNs: Math.min(a, b), stopNs: Math.max(a, b) });

  function press(event: PointerEvent): void {
    const { x, y } = pointOf(event);
    if (event.button === 1) {
      event.preventDefault();
      host.onFit(x, y);
      return;
    }
    if (event.button !== 0 && event.button !== 2) return;
    element.setPointerCapture(event.pointerId);
    element.focus({ preventScroll: true });
    if (event.button === 2) {
      drag = { mode: 'press', isOther: true, fromX: x, fromY: y, span: view.span.peek(), scrollTop: tree.scrollTop.peek() };
      return;
    }
    if (y < 0 && event.shiftKey && host.onSlide) {
      drag = { mode: 'slide', fromX: x };
      return;
    }
    const otherEnd = y < 0 ? farEndOfRange(x) : undefined;
    if (otherEnd !== undefined) {
      drag = { mode: 'range', fromX: Number.NEGATIVE_INFINITY, fromNs: otherEnd, isClick: false };
      return;
    }
    const mode = dragMode(host.choice.preset.peek(), { shiftKey: event.shiftKey, altKey: event.altKey, isRuler: y < 0 });
    if (mode !== 'pan') drag = { mode, fromX: x, fromNs: nsAt(x, y, event.altKey), isClick: y >= 0 && !event.shiftKey && !event.altKey };
    else drag = { mode: 'press', isOther: false, fromX: x, fromY: y, span: view.span.peek(), scrollTop: tree.scrollTop.peek() };
  }

  /** On the ruler, an end of the range can be taken and moved: the end that stays. */
  function farEndOfRange(x: number): number | undefined {
    const range = view.range.peek();
    const list = host.list();
    if (!range || !list) return undefined;
    const isNear = (ns: number): boolean => Math.abs(cssXOf(list.viewport, ns) - x) <= CLICK_SLOP_PX + 1;
    return isNear(range.startNs) ? range.stopNs : isNear(range.stopNs) ? range.startNs : undefined;
  }

  function move(event: PointerEvent): void {
    const { x, y } = pointOf(event);
    if (drag?.mode === 'press' && Math.hypot(x - drag.fromX, y - drag.fromY) > CLICK_SLOP_PX) {
      drag = { ...drag, mode: 'pan' };
      element.style.cursor = 'grabbing';
    }
    if (!drag) element.style.cursor = y < 0 && farEndOfRange(x) !== undefined ? 'ew-resize' : '';
    if (drag?.mode === 'pan') panTo(drag, x, y);
    else if (drag?.mode === 'range' && Math.abs(x - drag.fromX) > CLICK_SLOP_PX) view.range.value = spanBetween(drag.fromNs, nsAt(x, y, event.altKey));
    else if (drag?.mode === 'zoom' && Math.abs(x - drag.fromX) > CLICK_SLOP_PX) host.onZoomRange(spanBetween(drag.fromNs, nsAt(x, y, true)));
    else if (drag?.mode === 'slide') {
      host.onSlide?.(x - drag.fromX);
      drag = { mode: 'slide', fromX: x };
    }
    host.onMove(drag?.mode === 'pan' ? null : { x, y, pageX: event.clientX, pageY: event.clientY });
  }

  function panTo({ fromX, fromY, span, scrollTop }: Extract<Drag, { mode: 'press' | 'pan' }>, x: number, y: number): void {
    const widthPx = Math.max(1, view.widthPx.peek());
    const byNs = ((fromX - x) / widthPx) * (span.stopNs - span.startNs);
    view.set({ startNs: span.startNs + byNs, stopNs: span.stopNs + byNs }, { history: 'merge', group: 'pan' });
    scrollTo(scrollTop + fromY - y);
  }

  function scrollTo(top: number): void {
    tree.scrollTop.value = Math.min(Math.max(0, tree.contentHeight.peek() - tree.viewportHeight.peek()), Math.max(0, top));
  }

  function release(event: PointerEvent): void {
    const { x, y } = pointOf(event);
    const done = drag;
    drag = undefined;
    element.style.cursor = '';
    if (done?.mode === 'press' && done.isOther) host.onMenu(x, y, { x: event.clientX, y: event.clientY });
    else if (done?.mode === 'press') host.onClick(x, y, event.ctrlKey || event.metaKey);
    if ((done?.mode === 'range' || done?.mode === 'zoom') && done.isClick && Math.abs(x - done.fromX) <= CLICK_SLOP_PX) {
      host.onZoomRange(null);
      host.onClick(x, y, event.ctrlKey || event.metaKey);
      return;
    }
    if (done?.mode === 'range' && Math.abs(x - done.fromX) <= CLICK_SLOP_PX && !(y < 0 && host.onRulerClick(x))) view.range.value = null;
    if (done?.mode === 'zoom') {
      const span = spanBetween(done.fromNs, nsAt(x, y, true));
      host.onZoomRange(null);
      if (Math.abs(x - done.fromX) > CLICK_SLOP_PX) view.set(span, { animate: true });
    }
  }

  function cancel(): void {
    drag = undefined;
    element.style.cursor = '';
    host.onZoomRange(null);
    host.onMove(null);
  }

  function wheel(event: WheelEvent): void {
    event.preventDefault();
    const { x, y } = pointOf(event);
    const scale = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PX : event.deltaMode === WheelEvent.DOM_DELTA_PAGE ? 400 : 1;
    const deltaX = event.deltaX * scale;
    const deltaY = event.deltaY * scale;
    const { startNs, stopNs } = view.span.peek();
    const widthPx = Math.max(1, view.widthPx.peek());
    if (event.ctrlKey || event.metaKey || y < 0 || (host.choice.wheelZooms.peek() && !event.shiftKey && Math.abs(deltaY) >= Math.abs(deltaX))) {
      if (deltaY === 0) return;
      const isNotch = Math.abs(deltaY) >= NOTCH_PX || event.deltaMode !== WheelEvent.DOM_DELTA_PIXEL;
      const factor = isNotch ? (deltaY < 0 ? NOTCH_FACTOR : 1 / NOTCH_FACTOR) : Math.exp(-deltaY * PINCH_RATE);
      view.zoomAt(startNs + (x / widthPx) * (stopNs - startNs), factor, isNotch ? undefined : 'pinch');
      return;
    }
    if (event.shiftKey || Math.abs(deltaX) > Math.abs(deltaY)) {
      const px = event.shiftKey && deltaX === 0 ? deltaY : deltaX;
      // A glide follows the finger, a notch moves a tenth of the view.
      view.panBy(event.shiftKey ? px * PAN_PER_PX : px / widthPx);
      return;
    }
    if (y < (host.list()?.pinnedPx ?? 0)) tree.pinned.scrollBy(Math.sign(deltaY));
    else scrollTo(tree.scrollTop.peek() + deltaY);
  }

  store.add(listen(element, 'pointerdown', press));
  store.add(listen(element, 'pointermove', move));
  store.add(listen(element, 'pointerup', release));
  store.add(listen(element, 'pointercancel', cancel));
  // A mouse opens its menu when the button is let go without a drag; keys have a command for it.
  store.add(listen(element, 'contextmenu', (event: MouseEvent) => {
    event.preventDefault();
    if ((event as PointerEvent).pointerType !== 'touch') return;
    const { x, y } = pointOf(event);
    drag = undefined;
    host.onMenu(x, y, { x: event.clientX, y: event.clientY });
  }));
  store.add(listen(element, 'pointerleave', () => { if (!drag) host.onMove(null); }));
  store.add(listen(element, 'wheel', wheel, { passive: false }));
  store.add(listen(element, 'dblclick', (event: MouseEvent) => {
    const { x, y } = pointOf(event);
    if (y >= 0) host.onFit(x, y);
  }));
  return store;
}
