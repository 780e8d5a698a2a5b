/**
 * Which call ran inside which: callers of calls, and waits that belong to a call rather than to the task around it. Linear in
 * calls and waits once both are sorted by start. Partly overlapping calls nest somehow and never fail.
 * Source: legion tools/legion_prof_rs/src/state.rs, sort_calls_and_waits of 25.06 (up to log version 1010) and of 26.03 (later).
 */
import { NONE } from './run_model.ts';

/** The calls of one task, and the waits recorded for it. */
export interface CallGroup {
  /** Ordinal of the task. */
  readonly task: number;
  /** calls[callFrom .. callTo): their ordinals, in ordinal order. */
  readonly callFrom: number;
  readonly callTo: number;
  /** Waits [waitFrom .. waitTo) of the track, by start. */
  readonly waitFrom: number;
  readonly waitTo: number;
}

/** One track. Items by ordinal (sorted by start, -stop, log order); waits by their own number. */
export interface CallForest {
  readonly starts: Float64Array;
  readonly stops: Float64Array;
  readonly calls: Uint32Array;
  readonly waitStarts: Float64Array;
  readonly waitEnds: Float64Array;
  /** Out: by ordinal the call or task around a call. */
  readonly callers: Uint32Array;
  /** In: the task of each wait. Out: the entry whose time it takes. */
  readonly holders: Uint32Array;
  /** Scratch, as long as the longest group. */
  readonly stack: Uint32Array;
}

export function nestCalls(forest: CallForest, group: CallGroup, nestsBySweep: boolean): void {
  if (nestsBySweep) sweep(forest, group);
  else nestShortest(forest, group);
}

/**
 * 26.03: the caller is whatever call is open when a call starts; a wait goes to the innermost open call if that contains it.
 * Of identical calls the earlier one is the caller; a call that starts where another stops is outside it.
 */
function sweep(forest: CallForest, group: CallGroup): void {
  const { starts, stops, calls, waitStarts, waitEnds, callers, holders, stack } = forest;
  let depth = 0;
  let call = group.callFrom;
  let wait = group.waitFrom;
  while (call < group.callTo || wait < group.waitTo) {
    const isCall = call < group.callTo && (wait >= group.waitTo || starts[calls[call]] <= waitStarts[wait]);
    const start = isCall ? starts[calls[call]] : waitStarts[wait];
    while (depth > 0 && stops[stack[depth - 1]] <= start) depth--;
    if (isCall) {
      callers[calls[call]] = depth > 0 ? stack[depth - 1] : group.task;
      stack[depth++] = calls[call++];
    } else {
      if (depth > 0 && waitEnds[wait] <= stops[stack[depth - 1]]) holders[wait] = stack[depth - 1];
      wait++;
    }
  }
}

/**
 * Up to 25.12: caller of a call, and holder of a wait, is the shortest call that contains it, ends included; of identical calls
 * the later one is the caller. Calls that are open nest in each other, so that is the top of a stack; only something empty
 * that lies between two neighbours has two candidates.
 */
function nestShortest(forest: CallForest, group: CallGroup): void {
  const { starts, stops, calls, waitStarts, waitEnds, callers, holders, stack } = forest;
  reverseIdentical(forest, group.callFrom, group.callTo);
  let depth = 0;
  /** Innermost call that ended at `endedAt`. */
  let ended = NONE;
  let endedAt = -1;
  const top = (): number => (depth > 0 ? stack[depth - 1] : NONE);
  const closeBefore = (start: number, stop: number): void => {
    while (depth > 0 && stops[stack[depth - 1]] < stop) {
      const closed = stack[--depth];
      if (stops[closed] === start && endedAt !== start) {
        ended = closed;
        endedAt = start;
      }
    }
  };
  const shorter = (start: number, stop: number): number => {
    const open = top();
    if (start !== stop || endedAt !== start || ended === NONE) return open;
    if (open === NONE) return ended;
    const [openLength, endedLength] = [stops[open] - starts[open], stops[ended] - starts[ended]];
    return endedLength <= openLength ? ended : open;
  };
  let call = group.callFrom;
  let wait = group.waitFrom;
  while (call < group.callTo || wait < group.waitTo) {
    if (call < group.callTo && (wait >= group.waitTo || starts[calls[call]] <= waitStarts[wait])) {
      const inner = calls[call++];
      closeBefore(starts[inner], stops[inner]);
      const outer = shorter(starts[inner], stops[inner]);
      callers[inner] = outer === NONE ? group.task : outer;
      stack[depth++] = inner;
      continue;
    }
    const [start, end] = [waitStarts[wait], waitEnds[wait]];
    // Only calls that are over may go: one that the wait outlasts can still be around later calls.
    closeBefore(start, start < end ? start + 1 : start);
    const outer = start === end ? shorter(start, end) : containing(stack, depth, stops, end);
    if (outer !== NONE) holders[wait] = outer;
    wait++;
  }
}

/** Innermost open call that ends at or after `end`, or NONE; stops on the stack do not grow towards its top. */
function containing(stack: Uint32Array, depth: number, stops: Float64Array, end: number): number {
  let low = 0;
  let high = depth;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (stops[stack[middle]] >= end) low = middle + 1;
    else high = middle;
  }
  return low > 0 ? stack[low - 1] : NONE;
}

/** The later of identical calls contains the earlier: put it first. */
function reverseIdentical(forest: CallForest, from: number, to: number): void {
  const { starts, stops, calls } = forest;
  for (let i = from; i < to; ) {
    let end = i + 1;
    while (end < to && starts[calls[end]] === starts[calls[i]] && stops[calls[end]] === stops[calls[i]]) end++;
    if (end - i > 1) calls.subarray(i, end).reverse();
    i = end;
  }
}
