/** The panels at the bottom: their tabs, showing, hiding and maximising them, and the commands for it. */
import { useSignal, useSignalEffect } from '@preact/signals';
import { render } from 'preact';
import type { ComponentChildren, ComponentType } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { App, DockSide, FloatBox, RunView } from '../../state/app.ts';
import { IconButton } from '../base/button.tsx';
import { keysOf } from '../base/command_keys.ts';
import { AppContext, PanelContext, RunContext, useApp, useRun } from '../base/context.ts';
import { MenuButton } from '../base/menu.tsx';
import { ChannelsPanel } from '../channels/channels_panel.tsx';
import { DetailsPanel } from '../details/details_panel.tsx';
import { LinesPanel } from '../lines/lines_panel.tsx';
import { MemoryPanel } from '../memory/memory_panel.tsx';
import { QualityPanel } from '../quality/quality_panel.tsx';
import { FloatGrip } from './float_grip.tsx';
import { SqlPanel } from '../sql/sql_panel.tsx';
import { SelectionPanel, TasksPanel } from '../totals/totals_panels.tsx';
import { createLayoutHost } from './layout_host.ts';
import type { LayoutHost } from './layout_host.ts';
import { PanelGuard } from './panel_guard.tsx';

export interface DockPanelEntry {
  readonly id: string;
  readonly title: string;
  readonly key: string;
  readonly body: ComponentType;
  readonly badge?: ComponentType;
}

const PANELS: readonly DockPanelEntry[] = [
  { id: 'details', title: 'Details', key: 'Shift+Digit1', body: DetailsPanel },
  { id: 'selection', title: 'Selection', key: 'Shift+Digit2', body: SelectionPanel },
  { id: 'tasks', title: 'Tasks', key: 'Shift+Digit3', body: TasksPanel },
  { id: 'lines', title: 'Lines', key: 'Shift+Digit4', body: LinesPanel },
  { id: 'memory', title: 'Memory', key: 'Shift+Digit5', body: MemoryPanel },
  { id: 'channels', title: 'Channels', key: 'Shift+Digit6', body: ChannelsPanel },
  { id: 'sql', title: 'SQL', key: 'Shift+Digit7', body: SqlPanel },
  { id: 'quality', title: 'Quality', key: 'Shift+Digit9', body: QualityPanel, badge: QualityBadge },
];

const PLACES: readonly { readonly side: DockSide; readonly id: string; readonly name: string; readonly short: string }[] = [
  { side: 'bottom', id: 'panel.moveToBottom', name: 'Panels at the bottom', short: 'At the bottom' },
  { side: 'right', id: 'panel.moveToRight', name: 'Panels at the right', short: 'At the right' },
  { side: 'float', id: 'panel.float', name: 'Panels that float over the timeline', short: 'Floating' },
];

