/** On the curve of a memory: how much there is, and where in view it held most. */
import { TILE_BUCKETS, type Ns } from '../../electron/protocol/time.ts';
import { formatBytes } from '../base/bytes.ts';
import { toHex } from '../base/color_math.ts';
import type { Theme } from '../base/theme.ts';
import type { DrawList, DrawnRow } from './draw_list.ts';
import { platedText } from './plated_text.ts';
import { cssXOf } from './viewport.ts';

/** As the curve is drawn (frame.ts, shaders.ts): what a row keeps clear above and below, css px. */
const INSET_PX = 2;
const MARK_PX = 4;
const TEXT_GAP_PX = 4;
/** Room of the scale at the right end of the row. */
const SCALE_PX = 90;

/** Most bytes in the part of the row that is in view, and the time of the first bucket that has them; undefined where nothing is held or known. */
export function peakInView({ curve }: Pick<DrawnRow, 'curve'>): { ns: Ns; bytes: number } | undefined {
  let peak: { ns: Ns; bytes: number } | undefined;
  for (const { tile, startNs, stopNs } of curve) {
    if (!tile) continue;
    const bucketNs = 2 ** tile.key.exp;
    const first = tile.key.index * TILE_BUCKETS;
    for (let i = Math.max(0, Math.floor(startNs / bucketNs) - first); i < tile.count && (first + i) * bucketNs < stopNs; i++) {
      if (tile.maxs[i] > (peak?.bytes ?? 0)) peak = { ns: Math.max(startNs, Math.min(stopNs, (first + i + 0.5) * bucketNs)), bytes: tile.maxs[i] };
    }
  }
  return peak;
}

export function drawMemoryMarks(context: CanvasRenderingContext2D, { viewport }: DrawList, row: DrawnRow, theme: Theme, { scale, capacity }: { scale: number; capacity: number | null }): void {
  const bottom = row.y + row.row.height - INSET_PX - 1;
  const yOf = (bytes: number): number => bottom - Math.min(1, bytes / scale) * (row.row.height - 2 * INSET_PX - 3);
  if (capacity !== null && capacity <= scale) {
    context.strokeStyle = toHex(theme.colors.textMuted);
    context.lineWidth = 1;
    context.setLineDash([4, 3]);
    context.beginPath();
    const y = Math.round(yOf(capacity)) + 0.5;
    context.moveTo(0, y);
    context.lineTo(viewport.widthCssPx, y);
    context.stroke();
    context.setLineDash([]);
  }
  const peak = peakInView(row);
  if (peak === undefined) return;
  const x = Math.max(MARK_PX, Math.min(viewport.widthCssPx - MARK_PX, cssXOf(viewport, peak.ns)));
  const y = yOf(peak.bytes);
  context.fillStyle = toHex(theme.colors.textPrimary);
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x + MARK_PX, y + 2 * MARK_PX - 1);
  context.lineTo(x - MARK_PX, y + 2 * MARK_PX - 1);
  context.fill();
  const text = formatBytes(peak.bytes, 1);
  const width = context.measureText(text).width;
  const isRoomLeft = x > width + 2 * MARK_PX + 2 * TEXT_GAP_PX;
  const isRight = !isRoomLeft || x + width + MARK_PX + TEXT_GAP_PX < viewport.widthCssPx - SCALE_PX;
  platedText(context, theme, text, isRight ? x + MARK_PX + TEXT_GAP_PX + width : x - MARK_PX - TEXT_GAP_PX, y + 1);
}
