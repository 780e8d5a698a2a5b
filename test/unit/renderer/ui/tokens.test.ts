import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { colorSlot, fnv1a } from '../../../../electron/protocol/colors.ts';
import { bestInk, contrast, mixLinear, parseHex, toHex } from '../../../../renderer/base/color_math.ts';
import { COLOR_TOKENS, cssVariable, THEMES } from '../../../../renderer/base/theme.ts';
import type { ColorToken } from '../../../../renderer/base/theme.ts';

const themes = Object.values(THEMES);
const css = readFileSync('renderer/styles/tokens.css', 'utf8');

/** Values of the custom properties in the block of one theme. */
function cssValues(theme: string): Map<string, string> {
  const block = new RegExp(`\\[data-theme='${theme}'\\][^{]*\\{([^}]*)\\}`).exec(css)?.[1] ?? '';
  return new Map([...block.matchAll(/(--[a-z-]+):\s*([^;]+);/g)].map((match) => [match[1], match[2]]));
}

describe('tokens.css', () => {
  it.each(themes.map((theme) => theme.name))('has the colours of theme.ts: %s', (name) => {
    const values = cssValues(name);
    for (const token of COLOR_TOKENS) expect(values.get(cssVariable(token)), token).toBe(toHex(THEMES[name].colors[token]));
  });
});

/** Backgrounds on which text stands; a hovered row is the worst of them. */
const SURFACES: readonly ColorToken[] = ['bgTrack', 'bgApp', 'bgPanel', 'bgRaised', 'bgHover'];
const TEXT: readonly ColorToken[] = ['textPrimary', 'textSecondary', 'textMuted', 'accent', 'danger', 'warning', 'success', 'match'];
const GRAPHICS: readonly ColorToken[] = ['borderControl', 'focus', 'group', 'flowCritical', 'flowCreator', 'diffSlower', 'diffFaster', 'diffSame', 'cursor'];
const GRAPHIC_SURFACES: readonly ColorToken[] = ['bgTrack', 'bgApp', 'bgPanel', 'bgRaised'];
const SOFT: readonly (readonly [ColorToken, ColorToken])[] = [
  ['danger', 'dangerSoft'], ['warning', 'warningSoft'], ['success', 'successSoft'], ['onAccent', 'accent'],
  ['textPrimary', 'dangerSoft'], ['textPrimary', 'warningSoft'], ['textPrimary', 'successSoft'],
];

describe.each(themes)('contrast in $name', (theme) => {
  const { colors } = theme;
  it('text reads on every surface', () => {
    for (const text of TEXT) for (const surface of SURFACES) expect(contrast(colors[text], colors[surface]), `${text} on ${surface}`).toBeGreaterThanOrEqual(4.5);
    for (const [over, under] of SOFT) expect(contrast(colors[over], colors[under]), `${over} on ${under}`).toBeGreaterThanOrEqual(4.5);
  });
  it('controls and graphics stand out', () => {
    for (const graphic of GRAPHICS) for (const surface of GRAPHIC_SURFACES) expect(contrast(colors[graphic], colors[surface]), `${graphic} on ${surface}`).toBeGreaterThanOrEqual(3);
  });
  it('items, their labels and the curves stand out', () => {
    const background = colors.bgTrack;
    for (const color of theme.items) {
      expect(contrast(color, background)).toBeGreaterThanOrEqual(theme.isDark ? 4.29 : 3.42);
      expect(contrast(color, bestInk(color))).toBeGreaterThanOrEqual(4.5);
    }
    for (const [kind, color] of Object.entries(theme.curves)) expect(contrast(color, background), kind).toBeGreaterThanOrEqual(theme.isDark ? 7.4 : 5);
  });
});

it('item colours are those of the specification', () => {
  const colorsOf = (slot: number): string[] => [toHex(THEMES.light.items[slot]), toHex(THEMES.dark.items[slot])];
  expect(fnv1a('daxpy')).toBe(0xb5f405b5);
  expect(colorsOf(colorSlot('daxpy'))).toEqual(['#056180', '#118CB8']);
  expect(colorsOf(colorSlot('Copy'))).toEqual(['#705BBE', '#9887E8']);
  expect(colorsOf(colorSlot('future_divide'))).toEqual(['#679725', '#93C35E']);
});

it('shades on white are the reference’s', () => {
  expect(toHex(mixLinear(parseHex('DF00FF'), 0xffffff, 0.45))).toBe('#F1C4FF');
  expect(toHex(mixLinear(parseHex('DF00FF'), 0xffffff, 0.15))).toBe('#FBEDFF');
});

it('the heat ramp ends where the specification says and never turns back', () => {
  for (const theme of themes) {
    const ratios = [...theme.heat].map((color) => contrast(color, theme.isDark ? 0x000000 : 0xffffff));
    for (let i = 1; i < ratios.length; i++) expect(ratios[i]).toBeGreaterThanOrEqual(ratios[i - 1] - 0.02);
  }
  expect([toHex(THEMES.light.heat[0]), toHex(THEMES.light.heat[255])]).toEqual(['#F1F6FC', '#0B4C92']);
  expect([toHex(THEMES.dark.heat[0]), toHex(THEMES.dark.heat[255])]).toEqual(['#171B1F', '#A2CFFF']);
});
