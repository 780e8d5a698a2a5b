/** Busy share of each class of processors over the whole run, one value per pixel column; asked for when the run changes. */
import type { GroupSummary, RunSummary } from '../../electron/protocol/run_api.ts';
import type { UtilTile } from '../../electron/protocol/tiles.ts';
import { resolutionFor, TILE_BUCKETS, type TimeSpan } from '../../electron/protocol/time.ts';
import type { EngineClient } from '../state/app.ts';
import { bytesAtFull } from './frame.ts';
import { isMemoryKind } from '../../electron/protocol/items.ts';

export interface OverviewRow {
  readonly label: string;
  /** 0..1 per column, NaN = not recorded. */
  readonly values: Float32Array;
}

const CLASSES: readonly (readonly [string, (kind: string) => boolean])[] = [
  ['GPU', (kind) => kind === 'gpu-dev' || kind === 'gpu'],
  ['CPU', (kind) => ['cpu', 'openmp', 'python', 'io', 'external'].includes(kind)],
  ['Utility', (kind) => kind === 'utility'],
  ['Channel', (kind) => kind === 'chan'],
  ['Memory', isMemoryKind],
  ['Dep. part.', (kind) => kind === 'dp'],
];

/** Groups of each class: those of the whole machine where there are some, else of the nodes. */
export function overviewGroups(summary: RunSummary): { label: string; groups: GroupSummary[] }[] {
  const kinds = summary.groups.filter((group) => group.kind !== null && group.hasUtil);
  const machine = kinds.filter((group) => group.node === null);
  const chosen = machine.length > 0 ? machine : kinds;
  return CLASSES
    .map(([label, belongs]) => ({ label, groups: chosen.filter((group) => belongs(group.kind ?? '')) }))
    .filter(({ groups }) => groups.length > 0);
}

export async function loadOverview(client: EngineClient, summary: RunSummary, columns: number, signal: AbortSignal): Promise<OverviewRow[]> {
  const { extent, run } = summary;
  const exp = resolutionFor((extent.stopNs - extent.startNs) / Math.max(1, columns));
  const tileNs = TILE_BUCKETS * 2 ** exp;
  const indices: number[] = [];
  for (let index = Math.floor(extent.startNs / tileNs); index * tileNs < extent.stopNs; index++) indices.push(index);
  const rows: OverviewRow[] = [];
  for (const { label, groups } of overviewGroups(summary)) {
    const sums = new Float64Array(columns);
    const weights = new Float64Array(columns);
    for (const group of groups) {
      const tiles = await Promise.all(indices.map((index) => client.utilTile(run, { track: group.id, exp, index }, signal)));
      addGroup(group, tiles, extent, sums, weights);
    }
    rows.push({ label, values: Float32Array.from(sums, (sum, i) => (weights[i] > 0 ? sum / weights[i] : Number.NaN)) });
  }
  return rows;
}

/** Memories count by their bytes (against the peak where no capacity is known), processors by their number. */
function addGroup(group: GroupSummary, tiles: readonly UtilTile[], extent: TimeSpan, sums: Float64Array, weights: Float64Array): void {
  const isBytes = isMemoryKind(group.kind ?? '');
  let peak = 0;
  if (isBytes) for (const tile of tiles) for (let i = 0; i < tile.count; i++) peak = Math.max(peak, tile.maxs[i]);
  const weight = isBytes ? bytesAtFull(peak, group.capacityBytes) : group.denominator ?? 1;
  if (weight <= 0) return;
  const columns = sums.length;
  const perColumnNs = (extent.stopNs - extent.startNs) / columns;
  for (const tile of tiles) {
    const bucketNs = 2 ** tile.key.exp;
    for (let i = 0; i < tile.count; i++) {
      const mean = tile.means[i];
      if (Number.isNaN(mean)) continue;
      const ns = (tile.key.index * TILE_BUCKETS + i + 0.5) * bucketNs;
      const column = Math.floor((ns - extent.startNs) / perColumnNs);
      if (column < 0 || column >= columns) continue;
      sums[column] += isBytes ? mean : mean * weight;
      weights[column] += weight;
    }
  }
}
