/** Options and help of `compare` and `regress`. */
import { InvalidArgumentError, Option, type Command } from 'commander';
import type { CompareOptions, LineGate } from '../compare/compare_sides.ts';
import { METRICS, type Metric } from '../compare/metrics.ts';
import { cacheChoice, withCacheOptions, type CommonOptions } from './args_shared.ts';
import { absolutePaths } from './context.ts';
import { sidesOf } from './sides.ts';

const RUN_HELP = 'A run is a folder of logs, the log files of one run, or an .lprof file.';

interface JudgeFlags extends CommonOptions {
  readonly metric: Metric;
  readonly confidence: number;
  readonly failOver: number;
  readonly noise?: number;
  readonly scaling?: boolean;
}

function judgeOptions({ metric, confidence, failOver, noise, scaling }: JudgeFlags): CompareOptions {
  return { metric, confidence, threshold: failOver, noise, scaling: scaling === true };
}

function withJudgeOptions(command: Command): Command {
  return withCacheOptions(command
    .addOption(new Option('--metric <name>', 'what is judged: the whole run, its loop, or the typical iteration').choices(METRICS).default('wall'))
    .addOption(new Option('--fail-over <percent>', 'least change that counts').argParser(parsePercent).default(0.05, '5%'))
    .addOption(new Option('--confidence <percent>', 'of the interval, from repeats').argParser(parseConfidence).default(0.95, '95%'))
    .option('--noise <percent>', 'how much single runs of this machine differ by themselves', parsePercent)
    .option('--scaling', 'other numbers of nodes are wanted'));
}

export function addCompare(program: Command, finish: (exitCode: number) => void): void {
  const command = program.command('compare <runs...>')
    .description('what changed between two runs: verdict, and a ledger that adds up to the change of wall time to the ns')
    .option('--json', 'one JSON document (schema compare/1) instead of text')
    .option('--html <file>', 'also write a page that needs no other file')
    .option('-f, --force', 'replace a page that is there')
    .addHelpText('after', `
${RUN_HELP} Two runs: the second against the first. More: a table by run.
With -- between them: repeats of one side and of the other; a verdict needs four and four.

Examples:
  legion_prof compare before/ after/
  legion_prof compare before/ after/ --html change.html
  legion_prof compare base1/ base2/ base3/ base4/ -- head1/ head2/ head3/ head4/ --json
  legion_prof compare nodes1/ nodes2/ nodes4/ nodes8/ --scaling`);
  withJudgeOptions(command).action(async (runs: readonly string[], options: JudgeFlags & { json?: boolean; html?: string; force?: boolean }) => {
    finish(await (await import('./commands/compare.ts')).compare(sidesOf(runs), { ...cacheChoice(options), ...judgeOptions(options), json: options.json === true, force: options.force === true, html: options.html === undefined ? undefined : absolutePaths([options.html])[0] }));
  });
}

export function addRegress(program: Command, finish: (exitCode: number) => void): void {
  const command = program.command('regress <runs...>')
    .description('for scripts: tell by the exit code whether the runs after -- are slower than those before')
    .option('--line <gate>', 'also gate the exposed time of a line: NAME@FILE:LINE=10%, or NAME=10% for all its lines (may be repeated)', collectGate, [])
    .addOption(new Option('--on-unsure <what>', 'what "cannot tell" means (default: exit 3)').choices(['pass', 'fail']))
    .option('--json <file>', 'write the JSON document (schema compare/1) to a file, replacing it')
    .addHelpText('after', `
${RUN_HELP} Before --: the base, after it: the head.

Exit codes: 0 improved or neutral, 1 regressed, 2 wrong usage, 3 cannot tell, 4 a run could not be read.

Examples:
  legion_prof regress base*/ -- head*/ --fail-over 5%
  legion_prof regress base*/ -- head*/ --metric iteration --line 'MatVecMul@cg.py:27=10%'`);
  withJudgeOptions(command).action(async (runs: readonly string[], options: JudgeFlags & { line: readonly LineGate[]; onUnsure?: 'pass' | 'fail'; json?: string }) => {
    finish(await (await import('./commands/regress.ts')).regress(sidesOf(runs), {
      ...cacheChoice(options), ...judgeOptions(options), lines: options.line, onUnsure: options.onUnsure, json: options.json === undefined ? undefined : absolutePaths([options.json])[0],
    }));
  });
}

/** `5%`, `5 %` or `5`: 0.05. */
function parsePercent(value: string): number {
  const found = /^(\d+(?:\.\d+)?)\s*%?$/.exec(value.trim());
  if (found === null) throw new InvalidArgumentError('Give a percentage: 5%.');
  return Number(found[1]) / 100;
}

/** 95 %, or 0.95. */
function parseConfidence(value: string): number {
  const percent = parsePercent(value);
  const ratio = percent <= 0.01 && !value.includes('%') ? percent * 100 : percent;
  if (!(ratio > 0 && ratio < 1)) throw new InvalidArgumentError('Give a percentage between 0 and 100: 95%.');
  return ratio;
}

/** `NAME@LINE=10%`; names may hold `@` and `=`. */
function collectGate(value: string, before: readonly LineGate[]): readonly LineGate[] {
  const found = /^(.+)=(\s*\d+(?:\.\d+)?\s*%?)$/.exec(value);
  if (found === null) throw new InvalidArgumentError('Give it as NAME@FILE:LINE=10%.');
  const at = found[1].lastIndexOf('@');
  const [name, line] = at < 0 ? [found[1], undefined] : [found[1].slice(0, at), found[1].slice(at + 1)];
  return [...before, { name, line, threshold: parsePercent(found[2]) }];
}
