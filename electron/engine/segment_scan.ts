/** Walks through the exact segments of a track from a time on, forwards or backwards, without reading more blocks than it must. */
import type { ItemBlock } from '../model/item_blocks.ts';
import type { TrackId } from '../protocol/items.ts';
import type { Ns } from '../protocol/time.ts';
import type { RunSource } from './run_source.ts';

/** The first windows are a thousandth of the run, then they double. */
const FIRST_SHARE = 1 / 1024;

/**
 * Visits segments whose start lies at or after `fromNs` (step 1), in order, or before it (step -1), last one first, until `visit`
 * gives something other than undefined.
 */
export async function findSegment<T>(
  source: RunSource, track: TrackId, fromNs: Ns, step: 1 | -1, visit: (block: ItemBlock, i: number) => T | undefined | Promise<T | undefined>,
): Promise<T | undefined> {
  const endNs = source.extentNs + 1;
  let width = Math.max(1, endNs * FIRST_SHARE);
  let edge = fromNs;
  while (step === 1 ? edge < endNs : edge > 0) {
    const low = step === 1 ? edge : Math.max(0, edge - width);
    const high = step === 1 ? Math.min(endNs, edge + width) : edge;
    const blocks = await source.blocks(track, 0, low, high);
    for (const block of step === 1 ? blocks : blocks.toReversed()) {
      const first = firstAtOrAfter(block, low);
      const end = firstAtOrAfter(block, high);
      for (let k = first; k < end; k++) {
        const found = await visit(block, step === 1 ? k : first + end - 1 - k);
        if (found !== undefined) return found;
      }
    }
    edge = step === 1 ? high : low;
    width *= 2;
  }
  return undefined;
}

/** Index of the first segment of the block that starts at or after `ns`. */
export function firstAtOrAfter({ starts, count }: ItemBlock, ns: Ns): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (starts[middle] < ns) low = middle + 1;
    else high = middle;
  }
  return low;
}
