/** What a drag and the wheel do on the tracks: as here, as in the reference's viewer, or as in Perfetto (ui.md §4.1); kept by the engine. */
import { effect, signal, type Signal } from '@preact/signals';

/** Of the page's settings. */
interface Kept {
  get(key: string): unknown;
  set(key: string, value: unknown): void;
}

export const POINTER_PRESETS = ['default', 'prof', 'perfetto'] as const;
export type PointerPreset = (typeof POINTER_PRESETS)[number];
export const PRESET_NAMES: Readonly<Record<PointerPreset, string>> = {
  default: 'pans; with Shift selects a range, with Alt zooms', prof: 'zooms, as in Legion Prof; with Shift pans, with Alt selects a range', perfetto: 'selects a range, as in Perfetto; with Shift pans, with Alt zooms',
};

export interface PointerChoice {
  readonly preset: Signal<PointerPreset>;
  /** The wheel alone zooms instead of scrolling rows. */
  readonly wheelZooms: Signal<boolean>;
}

export type DragMode = 'pan' | 'range' | 'zoom';
const DRAGS: Readonly<Record<PointerPreset, readonly [plain: DragMode, shift: DragMode, alt: DragMode, ruler: DragMode]>> = {
  default: ['pan', 'range', 'zoom', 'range'], prof: ['zoom', 'pan', 'range', 'zoom'], perfetto: ['range', 'pan', 'zoom', 'range'],
};

export function dragMode(preset: PointerPreset, on: { readonly shiftKey: boolean; readonly altKey: boolean; readonly isRuler: boolean }): DragMode {
  const [plain, shift, alt, ruler] = DRAGS[preset];
  return on.isRuler ? ruler : on.shiftKey ? shift : on.altKey ? alt : plain;
}

export function createPointerChoice(settings: Kept): PointerChoice & Disposable & { load(): void } {
  const preset = signal<PointerPreset>('default');
  const wheelZooms = signal(false);
  let isLoaded = false;
  const stop = effect(() => {
    const now = { preset: preset.value, wheelZooms: wheelZooms.value };
    if (isLoaded) settings.set('pointer', now);
  });
  return {
    preset, wheelZooms,
    load: () => {
      if (isLoaded) return;
      const saved = (settings.get('pointer') ?? {}) as { readonly preset?: unknown; readonly wheelZooms?: unknown };
      preset.value = POINTER_PRESETS.find((one) => one === saved.preset) ?? 'default';
      wheelZooms.value = saved.wheelZooms === true;
      isLoaded = true;
    },
    [Symbol.dispose]: stop,
  };
}
