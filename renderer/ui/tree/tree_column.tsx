/**
 * The column of labels left of the timeline: a treegrid with only the rows in view in the page. It scrolls with the canvas: both
 * follow `tree.scrollTop`. Keyboard focus stays on the grid, the row is named by `aria-activedescendant`.
 */
import { useComputed } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { Row } from '../../state/app.ts';
import { useRun } from '../base/context.ts';
import { hitCounts } from './hit_counts.ts';
import { TreeRow } from './tree_row.tsx';
import { treeKey } from './tree_keys.ts';
import { rowsInView, siblingPlaces, stickyHead } from './tree_window.ts';
import { useScrollPlace } from './use_scroll_place.ts';

const HEAD_HEIGHT = 24;
const OVERSCAN_PX = 200;
const WHEEL_LINE_PX = 18;

/** The part of `scrollTop` that decides which rows are in the page changes only every so many px. */
const WINDOW_STEP_PX = 100;

export function TreeColumn() {
  const run = useRun();
  const { tree } = run;
  const scroller = useRef<HTMLDivElement>(null);

  const places = useComputed(() => siblingPlaces(tree.rows.value));
  const hits = useComputed(() => (run.search.result.value ? hitCounts(run.summary.value, run.search.result.value.perTrack) : undefined));
  const windowTop = useComputed(() => Math.floor(tree.scrollTop.value / WINDOW_STEP_PX) * WINDOW_STEP_PX);
  const shown = useComputed(() => {
    const rows = tree.rows.value;
    const height = tree.viewportHeight.value || 800;
    const [first, end] = rowsInView(rows, windowTop.value - OVERSCAN_PX, height + WINDOW_STEP_PX + 2 * OVERSCAN_PX);
    const visible = rows.slice(first, end).map((row, i) => ({ row, index: first + i }));
    const focused = rows.findIndex((row) => row.slug === tree.focused.value);
    // The row that has the focus is named by the grid, so it has to exist wherever it is.
    if (focused >= 0 && (focused < first || focused >= end)) visible.push({ row: rows[focused], index: focused });
    return visible;
  });

  useScrollPlace(tree, scroller);

  const scrollTo = (row: Row): void => {
    const height = tree.viewportHeight.peek() || (scroller.current?.clientHeight ?? 0);
    const top = tree.scrollTop.peek();
    const sticky = row.depth > 0 ? HEAD_HEIGHT : 0;
    if (row.y < top + sticky) tree.scrollTop.value = Math.max(0, row.y - sticky);
    else if (row.y + Math.min(row.height, height - sticky) > top + height) tree.scrollTop.value = row.y + Math.min(row.height, height - sticky) - height;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const goesIn = event.key === 'Enter' && !event.ctrlKey && !event.altKey && !event.metaKey;
    // Enter goes into the track: the timeline has the focus, and the arrows act on it.
    if (goesIn) document.querySelector<HTMLElement>('[aria-roledescription="timeline"]')?.focus();
    else if (!treeKey(event, tree, scrollTo)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onWheel = (event: WheelEvent): void => {
    if (event.ctrlKey || event.shiftKey) return;
    const px = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * WHEEL_LINE_PX : event.deltaY;
    const limit = Math.max(0, tree.contentHeight.peek() - (scroller.current?.clientHeight ?? 0));
    tree.scrollTop.value = Math.min(limit, Math.max(0, tree.scrollTop.peek() + px));
  };
  const focused = tree.focused.value;
  const focusedRow = tree.rows.value.find((row) => row.slug === focused);
  const focusedId = focusedRow && `row-${focusedRow.id}`;
  if (tree.rows.value.length === 0) {
    return <div class="tree-rows"><p class="panel-state">{run.summary.value.phase === 'reading' ? 'Reading the logs…' : 'No track has an item.'}</p></div>;
  }
  return (
    <div class="tree-rows">
      <div
        ref={scroller} class="tree-scroller" role="treegrid" aria-label="Tracks" tabIndex={0} aria-rowcount={tree.rows.value.length}
        aria-activedescendant={focusedId} onKeyDown={onKeyDown} onWheel={onWheel}
        onFocus={() => {
          if (tree.focused.peek() === null) tree.focused.value = tree.rows.peek()[0]?.slug ?? null;
        }}
        // Something other than us scrolled it (a screen reader, find in page): the canvas follows.
        onScroll={(event) => {
          const top = event.currentTarget.scrollTop;
          if (Math.abs(top - tree.scrollTop.peek()) > 1) tree.scrollTop.value = top;
        }}
      >
        <div class="tree-content" role="rowgroup" style={{ height: `${tree.contentHeight.value}px` }}>
          {shown.value.map(({ row, index }) => (
            <TreeRow key={row.slug} row={row} index={index} place={places.value[index]} isFocused={row.slug === focused} hits={hits.value?.get(row.id)} />
          ))}
          {tree.drop.value !== null && <div class="tree-drop" data-testid="tree-drop" style={{ top: `${tree.drop.value}px` }} />}
        </div>
      </div>
      <StickyHead scrollTo={scrollTo} />
    </div>
  );
}

/** Repeats the node's name on top while its own row is scrolled out; the real row stays what a screen reader reads. */
function StickyHead({ scrollTo }: { scrollTo: (row: Row) => void }) {
  const { tree } = useRun();
  const head = useComputed(() => stickyHead(tree.rows.value, tree.scrollTop.value, HEAD_HEIGHT));
  const value = head.value;
  if (!value) return null;
  return (
    <div class="tree-sticky" aria-hidden="true" style={{ transform: `translateY(${value.shift}px)` }} onClick={() => scrollTo(value.row)}>
      <span class="tree-label">{value.row.label}</span>
      <span class="muted">{value.row.longName}</span>
    </div>
  );
}
