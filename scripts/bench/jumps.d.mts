import type { Page } from 'playwright-core';
import type { Hooks } from '../../test/browser/harness/hooks.ts';

/** After each part of the jumps: MB of the page's heap with its buffers, of tiles, of their copies for the graphics card; elements and listeners. */
export interface JumpMemory {
  readonly jumps: number;
  readonly heapMb: readonly number[];
  readonly tileMb: readonly number[];
  readonly cardMb: readonly number[];
  readonly elements: readonly number[];
  readonly listeners: readonly number[];
}

export function measureJumps(page: Page, hooks: Hooks, count?: number, rounds?: number): Promise<JumpMemory>;
