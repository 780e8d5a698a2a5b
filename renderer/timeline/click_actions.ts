/** What a click and a double-click do with what is under them. */
import { STATE_NAMES } from '../../electron/protocol/items.ts';
import { messageOf } from '../base/cancel.ts';
import { mark } from '../base/marks.ts';
import type { App, RunView } from '../state/app.ts';
import { grownSpan } from '../state/selection.ts';
import type { FlowChip } from './flows_layer.ts';
import type { BoxHit, Hit } from './hit_test.ts';
import { titleOf } from './hover_box.ts';
import { startOf, stopOf } from './tile_columns.ts';

/** A group is zoomed into until its largest member is this wide, css px. */
const GROUP_ZOOM_PX = 12;

/** Selects the item or group, or with `adds` the item besides the others, or goes to an arrow's end; a click on nothing clears. What the tile knows is shown at once, the details follow. */
export function clickOn(run: RunView, hit: Hit | FlowChip | undefined, adds: boolean): void {
  if (hit && 'end' in hit) {
    void run.select(hit.end.track, hit.end.ordinal, { reveal: true });
  } else if (hit?.type === 'item') {
    const { tile, box, level, row } = hit;
    const span = { startNs: startOf(tile, box), stopNs: stopOf(tile, box) };
    const at = { track: row.row.id, ordinal: tile.ordinals[box], level, title: titleOf(run, hit), state: STATE_NAMES[tile.states[box]], ...span, life: span };
    if (adds) {
      run.selectBesides(at);
      return;
    }
    const clickedMs = performance.now();
    void run.select(at.track, at.ordinal, { segmentStartNs: span.startNs, at }).then(() => mark('details.show', performance.now() - clickedMs));
  } else if (hit?.type === 'group') {
    void run.selectGroup(hit.row.row.id, hit.level, { startNs: startOf(hit.tile, hit.box), stopNs: stopOf(hit.tile, hit.box) }, hit.tile.counts[hit.box]);
  } else if (!adds) run.clearSelection();
}

/** Selects what the menu is about, then opens it. `ns` is under the pointer. */
export function openMenuOn(run: RunView, hit: Hit | undefined, page: { readonly x: number; readonly y: number }, ns: number | undefined): void {
  if (!hit) return;
  const at = hit.type === 'curve' ? 'row' : hit.type;
  const selected = run.selection.peek();
  const isSelected = hit.type === 'item' && selected?.type === 'item' && selected.item.track === hit.row.row.id && selected.item.ordinal === hit.tile.ordinals[hit.box];
  if ((at === 'item' || at === 'group') && !isSelected) clickOn(run, hit, false);
  run.menu.value = { ...page, at, slug: hit.row.row.slug, ns: ns === undefined ? null : Math.round(ns) };
}

/** An item fills the view; a group is zoomed into until its largest member can be seen. */
export function fitTo(app: App, run: RunView, hit: Hit | undefined): void {
  if (hit?.type === 'item') {
    void run.select(hit.row.row.id, hit.tile.ordinals[hit.box], { segmentStartNs: startOf(hit.tile, hit.box), zoom: true });
  } else if (hit?.type === 'group') fitGroup(app, run, hit).catch((error: unknown) => app.notify(messageOf(error), 'error'));
}

async function fitGroup(app: App, { view, id }: RunView, { row, tile, box }: BoxHit): Promise<void> {
  const largest = await app.client.call('item.locate', { run: id, track: row.row.id, ordinal: tile.ordinals[box] });
  const widthPx = Math.max(1, view.widthPx.peek());
  const memberNs = Math.max(1, largest.life.stopNs - largest.life.startNs);
  const group = { startNs: startOf(tile, box), stopNs: stopOf(tile, box) };
  const lengthNs = Math.min(group.stopNs - group.startNs, (memberNs * widthPx) / GROUP_ZOOM_PX);
  const startNs = Math.min(Math.max(group.startNs, largest.life.startNs - lengthNs / 2), Math.max(group.startNs, group.stopNs - lengthNs));
  view.set(grownSpan({ startNs, stopNs: startNs + lengthNs }), { animate: true });
}
