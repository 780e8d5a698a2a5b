/**
 * The exact boxes of a track: each item cut into running, waiting and ready segments by its waits, all of them sorted by
 * (start, level) and cut into blocks.
 *
 *   item   [====================================)
 *   wait          [start     ready  end)
 *   boxes  running  waiting    ready  running
 *
 * Source: legion tools/legion_prof_rs/src/backend/data_source.rs (segments of an entry). Empty segments are kept, as there.
 * Unlike there a segment never leaves its item and never overlaps the one before: where waits overlap each other or stick out
 * they are cut, the first one wins.
 */
import { release } from '../decode/shared_arrays.ts';
import type { ItemBlock } from './item_blocks.ts';
import type { TrackItems } from './run_model.ts';
import { STATE_NONE, STATE_READY, STATE_RUNNING, STATE_WAITING } from '../protocol/items.ts';
import { BLOCK_SIZE } from './item_blocks.ts';
import { cutBlocks } from './lods.ts';
import { sharedF64, sharedU16, sharedU32, sharedU8 } from './shared_columns.ts';
import { sortTimes } from './time_sort.ts';

/** What of a track's items the segments are made of. */
type ItemColumns = Pick<TrackItems, 'count' | 'names' | 'numsHi' | 'numsLo' | 'colors' | 'starts' | 'stops' | 'levels' | 'waitEnds' | 'waits' | 'runningNs' | 'readyNs' | 'waitingNs'>;

/** Blocks of the exact boxes; fills the items' sums of running, ready and waiting time. `hasStates`: false for memories and channels. */
export function exactBlocks(items: ItemColumns, hasStates: boolean): ItemBlock[] {
  if (items.waits.starts.length === 0 && isByStartAndLevel(items)) return wholeItems(items, hasStates);
  const most = items.count + 3 * items.waits.starts.length;
  const starts = new Float64Array(most);
  const stops = new Float64Array(most);
  const states = new Uint8Array(most);
  const ordinals = new Uint32Array(most);
  const { count: itemCount, starts: lifeStarts, stops: lifeStops, waitEnds, runningNs, readyNs, waitingNs } = items;
  const { starts: waitStarts, readys: waitReadys, ends } = items.waits;
  let count = 0;
  for (let i = 0, w = 0; i < itemCount; i++) {
    const stop = lifeStops[i];
    let at = lifeStarts[i];
    if (w === waitEnds[i]) {
      starts[count] = at;
      stops[count] = stop;
      states[count] = hasStates ? STATE_RUNNING : STATE_NONE;
      ordinals[count++] = i;
      runningNs[i] = stop - at;
      continue;
    }
    let [running, waiting, ready] = [0, 0, 0];
    for (; w < waitEnds[i]; w++) {
      const blocked = Math.min(Math.max(waitStarts[w], at), stop);
      const end = Math.min(Math.max(ends[w], blocked), stop);
      const triggered = Math.min(Math.max(waitReadys[w], blocked), end);
      starts[count] = at;
      stops[count] = starts[count + 1] = blocked;
      stops[count + 1] = starts[count + 2] = triggered;
      stops[count + 2] = end;
      states[count] = STATE_RUNNING;
      states[count + 1] = STATE_WAITING;
      states[count + 2] = STATE_READY;
      ordinals[count] = ordinals[count + 1] = ordinals[count + 2] = i;
      count += 3;
      running += blocked - at;
      waiting += triggered - blocked;
      ready += end - triggered;
      at = end;
    }
    if (at < stop) {
      starts[count] = at;
      stops[count] = stop;
      states[count] = STATE_RUNNING;
      ordinals[count++] = i;
      running += stop - at;
    }
    runningNs[i] = running;
    readyNs[i] = ready;
    waitingNs[i] = waiting;
  }
  const blocks = sortedBlocks(items, starts.subarray(0, count), stops, states, ordinals);
  for (const { buffer } of [starts, stops, states, ordinals]) release(buffer);
  return blocks;
}

function isByStartAndLevel({ count, starts, levels }: ItemColumns): boolean {
  for (let i = 1; i < count; i++) if (starts[i - 1] > starts[i] || (starts[i - 1] === starts[i] && levels[i - 1] > levels[i])) return false;
  return true;
}

/** Blocks of items that are one box each, in the order of boxes: their own columns. */
function wholeItems(items: ItemColumns, hasStates: boolean): ItemBlock[] {
  const { count, starts, stops, runningNs } = items;
  const ordinals = sharedU32(count);
  const firsts: number[] = [];
  for (let i = 0; i < count; i++) {
    if (i % BLOCK_SIZE === 0) firsts.push(i);
    ordinals[i] = i;
    runningNs[i] = stops[i] - starts[i];
  }
  const states = sharedU8(count).fill(hasStates ? STATE_RUNNING : STATE_NONE);
  const { levels, colors, names, numsHi, numsLo } = items;
  return cutBlocks({ count, starts, stops, levels, states, colors, ordinals, names, numsHi, numsLo, fold: undefined }, firsts);
}

function sortedBlocks(items: ItemColumns, times: Float64Array, stops: Float64Array, states: Uint8Array, ordinals: Uint32Array): ItemBlock[] {
  const count = times.length;
  const order = sortByStartAndLevel(times, ordinals, items.levels);
  const columns = {
    count,
    starts: sharedF64(count), stops: sharedF64(count), levels: sharedU16(count), states: sharedU8(count), colors: sharedU8(count),
    ordinals: sharedU32(count), names: sharedU32(count), numsHi: sharedU32(count), numsLo: sharedU32(count), fold: undefined,
  };
  const firsts: number[] = [];
  const { ordinals: itemOf, stops: outStops, states: outStates, levels: outLevels, colors: outColors } = columns;
  const { levels, colors } = items;
  columns.starts.set(times);
  let begun = 0;
  for (let i = 0; i < count; i++) {
    if (i % BLOCK_SIZE === 0) firsts.push(begun);
    const from = order[i];
    const item = ordinals[from];
    // The first segment of an item is the one that no segment of it comes before.
    if (from === 0 || ordinals[from - 1] !== item) begun++;
    itemOf[i] = item;
    outStops[i] = stops[from];
    outStates[i] = states[from];
    outLevels[i] = levels[item];
    outColors[i] = colors[item];
  }
  gather(columns.names, items.names, itemOf);
  gather(columns.numsHi, items.numsHi, itemOf);
  gather(columns.numsLo, items.numsLo, itemOf);
  release(order.buffer);
  return cutBlocks(columns, firsts);
}

function gather(to: Uint32Array, from: Uint32Array, places: Uint32Array): void {
  for (let i = 0; i < places.length; i++) to[i] = from[places[i]];
}

/** Order of segments by (start, level), stable; sorts `times` along. */
function sortByStartAndLevel(times: Float64Array, ordinals: Uint32Array, levels: Uint16Array): Uint32Array<ArrayBuffer> {
  const order = new Uint32Array(times.length);
  for (let i = 0; i < order.length; i++) order[i] = i;
  sortTimes(times, order);
  for (let i = 0; i < order.length; ) {
    let end = i + 1;
    while (end < order.length && times[end] === times[i]) end++;
    if (end - i > 1) order.subarray(i, end).sort((a, b) => levels[ordinals[a]] - levels[ordinals[b]] || a - b);
    i = end;
  }
  return order;
}
