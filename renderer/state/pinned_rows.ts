/**
 * The area of pinned tracks above the others: at most a third of the height, whole rows only, with a place of its own in the list where
 * there are more. Css px.
 */
import { computed, signal, type ReadonlySignal } from '@preact/signals';
import type { PinnedArea, PinnedRows, Row } from './app.ts';

const MOST_OF_AREA = 1 / 3;
const LEAST_ROW_PX = 40;
const LEVELS_PADDING_PX = 2;

/** As many whole rows from `first` on as have room, one at least; where the last ones would leave room, those before them too. */
export function pinnedWindow(all: readonly Row[], first: number, areaPx: number): PinnedRows {
  const limit = Math.floor(areaPx * MOST_OF_AREA);
  const rows = stacked(all.map((row) => squeezed(row, limit)));
  const heightOf = (from: number, to: number): number => (to > from ? rows[to - 1].y + rows[to - 1].height - rows[from].y : 0);
  let from = Math.min(Math.max(0, first), Math.max(0, rows.length - 1));
  let to = Math.min(rows.length, from + 1);
  while (to < rows.length && heightOf(from, to + 1) <= limit) to++;
  while (to === rows.length && from > 0 && heightOf(from - 1, to) <= limit) from--;
  return { rows: stacked(rows.slice(from, to)), heightPx: heightOf(from, to), first: from, count: rows.length };
}

function stacked(rows: readonly Row[]): Row[] {
  let y = 0;
  return rows.map((row) => {
    const placed = { ...row, y };
    y += row.height;
    return placed;
  });
}

/** A track of more levels than there is room for has lower ones. */
function squeezed(row: Row, limit: number): Row {
  if (row.height <= limit || row.levelHeight === 0 || limit < LEAST_ROW_PX) return row;
  return { ...row, height: limit, levelHeight: (limit - LEVELS_PADDING_PX) / Math.max(2, row.track?.levels ?? 1) };
}

export function createPinnedArea(all: ReadonlySignal<readonly Row[]>): PinnedArea {
  const areaHeight = signal(0);
  const first = signal(0);
  const shown = computed(() => pinnedWindow(all.value, first.value, areaHeight.value));
  return {
    shown, areaHeight,
    viewportHeight: computed(() => Math.max(0, areaHeight.value - shown.value.heightPx)),
    scrollBy: (rows) => { first.value = Math.min(Math.max(0, all.peek().length - 1), Math.max(0, shown.peek().first + rows)); },
    reveal: (slug) => {
      if (!shown.peek().rows.some((row) => row.slug === slug)) first.value = Math.max(0, all.peek().findIndex((row) => row.slug === slug));
    },
  };
}
