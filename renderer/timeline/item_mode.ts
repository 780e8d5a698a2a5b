/**
 * The timeline without a pointer: Enter goes to an item, then the arrows walk along its level and across levels and tracks, Esc
 * leaves. What is selected is said in a hidden line that screen readers announce.
 */
import { effect } from '@preact/signals';
import { DisposableStore, listen } from '../base/disposable.ts';
import { formatTime } from '../../electron/protocol/format_time.ts';
import type { ItemAt } from '../../electron/protocol/item_api.ts';
import type { App, Row, RunView } from '../state/app.ts';

/** Places across the view at which an item is looked for, as shares of it, the middle first. */
const PROBES = [0.5, 0.35, 0.65, 0.2, 0.8, 0.1, 0.9, 0.02, 0.98] as const;

export function bindItemMode(element: HTMLElement, app: App, run: RunView): Disposable {
  const store = new DisposableStore();
  let isOn = false;

  const selected = (): ItemAt | undefined => {
    const selection = run.selection.peek();
    return selection?.type === 'item' ? selection.item : undefined;
  };
  const go = (item: ItemAt): Promise<void> => run.select(item.track, item.ordinal, { at: item, reveal: true });
  const itemAt = (track: number, ns: number, level?: number): Promise<ItemAt | null> =>
    app.client.call('item.at', { run: run.id, track, ns: Math.max(0, Math.round(ns)), ...(level === undefined ? {} : { level }) });

  async function enter(): Promise<void> {
    isOn = true;
    if (selected()) return;
    const { startNs, stopNs } = run.view.span.peek();
    for (const row of candidateRows(run)) {
      for (const share of PROBES) {
        const found = await itemAt(row.id, startNs + (stopNs - startNs) * share);
        if (found) {
          await go(found);
          return;
        }
      }
    }
    app.notify('No item is in view: open a track, or zoom out.');
  }

  async function walk(step: 1 | -1): Promise<void> {
    const item = selected();
    const next = item && await app.client.call('item.neighbour', { run: run.id, track: item.track, ordinal: item.ordinal, step, same: 'level' });
    if (next) await go(next);
  }

  /** To the level above or below at the same time, and on to the next track that has something there. */
  async function cross(up: boolean): Promise<void> {
    const item = selected();
    if (!item) return;
    const middleNs = Math.max(item.startNs, Math.min(item.stopNs - 1, (run.view.span.peek().startNs + run.view.span.peek().stopNs) / 2));
    const levels = run.track(item.track)?.levels ?? 0;
    for (let level = item.level + (up ? 1 : -1); level >= 0 && level < levels; level += up ? 1 : -1) {
      const found = await itemAt(item.track, middleNs, level);
      if (found) return go(found);
    }
    const rows = run.tree.rows.peek().filter((row) => row.type === 'leaf');
    const at = rows.findIndex((row) => row.id === item.track);
    for (let i = at + (up ? -1 : 1); i >= 0 && i < rows.length; i += up ? -1 : 1) {
      const found = await itemAt(rows[i].id, middleNs);
      if (found) return go(found);
    }
  }

  store.add(listen(element, 'keydown', (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const act = event.key === 'Enter' && !isOn ? enter
      : !isOn ? undefined
        : event.key === 'ArrowRight' ? () => walk(1)
          : event.key === 'ArrowLeft' ? () => walk(-1)
            : event.key === 'ArrowUp' ? () => cross(true)
              : event.key === 'ArrowDown' ? () => cross(false)
                : event.key === 'Escape' ? async () => { isOn = false; } : undefined;
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act().catch((error: unknown) => app.notify(error instanceof Error ? error.message : String(error), 'error'));
  }));
  store.add(listen(element, 'blur', () => { isOn = false; }));
  store.add(listen(element, 'pointerdown', () => { isOn = false; }));
  store.add(addAnnouncer(element, run));
  return store;
}

/** The focused row of the tree first, then the open tracks in order. */
function candidateRows(run: RunView): Row[] {
  const leaves = run.tree.rows.peek().filter((row) => row.type === 'leaf');
  const focused = leaves.findIndex((row) => row.slug === run.tree.focused.peek());
  return focused < 0 ? leaves : [leaves[focused], ...leaves];
}

function addAnnouncer(element: HTMLElement, run: RunView): Disposable {
  const line = document.createElement('div');
  line.setAttribute('role', 'status');
  Object.assign(line.style, { position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)', whiteSpace: 'nowrap' });
  element.append(line);
  const stop = effect(() => {
    const selection = run.selection.value;
    if (selection?.type === 'group') line.textContent = `${selection.count} items`;
    else if (selection) {
      const { item } = selection;
      const track = run.track(item.track);
      const lifeNs = item.life.stopNs - item.life.startNs;
      line.textContent = [
        item.title, track?.longName, `starts ${formatTime(item.life.startNs)}`, formatTime(lifeNs), item.state,
        `item ${item.ordinal + 1} of ${track?.items ?? '?'}, level ${item.level}`,
      ].filter(Boolean).join(', ');
    } else line.textContent = '';
  });
  return {
    [Symbol.dispose]: () => {
      stop();
      line.remove();
    },
  };
}
