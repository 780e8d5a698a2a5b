// The area of pinned tracks: whole rows, a third of the height at most.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Row } from '../../../../renderer/state/app.ts';
import { pinnedWindow } from '../../../../renderer/state/pinned_rows.ts';

const row = (id: number, height: number, levels: number): Row => ({
  id, slug: `n0/cpu/c${id}`, label: '', longName: '', kind: 'cpu', depth: 0, isOpen: true, type: 'leaf', group: undefined, track: { levels } as Row['track'], y: 0, height, levelHeight: (height - 2) / levels,
});

test('rows follow each other without gaps, fit, and every one of them can be come to', () => {
  fc.assert(fc.property(fc.array(fc.tuple(fc.integer({ min: 16, max: 400 }), fc.integer({ min: 2, max: 40 })), { minLength: 1, maxLength: 9 }), fc.integer({ min: 150, max: 900 }), (heights, area) => {
    const all = heights.map(([height, levels], id) => row(id, height, levels));
    const seen = new Set<number>();
    for (let first = 0; first < all.length; first++) {
      const shown = pinnedWindow(all, first, area);
      expect(shown.heightPx).toBeLessThanOrEqual(area / 3);
      expect(shown.rows.length).toBeGreaterThan(0);
      expect(shown.rows.map(({ id }) => id)).toEqual(Array.from({ length: shown.rows.length }, (_, i) => shown.first + i));
      let y = 0;
      for (const one of shown.rows) {
        expect(one.y).toBe(y);
        y += one.height;
        // Its levels stay within it.
        expect(one.levelHeight * (one.track?.levels ?? 1)).toBeLessThanOrEqual(one.height);
        seen.add(one.id);
      }
      expect(y).toBe(shown.heightPx);
      // No room is left that the row before or after would fill.
      const after = all.at(shown.first + shown.rows.length);
      if (after) expect(shown.heightPx + Math.min(after.height, Math.floor(area / 3))).toBeGreaterThan(Math.floor(area / 3));
    }
    expect(seen.size).toBe(all.length);
  }));
});

test('nothing pinned takes no room', () => {
  expect(pinnedWindow([], 3, 500)).toMatchObject({ rows: [], heightPx: 0, count: 0 });
});
