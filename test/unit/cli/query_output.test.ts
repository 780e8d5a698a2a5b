// The forms of a query's rows, read back by rules of their own.
import { expect, test } from 'vitest';
import { rowFormat, type FormatName } from '../../../electron/cli/query_output.ts';
import type { Cell } from '../../../electron/index/user_query.ts';

const columns = [{ name: 'name', type: null }, { name: 'ns', type: null }];

function write(form: FormatName, batches: readonly (readonly (readonly Cell[])[])[], maxCell?: number): string {
  const format = rowFormat(form, columns, maxCell);
  return batches.map((rows) => format.push(rows)).join('') + format.finish();
}

test('CSV: quotes where needed, exact integers, NULL and empty text told apart', () => {
  expect(write('csv', [[['a,b', 1n], ['say "x"', -9223372036854775808n]], [['two\nlines', 1.5], ['', null], ['plain', 2]]])).toBe('name,ns\n"a,b",1\n"say ""x""",-9223372036854775808\n"two\nlines",1.5\n"",\nplain,2.0\n');
  expect(write('csv', [])).toBe('name,ns\n');
});

test('JSON: one document, wide integers as text', () => {
  const document: unknown = JSON.parse(write('json', [[['a', 9007199254740991n]], [['b\u0001', 9007199254740993n], ['c', Infinity], [null, 0.5]]]));
  expect(document).toEqual({ schema: 'query/1', columns: ['name', 'ns'], rows: [{ name: 'a', ns: 9007199254740991 }, { name: 'b\u0001', ns: '9007199254740993' }, { name: 'c', ns: 'Infinity' }, { name: null, ns: 0.5 }] });
  expect(JSON.parse(write('json', []))).toEqual({ schema: 'query/1', columns: ['name', 'ns'], rows: [] });
});

test('the table: columns of one width, numbers to the right, nothing that a terminal obeys', () => {
  expect(write('table', [[['a', 1n]], [['long name', 1000n], ['\u001b[31mred\u202e', null]]])).toBe(
    'name                 ns\n-----------------  ----\na                     1\nlong name          1000\n\\x1b[31mred\\x202e\n');
  expect(write('table', [[['abcdefghij', 1n]]], 5)).toContain('abcd…');
  expect(write('table', [])).toBe('name  ns\n----  --\n');
});

test('the table begins after a thousand rows and keeps its widths', () => {
  const format = rowFormat('table', columns, undefined);
  const rows = Array.from({ length: 600 }, (_, i): Cell[] => ['x', BigInt(i)]);
  expect(format.push(rows)).toBe('');
  expect(format.push(rows).split('\n').length).toBe(2 + 1200 + 1);
  expect(format.push([['wider than all', 5n]])).toBe('wider than all    5\n');
  expect(format.finish()).toBe('');
});
