/** A panel that floats beside a button: opened by click or key, closed by Esc, by a click elsewhere and when focus leaves it. */
import { autoUpdate, computePosition, flip, offset, shift, size } from '@floating-ui/dom';
import type { Placement } from '@floating-ui/dom';
import type { ComponentChildren, RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** Keeps `floating` beside `anchor` while both exist. */
export function follow(anchor: Element, floating: HTMLElement, placement: Placement): () => void {
  return autoUpdate(anchor, floating, () => {
    void computePosition(anchor, floating, {
      placement,
      strategy: 'fixed',
      middleware: [
        offset(6), flip({ padding: 8 }), shift({ padding: 8 }),
        size({ padding: 8, apply: ({ availableHeight }) => floating.style.setProperty('max-height', `${Math.max(120, availableHeight)}px`) }),
      ],
    }).then(({ x, y }) => {
      floating.style.left = `${x}px`;
      floating.style.top = `${y}px`;
    });
  });
}

export interface PopoverProps {
  readonly anchor: RefObject<HTMLElement | null>;
  readonly onClose: () => void;
  readonly label: string;
  readonly role?: 'dialog' | 'menu' | 'listbox';
  readonly id?: string;
  readonly placement?: Placement;
  readonly class?: string;
  /** Where focus goes on opening: the first control inside (default), the panel itself, or nowhere (it stays where it is). */
  readonly focus?: 'first' | 'panel' | 'keep';
  readonly children: ComponentChildren;
}

const FOCUSABLE = 'button:not([disabled]), [href], input, select, [tabindex]:not([tabindex="-1"]), [role^="menuitem"]';

export function Popover({ anchor, onClose, label, role = 'dialog', id, placement = 'bottom-end', class: extra = '', focus = 'first', children }: PopoverProps) {
  const panel = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  close.current = onClose;
  useLayoutEffect(() => {
    const floating = panel.current;
    const beside = anchor.current;
    if (!floating || !beside) return undefined;
    const stop = follow(beside, floating, placement);
    if (focus !== 'keep') (focus === 'first' ? (floating.querySelector<HTMLElement>(FOCUSABLE) ?? floating) : floating).focus({ preventScroll: true });
    return stop;
  }, []);
  // A layout effect: what useEffect leaves is taken away only after the next paint (Preact 11), and until then would close the next panel.
  useLayoutEffect(() => {
    const isInside = (target: EventTarget | null): boolean =>
      target instanceof Node && (panel.current?.contains(target) === true || anchor.current?.contains(target) === true);
    const onPointer = (event: Event): void => {
      if (!isInside(event.target)) close.current();
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      event.preventDefault();
      close.current();
      if (focus !== 'keep') anchor.current?.focus();
    };
    const onFocus = (event: FocusEvent): void => {
      if (event.target !== document && !isInside(event.target)) close.current();
    };
    document.addEventListener('pointerdown', onPointer, true);
    document.addEventListener('keydown', onKey, true);
    document.addEventListener('focusin', onFocus);
    return () => {
      document.removeEventListener('pointerdown', onPointer, true);
      document.removeEventListener('keydown', onKey, true);
      document.removeEventListener('focusin', onFocus);
    };
  }, []);
  return (
    <div class={`popover ${extra}`} role={role} aria-label={label} id={id} tabIndex={-1} ref={panel}>
      {children}
    </div>
  );
}
