/** Sizes and tabs of the window's parts; kept by the engine. */
import { effect, signal } from '@preact/signals';
import type { App } from './app.ts';
import type { Settings } from './settings.ts';

const DEFAULTS = { dockHeight: 220, treeWidth: 220, isDockOpen: true, activePanel: 'details' };
type Saved = Partial<typeof DEFAULTS>;

export function createLayout(settings: Settings): App['layout'] & Disposable & { load(): void } {
  const dockHeight = signal(DEFAULTS.dockHeight);
  const treeWidth = signal(DEFAULTS.treeWidth);
  const isDockOpen = signal(DEFAULTS.isDockOpen);
  const activePanel = signal(DEFAULTS.activePanel);
  let isLoaded = false;
  const stop = effect(() => {
    const now = { dockHeight: dockHeight.value, treeWidth: treeWidth.value, isDockOpen: isDockOpen.value, activePanel: activePanel.value };
    if (isLoaded) settings.set('layout', now);
  });
  return {
    dockHeight, treeWidth, isDockOpen, activePanel,
    load: () => {
      if (isLoaded) return;
      const saved = (settings.get('layout') ?? {}) as Saved;
      if (typeof saved.dockHeight === 'number') dockHeight.value = saved.dockHeight;
      if (typeof saved.treeWidth === 'number') treeWidth.value = saved.treeWidth;
      if (typeof saved.isDockOpen === 'boolean') isDockOpen.value = saved.isDockOpen;
      if (typeof saved.activePanel === 'string') activePanel.value = saved.activePanel;
      isLoaded = true;
    },
    [Symbol.dispose]: stop,
  };
}
