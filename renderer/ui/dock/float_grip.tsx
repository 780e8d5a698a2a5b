/** The bar by which floating panels are moved: drag, or arrows (Shift: in larger steps). Their corner changes the size. */
import { useLayoutEffect } from 'preact/hooks';
import type { RefObject } from 'preact';
import { useApp } from '../base/context.ts';

const STEP_PX = 10;
const LARGE_STEP_PX = 50;
/** So much of the panels stays inside the window. */
const KEPT_PX = 80;

export function FloatGrip({ dock }: { readonly dock: RefObject<HTMLElement | null> }) {
  const { floatBox } = useApp().layout;
  const moveTo = (x: number, y: number): void => {
    const around = dock.current?.parentElement;
    const [maxX, maxY] = [(around?.clientWidth ?? window.innerWidth) - KEPT_PX, (around?.clientHeight ?? window.innerHeight) - KEPT_PX];
    floatBox.value = { ...floatBox.peek(), x: Math.round(Math.max(0, Math.min(maxX, x))), y: Math.round(Math.max(0, Math.min(maxY, y))) };
  };
  // The browser's own handle in the corner sizes the element; what it does is kept.
  useLayoutEffect(() => {
    const element = dock.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => {
      const [width, height] = [element.offsetWidth, element.offsetHeight];
      const before = floatBox.peek();
      if (width > 0 && height > 0 && (width !== before.width || height !== before.height)) floatBox.value = { ...before, width, height };
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const onPointerDown = (event: PointerEvent): void => {
    const grip = event.currentTarget as HTMLElement;
    const { x, y } = floatBox.peek();
    const move = (at: PointerEvent): void => moveTo(x + at.clientX - event.clientX, y + at.clientY - event.clientY);
    grip.setPointerCapture(event.pointerId);
    grip.addEventListener('pointermove', move);
    grip.addEventListener('lostpointercapture', () => grip.removeEventListener('pointermove', move), { once: true });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!way) return;
    event.preventDefault();
    event.stopPropagation();
    const step = event.shiftKey ? LARGE_STEP_PX : STEP_PX;
    moveTo(floatBox.peek().x + way[0] * step, floatBox.peek().y + way[1] * step);
  };
  return <div class="float-grip" role="button" tabIndex={0} aria-label="Move the panels: drag, or arrow keys" onPointerDown={onPointerDown} onKeyDown={onKeyDown} />;
}
