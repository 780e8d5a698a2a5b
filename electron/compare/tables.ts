/** What changed by task, source line, processor, channel, runtime activity and memory. Pairs are of A and B; times whole ns. Pure. */
import type { MatchedRun, MatchedRuns } from './matched_runs.ts';
import type { Confidence, DurationRow, Pair, ProcessorRow, Tables } from '../protocol/compare_api.ts';
import { confidenceOf } from './difference.ts';
import { lengthsByKey, summarize } from './item_lengths.ts';
import { compareText, type LedgerKey } from './key_table.ts';
import type { Stage } from './stages.ts';

const RUNTIME_STAGES: Readonly<Partial<Record<Stage, string>>> = { mapper: 'mapper call', analysis: 'meta task', message: 'message' };
const WITH_LENGTHS: ReadonlySet<Stage> = new Set(['task', 'mapper', 'analysis', 'message']);

/** Lengths and exposed time of one row on one side. */
interface Group {
  readonly lengths: number[];
  exposedNs: number;
  match: Confidence;
}

export function makeTables(matched: MatchedRuns, a: MatchedRun, b: MatchedRun): Tables {
  const lengths = [a, b].map((run) => lengthsByKey(matched, run, WITH_LENGTHS));
  const groups = (rowOf: (key: LedgerKey) => { readonly name: string; readonly kind: string; readonly hasLengths: boolean } | undefined, more: Pairs<ReadonlyMap<string, readonly number[]>> = [new Map(), new Map()]): DurationRow[] =>
    durationRows(matched, [a, b], lengths, rowOf, more);
  return {
    tasks: groups(({ stage, name }) => (stage === 'task' ? { name, kind: 'task', hasLengths: true } : undefined)),
    pythonLines: groups(({ stage, line }) => (line === '' || line.startsWith('(') ? undefined : { name: line, kind: 'line', hasLengths: stage === 'task' })),
    runtime: groups(({ stage, name }) => {
      const kind = RUNTIME_STAGES[stage];
      return kind === undefined ? undefined : { name, kind, hasLengths: true };
    }, [a.data.runtimeCalls, b.data.runtimeCalls]),
    channels: pairUp(a.data.channels, b.data.channels, ({ label }) => label).map(([name, x, y]) => {
      const busyNs: Pair = [busyTime(x), busyTime(y)];
      const bytes: Pair = [x?.bytes ?? 0, y?.bytes ?? 0];
      return { name, match: matchOf(x, y), count: [x?.starts.length ?? 0, y?.starts.length ?? 0], bytes, busyNs, bytesPerSecond: [rate(bytes[0], busyNs[0]), rate(bytes[1], busyNs[1])] };
    }),
    processors: processorRows(a, b, ({ label }) => label),
    processorKinds: processorRows(a, b, ({ kind }) => kind),
    memories: pairUp(a.data.memories, b.data.memories, ({ label }) => label).filter(([, x, y]) => (x?.peakBytes ?? 0) + (y?.peakBytes ?? 0) > 0).map(([name, x, y]) => ({
      name, match: matchOf(x, y), capacityBytes: [x?.capacityBytes ?? 0, y?.capacityBytes ?? 0], peakBytes: [x?.peakBytes ?? 0, y?.peakBytes ?? 0],
    })),
  };
}

type Pairs<T> = readonly [a: T, b: T];

