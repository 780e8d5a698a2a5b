/** Which rows have to be in the page, and how the tree hangs together: pure arithmetic on the rows of TrackTree. */
import type { Row } from '../../state/app.ts';

/** First and last+1 index of the rows that touch `[top, top + height)`, css px; rows are sorted by y. */
export function rowsInView(rows: readonly Row[], top: number, height: number): [number, number] {
  const firstAfter = (y: number): number => {
    let low = 0;
    let high = rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (rows[middle].y <= y) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return [Math.max(0, firstAfter(top) - 1), firstAfter(top + height - 0.5)];
}

/** Index of the row's parent, -1 for a root. */
export function parentIndex(rows: readonly Row[], index: number): number {
  const { depth } = rows[index];
  for (let i = index - 1; i >= 0; i--) if (rows[i].depth < depth) return i;
  return -1;
}

export interface Place {
  /** 1-based place among the siblings and how many there are. */
  readonly position: number;
  readonly of: number;
}

/** Places of all rows among their siblings, parallel to `rows`. */
export function siblingPlaces(rows: readonly Row[]): Place[] {
  const places: { position: number; of: number }[] = new Array(rows.length);
  const open: { first: number; members: number[] }[] = [];
  const close = (depth: number): void => {
    while (open.length > depth) {
      const family = open.pop();
      for (const member of family?.members ?? []) places[member].of = family?.members.length ?? 0;
    }
  };
  for (let i = 0; i < rows.length; i++) {
    const { depth } = rows[i];
    close(depth + 1);
    while (open.length <= depth) open.push({ first: i, members: [] });
    const { members } = open[depth];
    members.push(i);
    places[i] = { position: members.length, of: 0 };
  }
  close(0);
  return places;
}

/**
 * The node whose head has scrolled out while its rows are in view, and how far the next node pushes it up (css px, ≤ 0).
 */
export function stickyHead(rows: readonly Row[], scrollTop: number, headHeight: number): { row: Row; shift: number } | undefined {
  const [at] = rowsInView(rows, scrollTop, 1);
  let index = at;
  while (index >= 0 && rows[index] !== undefined && rows[index].depth > 0) index--;
  const head = rows[index];
  if (!head || head.y >= scrollTop) return undefined;
  let next = index + 1;
  while (next < rows.length && rows[next].depth > 0) next++;
  if (next === index + 1) return undefined;
  const end = next < rows.length ? rows[next].y : Infinity;
  return { row: head, shift: Math.min(0, end - scrollTop - headHeight) };
}
