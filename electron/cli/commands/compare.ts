/** `compare`: what changed from one run to another, as text, JSON or a page; of more than two, a table by run. */
import { writeFile } from 'node:fs/promises';
import { tabulateRuns } from '../../compare/by_run.ts';
import { runsDocument, runsText } from '../../compare/by_run_report.ts';
import { comparePage } from '../../compare/compare_page.ts';
import { compareSides, type CompareOptions, type Comparison } from '../../compare/compare_sides.ts';
import { compareText } from '../../compare/compare_text.ts';
import { compareDocument } from '../../compare/document.ts';
import { ItemFinder } from '../../compare/find_item.ts';
import { refuseExisting, writeWhole } from '../../compat/partial_file.ts';
import type { CompareDocument } from '../../protocol/compare_api.ts';
import { ProfileError } from '../../protocol/errors.ts';
import { runsOfOperands, withRuns, type OpenedRun } from '../compared_runs.ts';
import { EXIT_OK, say, untilSignalled } from '../context.ts';
import type { CacheChoice } from '../engine_options.ts';
import { inSlices } from '../../index/slices.ts';

export interface CompareChoice extends CacheChoice, CompareOptions {
  readonly json: boolean;
  /** Absolute path of the page to write. */
  readonly html: string | undefined;
  /** Replace a page that is there. */
  readonly force: boolean;
}

/** `sides`: operands before and after `--`, or all of them. @throws ProfileError */
export async function compare(sides: readonly (readonly string[])[], choice: CompareChoice): Promise<number> {
  const { html } = choice;
  if (html !== undefined) refuseExisting(html, choice.force, sides.flat());
  const signal = untilSignalled();
  const runs = await Promise.all(sides.map(runsOfOperands));
  if (sides.length === 1 && runs[0].length !== 2) return compareMany(runs[0], choice, signal);
  const [a, b] = sides.length === 1 ? [runs[0].slice(0, 1), runs[0].slice(1)] : runs;
  if (a.length === 0 || b.length === 0) throw new ProfileError('usage', 'Give at least one run on each side of --.');
  return withRuns([...a, ...b], choice, signal, async (opened) => {
    const [ofA, ofB] = [opened.slice(0, a.length), opened.slice(a.length)];
    const comparison = await inSlices(compareSides(ofA.map(({ data }) => data), ofB.map(({ data }) => data), choice), signal);
    if (html !== undefined) await writeWhole(html, choice.force, (partial) => writeFile(partial, comparePage(comparison)));
    say(choice.json ? JSON.stringify(documentOf(comparison, [ofA, ofB]), undefined, 2) : compareText(comparison));
    return EXIT_OK;
  });
}

/** The JSON document, with the items that a click jumps to. */
export function documentOf(comparison: Comparison, sides: readonly [a: readonly OpenedRun[], b: readonly OpenedRun[]]): CompareDocument {
  const finders = [comparison.a, comparison.b].map(({ representative }, side) => new ItemFinder(sides[side][representative].reader));
  return compareDocument(comparison, (side, place) => {
    const item = finders[side].find(place);
    return item === undefined ? null : finders[side].text(item);
  });
}

async function compareMany(runs: readonly (readonly string[])[], choice: CompareChoice, signal: AbortSignal): Promise<number> {
  if (runs.length < 2) throw new ProfileError('usage', 'Give at least two runs: legion_prof compare before/ after/');
  if (choice.html !== undefined) throw new ProfileError('usage', 'A page is of two sides: put -- between the runs of one and those of the other.');
  return withRuns(runs, choice, signal, async (opened) => {
    const table = await inSlices(tabulateRuns(opened.map(({ data }) => data)), signal);
    say(choice.json ? JSON.stringify(runsDocument(table), undefined, 2) : runsText(table));
    return EXIT_OK;
  });
}
