/** Performance marks of the page (ui.md §13): the last values of each by name, in ms unless the name says otherwise. */
const KEPT = 600;
const samples = new Map<string, { values: number[]; next: number; count: number }>();

export function mark(name: string, value: number): void {
  let ring = samples.get(name);
  if (!ring) {
    ring = { values: [], next: 0, count: 0 };
    samples.set(name, ring);
  }
  ring.values[ring.next] = value;
  ring.next = (ring.next + 1) % KEPT;
  ring.count++;
}

export interface MarkSummary {
  readonly count: number;
  readonly last: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

/** Over the last 600 values. */
export function summarize(values: readonly number[], count = values.length, last = values.at(-1) ?? 0): MarkSummary {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { count, last, p50: at(0.5), p95: at(0.95), max: sorted.at(-1) ?? 0 };
}

export function allMarks(): Record<string, MarkSummary> {
  return Object.fromEntries([...samples].map(([name, ring]) => [
    name, summarize(ring.values, ring.count, ring.values[(ring.next + KEPT - 1) % KEPT]),
  ]));
}