function durationRows(
  matched: MatchedRuns, [a, b]: Pairs<MatchedRun>, lengths: readonly ReadonlyMap<number, readonly number[]>[], rowOf: (key: LedgerKey) => { readonly name: string; readonly kind: string; readonly hasLengths: boolean } | undefined,
  more: Pairs<ReadonlyMap<string, readonly number[]>>,
): DurationRow[] {
  const wallDelta = b.ledger.stopNs - a.ledger.stopNs;
  const sides = [a, b].map((run, side) => {
    const found = new Map<string, Group>();
    const groupOf = (id: string, key: number | undefined): Group => {
      let group = found.get(id);
      if (group === undefined) found.set(id, (group = { lengths: [], exposedNs: 0, match: key === undefined ? 'exact' : confidenceOf(key, a, b, matched.withoutLines) }));
      return group;
    };
    for (const { key, exposedNs } of run.ledger.entries.values()) {
      const row = rowOf(matched.keys.get(key));
      if (row !== undefined) groupOf(`${row.kind}\n${row.name}`, key).exposedNs += exposedNs;
    }
    for (const [key, ofKey] of lengths[side]) {
      const row = rowOf(matched.keys.get(key));
      if (row?.hasLengths === true) append(groupOf(`${row.kind}\n${row.name}`, key).lengths, ofKey);
    }
    for (const [name, ofName] of more[side]) append(groupOf(`runtime call\n${name}`, undefined).lengths, ofName);
    return found;
  });
  const rows = pairUp([...sides[0]], [...sides[1]], ([id]) => id).map(([id, x, y]): DurationRow => {
    const [kind, ...name] = id.split('\n');
    const [p, q] = [summarize(x?.[1].lengths ?? []), summarize(y?.[1].lengths ?? [])];
    const exposedNs: Pair = [x?.[1].exposedNs ?? 0, y?.[1].exposedNs ?? 0];
    return {
      name: name.join('\n'), kind, match: x === undefined || y === undefined ? 'none' : y[1].match === 'none' ? 'exact' : y[1].match,
      count: [p.count, q.count], totalNs: [p.totalNs, q.totalNs], meanNs: [p.meanNs, q.meanNs], p50Ns: [p.p50Ns, q.p50Ns], p95Ns: [p.p95Ns, q.p95Ns], exposedNs,
      deltaNs: q.totalNs - p.totalNs, deltaRatio: p.totalNs === 0 ? null : q.totalNs / p.totalNs - 1, shareOfWall: wallDelta === 0 ? null : (exposedNs[1] - exposedNs[0]) / wallDelta,
    };
  });
  return rows.sort((x, y) => Math.abs(y.deltaNs) - Math.abs(x.deltaNs) || Math.max(...y.totalNs) - Math.max(...x.totalNs) || compareText(x.name, y.name));
}

function processorRows(a: MatchedRun, b: MatchedRun, group: (processor: MatchedRun['data']['processors'][number]) => string): ProcessorRow[] {
  const [x, y] = [a, b].map(({ data }) => {
    const sums = new Map<string, { kind: string; count: number; busyNs: number; processors: number }>();
    for (const processor of data.processors) {
      const sum = sums.get(group(processor)) ?? { kind: processor.kind, count: 0, busyNs: 0, processors: 0 };
      sums.set(group(processor), { ...sum, count: sum.count + processor.count, busyNs: sum.busyNs + processor.busyNs, processors: sum.processors + 1 });
    }
    return [...sums];
  });
  const use = (sum: { busyNs: number; processors: number } | undefined, { ledger }: MatchedRun): number => (sum === undefined || ledger.stopNs === 0 ? 0 : sum.busyNs / sum.processors / ledger.stopNs);
  return pairUp(x, y, ([name]) => name).map(([name, p, q]) => ({
    name, kind: (p ?? q)?.[1].kind ?? '', match: matchOf(p, q), count: [p?.[1].count ?? 0, q?.[1].count ?? 0], busyNs: [p?.[1].busyNs ?? 0, q?.[1].busyNs ?? 0],
    utilization: [use(p?.[1], a), use(q?.[1], b)],
  }));
}

/** Rows of both sides under the same name, by name. */
function pairUp<T>(a: readonly T[], b: readonly T[], nameOf: (row: T) => string): (readonly [name: string, a: T | undefined, b: T | undefined])[] {
  const [inA, inB] = [a, b].map((rows) => new Map(rows.map((row) => [nameOf(row), row])));
  return [...new Set([...inA.keys(), ...inB.keys()])].sort(compareText).map((name) => [name, inA.get(name), inB.get(name)] as const);
}

/** `push(...more)` would put them all on the stack. */
function append(to: number[], more: readonly number[]): void {
  for (const value of more) to.push(value);
}

function matchOf(a: unknown, b: unknown): Confidence {
  return a === undefined || b === undefined ? 'none' : 'exact';
}

/** Time in which at least one transfer was under way. */
function busyTime(channel: MatchedRun['data']['channels'][number] | undefined): number {
  const starts = Float64Array.from(channel?.starts ?? []).sort();
  const stops = Float64Array.from(channel?.stops ?? []).sort();
  let sum = 0;
  // Where as many have stopped as have started, nothing is under way.
  for (let i = 0, from = 0; i < stops.length; i++) {
    if (i + 1 < starts.length && starts[i + 1] <= stops[i]) continue;
    sum += stops[i] - starts[from];
    from = i + 1;
  }
  return sum;
}

function rate(bytes: number, ns: number): number {
  return ns === 0 ? 0 : Math.round((bytes * 1e9) / ns);
}
