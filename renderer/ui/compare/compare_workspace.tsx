/** The screen of two runs: bar, verdict, overviews with the drift between them, interleaved rows, and panels about their difference. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { RunContext, useApp, useRun } from '../base/context.ts';
import { Splitter } from '../base/splitter.tsx';
import { useMedia } from '../base/use_media.ts';
import { Dock, type DockPanelEntry } from '../dock/dock.tsx';
import { HoverTip } from '../hover_tip.tsx';
import { StatusBar } from '../status_bar.tsx';
import { TimelineScrollbar } from '../tree/scrollbar.tsx';
import { Overview } from '../overview.tsx';
import { CompareBar } from './compare_bar.tsx';
import { ConfigurationPanel, UnmatchedPanel } from './facts_panels.tsx';
import { ChannelsDelta, LinesDelta, MemoriesDelta, ProcessorsDelta, RuntimeDelta, TasksDelta } from './delta_panels.tsx';
import { DriftCurve } from './drift_curve.tsx';
import { LaneColumn } from './lane_column.tsx';
import { LaneTimelines } from './lane_timelines.tsx';
import { LedgerPanel } from './ledger_panel.tsx';
import { PairPanel } from './pair_panel.tsx';
import { RepeatsDialog } from './repeats_dialog.tsx';
import { reportCommands } from './report_commands.ts';
import { changeLine } from './change_line.ts';
import { useComparing } from './use_comparing.ts';
import { VerdictCard } from './verdict_card.tsx';

const PANELS: readonly DockPanelEntry[] = [
  { id: 'ledger', title: 'Ledger', key: 'Shift+Digit1', body: LedgerPanel },
  { id: 'pair', title: 'Pair', key: 'Shift+Digit2', body: PairPanel },
  { id: 'tasksDelta', title: 'Tasks Δ', key: 'Shift+Digit3', body: TasksDelta },
  { id: 'linesDelta', title: 'Lines Δ', key: 'Shift+Digit4', body: LinesDelta },
  { id: 'channelsDelta', title: 'Channels Δ', key: 'Shift+Digit5', body: ChannelsDelta },
  { id: 'runtimeDelta', title: 'Runtime Δ', key: 'Shift+Digit6', body: RuntimeDelta },
  { id: 'processorsDelta', title: 'Processors Δ', key: 'Shift+Digit7', body: ProcessorsDelta },
  { id: 'memoriesDelta', title: 'Memories Δ', key: 'Shift+Digit8', body: MemoriesDelta },
  { id: 'configuration', title: 'Configuration', key: 'Shift+Digit9', body: ConfigurationPanel },
  { id: 'unmatched', title: 'Unmatched', key: 'Shift+Digit0', body: UnmatchedPanel },
];
const MIN_TREE_PX = 120;
const MAX_TREE_PX = 480;
const MIN_DOCK_PX = 96;
const MIN_DOCK_WIDTH_PX = 280;
const MIN_CENTRE_PX = 600;
const RIGHT_FROM_PX = 1100;
/** Bars, overviews and a bit of timeline. */
const KEPT_PX = 420;

export function CompareWorkspace() {
  const app = useApp();
  const { layout } = app;
  const comparing = useComparing();
  const isChoosingRepeats = useSignal(false);
  useEffect(() => {
    const registered = app.commands.register(...reportCommands(app, comparing, isChoosingRepeats));
    return () => registered[Symbol.dispose]();
  }, [comparing]);
  const { runs: [a, b] } = comparing;
  const root = useRef<HTMLDivElement>(null);
  const isWide = useMedia(`(min-width: ${RIGHT_FROM_PX}px)`);
  const side = layout.dockSide.value === 'right' && !isWide ? 'bottom' : layout.dockSide.value;
  const maxDock = (): number => Math.max(MIN_DOCK_PX, (root.current?.clientHeight ?? window.innerHeight) - KEPT_PX);
  const maxDockWidth = (): number => Math.max(MIN_DOCK_WIDTH_PX, (root.current?.clientWidth ?? window.innerWidth) - MIN_CENTRE_PX);
  return (
    <div
      class="workspace comparing" ref={root} data-dock={side} data-testid="comparing"
      style={{ '--tree-width': `${layout.treeWidth.value}px`, '--dock-height': layout.isDockOpen.value ? `${layout.dockHeight.value}px` : '0px', '--dock-width': `${layout.dockWidth.value}px` }}
    >
      <CompareBar />
      <VerdictCard />
      <Overview run={a} label="Overview of run A" badge="A" />
      <DriftCurve />
      <Overview run={b} label="Overview of run B" badge="B" />
      <div class="middle">
        <main class="centre" aria-label="Timelines of both runs">
          <LaneColumn />
          <Splitter label="Width of the track tree" value={layout.treeWidth} min={MIN_TREE_PX} max={() => MAX_TREE_PX} along="x" grows={1} />
          <LaneTimelines />
          <RunContext.Provider value={a}><TimelineScrollbar /><HoverTip more={(hover) => changeLine(comparing, 0, hover)} /></RunContext.Provider>
          <RunContext.Provider value={b}><HoverTip more={(hover) => changeLine(comparing, 1, hover)} /></RunContext.Provider>
        </main>
        <Dock maxHeight={maxDock} side={side} panels={PANELS}>
          {side === 'bottom' && <Splitter label="Height of the panels" value={layout.dockHeight} min={MIN_DOCK_PX} max={maxDock} along="y" grows={-1} />}
          {side === 'right' && <Splitter label="Width of the panels" value={layout.dockWidth} min={MIN_DOCK_WIDTH_PX} max={maxDockWidth} along="x" grows={-1} />}
        </Dock>
      </div>
      <StatusBar key={useRun().id} />
      {isChoosingRepeats.value && <RepeatsDialog onClose={() => { isChoosingRepeats.value = false; }} />}
    </div>
  );
}
