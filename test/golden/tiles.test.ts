// Differential: what the reference's viewer is told (info, curves, boxes with their colours, all that is said of them, whole and with level
// of detail) against its recorded answers.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { LegionSource } from '../../electron/compat/tiles/legion_source.ts';
import { countsIn } from './golden_counts.ts';
import { goldenRuns, runsWith } from './golden_runs.ts';
import { withIndex } from './indexed_run.ts';
import { compared } from './ledger.ts';
import { readGolden } from './model_golden.ts';
import { golden, isShared } from './shared_folders.ts';
import { type GoldenTile, infoJson } from './tile_json.ts';
import { entriesBelow, type GoldenCurves, type GoldenMetas, missingOfRepaired, type Slot, TileComparison } from './tiles_compare.ts';

/** What we do otherwise on purpose (model.test.ts has the reasons); every one must still be met. */
const ON_PURPOSE: readonly { readonly answers: string; readonly pattern: RegExp }[] = [
  { answers: 'lgt-2rank-cg', pattern: /^slots-digest\.tsv n[01] \/ external \/ e0: / },
  { answers: 'lgt-2rank-cg', pattern: /^summary\.json (all|n0|n1) \/ external: differs by 0\.00[12]/ },
  { answers: 'lg-missing-4n', pattern: /^summary(-lod)?\.json all \/ chan: differs by/ },
];

type Slots = GoldenTile & { readonly entries: readonly Slot[] };

let worstSample = 0;

test.skipIf(isShared)('recorded answers are at hand', ({ skip }) => skip('no ../shared beside the checkout'));

describe.runIf(isShared)('tiles against the reference', () => {
  test.each(runsWith('slots-digest.tsv.gz'))('$answers', { timeout: 120_000 }, ({ answers, logs, view }) => withIndex(logs, (reader) => {
    const differences = compareRun(new LegionSource(reader), answers);
    const expected = ON_PURPOSE.filter((difference) => difference.answers === answers);
    expect(differences.filter((text) => !expected.some(({ pattern }) => pattern.test(text)))).toEqual([]);
    for (const { pattern } of expected) expect(differences.some((text) => pattern.test(text)), `${pattern} no longer met`).toBe(true);
  }, view));

  test.each(goldenRuns.filter(({ answers, isRepaired }) => isRepaired && existsSync(join(golden, answers, 'slots.json.gz'))))('$answers: what the repaired log shows is in ours of the log as it is', { timeout: 120_000 }, ({ answers, logs, view }) => withIndex(logs, (reader) => {
    const folder = join(golden, answers);
    const metas = readGolden<GoldenMetas>(folder, 'metas.json.gz');
    expect(missingOfRepaired(new LegionSource(reader), readGolden<Slots>(folder, 'slots.json.gz') as Slots, metas)).toEqual([]);
    for (const file of ['slots.json.gz', ...(metas === undefined ? [] : ['metas.json.gz'])]) compared(answers, file, countsIn(folder, file));
  }, view));

  afterAll(() => console.log(`largest difference of a sample of a curve: ${worstSample.toExponential(1)}`));
});

function compareRun(source: LegionSource, answers: string): string[] {
  const folder = join(golden, answers);
  const info = source.info();
  expect(infoJson(info)).toEqual(readGolden(folder, 'info.json.gz'));
  compared(answers, 'info.json.gz', { entries: entriesBelow(info.entries) });
  return [['', true], ['-lod', false]].flatMap(([part, isFull]) => {
    const comparison = new TileComparison(source, isFull as boolean);
    const compare = <T>(file: string, of: T | undefined, how: (part: string, of: T) => void): void => {
      if (of === undefined) return;
      const name = file.replace(/\.gz$/, '');
      how.call(comparison, name, of);
      compared(answers, file, comparison.countsOf(name));
    };
    const read = <T>(file: string, how: (part: string, of: T) => void): void => compare(file, readGolden<T>(folder, file), how);
    read<Slots>(`slots${part}.json.gz`, comparison.slots);
    read<GoldenMetas>(`metas${part}.json.gz`, comparison.metas);
    read<GoldenMetas>(`metas${part}-without-utility.json.gz`, comparison.metas);
    read<GoldenCurves>(`summary${part}.json.gz`, comparison.curves);
    const digest = join(folder, `slots${part}-digest.tsv.gz`);
    if (existsSync(digest)) compare(`slots${part}-digest.tsv.gz`, gunzipSync(readFileSync(digest)).toString('utf8').trimEnd().split('\n').slice(1), comparison.digests);
    worstSample = Math.max(worstSample, comparison.worstSample);
    return comparison.differences;
  });
}
