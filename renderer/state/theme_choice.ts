/** Which theme is on: the user's choice, or what the system prefers. */
import { computed, effect, signal } from '@preact/signals';
import { listen, DisposableStore } from '../base/disposable.ts';
import type { ThemeName } from '../base/theme.ts';
import type { App, ThemeChoice } from './app.ts';
import type { Settings } from './settings.ts';

const CHOICES: readonly ThemeChoice[] = ['system', 'light', 'dark', 'contrast'];

function followMedia(query: string, store: DisposableStore): () => boolean {
  const list = matchMedia(query);
  const matches = signal(list.matches);
  store.add(listen(list, 'change', () => { matches.value = list.matches; }));
  return () => matches.value;
}

export function createTheme(settings: Settings): App['theme'] & Disposable & { load(): void } {
  const store = new DisposableStore();
  const isDark = followMedia('(prefers-color-scheme: dark)', store);
  const isContrast = followMedia('(prefers-contrast: more)', store);
  const choice = signal<ThemeChoice>('system');
  let isLoaded = false;
  const effective = computed<ThemeName>(() => {
    const dark = choice.value === 'dark' || (choice.value !== 'light' && isDark());
    const contrast = choice.value === 'contrast' || (choice.value === 'system' && isContrast());
    if (contrast) return dark ? 'contrast-dark' : 'contrast-light';
    return dark ? 'dark' : 'light';
  });
  store.defer(effect(() => {
    const chosen = choice.value;
    if (isLoaded) settings.set('theme', chosen);
  }));
  return {
    choice, effective,
    load: () => {
      const saved = CHOICES.find((candidate) => candidate === settings.get('theme'));
      if (saved && !isLoaded) choice.value = saved;
      isLoaded = true;
    },
    [Symbol.dispose]: () => store[Symbol.dispose](),
  };
}
