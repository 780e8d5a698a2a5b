// The page's test hooks (`window.profilerTest`, there with ?test=1 only), as a test calls them.
import type { Page } from 'playwright-core';

export interface TrackRow {
  readonly id: string;
  readonly label: string;
  readonly longName: string;
  readonly kind: string;
  readonly depth: number;
  readonly expanded: boolean | null;
  readonly y: number | null;
  readonly height: number;
}

export interface FoundItem {
  readonly itemId: string;
  readonly title: string;
  readonly state: 'running' | 'ready' | 'waiting' | null;
  readonly startNs: number;
  readonly stopNs: number;
  readonly lifeNs: readonly [number, number];
  readonly level: number;
  readonly x: number | null;
  readonly y: number | null;
}

export interface Hooks {
  idle(options?: { jobs?: boolean }): Promise<void>;
  run(commandId: string, args?: unknown): Promise<void>;
  tracks(): Promise<readonly TrackRow[]>;
  view(): Promise<{ startNs: number; stopNs: number }>;
  itemAt(trackId: string, ns: number, level?: number): Promise<FoundItem | null>;
  hitTest(x: number, y: number): Promise<(FoundItem & { count?: undefined }) | { count: number } | null>;
  state(): Promise<Record<string, unknown>>;
  marks(): Promise<unknown>;
}

/** Calls hooks in the page; results travel as plain data. */
export function hooksOf(page: Page): Hooks {
  const call = async (method: string, ...args: unknown[]) =>
    // Functions, never strings: the page's security policy forbids eval.
    page.evaluate(
      async ([name, list]) => {
        const hooks = Reflect.get(window, 'profilerTest') as Record<string, (...given: readonly unknown[]) => unknown> | undefined;
        const hook = hooks?.[name];
        if (hooks === undefined || hook === undefined) throw new Error(`profilerTest.${name} is not there; is ?test=1 in the address?`);
        return hook.apply(hooks, [...list]);
      },
      [method, args] as const,
    );
  const names = ['idle', 'run', 'tracks', 'view', 'itemAt', 'hitTest', 'state', 'marks'] as const;
  return Object.fromEntries(names.map((name) => [name, (...args: unknown[]) => call(name, ...args)])) as { [Name in keyof Hooks]: Hooks[Name] };
}
