/**
 * The three programs of the timeline, GLSL 3. Corner of a quad = `gl_VertexID & 3` (bit 0 right, bit 1 bottom). Everything is in
 * device px; times are 64-bit words until the view's origin has been taken away.
 */
import { MOST_KNOTS } from '../base/warp.ts';
import { SHADE_COLOR, SHADE_FADED, SHADE_HIDDEN } from '../client/shades.ts';
import { BUSY_SHIFT, FLAG_CONTINUES, FLAG_EMPTY, FLAG_GROUP, STATE_SHIFT } from './tile_geometry.ts';

const HEAD = `#version 300 es
precision highp float;
precision highp int;
`;

const PLACE = `
uniform vec2 uCanvasSize;
vec4 clipPosition(vec2 px) {
  return vec4(px.x / uCanvasSize.x * 2.0 - 1.0, 1.0 - px.y / uCanvasSize.y * 2.0, 0.0, 1.0);
}
`;

/** As base/warp.ts. */
const WARP = `
uniform vec4 uKnots[${MOST_KNOTS}]; // straight px, px on screen, slope to the next, and its inverse
uniform float uKnotCount; // 0 = straight
vec4 knotAt(int axis, float value) {
  int count = int(uKnotCount);
  int low = 0;
  for (int step = ${MOST_KNOTS / 2}; step > 0; step >>= 1) {
    if (low + step < count && uKnots[low + step][axis] <= value) low += step;
  }
  return uKnots[low];
}
float bent(float straight) {
  if (uKnotCount < 0.5) return straight;
  vec4 knot = knotAt(0, straight);
  return knot.y + (straight - knot.x) * knot.z;
}
float straightened(float px) {
  if (uKnotCount < 0.5) return px;
  vec4 knot = knotAt(1, px);
  return knot.x + (px - knot.y) * knot.w;
}
`;

const LIGHT = `
vec3 fromLinear(vec3 light) {
  return mix(light * 12.92, 1.055 * pow(light, vec3(1.0 / 2.4)) - 0.055, step(vec3(0.0031308), light));
}
`;

export const ITEM_VERTEX = `${HEAD}
in uvec4 aTimes;
in uint aPacked;
in uint aShade;
in float aGap;
uniform uvec2 uOrigin;      // high and low word of the whole ns at the left edge
uniform float uFractionPx;  // the rest of the left edge's time, as px
uniform float uPxPerNs;
uniform float uRatio;       // device px per css px
uniform vec4 uPalette[64];  // linear light
uniform vec4 uBack;         // linear light
uniform vec4 uGroup;        // sRGB
uniform vec4 uRow;          // top, height, level height, 1 = level 0 is the topmost
uniform vec2 uClip;         // first and last x of this tile
flat out vec4 vRect;
flat out vec3 vFill;
flat out vec3 vFull;
flat out uint vPacked;
flat out float vBusy;
out vec2 vPx;
${PLACE}${LIGHT}${WARP}
float toPx(uvec2 time) {
  uint low = time.y - uOrigin.y;
  uint high = time.x - uOrigin.x - (time.y < uOrigin.y ? 1u : 0u);
  bool isNegative = (high & 0x80000000u) != 0u;
  if (isNegative) {
    low = ~low + 1u;
    high = ~high + (low == 0u ? 1u : 0u);
  }
  float ns = float(high) * 4294967296.0 + float(low);
  return (isNegative ? -ns : ns) * uPxPerNs - uFractionPx;
}
void main() {
  uint level = aPacked & 0xffffu;
  uint state = (aPacked >> ${STATE_SHIFT}u) & 3u;
  bool isGroup = (aPacked & ${FLAG_GROUP}u) != 0u;
  float start = toPx(aTimes.xy);
  float stop = toPx(aTimes.zw);
  float x0 = floor(bent(start) + 0.5);
  float x1 = floor(bent(stop) + 0.5);
  float next = floor(bent(stop + aGap * uPxPerNs) + 0.5);
  bool continues = (aPacked & ${FLAG_CONTINUES}u) != 0u;
  float onePx = max(1.0, floor(uRatio + 0.5));
  // At least 2 css px, but not into the neighbour; at least one device px whatever the neighbour.
  x1 = max(x1, max(x0 + 1.0, min(x0 + 2.0 * onePx, next)));
  if (!continues && x1 - x0 >= 4.0 * uRatio) x1 -= onePx;
  // A tile draws within its own interval; a box that was widened may stand over its edge.
  float left = max(x0, uClip.x);
  float right = min(x1, max(uClip.y, x0 >= uClip.x && x0 < uClip.y ? x0 + 2.0 * onePx : uClip.y));
  float top = uRow.w > 0.5 ? uRow.x + float(level) * uRow.z : uRow.x + uRow.y - float(level + 1u) * uRow.z;
  float y0 = floor(top + 0.1 * uRow.z + 0.5);
  float y1 = max(floor(top + uRow.z + 0.5), y0 + 1.0);
  vec3 color = uPalette[aShade & ${SHADE_COLOR}u].rgb;
  float alpha = state == 1u ? 0.45 : state == 2u ? 0.15 : 1.0;
  float keep = (aShade & ${SHADE_FADED}u) != 0u ? 0.25 : 1.0;
  vFull = fromLinear(mix(uBack.rgb, color, keep));
  vFill = fromLinear(mix(uBack.rgb, color, alpha * keep));
  if (isGroup) vFill = mix(fromLinear(uBack.rgb), uGroup.rgb, keep);
  vPacked = aPacked;
  vBusy = float(aPacked >> ${BUSY_SHIFT}u) / 31.0;
  // Far edges are cut, so that patterns and outlines keep their precision.
  vRect = vec4(x0, y0, x1, y1);
  int corner = gl_VertexID & 3;
  vPx = vec2((corner & 1) == 0 ? left : max(left, right), (corner & 2) == 0 ? y0 : y1);
  gl_Position = left < right && (aShade & ${SHADE_HIDDEN}u) == 0u ? clipPosition(vPx) : vec4(2.0, 2.0, 2.0, 1.0);
}
`;

