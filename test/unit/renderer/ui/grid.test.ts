import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isChosenRow, nextPlace } from '../../../../renderer/ui/base/grid_keys.ts';
import { sortRows, type CellValue, type GridColumn } from '../../../../renderer/ui/base/grid_model.ts';
import { gridText } from '../../../../renderer/ui/base/grid_text.ts';

type Row = readonly [name: CellValue, ns: CellValue];
const COLUMNS: readonly GridColumn<Row>[] = [
  { id: 'name', title: 'Name', width: 100, isText: true, value: ([name]) => name },
  { id: 'total_ns', title: 'Total', width: 80, value: ([, ns]) => ns, text: () => 'never copied' },
];

describe('sorting a table', () => {
  it('puts numbers in the order of numbers, names in that of people, and what has no value last either way', () => {
    const rows: Row[] = [['task_10', 3], ['task_9', null], ['Task_1', 1n << 62n], ['b', 20]];
    expect(sortRows(rows, COLUMNS[0], false).map(([name]) => name)).toEqual(['b', 'Task_1', 'task_9', 'task_10']);
    expect(sortRows(rows, COLUMNS[1], false).map(([, ns]) => ns)).toEqual([3, 20, 1n << 62n, null]);
    expect(sortRows(rows, COLUMNS[1], true).map(([, ns]) => ns)).toEqual([1n << 62n, 20, 3, null]);
  });
  it('keeps rows that are equal in their order, up and down', () => {
    const rows: Row[] = [['a', 1], ['b', 1], ['c', 2]];
    expect(sortRows(rows, COLUMNS[1], true).map(([name]) => name)).toEqual(['c', 'a', 'b']);
    expect(sortRows(rows, COLUMNS[1], false).map(([name]) => name)).toEqual(['a', 'b', 'c']);
  });
});

describe('a table as text', () => {
  const rows: Row[] = [['plain', 1234567], ['a,"b"\nc\t|x', 9007199254740993n], [null, null]];
  it('quotes what a format needs quoted, and groups no digits', () => {
    expect(gridText(COLUMNS, rows, 'CSV')).toBe('name,total_ns\nplain,1234567\n"a,""b""\nc\t|x",9007199254740993\n,\n');
    expect(gridText(COLUMNS, rows, 'TSV')).toBe('name\ttotal_ns\nplain\t1234567\na,"b" c |x\t9007199254740993\n\t\n');
    expect(JSON.parse(gridText(COLUMNS, rows, 'JSON'))).toEqual([{ name: 'plain', total_ns: 1234567 }, { name: 'a,"b"\nc\t|x', total_ns: '9007199254740993' }, { name: null, total_ns: null }]);
    expect(gridText(COLUMNS, rows, 'Markdown')).toBe('| name | total\\_ns |\n| --- | ---: |\n| plain | 1234567 |\n| a,"b"<br>c\t\\|x | 9007199254740993 |\n|  |  |\n');
  });
  it('CSV is read back as it was, whatever the names hold', () => {
    fc.assert(fc.property(fc.array(fc.string({ unit: 'grapheme' })), (names) => {
      const text = gridText(COLUMNS, names.map((name): Row => [name, 1]), 'CSV');
      expect(readCsv(text).slice(1).map(([name]) => name)).toEqual(names);
    }));
  });
});

describe('keys of a table', () => {
  const size = { rows: 100, columns: 3, page: 10 };
  const press = (at: { row: number; column: number; anchor: number }, key: string, shiftKey = false, ctrlKey = false) => nextPlace(at, { key, shiftKey, ctrlKey }, size);
  it('move, stop at the edges, and reach the head', () => {
    expect(press({ row: 0, column: 0, anchor: 0 }, 'ArrowUp')).toEqual({ row: -1, column: 0, anchor: -1 });
    expect(press({ row: -1, column: 2, anchor: -1 }, 'ArrowUp')).toEqual({ row: -1, column: 2, anchor: -1 });
    expect(press({ row: 95, column: 0, anchor: 95 }, 'PageDown')).toEqual({ row: 99, column: 0, anchor: 99 });
    expect(press({ row: 5, column: 2, anchor: 5 }, 'ArrowRight')).toEqual({ row: 5, column: 2, anchor: 5 });
    expect(press({ row: 5, column: 2, anchor: 5 }, 'Home', false, true)).toEqual({ row: 0, column: 2, anchor: 0 });
    expect(press({ row: 5, column: 2, anchor: 5 }, 'w')).toBeUndefined();
    // The view's history is the timeline's.
    expect(press({ row: 5, column: 2, anchor: 5 }, 'ArrowLeft', false, true)).toBeUndefined();
  });
  it('with Shift choose what lies between, in either direction', () => {
    const up = press(press({ row: 5, column: 0, anchor: 5 }, 'ArrowUp', true)!, 'ArrowUp', true)!;
    expect([2, 3, 4, 5, 6].map((row) => isChosenRow(up, row))).toEqual([false, true, true, true, false]);
    expect(press({ row: 5, column: 0, anchor: 5 }, 'a', false, true)).toEqual({ row: 99, column: 0, anchor: 0 });
  });
  it('stay in an empty table', () => {
    expect(nextPlace({ row: -1, column: 0, anchor: -1 }, { key: 'ArrowDown', shiftKey: false, ctrlKey: false }, { rows: 0, columns: 1, page: 5 })?.row).toBe(-1);
  });
});

/** Another reader of RFC 4180 than the program has: it has none. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, bare, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n\r]*))([,\n])/g)) {
    rows.at(-1)!.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    if (end === '\n') rows.push([]);
  }
  return rows.slice(0, -1);
}
