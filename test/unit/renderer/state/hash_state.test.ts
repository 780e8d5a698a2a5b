import { describe, expect, test } from 'vitest';
import { readHash, writeHash, type HashState } from '../../../../renderer/state/hash_state.ts';

describe('the view in the address', () => {
  test('comes back as it went, with blanks and signs in slugs', () => {
    const state: HashState = {
      run: 'abc123', span: { startNs: -5, stopNs: 612_345_678 },
      open: new Map([['n0/cpu', true], ['n0/chan/f n0s0', false], ['n0/chan/n0f1-n1s0', true]]),
      selected: { slug: 'n0/chan/f n0s0', startNs: 239_437_691, ordinal: 12 },
    };
    expect(readHash(writeHash(state))).toEqual({ state, invalid: [] });
  });

  test('parts that do not parse are left out and named', () => {
    const read = readHash('#v=1&run=abc&t=5..2&open=%E0%A4%A&sel=nothing&later=1');
    expect(read?.state).toMatchObject({ run: 'abc', span: null, selected: null });
    expect(read?.invalid).toEqual(['t', 'open', 'sel']);
  });

  test.each(['', '#', '#v=2&run=abc', '#run=abc', '#v=1'])('%j names no run', (hash) => {
    expect(readHash(hash)).toBeNull();
  });
});
