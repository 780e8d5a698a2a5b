/** The query language: printing and reading are each other's inverse, and no text whatever breaks the reader. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { COMPARISONS, parseQuery, type ItemQuery } from '../../electron/protocol/item_query.ts';
import { printQuery } from '../../electron/protocol/print_query.ts';
import { QUERY_FIELDS } from '../../electron/protocol/query_fields.ts';

const texts = QUERY_FIELDS.filter(({ kind }) => kind === 'text').map(({ name }) => name);
const numbers = QUERY_FIELDS.filter(({ kind }) => kind === 'number').map(({ name }) => name);
const anyText = fc.oneof(fc.string({ unit: 'binary', minLength: 1 }), fc.constantFrom('or', '-x', '~a', '=a', 'a:b', 'std::x', '<31>', 'a<5', '/x/', '/usr', 'a"b\\', '\\', '🔥', 'foo(int const&)', ','));
const value = fc.oneof(fc.integer({ min: -1000, max: 10 ** 12 }), fc.double({ min: 0, max: 1e12, noNaN: true }).map((x) => Math.round(x * 1000) / 1000)).map((x) => (x === 0 ? 0 : x));
const range = fc.tuple(value, value).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));

/** Trees as the reader makes them: an "and" or "or" has at least two parts. */
const { query: queries } = fc.letrec<{ query: ItemQuery; leaf: ItemQuery }>((tie) => ({
  leaf: fc.oneof(
    fc.record({ type: fc.constant('text' as const), how: fc.constant('contains' as const), value: anyText, hasCase: fc.constant(false) }),
    fc.record({ type: fc.constant('text' as const), how: fc.constant('regex' as const), value: fc.constantFrom('a.b', '^x$', '\\/p', 'é+'), hasCase: fc.boolean() }),
    fc.record({ type: fc.constant('words' as const), field: fc.constantFrom(...texts), how: fc.constantFrom('contains' as const, 'exact' as const), values: fc.array(anyText, { minLength: 1, maxLength: 3 }) }),
    fc.record({ type: fc.constant('words' as const), field: fc.constantFrom(...texts), how: fc.constant('regex' as const), values: fc.array(fc.constantFrom('_field_task', 'a|b', '(x)', 'a{2,3}', '[,"]'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ type: fc.constant('detail' as const), field: anyText, how: fc.constantFrom('contains' as const, 'exact' as const), values: fc.array(anyText, { minLength: 1, maxLength: 3 }) }),
    fc.record({ type: fc.constant('ranges' as const), field: fc.constantFrom(...numbers), ranges: fc.array(range, { minLength: 1, maxLength: 3 }) }),
    fc.record({ type: fc.constant('compare' as const), field: fc.constantFrom(...numbers), is: fc.constantFrom(...COMPARISONS), value }),
  ),
  query: fc.oneof(
    { depthSize: 'small', maxDepth: 5 },
    tie('leaf'),
    fc.record({ type: fc.constantFrom('and' as const, 'or' as const), parts: fc.array(tie('query'), { minLength: 2, maxLength: 4 }) }),
    fc.record({ type: fc.constant('not' as const), part: tie('query') }),
  ),
}));

test('reading what was printed gives the same query', () => {
  fc.assert(fc.property(queries, (query) => {
    expect(parseQuery(printQuery(query))).toEqual({ query });
  }), { numRuns: 3000 });
});

test('no text breaks the reader, and a problem lies inside the text', () => {
  const pieces = fc.array(fc.constantFrom('dur', 'name', ':', '>', '<', '=', '~', '(', ')', '"', ',', '-', '..', '5', 'ms', ' ', 'or', 'not', '/', '\\', 'foo', '🔥', '.', '\n'), { maxLength: 30 }).map((list) => list.join(''));
  fc.assert(fc.property(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 60 })), (text) => {
    const parsed = parseQuery(text);
    if ('problem' in parsed) {
      const { at, length, message } = parsed.problem;
      expect(at).toBeGreaterThanOrEqual(0);
      expect(at + length).toBeLessThanOrEqual(Math.max(1, text.length + 1));
      expect(message).toMatch(/[.!…?]$/);
    } else expect(parseQuery(printQuery(parsed.query))).toEqual(parsed);
  }), { numRuns: 5000 });
});
