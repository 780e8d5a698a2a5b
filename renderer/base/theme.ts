/**
 * The colours of the four themes, for the canvas (numbers) and, through styles/tokens.css, for the page (the same values; a test
 * compares them). Pure: no DOM. `THEMES[app.theme.effective.value]` is all that a drawing needs.
 */
import { HUE_SLOTS, TIERS } from '../../electron/protocol/colors.ts';
import type { TrackKind } from '../../electron/protocol/items.ts';
import { fromOklab, oklch, parseHex, toOklab } from './color_math.ts';
import type { Rgb } from './color_math.ts';

export type ThemeName = 'light' | 'dark' | 'contrast-light' | 'contrast-dark';

/** Token → the colours of light, dark, contrast-light, contrast-dark. The CSS variable of `bgTrack` is `--bg-track`. */
const COLORS = {
  bgTrack: ['FFFFFF', '12151A', 'FFFFFF', '000000'],
  bgApp: ['F4F6F8', '0C0E12', 'FFFFFF', '000000'],
  bgPanel: ['FFFFFF', '171B21', 'FFFFFF', '000000'],
  bgRaised: ['E9EDF1', '212730', 'FFFFFF', '0A0A0A'],
  bgHover: ['DDE4EA', '2B333E', 'E6EEF7', '1E2A3A'],
  bgOutside: ['E4E7EB', '1B2027', 'E6E6E6', '1F1F1F'],
  textPrimary: ['14181D', 'EDF1F5', '000000', 'FFFFFF'],
  textSecondary: ['4A5560', 'B3BECA', '1F1F1F', 'F0F0F0'],
  textMuted: ['556170', '98A4B1', '333333', 'DDDDDD'],
  accent: ['0B5FCC', '6AA8FF', '0038A8', '9CCBFF'],
  onAccent: ['FFFFFF', '0A0C10', 'FFFFFF', '000000'],
  focus: ['0B5FCC', '8CBDFF', '0038A8', 'FFE600'],
  danger: ['B3261E', 'FF8A80', '8F0F0A', 'FFA59E'],
  dangerSoft: ['FBE3E1', '43201E', 'FFFFFF', '000000'],
  warning: ['8A5300', 'F2B441', '663D00', 'FFC85C'],
  warningSoft: ['FFF0D6', '3D2E10', 'FFFFFF', '000000'],
  success: ['1A6E38', '6FD08C', '0B4D24', '8CF0AA'],
  successSoft: ['DDF3E3', '17351F', 'FFFFFF', '000000'],
  match: ['B00078', 'FF7AC8', '8A005E', 'FF9AD6'],
  borderControl: ['7B8794', '76828F', '000000', 'FFFFFF'],
  borderSubtle: ['D3DAE1', '2E3640', '595959', 'A6A6A6'],
  grid: ['E3E8ED', '20262E', 'C4C4C4', '4D4D4D'],
  group: ['76808B', '808B97', '5C656E', 'A3ADB8'],
  flowCritical: ['C2410C', 'FF9A5C', '9A3006', 'FFB27F'],
  flowCreator: ['5B4BC4', 'B4A6FF', '43349E', 'CCC2FF'],
  diffSlower: ['B45309', 'F2A04A', '8A3F06', 'FFB870'],
  diffFaster: ['1D5FBF', '7FB4FF', '0F4494', '9CC6FF'],
  diffSame: ['7B8794', '8A96A3', '5C656E', 'A3ADB8'],
  haloOuter: ['000000', 'FFFFFF', '000000', 'FFFFFF'],
  haloInner: ['FFFFFF', '000000', 'FFFFFF', '000000'],
  cursor: ['14181D', 'FFFFFF', '000000', 'FFFFFF'],
} as const;

export type ColorToken = keyof typeof COLORS;
const NAMES: readonly ThemeName[] = ['light', 'dark', 'contrast-light', 'contrast-dark'];
export const COLOR_TOKENS = Object.keys(COLORS) as readonly ColorToken[];

/** Colour at 0, 20, 40, 60, 80 and 100 %. */
const HEAT_STOPS = {
  light: ['F1F6FC', 'C2DAF9', '90BAF1', '5894E0', '266EC3', '0B4C92'],
  dark: ['171B1F', '233A51', '2D5B88', '347EC4', '4BA3F7', 'A2CFFF'],
} as const;

