/** How dense and how large the window is; kept by the engine. */
import { effect, signal } from '@preact/signals';
import type { App, Density } from './app.ts';
import type { Settings } from './settings.ts';

/** Height of a level of items at each density, css px. */
export const LEVEL_HEIGHTS: Readonly<Record<Density, number>> = { compact: 14, normal: 18, roomy: 24 };
export const ZOOM_PERCENTS = [80, 90, 100, 110, 125, 150, 175, 200] as const;

export function createAppearance(settings: Settings): App['appearance'] & Disposable & { load(): void } {
  const density = signal<Density>('normal');
  const zoomPercent = signal(100);
  const levelsGrowDown = signal(false);
  const countsFromZero = signal(false);
  let isLoaded = false;
  const stop = effect(() => {
    const now = { density: density.value, zoomPercent: zoomPercent.value, levelsGrowDown: levelsGrowDown.value, countsFromZero: countsFromZero.value };
    if (isLoaded) settings.set('appearance', now);
  });
  return {
    density, zoomPercent, levelsGrowDown, countsFromZero,
    load: () => {
      if (isLoaded) return;
      const saved = (settings.get('appearance') ?? {}) as { readonly [key in keyof App['appearance']]?: unknown };
      const known = (Object.keys(LEVEL_HEIGHTS) as Density[]).find((one) => one === saved.density);
      if (known) density.value = known;
      const percent = ZOOM_PERCENTS.find((one) => one === saved.zoomPercent);
      if (percent) zoomPercent.value = percent;
      levelsGrowDown.value = saved.levelsGrowDown === true;
      countsFromZero.value = saved.countsFromZero === true;
      isLoaded = true;
    },
    [Symbol.dispose]: stop,
  };
}
