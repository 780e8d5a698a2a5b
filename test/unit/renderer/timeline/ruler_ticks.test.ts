import { describe, expect, test } from 'vitest';
import { rulerTicks, tickStep } from '../../../../renderer/timeline/ruler_ticks.ts';
import type { Viewport } from '../../../../renderer/timeline/viewport.ts';

const viewport = (startNs: number, stopNs: number): Viewport =>
  ({ startNs, stopNs, widthCssPx: 1000, heightCssPx: 400, ratio: 1, widthPx: 1000, heightPx: 400 });

describe('ruler', () => {
  test.each([[0.1, 10], [0.25, 20], [1, 100], [1e3, 1e5], [1.6e6, 2e8], [0.001, 1]])('at %s ns per px a step is %s ns', (nsPerPx, step) => {
    expect(tickStep(nsPerPx)).toBe(step);
  });

  test('steps are 1, 2 or 5 times a power of ten and at least 70 px apart at any zoom', () => {
    for (let exponent = -1; exponent < 9; exponent += 0.137) {
      const nsPerPx = 10 ** exponent;
      const step = tickStep(nsPerPx);
      expect(step / nsPerPx).toBeGreaterThanOrEqual(70 * (1 - 1e-6));
      expect(['1', '2', '5']).toContain(String(Number((step / 10 ** Math.floor(Math.log10(step) + 1e-9)).toFixed(6))));
    }
  });

  test('times of the whole run', () => {
    const { ticks, base } = rulerTicks(viewport(0, 1.6e9));
    expect(base).toBeUndefined();
    expect(ticks.map(({ text }) => text).slice(0, 3)).toEqual(['0.0 s', '0.2 s', '0.4 s']);
  });

  test('far in, ticks count from a base', () => {
    const { ticks, base } = rulerTicks(viewport(612_345_000, 612_346_000));
    expect(base).toBe('612.34 ms');
    expect(ticks[0].text).toBe('+5.0 us');
    expect(ticks[1].text).toBe('+5.1 us');
    expect(ticks[1].ns).toBe(612_345_100);
  });

  test('deep digits are grouped', () => {
    const { ticks } = rulerTicks(viewport(600_000_000, 601_000_000));
    expect(ticks[1].text).toBe('600.1 ms');
  });
});