function floatStyle({ x, y, width, height }: FloatBox): Record<string, string> {
  return { left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` };
}

function QualityBadge() {
  const { alerts } = useRun().summary.value;
  return alerts.length === 0 ? null : <span class="count">{alerts.length}</span>;
}

/** Components inside dockview's elements are trees of their own: they get the contexts again. */
function renderInto(element: HTMLElement, app: App, run: RunView, Body: ComponentType, panel = ''): () => void {
  render(<AppContext.Provider value={app}><RunContext.Provider value={run}><PanelContext.Provider value={panel}><Body /></PanelContext.Provider></RunContext.Provider></AppContext.Provider>, element);
  return () => render(null, element);
}

/** `side` is where there is room for them, `children` the divider beside them. */
export function Dock({ maxHeight, side, panels = PANELS, children }: { maxHeight: () => number; side: DockSide; panels?: readonly DockPanelEntry[]; children: ComponentChildren }) {
  const app = useApp();
  const run = useRun();
  const { layout } = app;
  const dock = useRef<HTMLElement>(null);
  const container = useRef<HTMLDivElement>(null);
  const host = useRef<LayoutHost | undefined>(undefined);
  const heightBefore = useSignal<number | null>(null);

  useLayoutEffect(() => {
    if (!container.current) return undefined;
    // The panel in front may be one that only another screen has.
    if (!panels.some(({ id }) => id === layout.activePanel.peek())) layout.activePanel.value = panels[0].id;
    const made = createLayoutHost(container.current, panels.map(({ id, title, body: Body, badge: Badge }) => ({
      id,
      title,
      mount: (element) => renderInto(element, app, run, () => <PanelGuard name={title}><Body /></PanelGuard>, id),
      mountTab: (element) => renderInto(element, app, run, () => <>{title} {Badge && <Badge />}</>),
    })), {
      active: layout.activePanel.peek(),
      onActive: (id) => {
        layout.activePanel.value = id;
      },
      onMaximize: () => {
        if (layout.dockSide.peek() === 'bottom') void app.commands.run('panel.maximize');
      },
      mountActions: (element) => renderInto(element, app, run, () => <DockActions heightBefore={heightBefore} />),
    });
    host.current = made;
    return () => made[Symbol.dispose]();
  }, [run]);

  // Whoever sets the active panel (a command, a saved layout) has dockview follow.
  useSignalEffect(() => host.current?.show(layout.activePanel.value));
  useSignalEffect(() => {
    const { length } = run.summary.value.alerts;
    host.current?.setTitle('quality', length === 0 ? 'Quality' : `Quality ${length}`);
  });

  useEffect(() => {
    const show = (id: string): void => {
      layout.isDockOpen.value = true;
      layout.activePanel.value = id;
    };
    const commands = app.commands.register(
      ...panels.map(({ id, title, key }) => ({ id: `panel.show${id[0].toUpperCase()}${id.slice(1)}`, name: `Show ${title === 'SQL' ? title : title.toLowerCase()}`, keys: [key], run: () => show(id) })),
      {
        id: 'panel.maximize', name: 'Maximize the panels, and back', keys: ['Shift+Q'], disabled: () => (layout.dockSide.peek() === 'bottom' ? undefined : 'only panels at the bottom are maximized'),
        run: () => {
          layout.isDockOpen.value = true;
          const before = heightBefore.value;
          heightBefore.value = before === null ? layout.dockHeight.value : null;
          layout.dockHeight.value = before ?? maxHeight();
        },
      },
      ...PLACES.map(({ side: place, id, name }) => ({
        id, name, keys: [], run: () => {
          layout.isDockOpen.value = true;
          layout.dockSide.value = place;
        },
      })),
      { id: 'panel.resetLayout', name: 'Panels and tree at their usual places and sizes', keys: [], run: () => layout.reset() },
    );
    return () => commands[Symbol.dispose]();
  }, [run]);

  return (
    <section class="dock" data-testid="dock" data-region="dock" aria-label="Panels" hidden={!layout.isDockOpen.value} ref={dock} style={side === 'float' ? floatStyle(layout.floatBox.value) : {}}>
      {children}
      {side === 'float' && <FloatGrip dock={dock} />}
      <div class="dock-host" ref={container} />
    </section>
  );
}

function DockActions({ heightBefore }: { heightBefore: { readonly value: number | null } }) {
  const app = useApp();
  const isMaximized = heightBefore.value !== null;
  return (
    <>
      <MenuButton
        icon="panels" label="Where the panels are" items={[
          ...PLACES.map(({ side, id, short }) => ({ label: short, isChosen: app.layout.dockSide.value === side, run: () => void app.commands.run(id) })),
          { label: 'Usual places and sizes', run: () => void app.commands.run('panel.resetLayout') },
        ]}
      />
      {app.layout.dockSide.value === 'bottom' && <IconButton
        icon={isMaximized ? 'minimize' : 'maximize'} label={isMaximized ? 'Restore the height' : 'Maximize'} keys={keysOf(app, 'panel.maximize')}
        onClick={() => void app.commands.run('panel.maximize')}
      />}
      <IconButton icon="close" label="Hide the panels" keys={keysOf(app, 'panel.toggle')} onClick={() => void app.commands.run('panel.toggle')} />
    </>
  );
}
