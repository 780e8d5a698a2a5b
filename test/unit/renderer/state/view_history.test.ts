import { signal } from '@preact/signals';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ViewHistory } from '../../../../renderer/state/view_history.ts';
import type { ViewPart } from '../../../../renderer/state/view_parts.ts';

function partOf<T>(key: string, first: T, undo: ViewPart<T>['undo'] = 'step') {
  const value = signal(first);
  const part: ViewPart<T> = { key, undo, read: () => value.value, show: (next) => { value.value = next; }, toText: () => null, fromText: () => undefined };
  return { value, part };
}

/** What the page does between two events of the user. */
const turn = () => new Promise<void>((resolve) => queueMicrotask(resolve));

describe('back and forward', () => {
  test('what changes in one turn is one step', async () => {
    const history = new ViewHistory();
    const [open, scroll] = [partOf('open', 'none'), partOf('y', 0, { joins: 'pan' })];
    for (const { part } of [open, scroll]) history.add(part);
    open.value.value = 'n0';
    scroll.value.value = 300;
    await turn();
    open.value.value = 'all';
    await turn();
    history.undo();
    expect([open.value.value, scroll.value.value]).toEqual(['n0', 300]);
    history.undo();
    expect([open.value.value, scroll.value.value]).toEqual(['none', 0]);
    history.redo();
    history.redo();
    expect([open.value.value, scroll.value.value]).toEqual(['all', 300]);
  });

  test('moves in a row are one step, and another change ends the row', async () => {
    const history = new ViewHistory();
    const [open, scroll] = [partOf('open', 'none'), partOf('y', 0, { joins: 'pan' })];
    for (const { part } of [open, scroll]) history.add(part);
    for (const y of [10, 20, 30]) {
      scroll.value.value = y;
      await turn();
    }
    open.value.value = 'n0';
    await turn();
    scroll.value.value = 40;
    await turn();
    history.undo();
    expect([open.value.value, scroll.value.value]).toEqual(['n0', 30]);
    history.undo();
    expect([open.value.value, scroll.value.value]).toEqual(['none', 30]);
    history.undo();
    expect(scroll.value.value).toBe(0);
  });

  test('any walk of changes, undos and redos is as of a list with a place in it', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.oneof(fc.constant('undo'), fc.constant('redo'), fc.integer({ min: 0, max: 9 })), { maxLength: 60 }), async (acts) => {
      const history = new ViewHistory();
      const { value, part } = partOf<number>('n', -1);
      history.add(part);
      let [list, at] = [[-1], 0];
      for (const act of acts) {
        if (act === 'undo') {
          history.undo();
          at = Math.max(0, at - 1);
        } else if (act === 'redo') {
          history.redo();
          at = Math.min(list.length - 1, at + 1);
        } else {
          value.value = act as number;
          await turn();
          if (list[at] !== act) {
            list = [...list.slice(0, at + 1), act as number];
            at++;
          }
        }
        expect(value.value).toBe(list[at]);
      }
    }), { numRuns: 100 });
  });

  test('keeps 200 steps', async () => {
    const history = new ViewHistory();
    const { value, part } = partOf('n', 0);
    history.add(part);
    for (let n = 1; n <= 250; n++) {
      value.value = n;
      await turn();
    }
    for (let n = 0; n < 300; n++) history.undo();
    expect(value.value).toBe(50);
  });
});
