/** Labels of the pinned tracks above the tree: a grid of their own; the arrows go from row to row, commands are about the row with the focus. */
import { useState } from 'preact/hooks';
import { useRun } from '../base/context.ts';
import { IconButton } from '../base/button.tsx';
import { TreeRow } from './tree_row.tsx';

export function PinnedRows() {
  const { tree } = useRun();
  const { rows, heightPx, first, count } = tree.pinned.shown.value;
  const [hasFocus, setFocus] = useState(false);
  if (rows.length === 0) return null;
  const at = Math.max(0, rows.findIndex(({ slug }) => slug === tree.focused.value));
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.ctrlKey || event.altKey || event.metaKey || (step === undefined && event.key !== ' ')) return;
    event.preventDefault();
    event.stopPropagation();
    if (step === undefined) tree.toggle(rows[at].slug);
    else if (rows[at + step]) tree.focused.value = rows[at + step].slug;
    else {
      tree.pinned.scrollBy(step);
      const now = tree.pinned.shown.peek().rows;
      tree.focused.value = (step > 0 ? now[now.length - 1] : now[0]).slug;
    }
  };
  return (
    <div
      class="tree-pinned" role="treegrid" aria-label="Pinned tracks" tabIndex={0} aria-rowcount={count} aria-activedescendant={hasFocus ? `pinned-${rows[at].id}` : undefined}
      style={{ height: `${heightPx}px` }} onKeyDown={onKeyDown} onBlur={() => setFocus(false)}
      onFocus={() => {
        setFocus(true);
        tree.focused.value = rows[at].slug;
      }}
      onWheel={(event) => {
        if (!event.ctrlKey && !event.shiftKey) tree.pinned.scrollBy(Math.sign(event.deltaY));
      }}
    >
      <div role="rowgroup">
        {rows.map((row, i) => <TreeRow key={row.slug} row={row} index={first + i} place={{ position: first + i + 1, of: count }} isFocused={hasFocus && i === at} hits={undefined} isPinned />)}
      </div>
    </div>
  );
}

/** Where more are pinned than there is room for: which ones are shown, and the way to the others. */
export function PinnedPager() {
  const { tree } = useRun();
  const { rows, first, count } = tree.pinned.shown.value;
  if (rows.length === count) return null;
  return (
    <span class="pinned-pager" data-testid="pinned-pager">
      <IconButton icon="chevronUp" class="small" label="Pinned tracks before these" disabled={first === 0} onClick={() => tree.pinned.scrollBy(-1)} />
      <span class="muted number" data-hint={`Pinned tracks ${first + 1} to ${first + rows.length} of ${count} are shown`}>{first + 1}–{first + rows.length}/{count}</span>
      <IconButton icon="chevronDown" class="small" label="Pinned tracks after these" disabled={first + rows.length === count} onClick={() => tree.pinned.scrollBy(1)} />
    </span>
  );
}
