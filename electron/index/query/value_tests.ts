/** Whether a text or a number is what a query asks for. Pure. */
import type { ItemQuery, TextHow } from '../../protocol/item_query.ts';
import { queryRegex } from '../../protocol/query_regex.ts';
import { provenanceObject, sourcePlace } from '../provenance_text.ts';

export type TextTest = (text: string) => boolean;
export type NumberTest = (value: number) => boolean;

export function textTest(how: TextHow, values: readonly string[]): TextTest {
  if (how === 'exact') return (text) => values.includes(text);
  if (how === 'regex') {
    const patterns = values.map((value) => queryRegex(value));
    return (text) => patterns.some((pattern) => pattern.test(text));
  }
  const needles = values.map((value) => value.toLowerCase());
  return (text) => {
    const lower = text.toLowerCase();
    return needles.some((needle) => lower.includes(needle));
  };
}

/** Values are in the base unit of the field; NaN passes no test. */
export function numberTest(query: Extract<ItemQuery, { type: 'ranges' | 'compare' }>): NumberTest {
  if (query.type === 'ranges') return (value) => query.ranges.some(({ from, to }) => value >= from && value <= to);
  const { is, value: limit } = query;
  switch (is) {
    case '=': return (value) => value === limit;
    case '!=': return (value) => !Number.isNaN(value) && value !== limit;
    case '<': return (value) => value < limit;
    case '<=': return (value) => value <= limit;
    case '>': return (value) => value > limit;
    case '>=': return (value) => value >= limit;
  }
}

/** Whether a value that passes may be among some of which the greatest is known. */
export function mostTest(query: Extract<ItemQuery, { type: 'ranges' | 'compare' }>): NumberTest {
  if (query.type === 'ranges') {
    const least = Math.min(...query.ranges.map(({ from }) => from));
    return (most) => most >= least;
  }
  const { is, value: limit } = query;
  if (is === '>') return (most) => most > limit;
  return is === '>=' || is === '=' ? (most) => most >= limit : () => true;
}

/** `cg.py:107` and `cg.py:100-110` mean the end of a file's path and its lines; any other text is looked for in the whole. */
export function provenanceTest(how: TextHow, values: readonly string[]): TextTest {
  if (how !== 'contains') return textTest(how, values);
  const tests = values.map((value): TextTest => {
    const place = /^(.+):(\d{1,9})(?:(?:-|\.\.)(\d{1,9}))?$/.exec(value);
    const plain = textTest('contains', [value]);
    if (place === null) return plain;
    const [file, from] = [place[1].toLowerCase(), Number(place[2])];
    const to = Number(place[3] ?? place[2]);
    return (text) => {
      const found = sourcePlace(text);
      if (found === undefined) return plain(text);
      return found.line >= from && found.line <= to && endsWithPath(found.file.toLowerCase(), file);
    };
  });
  return (text) => tests.some((test) => test(text));
}

function endsWithPath(path: string, end: string): boolean {
  return path.endsWith(end) && (path.length === end.length || /[/\\]$/.test(path.slice(0, -end.length)) || /^[/\\]/.test(end));
}

/** Line of the program that a provenance names; NaN if it names none. */
export function lineOf(text: string): number {
  const line = sourcePlace(text)?.line ?? Number(provenanceObject(text)?.['line'] ?? Number.NaN);
  return Number.isInteger(line) ? line : Number.NaN;
}
