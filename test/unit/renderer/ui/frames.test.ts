import { expect, test } from 'vitest';
import { framesOf } from '../../../../renderer/ui/details/waits_table.tsx';

test('the line that counts frames is no frame', () => {
  expect(framesOf('stack trace: 2 frames\n  [0] = a\n  [1] = b\n')).toEqual(['  [0] = a', '  [1] = b']);
  expect(framesOf(null)).toEqual([]);
});
