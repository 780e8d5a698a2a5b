/** What a row shows: items on levels, a curve, or a strip; and which rows are on screen, the one that sticks to the top included. */
import type { Row } from '../state/app.ts';
import { isMemoryKind } from '../../electron/protocol/items.ts';
import { NODE_HEIGHT, rowIndexAt } from '../state/tree_layout.ts';

export type RowContent = 'items' | 'heat' | 'curve' | 'area' | 'nothing';

export function contentOf(row: Row): RowContent {
  if (row.track) {
    if (row.isOpen) return row.levelHeight > 0 ? 'items' : 'area';
    return row.track.hasUtil ? 'heat' : 'items';
  }
  if (row.group?.hasUtil !== true) return 'nothing';
  if (row.type !== 'kind' || !row.isOpen) return 'heat';
  return isMemoryKind(row.kind) ? 'area' : 'curve';
}

export interface PlacedRow {
  readonly row: Row;
  /** Top, css px from the top of the track area; negative when scrolled. */
  readonly y: number;
  readonly isSticky: boolean;
  /** Stands in the area of pinned rows. */
  readonly isPinned?: true;
}

/** Rows that touch the track area from `topPx` to `heightPx`, in order; the sticking node head last. */
export function placeRows(rows: readonly Row[], scrollTop: number, heightPx: number, topPx = 0): PlacedRow[] {
  const placed: PlacedRow[] = [];
  for (let i = Math.max(0, rowIndexAt(rows, scrollTop)); i < rows.length && rows[i].y < scrollTop + heightPx - topPx; i++) {
    if (rows[i].y + rows[i].height > scrollTop) placed.push({ row: rows[i], y: rows[i].y - scrollTop + topPx, isSticky: false });
  }
  const head = stickyHead(rows, scrollTop, topPx);
  if (head) placed.push(head);
  return placed;
}

/** The root row that has scrolled out while rows under it are in view; the next root pushes it up, unless it would come over pinned rows. */
function stickyHead(rows: readonly Row[], scrollTop: number, topPx: number): PlacedRow | undefined {
  let at = rowIndexAt(rows, scrollTop);
  while (at >= 0 && rows[at].depth > 0) at--;
  const head = at < 0 ? undefined : rows[at];
  if (!head || head.y >= scrollTop) return undefined;
  let next = at + 1;
  while (next < rows.length && rows[next].depth > 0) next++;
  if (next === at + 1) return undefined;
  const endPx = next < rows.length ? rows[next].y : Infinity;
  return { row: head, y: topPx > 0 ? topPx : Math.min(0, endPx - scrollTop - NODE_HEIGHT), isSticky: true };
}
