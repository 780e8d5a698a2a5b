/**
 * Which boxes a slot shows in a tile: every segment cut to the tile, or with small items made visible or joined, each dialect by its rule.
 * Source: legion tools/legion_prof_rs/src/backend/data_source.rs of 25.06 (build_items, expand and merge) and of 26.03 (merge_items,
 * hidden waits).
 */
import { STATE_NONE, STATE_READY, STATE_RUNNING, STATE_WAITING, type State } from '../../protocol/items.ts';
import type { Ns } from '../../protocol/time.ts';
import type { Dialect } from './legion_dialect.ts';
import { TileBoxes } from './tile_boxes.ts';
import { overlaps, type TileSegments } from './tile_segments.ts';

/** `expand`: a box shorter than this share of the tile is made this long. */
const VISIBLE_SHARE = 2000;
/** `expand`: a box of at least this share is large: it is cut rather than joined. */
const LARGE_SHARE = 1000;
/** `join`: items and gaps up to this share of the tile are joined. */
const JOINED_PART = 0.001;
/** `join`: waits below this share of the tile are left out. */
const HIDDEN_PART = 0.0005;

export interface LayoutInput {
  readonly segments: TileSegments;
  /** The tile, ns, half-open. */
  readonly start: Ns;
  readonly stop: Ns;
  /** Memories leave row 0 empty, all others their last row. */
  readonly isMemory: boolean;
}

/** Time around a tile within which segments matter to what it shows, ns. */
export function marginOf(dialect: Dialect, start: Ns, stop: Ns, isFull: boolean): Ns {
  return isFull || dialect.smallItems === 'expand' ? 0 : Math.ceil((stop - start) * HIDDEN_PART);
}

/** Whether a wait is left out of a tile of this length. */
export function isHiddenWait(waitNs: Ns, tileNs: Ns): boolean {
  return waitNs / tileNs < HIDDEN_PART;
}

/** One row more than the track has levels. */
export function layoutTile(input: LayoutInput, dialect: Dialect, isFull: boolean): TileBoxes {
  const boxes = new TileBoxes(!isFull && dialect.smallItems === 'join');
  const { levelEnds } = input.segments;
  if (input.isMemory) boxes.endRow();
  for (let level = 0; level < levelEnds.length; level++) {
    const row = { ...input, first: level === 0 ? 0 : levelEnds[level - 1], end: levelEnds[level] };
    if (isFull) placeAll(row, boxes);
    else if (dialect.smallItems === 'expand') placeExpanded(row, boxes);
    else placeJoined(row, boxes);
    boxes.endRow();
  }
  if (!input.isMemory) boxes.endRow();
  return boxes;
}

/** Segments [first, end) are those of a row. */
interface Row extends LayoutInput {
  readonly first: number;
  readonly end: number;
}

/** An item of a processor without length and waits has a point in our columns; the reference draws nothing. */
function isEmptyItem({ segments: { starts, stops, states } }: Row, first: number, end: number): boolean {
  return end === first + 1 && starts[first] === stops[first] && states[first] === STATE_RUNNING;
}

function itemEnd({ segments: { ordinals }, end }: Row, first: number): number {
  let at = first + 1;
  while (at < end && ordinals[at] === ordinals[first]) at++;
  return at;
}

function placeAll(row: Row, boxes: TileBoxes): void {
  for (let at = row.first; at < row.end;) {
    const end = itemEnd(row, at);
    if (!isEmptyItem(row, at, end)) placeSegments(row, boxes, at, end, false);
    at = end;
  }
}

/** Segments [first, end), those of one item, each cut to the tile. */
function placeSegments({ segments, start, stop }: Row, boxes: TileBoxes, first: number, end: number, isExpanded: boolean): void {
  const { starts, stops, states, ordinals } = segments;
  for (let i = first; i < end; i++) {
    boxes.add(Math.max(start, starts[i]), Math.min(stop, stops[i]), ordinals[i], states[i] as State, starts[i], stops[i], isExpanded);
  }
}

