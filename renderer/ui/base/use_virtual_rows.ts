/** Rows of one height of which only those in view exist. Heights in css px. */
import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from '@tanstack/virtual-core';
import type { RefObject } from 'preact';
import { useLayoutEffect, useReducer, useState } from 'preact/hooks';
import { useApp } from './context.ts';

const OVERSCAN = 6;

export interface VirtualRows {
  readonly rowPx: number;
  readonly totalPx: number;
  /** `start` counts from the first row. */
  readonly rows: readonly { readonly index: number; readonly start: number }[];
  /** Rows that fit at once. */
  readonly page: number;
  reveal(index: number): void;
}

/** `headRows`: rows of the same height that stick to the top and hide what is under them. */
export function useVirtualRows(scroll: RefObject<HTMLElement | null>, count: number, headRows: number): VirtualRows {
  // Read so that another density is another height.
  void useApp().appearance.density.value;
  const rowPx = Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--height-row'));
  const [, again] = useReducer((n: number) => n + 1, 0);
  const options = {
    count, getScrollElement: () => scroll.current, estimateSize: () => rowPx, overscan: OVERSCAN, scrollMargin: headRows * rowPx, scrollPaddingStart: headRows * rowPx,
    observeElementRect, observeElementOffset, scrollToFn: elementScroll, onChange: () => again(undefined as never),
  };
  const [virtual] = useState(() => new Virtualizer<HTMLElement, HTMLElement>(options));
  virtual.setOptions(options);
  useLayoutEffect(() => virtual._didMount(), []);
  useLayoutEffect(() => virtual._willUpdate());
  useLayoutEffect(() => virtual.measure(), [rowPx]);
  return {
    rowPx, totalPx: count * rowPx,
    rows: virtual.getVirtualItems().map(({ index, start }) => ({ index, start: start - headRows * rowPx })),
    page: Math.max(1, Math.floor((scroll.current?.clientHeight ?? 0) / rowPx) - headRows),
    reveal: (index) => virtual.scrollToIndex(index, { align: 'auto' }),
  };
}
