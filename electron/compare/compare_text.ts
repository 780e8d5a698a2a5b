/** A comparison as text for a terminal. Pure. */
import type { Comparison } from './compare_sides.ts';
import type { Pair } from '../protocol/compare_api.ts';
import { countFacts, foldLines, matchWord, phaseBars, stageBars, verdictReasons, verdictSentence, type Bar } from './report.ts';
import { STAGE_TITLES } from './stages.ts';
import { columns, exactTime, plainTime, shortened, signedTime } from './texts.ts';
import { percent } from './verdict.ts';

const LINES_SHOWN = 10;
const FACTS_SHOWN = 5;
const BAR_WIDTH = 12;

export function compareText(comparison: Comparison): string {
  const { a, b, difference, match, matched, configuration } = comparison;
  const { shown, folded } = foldLines(comparison, LINES_SHOWN);
  const most = Math.max(1, ...shown.map(({ deltaNs }) => Math.abs(deltaNs)));
  const lines = shown.map((line) => [
    signedTime(line.deltaNs), bar(line.deltaNs, most), STAGE_TITLES[line.stage], shortened(line.name, 40), line.line === '' ? '' : shortened(line.line, 30), line.phase,
    itemCounts(line.count), reason(line), matchWord(line),
  ]);
  const facts = countFacts(comparison, FACTS_SHOWN);
  return [
    verdictSentence(comparison), ...verdictReasons(comparison.verdict).map((text) => `  ${text}`), '',
    ...columns([['A', a], ['B', b]].map(([label, side]) => {
      const { runs, representative } = side as Comparison['a'];
      const { identity } = runs[representative].data;
      return [`  ${label as string}`, plainTime(identity.wallNs), identity.path, runs.length === 1 ? '' : `(the middle one of ${runs.length} runs)`];
    }), new Set([1])),
    `  ${percent(match.taskTimeShare)} of the task time is of tasks that both have.${matched.loop === undefined ? ' No loop was found.' : ` Loop at ${shortened([matched.loop.name.task || matched.loop.name.kind, matched.loop.name.line].filter((part) => part !== '').join(' '), 60)}: ${loopWords(comparison)}.`}`,
    ...configuration.map(({ what, a: ofA, b: ofB }) => `  ${what}: ${ofA} → ${ofB}`),
    '', 'Where the time went', ...table(phaseBars(comparison)), '', 'What kept the machine from doing more', ...table(stageBars(comparison)),
    '', 'Lines of the ledger', ...(lines.length === 0 ? ['  no line differs'] : columns(lines.map((cells) => cells.map((cell, i) => (i === 0 ? `  ${cell}` : cell))), new Set([0, 6]))),
    ...(folded.count === 0 ? [] : [`  ${signedTime(folded.deltaNs)}  in ${folded.count} more line${folded.count === 1 ? '' : 's'}`]),
    `  Σ ${exactTime(difference.sumNs)}, exact`,
    ...(facts.length === 0 ? [] : ['', 'Counts that changed, whatever the times say', ...facts.map((fact) => `  ${fact}`)]),
  ].join('\n');
}

function loopWords({ matched, a, b }: Comparison): string {
  const [ofA, ofB] = [a, b].map(({ runs, representative }) => runs[representative].heads.length);
  return ofA === ofB ? `${ofA} iterations in both` : `${ofA} and ${ofB} iterations, ${matched.matched} compared`;
}

/** '' for what has no items (time that nothing covers). */
function itemCounts([a, b]: Pair): string {
  if (a === b) return a === 0 ? '' : `${a} ×`;
  return `${a} → ${b}`;
}

/** The largest part of why a line changed. */
function reason({ why, match }: Comparison['difference']['lines'][number]): string {
  if (match === 'none') return '';
  const parts = [['count', why.countNs], ['longer or shorter', why.durationNs], ['more or less hidden', why.overlapNs]] as const;
  const [name, ns] = parts.reduce((best, part) => (Math.abs(part[1]) > Math.abs(best[1]) ? part : best));
  if (ns === 0) return '';
  if (name === 'count') return ns > 0 ? 'more of it' : 'less of it';
  if (name === 'longer or shorter') return ns > 0 ? 'takes longer' : 'is faster';
  return ns > 0 ? 'less hidden' : 'more hidden';
}

function table(bars: readonly Bar[]): readonly string[] {
  const most = Math.max(1, ...bars.map(({ deltaNs }) => Math.abs(deltaNs)));
  return columns(bars.map(({ name, aNs, bNs, deltaNs }) => [`  ${name}`, plainTime(aNs), '→', plainTime(bNs), deltaNs === 0 ? 'same' : signedTime(deltaNs), bar(deltaNs, most)]), new Set([1, 3, 4]));
}

/** As long as the time is large, in half characters; its sign is in the figure beside it. */
function bar(ns: number, most: number): string {
  const halves = Math.round((2 * BAR_WIDTH * Math.abs(ns)) / most);
  return '█'.repeat(halves >> 1) + (halves % 2 === 1 ? '▌' : '');
}
