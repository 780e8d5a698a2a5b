/** Uniforms and small textures that all meshes share: the view's, and the theme's. */
import { BufferImageSource } from 'pixi.js';
import type { Rgb } from '../base/color_math.ts';
import { busyGroupColor } from '../base/group_color.ts';
import type { Theme } from '../base/theme.ts';
import { MOST_KNOTS } from '../base/warp.ts';

interface ThemeUniforms {
  uPalette: Float32Array;
  uBack: Float32Array;
  uGroup: Float32Array;
  uBusyMix: Float32Array;
  uMissing: Float32Array;
  uCue: number;
}

const SLOTS = 64;

export function viewUniforms() {
  return {
    uCanvasSize: { value: new Float32Array([1, 1]), type: 'vec2<f32>' as const },
    uOrigin: { value: new Uint32Array(2), type: 'vec2<u32>' as const },
    uFractionPx: { value: 0, type: 'f32' as const },
    uPxPerNs: { value: 1, type: 'f32' as const },
    uRatio: { value: 1, type: 'f32' as const },
    uKnots: { value: new Float32Array(MOST_KNOTS * 4), type: 'vec4<f32>' as const, size: MOST_KNOTS },
    uKnotCount: { value: 0, type: 'f32' as const },
  };
}

export function themeUniforms() {
  return {
    uPalette: { value: new Float32Array(SLOTS * 4), type: 'vec4<f32>' as const, size: SLOTS },
    uBack: { value: new Float32Array(4), type: 'vec4<f32>' as const },
    uGroup: { value: new Float32Array(4), type: 'vec4<f32>' as const },
    uBusyMix: { value: new Float32Array(4), type: 'vec4<f32>' as const },
    uMissing: { value: new Float32Array(4), type: 'vec4<f32>' as const },
    uCue: { value: 0, type: 'f32' as const },
  };
}

export function setThemeUniforms(uniforms: ThemeUniforms, theme: Theme, palette: Uint32Array, hasCue: boolean): void {
  palette.forEach((color, slot) => uniforms.uPalette.set(linear(color), slot * 4));
  uniforms.uBack.set(linear(theme.colors.bgTrack));
  uniforms.uGroup.set(parts(theme.colors.group));
  uniforms.uBusyMix.set([...parts(busyGroupColor(theme)).slice(0, 3), 1]);
  uniforms.uMissing.set(parts(theme.colors.textMuted));
  uniforms.uCue = hasCue ? 1 : 0;
}

function parts(color: Rgb): [number, number, number, number] {
  return [(color >> 16) / 255, ((color >> 8) & 255) / 255, (color & 255) / 255, 1];
}

function linear(color: Rgb): number[] {
  return parts(color).map((channel, i) => (i === 3 ? 1 : channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4));
}

/** Utilization 0..255 → colour. */
export function rampTexture(): BufferImageSource {
  return new BufferImageSource({ resource: new Uint8Array(256 * 4), width: 256, height: 1, format: 'rgba8unorm', scaleMode: 'nearest', alphaMode: 'no-premultiply-alpha' });
}
