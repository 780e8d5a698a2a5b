/**
 * Which line of B's source is which of A's, where the program was edited or renamed: the distinct launches of both, in order of first
 * appearance, are aligned, and each aligned pair votes. Pure.
 */
import { compareText } from './key_table.ts';
import { splitLine } from './provenance_line.ts';

/** What a launch is, apart from which one: operation kind, task, line. */
export interface Token {
  readonly kind: string;
  readonly task: string;
  readonly line: string;
}

export interface CountedToken extends Token {
  readonly count: number;
}

export interface LineMapping {
  /** What to call a line of B: the line of A that it is, or `text (new)` where it is new and its text means another line of A. */
  readonly rename: (line: string) => string;
  readonly votes: readonly { readonly b: string; readonly a: string; readonly votes: number }[];
}

export const SAME_LINES: LineMapping = { rename: (line) => line, votes: [] };
/** An alignment of more costs seconds: then only equal texts match. */
const MOST_TOKENS = 2000;
const LEAST_ALIGNED = 0.5;

/** `a`, `b`: skeletons, distinct tokens in order of first appearance. */
export function mapLines(a: readonly CountedToken[], b: readonly CountedToken[]): LineMapping {
  if (Math.max(a.length, b.length) > MOST_TOKENS) return SAME_LINES;
  const pairs = alignTokens(a, b);
  if (pairs.length < LEAST_ALIGNED * Math.max(a.length, b.length)) return SAME_LINES;
  const votes = new Map<string, Map<string, number>>();
  for (const [i, j] of pairs) {
    if (a[i].line === '' || b[j].line === '') continue;
    const ofLine = votes.get(b[j].line) ?? new Map<string, number>();
    votes.set(b[j].line, ofLine);
    ofLine.set(a[i].line, (ofLine.get(a[i].line) ?? 0) + Math.min(a[i].count, b[j].count));
  }
  const winners = [...votes].map(([line, ofLine]) => {
    const [[winner, count]] = [...ofLine].sort(([x, m], [y, n]) => n - m || Number(y === line) - Number(x === line) || compareText(x, y));
    return { b: line, a: winner, votes: count };
  });
  const names = new Map(winners.map((one) => [one.b, one.a]));
  const targets = new Set(names.values());
  return { rename: (line) => names.get(line) ?? (targets.has(line) ? `${line} (new)` : line), votes: winners };
}

/** How well two tokens fit: 0 unless kind and task agree. */
function fit(a: Token, b: Token, placeA: ReturnType<typeof splitLine>, placeB: ReturnType<typeof splitLine>): number {
  if (a.kind !== b.kind || a.task !== b.task) return 0;
  if (placeA === undefined || placeB === undefined) return a.line === b.line ? 6 : 4;
  return 4 + Number(placeA.file === placeB.file) + Number(placeA.number === placeB.number);
}

/** Global alignment without gap costs (Needleman-Wunsch); pairs that fit, ascending. On equal scores a match is preferred, then leaving out one of A. */
function alignTokens(a: readonly Token[], b: readonly Token[]): [i: number, j: number][] {
  const width = b.length + 1;
  const scores = new Uint16Array((a.length + 1) * width);
  const fits = new Uint8Array(a.length * b.length);
  const placesB = b.map(({ line }) => splitLine(line));
  for (let i = 1; i <= a.length; i++) {
    const placeA = splitLine(a[i - 1].line);
    for (let j = 1; j <= b.length; j++) {
      const pair = fit(a[i - 1], b[j - 1], placeA, placesB[j - 1]);
      fits[(i - 1) * b.length + j - 1] = pair;
      scores[i * width + j] = Math.max(scores[(i - 1) * width + j], scores[i * width + j - 1], pair === 0 ? 0 : scores[(i - 1) * width + j - 1] + pair);
    }
  }
  const pairs: [number, number][] = [];
  for (let i = a.length, j = b.length; i > 0 && j > 0;) {
    const score = scores[i * width + j];
    const pair = fits[(i - 1) * b.length + j - 1];
    if (pair > 0 && score === scores[(i - 1) * width + j - 1] + pair) pairs.push([--i, --j]);
    else if (score === scores[(i - 1) * width + j]) i--;
    else j--;
  }
  return pairs.reverse();
}
