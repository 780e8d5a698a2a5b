/** Labels of both runs' rows in one treegrid: which run, name, busy share; only rows in view are in the page. */
import { useComputed } from '@preact/signals';
import { useRef, useState } from 'preact/hooks';
import { rowsInView } from '../tree/tree_window.ts';
import { useScrollPlace } from '../tree/use_scroll_place.ts';
import { busyText, rowHint } from '../tree/tree_text.ts';
import type { Row } from '../../state/app.ts';
import type { Lane } from '../../state/compare/comparing_types.ts';
import { LANE_HEAD_PX } from '../../state/compare/lanes.ts';
import { Icon } from '../base/icon.tsx';
import { MenuButton } from '../base/menu.tsx';
import { useComparing } from './use_comparing.ts';

const OVERSCAN_PX = 200;
const STEP_PX = 100;
const WHEEL_LINE_PX = 18;

export function LaneColumn() {
  const { runs, lanes, order } = useComparing();
  const [{ tree }] = runs;
  const scroller = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState(0);
  const windowTop = useComputed(() => Math.floor(tree.scrollTop.value / STEP_PX) * STEP_PX);
  const shown = useComputed(() => {
    const rows = lanes.value.lanes.map(({ row }) => row);
    const [first, end] = rowsInView(rows, windowTop.value - OVERSCAN_PX, (tree.viewportHeight.value || 800) + STEP_PX + 2 * OVERSCAN_PX);
    return lanes.value.lanes.slice(first, end).map((lane, i) => ({ lane, index: first + i }));
  });
  useScrollPlace(tree, scroller);

  const all = lanes.value.lanes;
  const at = Math.min(focused, all.length - 1);
  const toggle = ({ side, row }: Lane<Row>, isOpen?: boolean): void => runs[side].tree.toggle(row.slug, isOpen);
  const goTo = (index: number): void => {
    const next = Math.min(Math.max(0, index), all.length - 1);
    setFocused(next);
    const { row } = all[next];
    const top = tree.scrollTop.peek();
    const height = tree.viewportHeight.peek();
    if (row.y < top) tree.scrollTop.value = row.y;
    else if (row.y + row.height > top + height) tree.scrollTop.value = row.y + Math.min(row.height, height) - height;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const lane = all.at(at);
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };
    const step = steps[event.key];
    if (lane === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    if (step !== undefined) goTo(step === Infinity ? all.length - 1 : step === -Infinity ? 0 : at + step);
    else if (event.key === ' ') toggle(lane);
    else if (event.key === 'ArrowRight') toggle(lane, true);
    else if (event.key === 'ArrowLeft') toggle(lane, false);
    else if (event.key === 'Enter') document.querySelectorAll<HTMLElement>('[aria-roledescription="timeline"]')[lane.side]?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onWheel = (event: WheelEvent): void => {
    if (event.ctrlKey || event.shiftKey) return;
    const px = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * WHEEL_LINE_PX : event.deltaY;
    const limit = Math.max(0, tree.contentHeight.peek() - tree.viewportHeight.peek());
    tree.scrollTop.value = Math.min(limit, Math.max(0, tree.scrollTop.peek() + px));
  };
  const orders = [['interleaved', 'Rows of A and B interleaved'], ['blocks', 'All of A above all of B']] as const;
  return (
    <section class="tree lane-tree" data-testid="tree" data-region="tree" aria-label="Tracks of both runs">
      <div class="lane-tree-head">
        <span class="muted">Tracks</span>
        <MenuButton icon="panels" label="How rows are arranged" items={orders.map(([id, label]) => ({ label, isChosen: order.value === id, run: () => { order.value = id; } }))} />
      </div>
      <div class="tree-rows">
        <div
          ref={scroller} class="tree-scroller" role="treegrid" aria-label="Tracks of both runs" tabIndex={0} aria-rowcount={all.length}
          aria-activedescendant={all.length > 0 && shown.value.some(({ index }) => index === at) ? `lane-${at}` : undefined} onKeyDown={onKeyDown} onWheel={onWheel}
          onScroll={(event) => {
            const top = event.currentTarget.scrollTop;
            if (Math.abs(top - tree.scrollTop.peek()) > 1) tree.scrollTop.value = top;
          }}
        >
          <div class="tree-content" role="rowgroup" style={{ height: `${lanes.value.heightPx}px` }}>
            {shown.value.map(({ lane, index }) => (
              <LaneRow
                key={`${lane.side} ${lane.row.slug}`} lane={lane} index={index} isFocused={index === at} onClick={() => {
                  setFocused(index);
                  toggle(lane);
                }}
              />
            ))}
          </div>
        </div>
        <Heads />
      </div>
    </section>
  );
}

function Heads() {
  const { runs: [{ tree }], lanes } = useComparing();
  return (
    <div class="lane-heads">
      {lanes.value.heads.map(({ text, y }) => <p key={text} style={{ transform: `translateY(${y - tree.scrollTop.value}px)`, height: `${LANE_HEAD_PX}px` }}>{text}</p>)}
    </div>
  );
}

function LaneRow({ lane: { side, row, isPaired }, index, isFocused, onClick }: { readonly lane: Lane<Row>; readonly index: number; readonly isFocused: boolean; readonly onClick: () => void }) {
  const { runs } = useComparing();
  const { tree } = runs[side];
  const busy = useComputed(() => tree.busy.value.get(row.id));
  const name = side === 0 ? 'A' : 'B';
  const hint = `Run ${name}: ${rowHint(row, busy.value)}${isPaired ? '' : ' · only in this run'}`;
  return (
    <div
      id={`lane-${index}`} role="row" class={`tree-row lane-row ${row.type} side-${name.toLowerCase()} ${isFocused ? 'focused' : ''}`} data-testid="lane-row" data-side={name} data-slug={row.slug}
      data-paired={isPaired} aria-level={row.depth + 1} aria-expanded={row.isOpen} aria-rowindex={index + 1} style={{ top: `${row.y}px`, height: `${row.height}px` }} onClick={onClick}
    >
      <div role="gridcell" class="tree-cell" style={{ paddingLeft: `${6 + row.depth * 10}px` }} data-hint={hint}>
        <span class="lane-side" aria-hidden="true">{name}</span>
        <Icon name="chevronRight" class={`twisty ${row.isOpen ? 'open' : ''}`} />
        <span class="tree-names"><span class="tree-label">{row.label}</span></span>
        <span class="tree-busy number">{busyText(row.kind, busy.value)}</span>
        <span class="visually-hidden">, {hint}</span>
      </div>
    </div>
  );
}
