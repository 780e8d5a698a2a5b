// Totals by name in a range, against the rows of the index by SQL and against the reference's recorded statistics.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nameTotals } from '../../../electron/engine/name_totals.ts';
import { IndexReader } from '../../../electron/index/index_reader.ts';
import { itemKey } from '../../../electron/protocol/items.ts';
import { randomFrom } from '../../browser/fake_run.ts';
import { LOGS, TestEngine } from './open_engine.ts';

interface ItemRow {
  readonly name_id: number;
  readonly start_ns: number;
  readonly stop_ns: number;
}

/** All items of the index, tracks that mirror another left out (they have no rows). */
function itemsOf(reader: IndexReader, tracks: readonly number[]): readonly ItemRow[] {
  return tracks.flatMap((track) => reader.database.all<ItemRow>('SELECT name_id, start_ns, stop_ns FROM item WHERE item_id >= ? AND item_id < ?', itemKey(track, 0), itemKey(track + 1, 0)));
}

/** The slow and plain way. */
function slowly(items: readonly ItemRow[], startNs: number, stopNs: number): Map<number, { count: number; totalNs: number; lengths: number[] }> {
  const names = new Map<number, { count: number; totalNs: number; lengths: number[] }>();
  for (const item of items) {
    const isIn = item.start_ns < stopNs && (item.stop_ns > startNs || (item.stop_ns <= item.start_ns && item.start_ns >= startNs));
    if (!isIn) continue;
    const entry = names.get(item.name_id) ?? { count: 0, totalNs: 0, lengths: [] };
    names.set(item.name_id, entry);
    entry.count++;
    entry.totalNs += Math.max(0, Math.min(item.stop_ns, stopNs) - Math.max(item.start_ns, startNs));
    entry.lengths.push(item.stop_ns - item.start_ns);
  }
  for (const { lengths } of names.values()) lengths.sort((a, b) => a - b);
  return names;
}

const rank = (sorted: readonly number[], share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];

describe('totals by name', () => {
  it.each(['lg-tiny-provenance', 'lg-small-mix', 'lg-medium-circuit-2n'])('of ranges of %s are those of its rows', async (log) => {
    await using engine = new TestEngine();
    const [run] = (await engine.open([join(LOGS, log)])).runs;
    const { tracks, extent } = await engine.summary(run);
    const path = (await engine.host.host('host.indexes', {}))[0].path!;
    const reader = IndexReader.open(path);
    const random = randomFrom(7);
    const own = tracks.filter(({ mirrorOf }) => mirrorOf === null).map(({ id }) => id);
    const rowsOf = new Map(own.map((track) => [track, itemsOf(reader, [track])]));
    const ranges = [[0, extent.stopNs], ...Array.from({ length: 12 }, () => {
      const startNs = Math.floor(random() * extent.stopNs);
      return [startNs, Math.min(extent.stopNs, startNs + 1 + Math.floor(random() ** 3 * extent.stopNs))];
    })];
    // Also where items begin and end exactly.
    const edge = [...rowsOf.values()].flat()[5];
    ranges.push([edge.start_ns, edge.stop_ns], [edge.stop_ns, edge.stop_ns + 1000]);
    for (const [startNs, stopNs] of ranges) {
      const chosen = random() < 0.5 ? own : own.filter(() => random() < 0.5);
      const found = await engine.call('range.names', { run, tracks: chosen === own ? null : chosen, startNs, stopNs });
      const expected = slowly(chosen.flatMap((track) => rowsOf.get(track)!), startNs, stopNs);
      expect(new Map(found.rows.map((row) => [row.name, row.count]))).toEqual(new Map([...expected].map(([name, { count }]) => [name, count])));
      for (const row of found.rows) {
        const { totalNs, lengths } = expected.get(row.name)!;
        expect(row).toMatchObject({ totalNs, minNs: lengths[0], maxNs: lengths.at(-1), p50Ns: rank(lengths, 0.5), p95Ns: rank(lengths, 0.95) });
        const { life } = await engine.call('item.locate', { run, ...row.longest });
        expect(life.stopNs - life.startNs).toBe(row.maxNs);
        expect(row.meanNs).toBeCloseTo(lengths.reduce((sum, length) => sum + length, 0) / lengths.length, 3);
        expect(row.runningNs + row.readyNs + row.waitingNs + row.existingNs).toBe(row.totalNs);
      }
      expect(found.count).toBe([...expected.values()].reduce((sum, { count }) => sum + count, 0));
    }
    reader.close();
  }, 60_000);

  it('have the calls and times that the reference counts, with the time of each state', async () => {
    await using engine = new TestEngine();
    const [run] = (await engine.open([join(LOGS, 'lg-tiny-provenance')])).runs;
    const { extent, tracks } = await engine.summary(run);
    const { rows } = await engine.call('range.names', { run, tracks: null, ...extent });
    // ../golden of this log: 4 calls, 67 665.438 us.
    expect(rows.find(({ text }) => text.startsWith('daxpy'))).toMatchObject({ count: 4, totalNs: 67_665_438 });
    const check = rows.find(({ text }) => text.startsWith('check'))!;
    // ui.md J7, from the reference: its waits are these.
    expect([check.waitingNs, check.readyNs]).toEqual([7091, 62_116]);
    await expect(engine.call('range.names', { run, tracks: [tracks.length + 5000], ...extent })).rejects.toThrow(/no track number/);
  });

  it('stop between two looks at the clock when nobody waits for them any more', async () => {
    const abort = new AbortController();
    let asked = 0;
    const source = {
      extentNs: 1000, track: (id: number) => ({ id, lods: [undefined] }), item: () => Promise.resolve(undefined), name: () => undefined,
      blocks: async () => {
        asked++;
        if (asked === 2) abort.abort(new Error('nobody waits'));
        await new Promise((resolve) => { setTimeout(resolve, 30); });
        return [];
      },
    };
    await expect(nameTotals(source as never, [{ id: 1, segments: 1e7 }], { startNs: 0, stopNs: 1000 }, abort.signal)).rejects.toThrow('nobody waits');
    expect(asked).toBe(2);
  });
});
