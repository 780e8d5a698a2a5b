/** The menu of the timeline and of its rows: by the other button of the pointer, or by key on what is selected. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { isCancelled } from '../../base/cancel.ts';
import type { App, RunView } from '../../state/app.ts';
import type { TimelineMenu as Place } from '../../state/timeline_menu.ts';
import { NO_RUN } from '../../state/timeline_commands.ts';
import { RULER_HEIGHT } from '../../timeline/ruler.ts';
import { useApp, useRun } from '../base/context.ts';
import { Menu } from '../base/menu.tsx';
import { menuItems } from './menu_items.ts';

export function TimelineMenu() {
  const app = useApp();
  const run = useRun();
  const menu = run.menu.value;
  /** What had the focus gets it back. */
  const before = useRef<HTMLElement | null>(null);
  useEffect(() => {
    const command = app.commands.register({
      id: 'timeline.openMenu', name: 'What can be done with the selection, or with the row', keys: ['ContextMenu', 'Shift+F10'], disabled: () => (app.run.peek() ? undefined : NO_RUN),
      run: () => {
        run.menu.value = placeOf(run) ?? null;
        if (run.menu.peek() === null) app.notify('Select an item, or choose a row of the tree.');
      },
    });
    return () => command[Symbol.dispose]();
  }, [run]);
  if (menu === null) return null;
  return (
    <OpenMenu
      key={`${menu.x}/${menu.y}`} app={app} run={run} menu={menu} onOpen={() => { before.current = document.activeElement instanceof HTMLElement ? document.activeElement : null; }}
      onClose={() => {
        run.menu.value = null;
        before.current?.focus();
      }}
    />
  );
}

function OpenMenu({ app, run, menu, onOpen, onClose }: { readonly app: App; readonly run: RunView; readonly menu: Place; readonly onOpen: () => void; readonly onClose: () => void }) {
  const anchor = useRef<HTMLSpanElement>(null);
  const [name, setName] = useState<string | undefined>(undefined);
  const isFirst = useRef(true);
  // Before the menu takes the focus.
  if (isFirst.current) onOpen();
  isFirst.current = false;
  const selection = run.selection.value;
  const item = menu.at === 'item' && selection?.type === 'item' ? selection.item : undefined;
  useEffect(() => {
    if (!item) return undefined;
    const abort = new AbortController();
    app.client.call('item.name', { run: run.id, track: item.track, ordinal: item.ordinal }, abort.signal).then((found) => setName(found.name), (error: unknown) => {
      // Entries say "items of this name" then.
      if (!isCancelled(error)) setName('');
    });
    return () => abort.abort();
  }, [item?.track, item?.ordinal]);
  const title = item?.title ?? run.tree.rows.peek().find(({ slug }) => slug === menu.slug)?.longName ?? 'Timeline';
  return (
    <>
      <span class="menu-anchor" ref={anchor} style={{ left: `${menu.x}px`, top: `${menu.y}px` }} />
      <Menu anchor={anchor} label={title} placement="bottom-start" items={menuItems(app, run, menu, name)} onClose={onClose} />
    </>
  );
}

/** Of the row with the focus where the tree has it, else of what is selected; undefined where there is neither. */
function placeOf(run: RunView): Place | undefined {
  const inTree = document.activeElement?.getAttribute('role') === 'treegrid';
  const row = run.tree.rows.peek().find(({ slug }) => slug === run.tree.focused.peek());
  const selection = run.selection.peek();
  if ((inTree || selection === null) && row) {
    const box = document.getElementById(`row-${row.id}`)?.getBoundingClientRect();
    return box && { x: box.left + 40, y: box.top + Math.min(box.height, 24), at: 'row', slug: row.slug, ns: null };
  }
  const timeline = document.querySelector('[aria-roledescription="timeline"]')?.getBoundingClientRect();
  if (!selection || !timeline) return undefined;
  const [track, span] = selection.type === 'item' ? [selection.item.track, selection.item.life] : [selection.track, selection.span];
  const place = run.tree.rows.peek().find(({ id }) => id === track);
  const { startNs, stopNs } = run.view.span.peek();
  const share = ((span.startNs + span.stopNs) / 2 - startNs) / (stopNs - startNs);
  const y = timeline.top + RULER_HEIGHT + (place ? place.y + place.height - run.tree.scrollTop.peek() + run.tree.pinned.shown.peek().heightPx : 0);
  return {
    x: timeline.left + Math.min(1, Math.max(0, share)) * timeline.width, y: Math.min(timeline.bottom - 8, Math.max(timeline.top + RULER_HEIGHT, y)),
    at: selection.type, slug: run.track(track)?.slug ?? '', ns: null,
  };
}
