// Compares a screenshot with its recorded picture. `npm run test:browser -- --record` writes the pictures anew: look at them.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pixelmatch from 'pixelmatch';
import type { Locator, Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { findChromium } from './chromium.ts';

const recorded = join(import.meta.dirname, '../pictures');
/** What was seen instead, and where it differs. */
const failures = join(import.meta.dirname, '../failures');

export interface PictureOptions {
  /** Share of pixels that may differ in the Chromium that recorded the picture; others render text a little differently and get ten times as much. */
  readonly tolerance?: number;
  /** Painted over before comparing: clocks, rates, anything that differs by itself. */
  readonly mask?: readonly Locator[];
}

/** Fails unless the target looks like its recorded picture. */
export async function expectPicture(target: Page | Locator, name: string, options: PictureOptions = {}): Promise<void> {
  const bytes = await target.screenshot({ animations: 'disabled', caret: 'hide', mask: [...(options.mask ?? [])] });
  const file = join(recorded, `${name}.png`);
  if (process.env['RECORD_PICTURES'] === '1') {
    mkdirSync(recorded, { recursive: true });
    // An equal picture keeps its bytes, so that recording shows in git what has changed.
    if (!existsSync(file) || comparePictures(PNG.sync.read(bytes), PNG.sync.read(readFileSync(file))).different !== 0) writeFileSync(file, bytes);
    return;
  }
  if (!existsSync(file)) throw new Error(`There is no picture ${name}.png yet; record it with \`npm run test:browser -- --record\` and look at it.`);
  const { different, pixels, picture } = comparePictures(PNG.sync.read(bytes), PNG.sync.read(readFileSync(file)));
  const tolerance = (options.tolerance ?? 0.002) * (findChromium().isPinned ? 1 : 10);
  const kept = ['actual', 'difference'].map((what) => join(failures, `${name}.${what}.png`)) as [string, string];
  if (different <= pixels * tolerance) {
    for (const old of kept) rmSync(old, { force: true });
    return;
  }
  mkdirSync(failures, { recursive: true });
  writeFileSync(kept[0], bytes);
  if (picture !== undefined) writeFileSync(kept[1], PNG.sync.write(picture));
  throw new Error(
    `${name}.png differs in ${different} of ${pixels} pixels (${((100 * different) / pixels).toFixed(2)} %, allowed ${100 * tolerance} %). ` +
      `See ${kept[0]}; if it is right, record it with \`npm run test:browser -- --record\`.`,
  );
}

/** Pixels that differ visibly; all of them when the sizes do. */
export function comparePictures(actual: PNG, expected: PNG): { different: number; pixels: number; picture?: PNG } {
  const { width, height } = expected;
  const pixels = width * height;
  if (actual.width !== width || actual.height !== height) return { different: pixels, pixels };
  const picture = new PNG({ width, height });
  return { different: pixelmatch(actual.data, expected.data, picture.data, width, height, { threshold: 0.1 }), pixels, picture };
}
