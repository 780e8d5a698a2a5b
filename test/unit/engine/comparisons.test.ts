// What the page asks about two runs, from the engine: items find their partners whatever their ids, parts add up to their line, a cancel is seen.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CompareMethods } from '../../../electron/protocol/compare_api.ts';
import { random } from '../../../scripts/make_log/random.mjs';
import { renumber } from '../compare/perturb.ts';
import { readRawLogs } from '../compare/raw_log.ts';
import { LOGS, TestEngine } from './open_engine.ts';

/** The same run with other ids and its records in another order. */
function renumbered(engine: TestEngine, name: string): string {
  const logs = readRawLogs(join(LOGS, name));
  const dice = random(7);
  const folder = join(engine.folder, 'renumbered');
  mkdirSync(folder);
  logs.forEach((log, rank) => writeFileSync(join(folder, `prof_${rank}.log`), renumber(log, logs.length, () => dice.below(1 << 30) / (1 << 30))));
  return folder;
}

describe('a run beside itself with other ids', () => {
  it.each(['lg-small-cgsolver-2n', 'lgt-stencil'])('%s: no line differs, and every item has its own self as partner', async (name) => {
    await using engine = new TestEngine();
    const [a] = (await engine.open([join(LOGS, name)])).runs;
    const [b] = (await engine.open([renumbered(engine, name)])).runs;
    const compared = await engine.call('compare.runs', { a, b });
    expect(compared.document.ledger.lines).toEqual([]);
    expect(compared.sentence).toContain('No difference that counts');
    const { tracks } = await engine.summary(a);
    const others = (await engine.summary(b)).tracks;
    let asked = 0;
    for (const track of tracks.filter(({ kind }) => kind === 'cpu')) {
      const deltas = await engine.call('compare.deltas', { a, b, side: 0, track: track.id, from: 0, to: 65_536 });
      // The same times on both sides: nothing is longer, and nothing is without a partner.
      expect(deltas.length).toBe(Math.min(65_536, track.items));
      expect(deltas.filter((delta) => delta !== 0 && delta !== -127)).toEqual([]);
      for (let ordinal = 0; ordinal < track.items; ordinal += Math.max(1, Math.floor(track.items / 5))) {
        const partner = await engine.call('compare.partner', { a, b, side: 0, track: track.id, ordinal });
        const own = await engine.call('item.locate', { run: a, track: track.id, ordinal });
        const its = await engine.call('item.locate', { run: b, track: partner!.track, ordinal: partner!.ordinal });
        expect(its.life).toEqual(own.life);
        expect(others.find(({ id }) => id === partner!.track)?.name).toBe(track.name);
        expect(await engine.call('compare.partner', { a, b, side: 1, ...partner! })).toEqual({ track: track.id, ordinal });
        asked++;
      }
    }
    expect(asked).toBeGreaterThan(5);
  });
});

describe('two runs', () => {
  const question = (a: string, b: string): CompareMethods['compare.runs']['params'] => ({ a, b });

  it('each line of the ledger consists of its parts, to the ns', async () => {
    await using engine = new TestEngine();
    const [a] = (await engine.open([join(LOGS, 'lg-small-cgsolver-2n')])).runs;
    const [b] = (await engine.open([join(LOGS, 'lgt-2rank-cg')])).runs;
    const { document } = await engine.call('compare.runs', question(a, b));
    expect(document.ledger.lines.length).toBeGreaterThan(30);
    for (const line of document.ledger.lines.slice(0, 60)) {
      const { cells } = await engine.call('compare.contributions', { a, b, phase: line.phase, key: line.key });
      expect([cells.reduce((sum, { aNs }) => sum + aNs, 0), cells.reduce((sum, { bNs }) => sum + bNs, 0)]).toEqual([line.aNs, line.bNs]);
    }
    const anchors = await engine.call('compare.align', { a, b, mode: 'launch' });
    anchors.forEach(([aNs, bNs], i) => { if (i > 0) expect(aNs > anchors[i - 1][0] && bNs >= anchors[i - 1][1]).toBe(true); });
    await expect(engine.call('compare.contributions', { a, b, phase: 'no such phase', key: 0 })).rejects.toThrow('no such line');
  });

  it('can be cancelled and asked for again, and are let go with a run', async () => {
    await using engine = new TestEngine();
    const [a] = (await engine.open([join(LOGS, 'lg-medium-circuit-2n')])).runs;
    const [b] = (await engine.open([join(LOGS, 'lgt-stencil')])).runs;
    const first = engine.call('compare.runs', question(a, b));
    const job = (await engine.session()).jobs.find(({ label, state }) => label.startsWith('Comparing') && state === 'running')!;
    await engine.call('job.cancel', { job: job.id });
    await expect(first).rejects.toMatchObject({ kind: 'cancelled' });
    expect((await engine.session()).jobs.find(({ id }) => id === job.id)?.state).toBe('cancelled');
    expect((await engine.call('compare.runs', question(a, b))).document.schema).toBe('compare/1');
    await engine.call('run.close', { run: b });
    await expect(engine.call('compare.runs', question(a, b))).rejects.toMatchObject({ kind: 'not-loaded' });
  });
});
