/**
 * Colour arithmetic for themes: OKLCH to sRGB, mixing in linear light, WCAG contrast. Pure numbers, no DOM.
 * A colour is one integer 0xRRGGBB in sRGB, without alpha.
 */
export type Rgb = number;

export function rgb(red: number, green: number, blue: number): Rgb {
  return (red << 16) | (green << 8) | blue;
}

/** `RRGGBB` or `#RRGGBB` → 0xRRGGBB. */
export function parseHex(hex: string): Rgb {
  return Number.parseInt(hex.replace('#', ''), 16);
}

/** 0xRRGGBB → `#RRGGBB`, for CSS and canvas. */
export function toHex(color: Rgb): string {
  return `#${color.toString(16).toUpperCase().padStart(6, '0')}`;
}

/** sRGB channel 0..1 → linear light 0..1. */
function toLinear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}

/** Linear light 0..1 → sRGB channel 0..1. */
function fromLinear(light: number): number {
  return light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055;
}

function linearParts(color: Rgb): [number, number, number] {
  return [toLinear((color >> 16) / 255), toLinear(((color >> 8) & 255) / 255), toLinear((color & 255) / 255)];
}

function packLinear(red: number, green: number, blue: number): Rgb {
  const byte = (light: number): number => Math.round(Math.min(1, Math.max(0, fromLinear(light))) * 255);
  return rgb(byte(red), byte(green), byte(blue));
}

/** `alpha` of `color` over `background`, mixed in linear light as the reference mixes its shades (DF00FF at .45 on white = F1C4FF). */
export function mixLinear(color: Rgb, background: Rgb, alpha: number): Rgb {
  const over = linearParts(color);
  const under = linearParts(background);
  return packLinear(
    over[0] * alpha + under[0] * (1 - alpha),
    over[1] * alpha + under[1] * (1 - alpha),
    over[2] * alpha + under[2] * (1 - alpha),
  );
}

/** Relative luminance of WCAG 2, 0..1. */
export function luminance(color: Rgb): number {
  const [red, green, blue] = linearParts(color);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast ratio of WCAG 2, 1..21. */
export function contrast(a: Rgb, b: Rgb): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

/** Black or white, whichever reads better on the colour. */
export function bestInk(color: Rgb): Rgb {
  return contrast(0x000000, color) >= contrast(0xffffff, color) ? 0x000000 : 0xffffff;
}

/** OKLab (Björn Ottosson) → linear sRGB; parts outside 0..1 are colours that the screen cannot show. */
function oklabToLinear(lightness: number, a: number, b: number): [number, number, number] {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

/** sRGB → OKLab `[L, a, b]`. */
export function toOklab(color: Rgb): [number, number, number] {
  const [red, green, blue] = linearParts(color);
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

export function fromOklab(lightness: number, a: number, b: number): Rgb {
  return packLinear(...oklabToLinear(lightness, a, b));
}

const CHROMA_STEP = 0.004;
const GAMUT_SLACK = 1e-4;

/** OKLCH → sRGB; the chroma falls in steps of 0.004 until the colour can be shown. `hue` in degrees. */
export function oklch(lightness: number, chroma: number, hue: number): Rgb {
  const angle = (hue * Math.PI) / 180;
  for (let c = chroma; c > 0; c -= CHROMA_STEP) {
    const parts = oklabToLinear(lightness, c * Math.cos(angle), c * Math.sin(angle));
    if (parts.every((part) => part >= -GAMUT_SLACK && part <= 1 + GAMUT_SLACK)) return packLinear(...parts);
  }
  return packLinear(...oklabToLinear(lightness, 0, 0));
}
