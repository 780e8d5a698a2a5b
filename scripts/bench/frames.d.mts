import type { Page } from 'playwright-core';
import type { Hooks } from '../../test/browser/harness/hooks.ts';

/** ms. */
export interface FrameSummary {
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

export interface ZoomFrames {
  /** Share of the run in view. */
  readonly zoom: number;
  readonly frames: number;
  /** Wall time of our JavaScript, and thread time of all scripts of a frame. */
  readonly js: FrameSummary;
  readonly cpu: FrameSummary;
  readonly maxQuads: number;
  /** Frames in which some part of a track had no tile at all. */
  readonly blankFrames: number;
}

export function measureFrames(page: Page, hooks: Hooks, frames: number): Promise<ZoomFrames[]>;
export function summary(values: readonly number[]): FrameSummary;
