/** The screen of a run: bar, overview, tree and timeline, dock, status, with the dividers between them. */
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { mountTimeline } from '../timeline/mount_timeline.ts';
import { useApp, useRun } from './base/context.ts';
import { showDetailsOnClick } from './details/show_details.ts';
import { useMedia } from './base/use_media.ts';
import { Splitter } from './base/splitter.tsx';
import { Dock } from './dock/dock.tsx';
import { EdgeHits } from './filter/edge_hits.tsx';
import { FilterBar, FilteredToNothing } from './filter/filter_bar.tsx';
import { Tour } from './help/tour.tsx';
import { FlowLegend } from './flow_legend.tsx';
import { HoverTip } from './hover_tip.tsx';
import { TimelineMenu } from './menu/timeline_menu.tsx';
import { hasOnlyDescriptions, OnlyDescriptions } from './only_descriptions.tsx';
import { Overview } from './overview.tsx';
import { ViewTable } from './table/view_table.tsx';
import { StatusBar } from './status_bar.tsx';
import { SlowBuildStrip, TopBar } from './top/top_bar.tsx';
import { PinnedRows } from './tree/pinned_rows.tsx';
import { TimelineScrollbar } from './tree/scrollbar.tsx';
import { TreeColumn } from './tree/tree_column.tsx';
import { TreeHead } from './tree/tree_head.tsx';

const MIN_TREE_PX = 120;
const MAX_TREE_PX = 480;
const DEFAULT_TREE_PX = 220;
const DEFAULT_DOCK_PX = 220;
const MIN_DOCK_PX = 96;
const MIN_DOCK_WIDTH_PX = 280;
/** What tree and timeline keep beside panels on the right. */
const MIN_CENTRE_PX = 600;
const RIGHT_FROM_PX = 1100;
/** What the timeline keeps when the dock grows. */
const MIN_TIMELINE_PX = 160;

export function Workspace() {
  const app = useApp();
  const { layout } = app;
  const root = useRef<HTMLDivElement>(null);
  const isWide = useMedia(`(min-width: ${RIGHT_FROM_PX}px)`);
  // A narrow window has no room beside the timeline; the choice stays for a wider one.
  const side = layout.dockSide.value === 'right' && !isWide ? 'bottom' : layout.dockSide.value;
  const maxDockWidth = (): number => Math.max(MIN_DOCK_WIDTH_PX, (root.current?.clientWidth ?? window.innerWidth) - MIN_CENTRE_PX);
  const run = useRun();
  const isEmpty = hasOnlyDescriptions(run.summary.value);
  const maxDock = (): number => Math.max(MIN_DOCK_PX, (root.current?.clientHeight ?? window.innerHeight) - 40 - 56 - 22 - MIN_TIMELINE_PX);
  return (
    <div
      class={isEmpty ? 'workspace is-empty' : 'workspace'} ref={root}
      data-dock={side} style={{ '--tree-width': `${layout.treeWidth.value}px`, '--dock-height': layout.isDockOpen.value ? `${layout.dockHeight.value}px` : '0px', '--dock-width': `${layout.dockWidth.value}px` }}
    >
      <TopBar />
      <SlowBuildStrip />
      <Overview run={run} label="Overview of the whole run" />
      <FilterBar />
      <div class="middle">
        <main class="centre" aria-label="Timeline">
          <section class="tree" data-testid="tree" data-region="tree" aria-label="Track tree">
            <TreeHead />
            <PinnedRows />
            <TreeColumn />
          </section>
          <Splitter label="Width of the track tree" value={layout.treeWidth} min={MIN_TREE_PX} max={() => MAX_TREE_PX} along="x" grows={1} onReset={() => fitTree(layout.treeWidth)} />
          <Timeline />
          <TimelineScrollbar />
          <FlowLegend />
          <Tour />
          <HoverTip />
          <TimelineMenu />
          {isEmpty && <OnlyDescriptions />}
        </main>
        <Dock maxHeight={maxDock} side={side}>
          {side === 'bottom' && (
            <Splitter
              label="Height of the panels" value={layout.dockHeight} min={MIN_DOCK_PX} max={maxDock} along="y" grows={-1} onReset={() => {
                layout.dockHeight.value = DEFAULT_DOCK_PX;
              }}
            />
          )}
          {side === 'right' && <Splitter label="Width of the panels" value={layout.dockWidth} min={MIN_DOCK_WIDTH_PX} max={maxDockWidth} along="x" grows={-1} />}
        </Dock>
      </div>
      <StatusBar />
    </div>
  );
}

/** As wide as the widest label on screen needs. */
function fitTree(width: { value: number }): void {
  const cells = [...document.querySelectorAll<HTMLElement>('.tree-cell')];
  const needed = cells.map((cell) => {
    const parts = [...cell.children] as HTMLElement[];
    const inside = parts.reduce((sum, part) => sum + Math.max(part.scrollWidth, part.offsetWidth) + 6, 0);
    return Number.parseFloat(getComputedStyle(cell).paddingLeft) + inside + 12;
  });
  width.value = needed.length === 0 ? DEFAULT_TREE_PX : Math.round(Math.min(MAX_TREE_PX, Math.max(MIN_TREE_PX, ...needed)));
}

function Timeline() {
  const app = useApp();
  const run = useRun();
  const container = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!container.current) return undefined;
    const mounted = mountTimeline(container.current, app, run);
    return () => mounted[Symbol.dispose]();
  }, [run]);
  useEffect(() => {
    const stop = container.current ? showDetailsOnClick(container.current, app, run) : undefined;
    return () => {
      stop?.();
      run.hover.value = null;
    };
  }, [run]);
  return (
    <div class="timeline" data-testid="timeline" data-region="timeline">
      <div class="timeline-canvas" ref={container} inert={run.isTable.value} />
      <EdgeHits />
      <FilteredToNothing />
      {run.isTable.value && <ViewTable />}
    </div>
  );
}
