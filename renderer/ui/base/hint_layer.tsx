/**
 * One small hint for every element with `data-hint` (icon buttons, cut labels): on hover after half a second, on keyboard focus at
 * once. It repeats what `aria-label` already says, so it is hidden from assistive technology.
 */
import { computePosition, flip, offset, shift } from '@floating-ui/dom';
import { useLayoutEffect, useRef } from 'preact/hooks';

const DELAY_MS = 500;

export function HintLayer() {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    let timer = 0;
    let shown: Element | null = null;
    const hide = (): void => {
      clearTimeout(timer);
      shown = null;
      if (box.current) box.current.hidden = true;
    };
    const show = (target: HTMLElement): void => {
      const floating = box.current;
      const text = target.dataset['hint'];
      if (!floating || !text || !target.isConnected) return;
      floating.textContent = text;
      floating.hidden = false;
      void computePosition(target, floating, { placement: 'bottom', strategy: 'fixed', middleware: [offset(6), flip({ padding: 4 }), shift({ padding: 4 })] })
        .then(({ x, y }) => {
          floating.style.left = `${x}px`;
          floating.style.top = `${y}px`;
        });
    };
    const find = (event: Event): HTMLElement | null => (event.target instanceof Element ? event.target.closest<HTMLElement>('[data-hint]') : null);
    const onOver = (event: Event): void => {
      const target = find(event);
      if (target === shown) return;
      hide();
      if (!target) return;
      shown = target;
      timer = window.setTimeout(() => show(target), DELAY_MS);
    };
    const onFocus = (event: Event): void => {
      const target = find(event);
      hide();
      if (!target?.matches(':focus-visible')) return;
      shown = target;
      show(target);
    };
    const listeners: [string, (event: Event) => void][] = [
      ['pointerover', onOver], ['focusin', onFocus], ['focusout', hide], ['pointerdown', hide], ['wheel', hide],
      ['keydown', (event) => (event as KeyboardEvent).key === 'Escape' && hide()],
    ];
    for (const [type, listener] of listeners) document.addEventListener(type, listener, { capture: true, passive: true });
    return () => {
      hide();
      for (const [type, listener] of listeners) document.removeEventListener(type, listener, { capture: true });
    };
  }, []);
  return <div class="hint" ref={box} hidden aria-hidden="true" />;
}
