/** The programs of two runs around the lines that launched something, as a diff of their lines. Pure. */
import type { Pair, SourceDiffRow } from '../protocol/compare_api.ts';
import { commonSubsequence } from './sequence_diff.ts';

/** Lines without a change that are shown around one, and around the lines asked for. */
const CONTEXT = 3;
/** Rows given at most: those nearest to the lines asked for. */
const MOST_ROWS = 400;
/** Source lines are for people; what is longer was not written by one. */
const MOST_LETTERS = 400;

/** All rows of the diff, changes as removals before additions; undefined where the texts have next to nothing in common. Lines count from 1. */
export function diffRows([a, b]: Pair<string>): readonly SourceDiffRow[] | undefined {
  const [linesA, linesB] = [linesOf(a), linesOf(b)];
  const numbers = new Map<string, number>();
  const [tokensA, tokensB] = [linesA, linesB].map((lines) => Uint32Array.from(lines, (line) => {
    let number = numbers.get(line);
    if (number === undefined) numbers.set(line, (number = numbers.size));
    return number;
  }));
  const pairs = commonSubsequence(tokensA, tokensB);
  if (pairs === undefined) return undefined;
  const rows: SourceDiffRow[] = [];
  let [i, j] = [0, 0];
  for (const [inA, inB] of [...pairs, [linesA.length, linesB.length] as const]) {
    for (; i < inA; i++) rows.push({ a: i + 1, b: null, text: linesA[i].slice(0, MOST_LETTERS) });
    for (; j < inB; j++) rows.push({ a: null, b: j + 1, text: linesB[j].slice(0, MOST_LETTERS) });
    if (i < linesA.length && j < linesB.length) rows.push({ a: i++ + 1, b: j++ + 1, text: linesA[inA].slice(0, MOST_LETTERS) });
  }
  return rows;
}

/** What of a diff is worth reading: changes and the lines asked for, each with what stands around it, nearest to those lines first. In order of the diff. */
export function rowsAround(rows: readonly SourceDiffRow[], [lineA, lineB]: Pair): readonly SourceDiffRow[] {
  const isAsked = ({ a, b }: SourceDiffRow): boolean => a === lineA || b === lineB;
  const wanted = new Uint8Array(rows.length);
  rows.forEach((row, i) => {
    if (isAsked(row) || row.a === null || row.b === null) wanted.fill(1, Math.max(0, i - CONTEXT), i + CONTEXT + 1);
  });
  const asked = rows.flatMap((row, i) => (isAsked(row) ? [i] : []));
  const middle = asked.length === 0 ? 0 : (asked[0] + asked[asked.length - 1]) / 2;
  const kept = Array.from(rows.keys()).filter((i) => wanted[i] !== 0).sort((x, y) => Math.abs(x - middle) - Math.abs(y - middle) || x - y).slice(0, MOST_ROWS);
  return kept.sort((x, y) => x - y).map((i) => rows[i]);
}

function linesOf(text: string): string[] {
  const lines = text.split(/\r\n|\n|\r/);
  // A last line that is ended is no empty one more.
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
