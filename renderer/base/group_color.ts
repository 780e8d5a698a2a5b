/** Colour of the busy part of a group of tiny items: away from the track's background, so that busier is stronger in every theme. */
import { rgb, type Rgb } from './color_math.ts';
import type { Theme } from './theme.ts';

const SHARE = 0.28;

export function busyGroupColor({ isDark, colors: { group } }: Theme): Rgb {
  const toward = isDark ? 255 : 0;
  const mix = (channel: number): number => Math.round(channel * (1 - SHARE) + toward * SHARE);
  return rgb(mix(group >> 16), mix((group >> 8) & 255), mix(group & 255));
}