/** Curve colours [light, dark]; hue families of the reference, readable on both. */
const CURVES = {
  gpuDevice: ['55701C', '9CC24A'], gpuHost: ['C63A00', 'FF8A5C'], cpu: ['2F6B9E', '7DB3E0'], utility: ['C01038', 'FF7C95'],
  io: ['A84A00', 'F0A05A'], openmp: ['8A5A00', 'DDB14E'], python: ['2E7358', '63C9A2'], system: ['4F7A1E', '93C75C'],
  framebuffer: ['2A3FD6', '8FA0FF'], zerocopy: ['B0123E', 'FF7FA0'], registered: ['8B008B', 'E58CE5'], socket: ['BF3F00', 'FF9066'],
  disk: ['7A5C00', 'D6B25A'], channel: ['B03A06', 'F79A6B'], deppart: ['5B4BC4', 'B4A6FF'],
} as const;

/** Kinds without a colour of their own take that of the reference's family (prof-viewer §1.1). */
const CURVE_OF_KIND: Readonly<Record<TrackKind, keyof typeof CURVES>> = {
  external: 'python', cpu: 'cpu', gpu: 'gpuDevice', 'gpu-dev': 'gpuDevice', 'gpu-host': 'gpuHost', utility: 'utility', io: 'io',
  procgroup: 'io', procset: 'io', openmp: 'openmp', python: 'python', unknown: 'io', global: 'zerocopy', system: 'system',
  registered: 'registered', socket: 'socket', zerocopy: 'zerocopy', framebuffer: 'framebuffer', disk: 'disk', hdf5: 'system',
  file: 'disk', l3cache: 'zerocopy', l2cache: 'registered', l1cache: 'system', managed: 'registered', dynamic: 'socket',
  chan: 'channel', dp: 'deppart', 'cuda-stream': 'gpuDevice', 'cuda-api': 'gpuHost', nvtx: 'python', 'os-calls': 'io', 'gpu-metric': 'gpuDevice',
};

const LIGHTNESS = { light: [0.46, 0.54, 0.62], dark: [0.6, 0.68, 0.76] } as const;
const CHROMA = { light: 0.15, dark: 0.14 } as const;

export interface Theme {
  readonly name: ThemeName;
  readonly isDark: boolean;
  /** High contrast: pattern cues are always on, outlines thicker. */
  readonly isContrast: boolean;
  readonly colors: Readonly<Record<ColorToken, Rgb>>;
  /** Item colours by slot (protocol/colors.ts), length 54. */
  readonly items: Uint32Array;
  /** Utilization 0..255 → colour, length 256. */
  readonly heat: Uint32Array;
  /** Curve colour per kind; `null` kind ("all") never has a curve of its own. */
  readonly curves: Readonly<Record<TrackKind, Rgb>>;
}

function itemColors(mode: 'light' | 'dark'): Uint32Array {
  const colors = new Uint32Array(HUE_SLOTS * TIERS);
  for (let tier = 0; tier < TIERS; tier++) {
    for (let slot = 0; slot < HUE_SLOTS; slot++) {
      colors[tier * HUE_SLOTS + slot] = oklch(LIGHTNESS[mode][tier], CHROMA[mode], 10 + 20 * slot);
    }
  }
  return colors;
}

/** Between two stops the ramp runs straight in OKLab, so that equal steps look equal. */
function heatRamp(mode: 'light' | 'dark'): Uint32Array {
  const stops = HEAT_STOPS[mode].map((hex) => toOklab(parseHex(hex)));
  return Uint32Array.from({ length: 256 }, (_, i) => {
    const place = (i / 255) * (stops.length - 1);
    const at = Math.min(Math.floor(place), stops.length - 2);
    const part = place - at;
    const mix = (axis: 0 | 1 | 2): number => stops[at][axis] * (1 - part) + stops[at + 1][axis] * part;
    return fromOklab(mix(0), mix(1), mix(2));
  });
}

function makeTheme(name: ThemeName, column: number): Theme {
  const isDark = name.endsWith('dark');
  const mode = isDark ? 'dark' : 'light';
  const colors = Object.fromEntries(COLOR_TOKENS.map((token) => [token, parseHex(COLORS[token][column])]));
  const curves = Object.entries(CURVE_OF_KIND).map(([kind, curve]) => [kind, parseHex(CURVES[curve][isDark ? 1 : 0])]);
  return {
    name,
    isDark,
    isContrast: name.startsWith('contrast'),
    colors: colors as Record<ColorToken, Rgb>,
    items: itemColors(mode),
    heat: heatRamp(mode),
    curves: Object.fromEntries(curves) as Record<TrackKind, Rgb>,
  };
}

export const THEMES = Object.fromEntries(NAMES.map((name, column) => [name, makeTheme(name, column)])) as Readonly<Record<ThemeName, Theme>>;

/** `bgTrack` → `--bg-track`. */
export function cssVariable(token: ColorToken): string {
  return `--${token.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** Share of the item's colour in the fill of a state (index: STATE_*); the rest is the track's background, mixed in linear light. */
export const STATE_ALPHA = [1, 0.45, 0.15, 1] as const;
