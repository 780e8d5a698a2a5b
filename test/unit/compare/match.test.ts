/** Loops, lines and provenance: vectors L1 and L2 of shared/design/compare.md §9.1 and the rules of §2. */
import { describe, expect, test } from 'vitest';
import { mapLines, type CountedToken } from '../../../electron/compare/line_map.ts';
import { findLoop } from '../../../electron/compare/loop.ts';
import { provenanceLine } from '../../../electron/compare/provenance_line.ts';

const tokens = (text: string): Uint32Array => Uint32Array.from(text.replaceAll(' ', ''), (letter) => letter.charCodeAt(0));
const letter = (token: number | undefined): string => String.fromCharCode(token ?? 0);

describe('loops', () => {
  test('L1', () => {
    const run = tokens('s a b c a b c a b c t');
    const loop = findLoop([run, run])!;
    expect({ token: letter(loop.token), score: loop.score, heads: loop.runs[1].heads, modal: loop.runs[1].modal }).toEqual({ token: 'a', score: 9 / 11, heads: [1, 4, 7], modal: 3 });
  });

  test('L2: what one run does every tenth time is no loop of both', () => {
    const loop = findLoop([tokens('abc'.repeat(20)), tokens(`${'abc'.repeat(10)}d`.repeat(2))])!;
    expect(letter(loop.token)).toBe('a');
    expect(loop.runs.map(({ heads }) => heads.length)).toEqual([20, 20]);
  });

  test('no loop', () => {
    expect(findLoop([tokens('abcdefg'), tokens('abcdefg')])).toBeUndefined();
    expect(findLoop([tokens('abcabcabc'), tokens('xyz')])).toBeUndefined();
    expect(findLoop([tokens(''), tokens('')])).toBeUndefined();
  });
});

describe('lines', () => {
  const skeleton = (...lines: readonly string[]): CountedToken[] => lines.map((line, i) => ({ kind: 'Task', task: `t${i % 5}`, line, count: 10 }));

  test('a renamed and edited file', () => {
    const { rename, votes } = mapLines(skeleton('a.py:10', 'a.py:20', 'a.py:21', 'a.py:30'), skeleton('b.py:10', 'b.py:23', 'b.py:24', 'b.py:33'));
    expect(votes.map(({ a, b }) => `${b} ${a}`)).toEqual(['b.py:10 a.py:10', 'b.py:23 a.py:20', 'b.py:24 a.py:21', 'b.py:33 a.py:30']);
    expect(rename('b.py:24')).toBe('a.py:21');
    expect(rename('other')).toBe('other');
  });

  test('a new line with the text of an old one gets a name of its own', () => {
    const a: CountedToken[] = [{ kind: 'Task', task: 'x', line: 'a.py:5', count: 9 }, { kind: 'Task', task: 'y', line: 'a.py:6', count: 9 }];
    const b: CountedToken[] = [{ kind: 'Task', task: 'new', line: 'a.py:5', count: 9 }, { kind: 'Task', task: 'x', line: 'a.py:6', count: 9 }, { kind: 'Task', task: 'y', line: 'a.py:7', count: 9 }];
    const { rename } = mapLines(a, b);
    expect(['a.py:5', 'a.py:6', 'a.py:7'].map(rename)).toEqual(['a.py:5 (new)', 'a.py:5', 'a.py:6']);
  });

  test('other programs are not forced onto each other', () => {
    const { rename } = mapLines(skeleton('a.py:1', 'a.py:2', 'a.py:3'), [{ kind: 'Fill', task: '', line: 'z.py:1', count: 5 }, ...skeleton('z.py:2').map((token) => ({ ...token, task: 'other' }))]);
    expect(rename('z.py:1')).toBe('z.py:1');
  });
});

test.each([
  ['["/home/x/apps/cg.py:12", {"file": "/home/x/apps/cg.py", "line": 12}]', 'cg.py:12'], ['{"file": "/a/b/c.cc", "line": 7}', 'c.cc:7'], ['cg.py:32|more', 'cg.py:32'],
  ['C:\\work\\x.py:3', 'x.py:3'], ['solve step', 'solve step'], ['[no json', '[no json'], ['[1, 2]', '[1, 2]'], ['', ''],
])('line of %s', (text, line) => expect(provenanceLine(text)).toBe(line));
