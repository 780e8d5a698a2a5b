/** `regress`: exit code for scripts: did HEAD get slower than BASE by more than a threshold? Same numbers as `compare`. */
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { compareSides, judgeLine, type Comparison, type CompareOptions, type LineGate } from '../../compare/compare_sides.ts';
import { compareText } from '../../compare/compare_text.ts';
import { signedPercent, percent, type Verdict } from '../../compare/verdict.ts';
import type { VerdictWord } from '../../protocol/compare_api.ts';
import { refuseExisting, writeWhole } from '../../compat/partial_file.ts';
import { ProfileError } from '../../protocol/errors.ts';
import { runsOfOperands, UnreadableRun, withRuns } from '../compared_runs.ts';
import { EXIT_OK, reportError, say, untilSignalled, warn } from '../context.ts';
import type { CacheChoice } from '../engine_options.ts';
import { inSlices } from '../../index/slices.ts';
import { documentOf } from './compare.ts';

const EXIT_REGRESSED = 1;
const EXIT_UNSURE = 3;
const EXIT_UNREADABLE = 4;

export interface RegressChoice extends CacheChoice, CompareOptions {
  /** Gates of single lines. */
  readonly lines: readonly LineGate[];
  /** What "cannot tell" means; undefined = an exit code of its own. */
  readonly onUnsure: 'pass' | 'fail' | undefined;
  /** Absolute path of the JSON document to write. */
  readonly json: string | undefined;
}

/** `sides`: operands before and after `--`. @throws ProfileError 'usage' and those of the system */
export async function regress(sides: readonly (readonly string[])[], choice: RegressChoice): Promise<number> {
  if (sides.length !== 2) throw new ProfileError('usage', 'Put -- between the runs of the base and those of the head: legion_prof regress base/ -- head/');
  if (choice.json !== undefined) refuseForeign(choice.json, sides.flat());
  const signal = untilSignalled();
  const [a, b] = await Promise.all(sides.map(runsOfOperands));
  if (a.length === 0 || b.length === 0) throw new ProfileError('usage', 'Give at least one run on each side of --.');
  try {
    return await withRuns([...a, ...b], choice, signal, async (opened) => {
      const [ofA, ofB] = [opened.slice(0, a.length), opened.slice(a.length)];
      const comparison = await inSlices(compareSides(ofA.map(({ data }) => data), ofB.map(({ data }) => data), choice), signal);
      const gates = choice.lines.map((gate) => ({ gate, verdict: judgeGate(comparison, gate, choice) }));
      if (choice.json !== undefined) {
        const lines = gates.map(({ gate: { name, line, threshold }, verdict }) => ({ ...verdict, name, line: line ?? null, threshold }));
        const document = JSON.stringify({ ...documentOf(comparison, [ofA, ofB]), gates: lines }, undefined, 2);
        // Scripts write it at each run.
        await writeWhole(choice.json, true, (partial) => writeFile(partial, `${document}\n`));
      }
      say(compareText(comparison));
      if (gates.length > 0) say(['', 'Gates', ...gates.map(({ gate, verdict }) => `  ${gateSentence(gate, verdict)}`)].join('\n'));
      return exitCode([comparison.verdict, ...gates.map(({ verdict }) => verdict)].map(({ verdict }) => verdict), choice.onUnsure);
    });
  } catch (error) {
    if (!(error instanceof UnreadableRun)) throw error;
    reportError(error);
    return EXIT_UNREADABLE;
  }
}

/** Scripts write the same document at each run; nothing else is replaced. @throws ProfileError 'index-exists' */
function refuseForeign(path: string, inputs: readonly string[]): void {
  const isOurs = existsSync(path) && readFileSync(path).subarray(0, 200).toString().includes('"schema": "compare/1"');
  refuseExisting(path, isOurs, inputs);
}

function judgeGate(comparison: Comparison, gate: LineGate, choice: RegressChoice): Verdict {
  const verdict = judgeLine(comparison, gate, choice);
  if (verdict === undefined) throw new ProfileError('usage', `No run has a line ${gateName(gate)}. (compare --json shows the lines)`);
  return verdict;
}

function gateName({ name, line }: LineGate): string {
  return line === undefined ? name : `${name}@${line}`;
}

function gateSentence(gate: LineGate, { verdict, ratio, reasons }: Verdict): string {
  return `${gateName(gate)}: ${verdict}${ratio === null ? '' : `, ${signedPercent(ratio)}`} (allowed ${percent(gate.threshold)})${reasons.length === 0 ? '' : `; ${reasons.join('; ')}`}`;
}

/** The worst verdict decides. */
function exitCode(verdicts: readonly VerdictWord[], onUnsure: RegressChoice['onUnsure']): number {
  if (verdicts.includes('regressed')) return EXIT_REGRESSED;
  if (!verdicts.includes('cannot tell')) return EXIT_OK;
  if (onUnsure !== undefined) warn(`legion_prof: cannot tell counts as ${onUnsure === 'pass' ? 'passed' : 'failed'} here (--on-unsure).`);
  return onUnsure === undefined ? EXIT_UNSURE : onUnsure === 'pass' ? EXIT_OK : EXIT_REGRESSED;
}
