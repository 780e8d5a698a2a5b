/** Ledgers of made-up runs: they add up, do not depend on who is A, and every share is the exact one to the ns. */
import { readFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import fc from 'fast-check';
import { IntervalList } from '../../electron/compare/interval_list.ts';
import { KeyTable } from '../../electron/compare/key_table.ts';
import { runLedger, type RunLedger } from '../../electron/compare/run_ledger.ts';
import { STAGES } from '../../electron/compare/stages.ts';
import { runToEnd } from '../../electron/index/slices.ts';
import { writeLogs, type LogShape } from '../../scripts/make_log/write_logs.mjs';
import { compareRuns, runOfBytes } from '../unit/compare/compared.ts';

const folder = mkdtempSync(join(tmpdir(), 'compare-ledger-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SHAPES: readonly LogShape[] = ['balanced', 'skewed', 'nested', 'wide', 'gpu', 'waits', 'siblings'];

let made = 0;
async function madeUp(shape: LogShape, version: number, ranks: number, items: number, seed: number): Promise<Awaited<ReturnType<typeof runOfBytes>>> {
  const { paths } = await writeLogs({ out: join(folder, String(made++)), shape, version, ranks, items, seed });
  return runOfBytes(paths.map((path) => readFileSync(path)), `${shape} ${version} ${ranks} ${items} ${seed}`);
}

test('pairs of made-up runs add up to the ns, either way round', async () => {
  const run = fc.record({ shape: fc.constantFrom(...SHAPES), version: fc.integer({ min: 1006, max: 1012 }), ranks: fc.integer({ min: 1, max: 3 }), items: fc.integer({ min: 200, max: 1500 }), seed: fc.integer({ min: 1, max: 1e6 }) });
  await fc.assert(fc.asyncProperty(run, run, async (x, y) => {
    const [a, b] = [await madeUp(x.shape, x.version, x.ranks, x.items, x.seed), await madeUp(y.shape, y.version, y.ranks, y.items, y.seed)];
    const there = compareRuns(a, b).difference;
    const back = compareRuns(b, a).difference;
    const change = b.identity.wallNs - a.identity.wallNs;
    expect(there.lines.reduce((sum, { deltaNs }) => sum + deltaNs, 0)).toBe(change);
    expect(back.lines.reduce((sum, { deltaNs }) => sum + deltaNs, 0)).toBe(0 - change);
    for (const { why, deltaNs } of there.lines) expect(why.countNs + why.durationNs + why.overlapNs).toBe(deltaNs);
    expect(compareRuns(a, a).difference.lines).toEqual([]);
  }), { numRuns: 12, seed: 20 });
});

interface Piece {
  readonly stage: number;
  readonly name: number;
  readonly start: number;
  readonly length: number;
}

/** What is exposed, as exact fractions: over [t, t + 1) of every ns the first stage that is active shares it. */
function exact(pieces: readonly Piece[], stopNs: number, cuts: readonly number[]): Map<string, { up: bigint; down: bigint }> {
  const sums = new Map<string, { up: bigint; down: bigint }>();
  for (let t = 0; t < stopNs; t++) {
    const cell = cuts.filter((cut) => cut <= t).length;
    const active = pieces.filter(({ start, length }) => start <= t && t < start + length);
    const first = Math.min(...active.map(({ stage }) => stage));
    const sharers = active.filter(({ stage }) => stage === first);
    for (const { stage, name } of sharers) {
      const id = `${cell} ${stage} ${name}`;
      const sum = sums.get(id) ?? { up: 0n, down: 1n };
      const down = BigInt(sharers.length);
      sums.set(id, { up: sum.up * down + sum.down, down: sum.down * down });
    }
  }
  return sums;
}

function ledgerOf(pieces: readonly Piece[], stopNs: number, cuts: readonly number[]): { ledger: RunLedger; keys: KeyTable } {
  const keys = new KeyTable();
  const intervals = new IntervalList();
  for (const { stage, name, start, length } of pieces) intervals.add(start, start + length, keys.intern(STAGES[stage], `name ${name}`, ''), true);
  const keyOf = Uint32Array.from({ length: keys.count }, (_, key) => key);
  const cells = { cuts: Float64Array.from(cuts), phases: [...cuts, 0].map(() => 'run' as const), bounds: [], firstControl: 0, lastControl: stopNs };
  return { ledger: runToEnd(runLedger({ stopNs, parts: [{ intervals, keyOf }], keys, cells, taskProcessors: 2 })), keys };
}

test('every share is within a ns of the exact fraction, and does not depend on the order', () => {
  const piece = fc.record({ stage: fc.integer({ min: 0, max: 8 }), name: fc.integer({ min: 0, max: 3 }), start: fc.integer({ min: 0, max: 50 }), length: fc.integer({ min: 0, max: 30 }) });
  fc.assert(fc.property(fc.array(piece, { maxLength: 30 }), fc.integer({ min: 0, max: 70 }), fc.array(fc.integer({ min: 0, max: 75 }), { maxLength: 4 }), (pieces, stopNs, unsorted) => {
    const cuts = [...unsorted].sort((a, b) => a - b);
    const { ledger: { exposure }, keys } = ledgerOf(pieces, stopNs, cuts);
    const found = new Map(exposure.ns.map((ns, i) => [`${exposure.cells[i]} ${STAGES.indexOf(keys.get(exposure.keys[i]).stage)} ${keys.get(exposure.keys[i]).name.replace('name ', '')}`, ns]));
    const expected = exact(pieces, stopNs, cuts);
    for (const [id, { up, down }] of expected) {
      const apart = BigInt(found.get(id) ?? 0) * down - up;
      expect((apart < 0n ? -apart : apart) < down, `${id}: ${found.get(id)} for ${up}/${down}`).toBe(true);
    }
    for (const [id] of found) if (!id.includes('not recorded')) expect(expected.has(id)).toBe(true);
    const { ledger: other, keys: otherKeys } = ledgerOf([...pieces].reverse(), stopNs, cuts);
    expect(new Map(other.exposure.ns.map((ns, i) => [`${other.exposure.cells[i]} ${STAGES.indexOf(otherKeys.get(other.exposure.keys[i]).stage)} ${otherKeys.get(other.exposure.keys[i]).name.replace('name ', '')}`, ns]))).toEqual(found);
  }), { numRuns: 300, seed: 21 });
});
