/** What the pointer is on, in the words that the tooltip and the test hooks use. */
import { itemTitle, STATE_NAMES, isMemoryKind } from '../../electron/protocol/items.ts';
import type { TimeSpan } from '../../electron/protocol/time.ts';
import { heldText } from '../base/bytes.ts';
import type { Hover, RunView } from '../state/app.ts';
import type { BoxHit, Hit } from './hit_test.ts';
import { startOf, stopOf } from './tile_columns.ts';

export function titleOf(run: RunView, { tile, box }: BoxHit): string {
  const name = run.name(tile.names[box]);
  return name ? itemTitle(name, tile.numsHi[box], tile.numsLo[box]) : '';
}

export function hoverOf(run: RunView, hit: Hit, x: number, y: number): Hover | null {
  const { row } = hit.row;
  const place = { track: row.id, slug: row.slug, x, y, details: undefined };
  switch (hit.type) {
    case 'item': case 'group': {
      const { tile, box, level } = hit;
      const span = { startNs: startOf(tile, box), stopNs: stopOf(tile, box) };
      const title = titleOf(run, hit);
      if (hit.type === 'group') return { ...place, box: { type: 'group', level, count: tile.counts[box], busy: tile.busy[box], title, ...span } };
      return { ...place, box: { type: 'item', ordinal: tile.ordinals[box], level, title, name: tile.names[box], state: STATE_NAMES[tile.states[box]], ...span } };
    }
    case 'idle': return { ...place, box: { type: 'idle', ns: hit.ns, gap: undefined } };
    case 'curve': return { ...place, box: { type: 'curve', ns: hit.ns, ...curveBox(hit) } };
    case 'row': return null;
  }
}

/** The idle time under the pointer, once it is known. */
export function gapOf(hover: Hover | null): TimeSpan | undefined {
  return hover?.box.type === 'idle' ? hover.box.gap ?? undefined : undefined;
}

/** What the engine has said of the box, or of the idle time, that the pointer is still on. */
export function withKnown(next: Hover, before: Hover): Hover {
  const { box } = next;
  if (box.type === 'group' && before.box.type === 'group' && before.box.names) return { ...next, box: { ...box, names: before.box.names } };
  if (box.type !== 'idle' || before.box.type !== 'idle') return { ...next, details: before.details };
  const { gap } = before.box;
  const isInside = gap !== undefined && gap !== null && gap.startNs <= box.ns && box.ns < gap.stopNs;
  return isInside ? { ...next, box: { ...box, gap } } : next;
}

function curveBox({ row: { row }, mean }: Extract<Hit, { type: 'curve' }>): { text: string; capacityBytes?: number | null } {
  if (isMemoryKind(row.kind)) {
    const capacityBytes = row.group?.capacityBytes ?? row.track?.capacityBytes ?? null;
    return { text: heldText(mean, capacityBytes), capacityBytes };
  }
  const of = row.group?.denominator ?? null;
  const share = `${Math.round(mean * 100)}% Utilization`;
  return { text: of === null || of < 2 ? share : `${share} · ${(mean * of).toFixed(1)} of ${of} busy` };
}
