/** Where the ruler's ticks are and what they say: steps of 1, 2 or 5 times a power of ten, at least 70 px apart. Pure. */
import type { Ns } from '../../electron/protocol/time.ts';
import { nsPerCssPx, snappedX, type Viewport } from './viewport.ts';

const LEAST_STEP_PX = 70;
/** Zoomed in this far below the time of the view, ticks count from a base that is written once. */
const OFFSET_BELOW = 1 / 1000;
const UNITS = [['s', 1e9], ['ms', 1e6], ['us', 1e3], ['ns', 1]] as const;

export interface Tick {
  readonly ns: Ns;
  readonly text: string;
}

export interface RulerTicks {
  readonly stepNs: number;
  readonly ticks: readonly Tick[];
  /** `0.612 s +`: what the ticks' times are added to; undefined when they are whole times. */
  readonly base: string | undefined;
}

/** Step of 1, 2 or 5 · 10^n ns that keeps ticks apart; never below 1 ns. */
export function tickStep(nsPerPx: number): number {
  const leastNs = nsPerPx * LEAST_STEP_PX;
  if (leastNs <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(leastNs));
  for (const factor of [1, 2, 5]) if (factor * power >= leastNs * (1 - 1e-9)) return factor * power;
  return 10 * power;
}

function unitOf(ns: number): readonly [string, number] {
  return UNITS.find(([, size]) => Math.abs(ns) >= size) ?? UNITS[3];
}

/** A multiple of the step in its unit, with as many decimals as the step needs, digits in groups of three. */
function tickText(ns: number, stepNs: number, [unit, size]: readonly [string, number]): string {
  const decimals = Math.max(0, Math.round(Math.log10(size)) - Math.floor(Math.log10(stepNs) + 1e-9));
  const [whole, fraction = ''] = (ns / size).toFixed(decimals).split('.');
  const groups = fraction.match(/.{1,3}/g)?.join('\u2009') ?? '';
  return `${whole}${groups === '' ? '' : `.${groups}`} ${unit}`;
}

export function rulerTicks(viewport: Viewport): RulerTicks {
  const stepNs = tickStep(nsPerCssPx(viewport));
  const lengthNs = viewport.stopNs - viewport.startNs;
  const endNs = Math.max(Math.abs(viewport.startNs), Math.abs(viewport.stopNs));
  const hasBase = lengthNs < endNs * OFFSET_BELOW;
  // The base is a round multiple of a much longer step, so that panning does not change it at every px.
  const baseStepNs = hasBase ? 10 ** Math.ceil(Math.log10(lengthNs) + 1e-9) : 0;
  const baseNs = hasBase ? Math.floor(viewport.startNs / baseStepNs) * baseStepNs : 0;
  const unit = unitOf(hasBase ? Math.max(viewport.stopNs - baseNs, stepNs) : viewport.stopNs);
  const ticks: Tick[] = [];
  for (let k = Math.ceil(viewport.startNs / stepNs); k * stepNs <= viewport.stopNs; k++) {
    const ns = k * stepNs;
    const text = tickText(ns - baseNs, stepNs, unit);
    ticks.push({ ns, text: hasBase ? `+${text}` : text });
  }
  return { stepNs, ticks, base: hasBase ? tickText(baseNs, baseStepNs, unitOf(baseNs)) : undefined };
}

/** Device px of the grid lines. */
export function tickLines(viewport: Viewport): number[] {
  const stepNs = tickStep(nsPerCssPx(viewport));
  const lines: number[] = [];
  for (let k = Math.ceil(viewport.startNs / stepNs); k * stepNs <= viewport.stopNs; k++) lines.push(snappedX(viewport, k * stepNs));
  return lines;
}