export const ITEM_FRAGMENT = `${HEAD}
flat in vec4 vRect;
flat in vec3 vFill;
flat in vec3 vFull;
flat in uint vPacked;
flat in float vBusy;
in vec2 vPx;
uniform float uRatio;
uniform float uCue;   // 1 = states also get patterns
uniform vec4 uBusyMix; // rgb: what the busy part of a group goes toward, a: how far
out vec4 outColor;
void main() {
  uint state = (vPacked >> ${STATE_SHIFT}u) & 3u;
  vec2 size = vRect.zw - vRect.xy;
  float up = vRect.w - vPx.y;
  vec3 color = vFill;
  if ((vPacked & ${FLAG_GROUP}u) != 0u) {
    if (up <= floor(vBusy * size.y + 0.5)) color = mix(vFill, uBusyMix.rgb, uBusyMix.a);
    outColor = vec4(color, 1.0);
    return;
  }
  // A box without length has a notch in its upper right corner.
  if ((vPacked & ${FLAG_EMPTY}u) != 0u && vPx.x - vRect.x > 0.5 * size.x && up > size.y - 3.0 * uRatio) discard;
  if (state == 1u || state == 2u) {
    float rail = size.y < 8.0 * uRatio ? uRatio : 2.0 * uRatio;
    bool onRail = up < rail;
    if (uCue > 0.5 && !onRail) {
      if (size.x < 6.0 * uRatio) {
        if (up > size.y * (state == 1u ? 0.6 : 0.25)) discard;
        color = vFull;
      } else if (state == 1u) {
        if (mod(vPx.x + vPx.y, 6.0 * uRatio) < 2.0 * uRatio) color = vFull;
      } else {
        vec2 edge = min(vPx - vRect.xy, vRect.zw - vPx);
        vec2 dots = mod(vPx - vRect.xy - 4.0 * uRatio, 8.0 * uRatio);
        if (min(edge.x, edge.y) < uRatio || max(dots.x, dots.y) < 1.5 * uRatio) color = vFull;
      }
    }
    if (onRail) color = vFull;
  }
  outColor = vec4(color, 1.0);
}
`;

export const CURVE_VERTEX = `${HEAD}
in vec2 aCorner;
uniform vec4 uRow;  // top, height, mode, value at full height
uniform vec2 uClip;
out vec2 vPx;
${PLACE}
void main() {
  vPx = vec2(mix(uClip.x, uClip.y, aCorner.x), uRow.x + uRow.y * aCorner.y);
  gl_Position = clipPosition(vPx);
}
`;