function placeExpanded(row: Row, boxes: TileBoxes): void {
  const { segments: { starts, stops, states, ordinals } } = row;
  const tile = row.stop - row.start;
  // How many items have been joined one after the other.
  let joined = 0;
  for (let at = row.first, end = at; at < row.end; at = end) {
    end = itemEnd(row, at);
    let start = Math.max(row.start, starts[at]);
    let stop = Math.min(row.stop, stops[end - 1]);
    const isSmall = tile / (stop - start) > VISIBLE_SHARE;
    const { last } = boxes;
    if (isSmall) {
      const length = tile / VISIBLE_SHARE;
      start = Math.trunc((start + stop) / 2 - length / 2);
      stop = start + Math.trunc(length);
      const isBehindLarge = last >= 0 && joined === 0 && tile / (boxes.stops[last] - boxes.starts[last]) < LARGE_SHARE;
      if (isBehindLarge && overlaps(boxes.starts[last], boxes.stops[last], start, stop)) start = boxes.stops[last];
    }
    if (last >= 0 && overlaps(boxes.starts[last], boxes.stops[last], start, stop)) {
      if (tile / (stop - start) >= LARGE_SHARE) {
        boxes.join(last, stop);
        joined++;
        continue;
      }
      boxes.stops[last] = start;
    }
    joined = 0;
    if (isEmptyItem(row, at, end)) continue;
    // What has no states is drawn as it was widened; the segments of a processor's item keep their times.
    if (states[at] === STATE_NONE) boxes.add(Math.max(row.start, start), Math.min(row.stop, stop), ordinals[at], STATE_NONE, starts[at], stops[at], isSmall);
    else placeSegments(row, boxes, at, end, isSmall);
  }
}

function placeJoined(row: Row, boxes: TileBoxes): void {
  const { segments: { starts, stops } } = row;
  const tile = row.stop - row.start;
  const isSmall = (length: Ns): boolean => length / tile <= JOINED_PART;
  for (let at = row.first, end = at; at < row.end; at = end) {
    end = itemEnd(row, at);
    // Segments beside the tile are here only for the waits that reach into it.
    if (!overlaps(starts[at], stops[end - 1], row.start, row.stop)) continue;
    const start = Math.max(row.start, starts[at]);
    const stop = Math.min(row.stop, stops[end - 1]);
    const { last } = boxes;
    const isLastOpen = last >= 0 && (boxes.joined[last] > 0 || isSmall(boxes.stops[last] - boxes.starts[last]));
    if (isLastOpen && isSmall(stop - start) && isSmall(start - boxes.stops[last])) boxes.join(last, stop);
    else if (!isEmptyItem(row, at, end)) placeWithoutShortWaits(row, boxes, at, end);
  }
}

/** Segments [first, end) of one item; a run of the processor goes on through waits that are too short to be seen. */
function placeWithoutShortWaits({ segments, start, stop }: Row, boxes: TileBoxes, first: number, end: number): void {
  const { starts, stops, states, ordinals } = segments;
  const add = (from: Ns, to: Ns, state: State, hidden: number): void => {
    if (overlaps(from, to, start, stop)) boxes.add(Math.max(start, from), Math.min(stop, to), ordinals[first], state, from, to, false, hidden);
  };
  let runStart: Ns | undefined;
  let hidden = 0;
  for (let i = first; i < end; i++) {
    const state = states[i] as State;
    if (state === STATE_WAITING && i + 1 < end && states[i + 1] === STATE_READY && isHiddenWait(stops[i + 1] - starts[i], stop - start)) {
      runStart ??= starts[i];
      hidden++;
      // With its ready part; what runs before and after it is one.
      i++;
      if (i + 1 === end) add(runStart, stops[i], STATE_RUNNING, hidden);
    } else if (state === STATE_RUNNING) {
      runStart ??= starts[i];
      const goesOn = i + 2 < end && states[i + 1] === STATE_WAITING && isHiddenWait(stops[i + 2] - starts[i + 1], stop - start);
      if (goesOn) continue;
      add(runStart, stops[i], STATE_RUNNING, hidden);
      runStart = undefined;
      hidden = 0;
    } else {
      add(starts[i], stops[i], state, 0);
    }
  }
}
