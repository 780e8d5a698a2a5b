/** SQL as text: its words, where in it SQLite found a mistake, and names like one that does not exist. Pure. */

export interface SqlToken {
  readonly text: string;
  /** Characters from the start. */
  readonly offset: number;
}

/** Strings, quoted names, comments, names, and single signs. What is not closed goes to the end, as in SQLite. */
const TOKEN = /'(?:[^']|'')*'?|"(?:[^"]|"")*"?|`[^`]*`?|\[[^\]]*\]?|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|[\p{L}_\d$]+|\S/gu;

/** In order, without comments and blanks. */
export function sqlTokens(sql: string): SqlToken[] {
  return Array.from(sql.matchAll(TOKEN), ({ 0: text, index }) => ({ text, offset: index })).filter(({ text }) => !text.startsWith('--') && !text.startsWith('/*'));
}

/** A token without the quotes that make it a name, in small letters: SQL's names do not tell capitals. */
export function plainName(token: string): string {
  const isQuoted = /^["`[]/.test(token);
  return (isQuoted ? token.slice(1, -1) : token).toLowerCase();
}

/** `line 2, column 7`, both counted from 1. */
export function placeOf(sql: string, offset: number): string {
  const before = sql.slice(0, offset);
  return `line ${before.split('\n').length}, column ${offset - before.lastIndexOf('\n')}`;
}

const MAX_NEAR = 5;
/** Longer ones are no slips of the finger, and the comparison takes time with the square of the length. */
const MAX_WORD = 60;

/** The names most like a word, best first: those that it is part of or that differ in few letters. */
export function nearNames(word: string, names: Iterable<string>): string[] {
  const wanted = word.toLowerCase();
  if (wanted === '' || wanted.length > MAX_WORD) return [];
  const found: { name: string; distance: number }[] = [];
  for (const name of new Set(names)) {
    const lower = name.toLowerCase();
    const isPart = wanted.length >= 3 && (lower.includes(wanted) || wanted.includes(lower));
    const distance = isPart ? 1 : editDistance(wanted, lower);
    if (isPart || distance <= Math.ceil(wanted.length / 3)) found.push({ name, distance });
  }
  return found.sort((a, b) => a.distance - b.distance || a.name.length - b.name.length || (a.name < b.name ? -1 : 1)).slice(0, MAX_NEAR).map(({ name }) => name);
}

/** Letters to insert, remove, change or swap with their neighbour to make `b` of `a` (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = above[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      row[j] = Math.min(above[j] + 1, row[j - 1] + 1, change);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    before = above;
    above = row;
  }
  return above[b.length];
}