/** Modes: 0 heat strip, 1 curve with band, 2 area. Values below 0 stand for "not recorded". */
export const CURVE_FRAGMENT = `${HEAD}
in vec2 vPx;
uniform vec4 uRow;
uniform vec4 uBuckets; // bucket at x = 0, buckets per px, number of buckets, 0
uniform vec4 uCurveColor;
uniform vec4 uMissing;
uniform float uRatio;
uniform sampler2D uData;
uniform sampler2D uRamp;
out vec4 outColor;
${WARP}
void over(inout vec4 under, vec3 color, float alpha) {
  under = vec4(color * alpha, alpha) + under * (1.0 - alpha);
}
void main() {
  float first = uBuckets.x + straightened(vPx.x - 0.5) * uBuckets.y;
  float last = max(uBuckets.x + straightened(vPx.x + 0.5) * uBuckets.y, first + 1e-6);
  int from = int(clamp(floor(first + 0.001), 0.0, uBuckets.z - 1.0));
  int to = int(clamp(ceil(last - 0.001) - 1.0, float(from), uBuckets.z - 1.0));
  to = min(to, from + 31);
  float mean = 0.0, low = 1e30, high = 0.0, meanLow = 1e30, meanHigh = 0.0, known = 0.0;
  for (int i = from; i <= to; i++) {
    vec3 value = texelFetch(uData, ivec2(i, 0), 0).rgb;
    if (value.r < 0.0) continue;
    value /= uRow.w;
    known += 1.0;
    mean += value.r;
    low = min(low, value.g);
    high = max(high, value.b);
    meanLow = min(meanLow, value.r);
    meanHigh = max(meanHigh, value.r);
  }
  if (last < 0.0 || first >= uBuckets.z) discard;
  if (known < 0.5) {
    outColor = mod(vPx.x + vPx.y, 8.0 * uRatio) < 1.5 * uRatio ? vec4(uMissing.rgb, 1.0) * 0.5 : vec4(0.0);
    return;
  }
  mean /= known;
  if (uRow.z < 0.5) {
    outColor = vec4(texture(uRamp, vec2((clamp(mean, 0.0, 1.0) * 255.0 + 0.5) / 256.0, 0.5)).rgb, 1.0);
    return;
  }
  // The line also joins the bucket before, so that steps have no holes.
  if (first - floor(first) < last - first && from > 0) {
    float before = texelFetch(uData, ivec2(from - 1, 0), 0).r / uRow.w;
    if (before >= 0.0) {
      meanLow = min(meanLow, before);
      meanHigh = max(meanHigh, before);
    }
  }
  float bottom = uRow.x + uRow.y - uRatio;
  float span = uRow.y - 3.0 * uRatio;
  float yMean = bottom - clamp(mean, 0.0, 1.0) * span;
  vec4 color = vec4(0.0);
  if (vPx.y > yMean) over(color, uCurveColor.rgb, uRow.z > 1.5 ? 0.35 : 0.16);
  if (uRow.z < 1.5 && vPx.y <= bottom - low * span && vPx.y >= bottom - high * span) over(color, uCurveColor.rgb, 0.22);
  float thick = 0.75 * uRatio;
  float lineTop = bottom - clamp(meanHigh, 0.0, 1.0) * span - thick;
  float lineBottom = bottom - clamp(meanLow, 0.0, 1.0) * span + thick;
  over(color, uCurveColor.rgb, clamp(min(vPx.y - lineTop, lineBottom - vPx.y) + 0.5, 0.0, 1.0));
  outColor = color;
}
`;

export const RECT_VERTEX = `${HEAD}
in vec2 aPosition;
in vec4 aColor;
in float aPattern;
out vec4 vColor;
flat out float vPattern;
out vec2 vPx;
${PLACE}
void main() {
  vPx = aPosition;
  vColor = aColor;
  vPattern = aPattern;
  gl_Position = clipPosition(aPosition);
}
`;

/** Patterns: 0 plain, 1 checkerboard of 8 px, 2 diagonal hatch. */
export const RECT_FRAGMENT = `${HEAD}
in vec4 vColor;
flat in float vPattern;
in vec2 vPx;
uniform float uRatio;
out vec4 outColor;
void main() {
  float alpha = vColor.a;
  if (vPattern > 1.5) {
    if (mod(vPx.x + vPx.y, 8.0 * uRatio) >= 1.5 * uRatio) discard;
  } else if (vPattern > 0.5) {
    vec2 cell = floor(vPx / (8.0 * uRatio));
    if (mod(cell.x + cell.y, 2.0) > 0.5) discard;
  }
  outColor = vec4(vColor.rgb * alpha, alpha);
}
`;
