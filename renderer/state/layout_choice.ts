/** Sizes, places and tabs of the window's parts; kept by the engine. */
import { effect, signal, type Signal } from '@preact/signals';
import type { App, DockSide, FloatBox } from './app.ts';
import { decodeText } from './link_text.ts';
import type { Settings } from './settings.ts';
import type { ViewPart } from './view_parts.ts';

const SIDES: readonly DockSide[] = ['bottom', 'right', 'float'];
const DEFAULT_FLOAT: FloatBox = { x: 320, y: 80, width: 560, height: 320 };
const DEFAULTS = { dockHeight: 220, dockWidth: 420, treeWidth: 220, isDockOpen: true, activePanel: 'details', dockSide: 'bottom' as DockSide, floatBox: DEFAULT_FLOAT };

type Layout = typeof DEFAULTS;

export function createLayout(settings: Settings): App['layout'] & Disposable & { load(): void; readonly panelPart: ViewPart<string> } {
  const parts = Object.fromEntries(Object.entries(DEFAULTS).map(([key, value]) => [key, signal(value)])) as { [K in keyof Layout]: Signal<Layout[K]> };
  let isLoaded = false;
  const stop = effect(() => {
    const now = Object.fromEntries(Object.entries(parts).map(([key, part]) => [key, part.value]));
    if (isLoaded) settings.set('layout', now);
  });
  /** A link says which panel was in front; one that says nothing leaves it. */
  const panelPart: ViewPart<string> = {
    key: 'panel', undo: 'none',
    read: () => (parts.isDockOpen.value ? parts.activePanel.value : ''),
    show: (panel) => {
      if (panel !== '') parts.activePanel.value = panel;
      parts.isDockOpen.value = panel !== '';
    },
    toText: (panel) => encodeURIComponent(panel),
    fromText: decodeText,
  };
  return {
    ...parts, panelPart,
    reset: () => {
      // What is shown stays; only where and how large.
      parts.dockHeight.value = DEFAULTS.dockHeight;
      parts.dockWidth.value = DEFAULTS.dockWidth;
      parts.treeWidth.value = DEFAULTS.treeWidth;
      parts.dockSide.value = DEFAULTS.dockSide;
      parts.floatBox.value = DEFAULTS.floatBox;
    },
    load: () => {
      if (isLoaded) return;
      const saved = (settings.get('layout') ?? {}) as Partial<Layout>;
      if (typeof saved.dockHeight === 'number') parts.dockHeight.value = saved.dockHeight;
      if (typeof saved.dockWidth === 'number') parts.dockWidth.value = saved.dockWidth;
      if (typeof saved.treeWidth === 'number') parts.treeWidth.value = saved.treeWidth;
      if (typeof saved.isDockOpen === 'boolean') parts.isDockOpen.value = saved.isDockOpen;
      if (typeof saved.activePanel === 'string') parts.activePanel.value = saved.activePanel;
      if (SIDES.some((side) => side === saved.dockSide)) parts.dockSide.value = saved.dockSide ?? 'bottom';
      if (isBox(saved.floatBox)) parts.floatBox.value = saved.floatBox;
      isLoaded = true;
    },
    [Symbol.dispose]: stop,
  };
}

function isBox(value: unknown): value is FloatBox {
  if (typeof value !== 'object' || value === null) return false;
  return (['x', 'y', 'width', 'height'] as const).every((key) => Number.isFinite((value as Partial<FloatBox>)[key]));
}
