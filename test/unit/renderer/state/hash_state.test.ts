import { signal } from '@preact/signals';
import { describe, expect, test } from 'vitest';
import { readHash, writeHash } from '../../../../renderer/state/hash_state.ts';
import { treeParts } from '../../../../renderer/state/tree_parts.ts';
import { NO_CHOICES, type TreeChoices } from '../../../../renderer/state/tree_layout.ts';
import { ViewParts } from '../../../../renderer/state/view_parts.ts';

function treeOnly(choices = signal<TreeChoices>({ ...NO_CHOICES, open: new Map(), scale: 1, unfitted: new Set() })) {
  const parts = new ViewParts();
  const rows = signal([]);
  const change = (next: Partial<TreeChoices>) => { choices.value = { ...choices.peek(), ...next }; };
  for (const part of treeParts({ choices, rows, scrollTop: signal(0), change })) parts.add(part);
  return { parts, choices };
}

describe('the view in the address', () => {
  test('comes back as it went, with blanks and signs in slugs', async () => {
    const open = new Map([['n0/cpu', true], ['n0/chan/f n0s0', false], ['n0/chan/n0f1-n1s0', true], ['n0/chan/→ n0s0', true]]);
    const written = treeOnly(signal<TreeChoices>({ ...NO_CHOICES, open, scale: 2, unfitted: new Set(['n0/memory/f2']) }));
    const link = readHash(writeHash({ run: 'abc123', texts: written.parts.texts() }));
    expect(link?.run).toBe('abc123');
    const shown = treeOnly();
    expect(await shown.parts.show(link!.texts)).toEqual([]);
    expect(shown.choices.value).toEqual(written.choices.value);
  });

  test('parts that do not parse are left out and named; parts that are not there become as usual', async () => {
    const { parts, choices } = treeOnly(signal<TreeChoices>({ ...NO_CHOICES, open: new Map([['n0', false]]), scale: 2, unfitted: new Set() }));
    const link = readHash('#v=1&run=abc&open=%E0%A4%A&rows=7&full=n0');
    expect(await parts.show(link!.texts)).toEqual(['open', 'rows']);
    expect(choices.value).toEqual({ ...NO_CHOICES, open: new Map([['n0', false]]), scale: 2, unfitted: new Set(['n0']) });
    expect(await parts.show(new Map())).toEqual([]);
    expect(choices.value).toEqual({ ...NO_CHOICES, open: new Map(), scale: 1, unfitted: new Set() });
  });

  test('two parts of one name are a mistake of the program', () => {
    const { parts } = treeOnly();
    expect(() => parts.add(parts.all[0]!)).toThrow('open');
  });

  test.each(['', '#', '#v=2&run=abc', '#run=abc', '#v=1'])('%j names no run', (hash) => {
    expect(readHash(hash)).toBeNull();
  });
});
