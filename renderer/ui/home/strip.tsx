/** Thumbnail of a run: how busy it was over its time, as a strip in the heat colours of the theme. */
import { useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { toHex } from '../../base/color_math.ts';
import { THEMES } from '../../base/theme.ts';
import { useApp } from '../base/context.ts';

const HEIGHT = 1;

export function Strip({ values }: { values: readonly number[] }) {
  const { theme } = useApp();
  const canvas = useRef<HTMLCanvasElement>(null);
  useSignalEffect(() => {
    const { heat } = THEMES[theme.effective.value];
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    values.forEach((value, i) => {
      context.fillStyle = toHex(heat[Math.min(255, Math.max(0, value))]);
      context.fillRect(i, 0, 1, HEIGHT);
    });
  });
  return <canvas class="strip" width={Math.max(1, values.length)} height={HEIGHT} ref={canvas} aria-hidden="true" />;
}
