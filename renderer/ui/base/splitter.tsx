/** A divider between two regions: drag, arrow keys, double-click; `role=separator` with its value in px. */
import { useSignal } from '@preact/signals';
import type { Signal } from '@preact/signals';

export function Splitter({ label, value, min, max, along, grows, onReset }: {
  readonly label: string;
  readonly value: Signal<number>;
  readonly min: number;
  readonly max: () => number;
  /** Axis in which the divider moves. */
  readonly along: 'x' | 'y';
  /** +1: moving right or down makes `value` larger. */
  readonly grows: 1 | -1;
  readonly onReset?: () => void;
}) {
  const isDragging = useSignal(false);
  const set = (px: number): void => {
    value.value = Math.round(Math.min(Math.max(px, min), Math.max(min, max())));
  };
  const onPointerDown = (event: PointerEvent): void => {
    const handle = event.currentTarget as HTMLElement;
    const from = along === 'x' ? event.clientX : event.clientY;
    const before = value.value;
    handle.setPointerCapture(event.pointerId);
    isDragging.value = true;
    const move = (at: PointerEvent): void => set(before + ((along === 'x' ? at.clientX : at.clientY) - from) * grows);
    const stop = (): void => {
      isDragging.value = false;
      handle.removeEventListener('pointermove', move);
    };
    handle.addEventListener('pointermove', move);
    handle.addEventListener('lostpointercapture', stop, { once: true });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const steps: Record<string, number> = along === 'x' ? { ArrowLeft: -1, ArrowRight: 1 } : { ArrowUp: -1, ArrowDown: 1 };
    const step = steps[event.key];
    if (event.key === 'Home') set(min);
    else if (event.key === 'End') set(max());
    else if (step === undefined) return;
    else set(value.value + step * grows * (event.shiftKey ? 50 : 10));
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      class={`splitter ${along} ${isDragging.value ? 'dragging' : ''}`} role="separator" tabIndex={0} aria-label={label}
      aria-orientation={along === 'x' ? 'vertical' : 'horizontal'} aria-valuenow={value.value} aria-valuemin={min} aria-valuemax={Math.round(Math.max(min, max()))}
      onPointerDown={onPointerDown} onKeyDown={onKeyDown} onDblClick={onReset}
    />
  );
}
