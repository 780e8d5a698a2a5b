/** Damaged logs, opened one after the other: see cases.mjs. */

export interface FuzzResult {
  /** How many cases ended in each status or error kind. */
  readonly outcomes: Record<string, number>;
  readonly failures: readonly { readonly number: number; readonly what: string; readonly message: string }[];
  readonly slowest: { readonly ms: number; readonly number: number; readonly what: string };
}

export function seedLogs(): Promise<Uint8Array[]>;
export function runCases(
  logs: readonly Uint8Array[], seed: number, from: number, to: number, onCase?: (number: number, what: string) => void,
): Promise<FuzzResult>;
