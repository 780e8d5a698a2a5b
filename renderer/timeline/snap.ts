/** Item edges within a few px of the pointer: what a range's ends catch on. */
import type { Ns } from '../../electron/protocol/time.ts';
import type { DrawList } from './draw_list.ts';
import { hitTest, rowAt } from './hit_test.ts';
import { boxesOfLevel, lastStartingBy, startOf, stopOf } from './tile_columns.ts';
import { nsAtCssX, nsPerCssPx } from './viewport.ts';

const SNAP_PX = 6;

/** Nearest start or stop on the level under the point; undefined when none is near. */
export function snapToEdge(list: DrawList, x: number, y: number): Ns | undefined {
  const row = rowAt(list, y);
  if (row?.content !== 'items') return undefined;
  const ns = nsAtCssX(list.viewport, x);
  const hit = hitTest(list, x, y);
  const level = hit && 'level' in hit ? hit.level : 0;
  const piece = row.items.find((candidate) => ns >= candidate.startNs && ns < candidate.stopNs);
  const boxes = piece?.tile && boxesOfLevel(piece.tile, level);
  if (!piece?.tile || !boxes) return undefined;
  const at = lastStartingBy(piece.tile, boxes, ns);
  let best: Ns | undefined;
  for (let i = Math.max(0, at - 1); i <= Math.min(boxes.length - 1, at + 1); i++) {
    for (const edge of [startOf(piece.tile, boxes[i]), stopOf(piece.tile, boxes[i])]) {
      if (best === undefined || Math.abs(edge - ns) < Math.abs(best - ns)) best = edge;
    }
  }
  return best !== undefined && Math.abs(best - ns) <= SNAP_PX * nsPerCssPx(list.viewport) ? best : undefined;
}
