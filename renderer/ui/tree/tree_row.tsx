/** One label of the tree: twisty, name, busy share; on open kinds also the denominator. */
import { useComputed } from '@preact/signals';
import type { Row } from '../../state/app.ts';
import { isMemoryKind } from '../../../electron/protocol/items.ts';
import { Icon } from '../base/icon.tsx';
import { useApp, useRun } from '../base/context.ts';
import { MenuButton } from '../base/menu.tsx';
import { kindText } from '../help/kinds.ts';
import { countOf, shortCount } from '../base/numbers.ts';
import { dragRow } from './row_drag.ts';
import { hasEdge, RowEdge } from './row_edge.tsx';
import { rowActions } from './row_actions.ts';
import { busyText, denominatorText, rowHint } from './tree_text.ts';
import type { Place } from './tree_window.ts';

/** Rows at least so high have room for the denominator under the name. */
const TWO_LINES_PX = 34;

/** `hits` of the search that is on, in the row and below it; undefined = none is on. `isPinned`: the row in the area of pinned ones. */
export function TreeRow({ row, index, place, isFocused, hits, isPinned = false }: { row: Row; index: number; place: Place; isFocused: boolean; hits: number | undefined; isPinned?: boolean }) {
  const { tree, menu } = useRun();
  const busy = useComputed(() => tree.busy.value.get(row.id));
  const figure = busyText(row.kind, busy.value);
  const denominator = denominatorText(row);
  const isTall = row.height >= TWO_LINES_PX;
  const sub = isTall && row.kind === 'external' ? 'main Python thread' : isTall ? denominator : '';
  const hint = `${rowHint(row, busy.value)}${hits ? ` · ${countOf(hits, 'hit')}` : ''}`;
  const about = row.type === 'kind' ? kindText(row.kind, isMemoryKind(row.kind)) : undefined;
  const fit = row.track && row.isOpen ? tree.fitOf(row.track) : 'none';
  return (
    <div
      id={`${isPinned ? 'pinned' : 'row'}-${row.id}`} role="row" class={`tree-row ${row.type} ${isFocused ? 'focused' : ''}`} data-testid={isPinned ? 'pinned-row' : 'tree-row'} data-slug={row.slug}
      aria-level={row.depth + 1} aria-expanded={row.isOpen} aria-rowindex={index + 1} aria-setsize={place.of} aria-posinset={place.position}
      style={{ top: `${row.y}px`, height: `${row.height}px` }}
      onClick={(event) => {
        tree.focused.value = row.slug;
        if (event.ctrlKey || event.metaKey) tree.solo.value = tree.solo.peek() === row.slug ? null : row.slug;
        else tree.toggle(row.slug);
      }}
      onPointerDown={(event) => { if (!isPinned) dragRow(event, tree, row.slug); }}
      onContextMenu={(event) => {
        event.preventDefault();
        tree.focused.value = row.slug;
        menu.value = { x: event.clientX, y: event.clientY, at: 'row', slug: row.slug, ns: null };
      }}
    >
      <div role="gridcell" class="tree-cell" style={{ paddingLeft: `${4 + row.depth * 12}px` }} data-hint={about === undefined ? hint : `${hint} — ${about}`}>
        <Icon name="chevronRight" class={`twisty ${row.isOpen ? 'open' : ''}`} />
        <span class="tree-names">
          <span class="tree-label">{row.label}</span>
          {sub !== '' && <span class="tree-sub">{sub}</span>}
        </span>
        {fit !== 'none' && <FitButton row={row} isFitted={fit === 'fitted'} />}
        {hits !== undefined && hits > 0 && <span class="tree-hits number" data-testid="hits">{shortCount(hits)}</span>}
        <RowMenu row={row} />
        {figure !== '' && <span class="tree-busy number">{figure}</span>}
        <span class="visually-hidden">, {hint}</span>
      </div>
      {hasEdge(row) && <RowEdge tree={tree} row={row} />}
    </div>
  );
}

function RowMenu({ row }: { row: Row }) {
  const app = useApp();
  const { tree } = useRun();
  return (
    <span class="row-menu" onClick={(event) => event.stopPropagation()}>
      <MenuButton icon="ellipsis" label={`Actions for ${row.longName}`} class="small" tabIndex={-1} items={rowActions(app, tree, row)} />
    </span>
  );
}

function FitButton({ row, isFitted }: { row: Row; isFitted: boolean }) {
  const { tree } = useRun();
  const label = isFitted ? `Show all ${row.track?.levels ?? ''} levels at full height` : 'Fit the levels into twelve rows';
  return (
    <button
      type="button" class="icon-button small" tabIndex={-1} aria-label={label} data-hint={label} onClick={(event) => {
        event.stopPropagation();
        tree.toggleFitted(row.slug);
      }}
    >
      <Icon name={isFitted ? 'maximize' : 'minimize'} />
    </button>
  );
}
