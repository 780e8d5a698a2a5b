/** Colours of items by place in the palette (64 of them), for each way to colour and each of the user's palettes. Pure. */
import { HUE_SLOTS, TIERS } from '../../electron/protocol/colors.ts';
import { NO_COLOR, RAMP_STEPS, type ColorMode } from '../../electron/protocol/tiles.ts';
import { parseHex, rgb, type Rgb } from './color_math.ts';
import type { Theme } from './theme.ts';

export const PALETTES = ['default', 'prof', 'cvd'] as const;
export type PaletteName = (typeof PALETTES)[number];

const SLOTS = HUE_SLOTS * TIERS;
/** Eight that differ for normal sight and for protan, deutan and tritan (design/ui.md §14). */
const CVD = {
  light: ['9A2D0A', '5782E0', '25001E', '313290', 'B1736F', '561200', '805175', '00015E'].map(parseHex),
  dark: ['F5F372', '406690', '73B5D3', 'D78C00', 'AF4E03', '27FDF7', '8374DA', 'E5BC8B'].map(parseHex),
} as const;
export const MAX_RULES = CVD.light.length;
/** Neighbours on the wheel are far apart in hue, as in the reference's walk. Source: legion_prof_rs state.rs, Color. */
const GOLDEN = 0.618033988749895;
/** The weakest step of a ramp still stands out from the track. */
const LEAST_HEAT = 0.3;

export function paletteOf(theme: Theme, mode: ColorMode, name: PaletteName): Uint32Array {
  const colors = new Uint32Array(NO_COLOR + 1).fill(theme.colors.group);
  const eight = CVD[theme.isDark ? 'dark' : 'light'];
  if (mode === 'duration' || mode === 'size') {
    for (let step = 0; step < RAMP_STEPS; step++) colors[step] = theme.heat[Math.round((LEAST_HEAT + (1 - LEAST_HEAT) * (step / (RAMP_STEPS - 1))) * 255)];
  } else if (mode === 'state') colors.set([theme.colors.success, theme.colors.warning, theme.colors.danger]);
  else if (mode === 'rules') colors.set(eight);
  else if (name === 'cvd') for (let slot = 0; slot < SLOTS; slot++) colors[slot] = eight[slot % eight.length];
  else if (name === 'prof') for (let slot = 0; slot < SLOTS; slot++) colors[slot] = brightHue((slot * GOLDEN) % 1);
  else colors.set(theme.items);
  return colors;
}

/** Full saturation and value; `turn` 0..1 around the wheel. */
function brightHue(turn: number): Rgb {
  const channel = (shift: number): number => Math.round(255 * Math.min(1, Math.max(0, Math.abs(((turn + shift) % 1) * 6 - 3) - 1)));
  return rgb(channel(0), channel(2 / 3), channel(1 / 3));
}
