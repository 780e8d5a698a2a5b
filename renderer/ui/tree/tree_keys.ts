/** Arrow keys in the tree (WAI-ARIA treegrid): they move between rows and open or close them; letters stay commands. */
import type { Row, TrackTree } from '../../state/app.ts';
import { parentIndex } from './tree_window.ts';

const PAGE_ROWS = 12;

/** Row that the key leads to, or undefined where the key does not move. Opens and closes by itself. */
function moveBy(key: string, rows: readonly Row[], index: number, tree: TrackTree): number | undefined {
  const row = rows[index];
  switch (key) {
    case 'ArrowDown': return index + 1;
    case 'ArrowUp': return index - 1;
    case 'PageDown': return index + PAGE_ROWS;
    case 'PageUp': return index - PAGE_ROWS;
    case 'Home': return 0;
    case 'End': return rows.length - 1;
    case ' ':
      tree.toggle(row.slug);
      return index;
    case 'ArrowRight':
      if (row.isOpen) return rows[index + 1] !== undefined && rows[index + 1].depth > row.depth ? index + 1 : index;
      tree.toggle(row.slug, true);
      return index;
    case 'ArrowLeft':
      // A leaf closes too, to a flat strip.
      if (row.isOpen) {
        tree.toggle(row.slug, false);
        return index;
      }
      return Math.max(0, parentIndex(rows, index));
    default: return undefined;
  }
}

/** Handles a key; true when it belonged to the tree. `scrollTo` brings a row into view. */
export function treeKey(event: KeyboardEvent, tree: TrackTree, scrollTo: (row: Row) => void): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const rows = tree.rows.peek();
  if (rows.length === 0) return false;
  const index = Math.max(0, rows.findIndex((row) => row.slug === tree.focused.peek()));
  const next = moveBy(event.key, rows, index, tree);
  if (next === undefined) return false;
  const row = tree.rows.peek()[Math.min(Math.max(next, 0), tree.rows.peek().length - 1)];
  tree.focused.value = row.slug;
  scrollTo(row);
  return true;
}
