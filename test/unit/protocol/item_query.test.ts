// The query language by example: what ui.md §6.1 promises, and what is said of a mistake.
import { describe, expect, it } from 'vitest';
import { parseQuery, type ItemQuery } from '../../../electron/protocol/item_query.ts';
import { printQuery } from '../../../electron/protocol/print_query.ts';

function read(text: string): ItemQuery | null {
  const parsed = parseQuery(text);
  if ('problem' in parsed) throw new Error(`${text}: ${parsed.problem.message}`);
  return parsed.query;
}
function problemOf(text: string): { message: string; what: string; nearest: string | undefined } {
  const parsed = parseQuery(text);
  if (!('problem' in parsed)) throw new Error(`${text} was understood`);
  const { at, length, message, nearest } = parsed.problem;
  return { message, what: text.slice(at, at + length), nearest };
}
const contains = (value: string): ItemQuery => ({ type: 'text', how: 'contains', value, hasCase: false });

describe('queries', () => {
  it('read as the page about them says', () => {
    expect(read('  ')).toBeNull();
    expect(read('kind:gpu dur>1ms name:~dot prov:cg.py:107 node:0-3 -track:g8d')).toEqual({
      type: 'and', parts: [
        { type: 'words', field: 'kind', how: 'contains', values: ['gpu'] },
        { type: 'compare', field: 'dur', is: '>', value: 1e6 },
        { type: 'words', field: 'name', how: 'regex', values: ['dot'] },
        { type: 'words', field: 'prov', how: 'contains', values: ['cg.py:107'] },
        { type: 'ranges', field: 'node', ranges: [{ from: 0, to: 3 }] },
        { type: 'not', part: { type: 'words', field: 'track', how: 'contains', values: ['g8d'] } },
      ],
    });
    expect(read('daxpy <31>')).toEqual({ type: 'and', parts: [contains('daxpy'), contains('<31>')] });
    expect(read('a or b c')).toEqual({ type: 'or', parts: [contains('a'), { type: 'and', parts: [contains('b'), contains('c')] }] });
    expect(read('not (a or b)')).toEqual({ type: 'not', part: { type: 'or', parts: [contains('a'), contains('b')] } });
    expect(read('"Index Space":0:4095')).toEqual({ type: 'detail', field: 'Index Space', how: 'contains', values: ['0:4095'] });
    expect(read('/Do[tT]/ /x/i')).toEqual({ type: 'and', parts: [{ type: 'text', how: 'regex', value: 'Do[tT]', hasCase: true }, { type: 'text', how: 'regex', value: 'x', hasCase: false }] });
    expect(read('name:=dot,"a b"')).toEqual({ type: 'words', field: 'name', how: 'exact', values: ['dot', 'a b'] });
  });

  it('take names with colons and angle brackets for texts', () => {
    for (const text of ['cupynumeric::DotTask', 'std::vector<double>', 'vector<double>', '/usr/lib', '🔥']) expect(read(text)).toEqual(contains(text));
  });

  it('know units: 4.35us are 4350 ns, and a range may name its unit once', () => {
    expect(read('dur>4.35us')).toEqual({ type: 'compare', field: 'dur', is: '>', value: 4350 });
    expect(read('dur:1-5ms')).toEqual({ type: 'ranges', field: 'dur', ranges: [{ from: 1e6, to: 5e6 }] });
    expect(read('start:0.6s..0.65s')).toEqual({ type: 'ranges', field: 'start', ranges: [{ from: 6e8, to: 6.5e8 }] });
    expect(read('size>=4MiB bw<1GB/s busy>50%')).toEqual({ type: 'and', parts: [
      { type: 'compare', field: 'size', is: '>=', value: 4 * 2 ** 20 }, { type: 'compare', field: 'bw', is: '<', value: 1e9 }, { type: 'compare', field: 'busy', is: '>', value: 50 },
    ] });
    expect(printQuery(read('dur>8ms name:future_divide'))).toBe('dur>8ms name:future_divide');
  });

  it('say where a mistake is and which field was probably meant', () => {
    expect(problemOf('nmae:dot')).toEqual({ message: 'There is no field "nmae". Did you mean "name"?', what: 'nmae', nearest: 'name' });
    expect(problemOf('kind:gpu duration>1ms').nearest).toBe('dur');
    expect(problemOf('dur>5')).toMatchObject({ message: 'Say the unit too: ns, us, ms, s.', what: '5' });
    expect(problemOf('dur>5MiB').message).toBe('The unit is ns, us, ms, s.');
    expect(problemOf('node:5ms').message).toMatch(/plain number/);
    expect(problemOf('name>5').message).toMatch(/is a text/);
    expect(problemOf('name:"dot')).toMatchObject({ message: 'This quote is not closed.', what: '"' });
    expect(problemOf('(a or b').message).toBe('This bracket is not closed.');
    expect(problemOf('a)').message).toBe('This bracket closes nothing.');
    expect(problemOf('a or').message).toBe('Something is missing here.');
    expect(problemOf('name:~[').message).toMatch(/no regular expression/);
    expect(problemOf('cp:yes').message).toMatch(/critical path of the whole run is not computed/);
    expect(problemOf('('.repeat(100)).message).toMatch(/No more than 64/);
  });

  it('refuse patterns that could run for ever', () => {
    for (const bad of ['(a+)+', '(a|aa)*', '((a)+b)*c', '(?:x*){2,}', '(.)\\1']) expect(problemOf(`name:~"${bad.replaceAll('\\', '\\\\')}"`).message).toMatch(/for ever|References/);
    for (const good of ['^a.*b$', '(dot|axpy)_task', '[(]+x', 'a{2,3}', '\\(a\\)+']) expect(() => read(`name:~"${good.replaceAll('\\', '\\\\')}"`)).not.toThrow();
  });
});
