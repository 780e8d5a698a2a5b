import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import type { Row, TrackTree } from '../../../../renderer/state/app.ts';
import { treeKey } from '../../../../renderer/ui/tree/tree_keys.ts';
import { parentIndex, rowsInView, siblingPlaces, stickyHead } from '../../../../renderer/ui/tree/tree_window.ts';
import { rowsOf } from './rows.ts';

const rows = rowsOf(['all', 'all/cpu', 'n0', 'n0/cpu', 'n0/cpu/c1', 'n0/cpu/c2', 'n0/io', 'n1', 'n1/cpu']);

describe('rows in view', () => {
  it('are those that touch it', () => {
    expect(rowsInView(rows, 0, 48)).toEqual([0, 2]);
    expect(rowsInView(rows, 12, 48)).toEqual([0, 3]);
    expect(rowsInView(rows, 24, 24)).toEqual([1, 2]);
    expect(rowsInView(rows, 1000, 24)).toEqual([8, 9]);
    expect(rowsInView([], 0, 100)).toEqual([0, 0]);
  });
});

describe('places in the tree', () => {
  it('are counted among the siblings', () => {
    expect(siblingPlaces(rows).map(({ position, of }) => `${position}/${of}`)).toEqual(['1/3', '1/1', '2/3', '1/2', '1/2', '2/2', '2/2', '3/3', '1/1']);
  });
  it('know the parent', () => {
    expect(rows.map((_row, i) => parentIndex(rows, i))).toEqual([-1, 0, -1, 2, 3, 3, 2, -1, 7]);
  });
});

describe('sticky node head', () => {
  it('is the node whose own row has scrolled out, pushed up by the next', () => {
    expect(stickyHead(rows, 0, 24)).toBeUndefined();
    expect(stickyHead(rows, 80, 24)?.row.slug).toBe('n0');
    expect(stickyHead(rows, 80, 24)?.shift).toBe(0);
    // The next node's head starts at 168: at 160 it has pushed the sticky one up by 16.
    expect(stickyHead(rows, 160, 24)).toMatchObject({ row: { slug: 'n0' }, shift: -16 });
    expect(stickyHead(rows, 168, 24)).toBeUndefined();
  });
});

describe('keys', () => {
  const press = (key: string, from: string, state: readonly Row[] = rows) => {
    const toggled: unknown[] = [];
    const tree = { rows: signal(state), focused: signal<string | null>(from), toggle: (...args: unknown[]) => void toggled.push(args) } as unknown as TrackTree;
    const isTaken = treeKey({ key, ctrlKey: false, metaKey: false, altKey: false } as KeyboardEvent, tree, () => undefined);
    return { isTaken, focused: tree.focused.value, toggled };
  };
  it('move between rows and stop at the ends', () => {
    expect(press('ArrowDown', 'n0').focused).toBe('n0/cpu');
    expect(press('ArrowUp', 'all').focused).toBe('all');
    expect(press('End', 'all').focused).toBe('n1/cpu');
    expect(press('Home', 'n1/cpu').focused).toBe('all');
  });
  it('open, close, and go to child or parent', () => {
    expect(press('ArrowRight', 'n0')).toMatchObject({ focused: 'n0/cpu', toggled: [] });
    expect(press('ArrowLeft', 'n0')).toMatchObject({ focused: 'n0', toggled: [['n0', false]] });
    const closed = rows.map((row) => ({ ...row, isOpen: row.depth < 2 }));
    expect(press('ArrowLeft', 'n0/cpu/c2', closed).focused).toBe('n0/cpu');
    expect(press('ArrowRight', 'n0/cpu/c2', closed)).toMatchObject({ focused: 'n0/cpu/c2', toggled: [['n0/cpu/c2', true]] });
    expect(press(' ', 'n0').toggled).toEqual([['n0']]);
  });
  it('leave letters and chords to the commands', () => {
    expect(press('w', 'n0').isTaken).toBe(false);
  });
});
