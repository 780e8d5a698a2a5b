/** Dragging a label of the tree among its siblings; the keys for it are commands. */
import type { Row, TrackTree } from '../../state/app.ts';

const LEAST_DRAG_PX = 6;

/** Where a row comes to stand that is let go at `y` (css px of the content): before a sibling or behind all (null), and where that is. Undefined: where it was, or roots. */
export function dropPlace(rows: readonly Row[], slug: string, y: number): { before: string | null; y: number } | undefined {
  const own = rows.findIndex((row) => row.slug === slug);
  if (own < 0 || rows[own].depth === 0) return undefined;
  const { depth } = rows[own];
  let first = own;
  while (first > 0 && rows[first - 1].depth >= depth) first--;
  let end = own;
  while (end < rows.length && rows[end].depth >= depth) end++;
  const siblings = rows.slice(first, end).filter((row) => row.depth === depth);
  const endY = rows[end - 1].y + rows[end - 1].height;
  const at = siblings.findIndex((row, i) => y < (row.y + (siblings[i + 1]?.y ?? endY)) / 2);
  const before = at < 0 ? null : siblings[at];
  const place = siblings.findIndex((row) => row.slug === slug);
  if (before?.slug === slug || (before?.slug ?? null) === (siblings[place + 1]?.slug ?? null)) return undefined;
  return { before: before?.slug ?? null, y: before?.y ?? endY };
}

/** From the press on a label on: shows where it would come to stand, and moves it there when it is let go. A click stays a click. */
export function dragRow(event: PointerEvent, tree: TrackTree, slug: string): void {
  const element = event.currentTarget as HTMLElement;
  if (event.button !== 0 || event.ctrlKey || event.metaKey || (event.target as HTMLElement).closest('button, .row-edge') !== null) return;
  const pressed = new AbortController();
  let isDragged = false;
  const placeAt = (to: PointerEvent): ReturnType<typeof dropPlace> => {
    const top = element.parentElement?.getBoundingClientRect().top ?? 0;
    return dropPlace(tree.rows.peek(), slug, to.clientY - top);
  };
  const end = (): void => {
    pressed.abort();
    tree.drop.value = null;
  };
  const { signal } = pressed;
  window.addEventListener('pointermove', (to) => {
    if (!isDragged && Math.abs(to.clientY - event.clientY) < LEAST_DRAG_PX) return;
    isDragged = true;
    tree.drop.value = placeAt(to)?.y ?? null;
  }, { signal });
  window.addEventListener('pointerup', (to) => {
    const place = isDragged ? placeAt(to) : undefined;
    end();
    if (!isDragged) return;
    // The click that ends a drag opens nothing.
    window.addEventListener('click', (click) => click.stopPropagation(), { capture: true, once: true, signal: AbortSignal.timeout(50) });
    if (place) tree.moveTo(slug, place.before);
  }, { signal });
  window.addEventListener('pointercancel', end, { signal });
  window.addEventListener('keydown', (key) => {
    if (key.key !== 'Escape') return;
    key.stopPropagation();
    end();
  }, { signal, capture: true });
}
