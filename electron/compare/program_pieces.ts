/**
 * What the program itself was doing: a control task's time is cut where the application's ranges begin and end and at its launches; a
 * piece belongs to the innermost range around it and to the line of the next launch. Pure.
 */
import type { IntervalList } from './interval_list.ts';
import type { KeyTable } from './key_table.ts';
import type { Launch } from './launch_times.ts';
import type { OperationTable } from './operation_table.ts';
import { running } from './rank_entries.ts';
import type { ControlTask, MarkedSpan } from './run_data.ts';

/** Name of a piece outside all ranges. */
export const PROGRAM = '(program)';
export const AFTER_LAST_LAUNCH = '(after the last launch)';

interface Piece {
  readonly start: number;
  readonly stop: number;
  readonly range: string;
}

/** Adds the pieces of one control task. An item is: of `program` a launch, of `wait` a wait. */
export function addProgramPieces(control: ControlTask, launches: readonly Launch[], operations: OperationTable, keys: KeyTable, out: IntervalList): void {
  const pieces = rangePieces(control);
  addRunning(control, pieces, launches, operations, keys, out);
  addWaits(control, pieces, launches, operations, keys, out);
}

function addRunning(control: ControlTask, pieces: readonly Piece[], launches: readonly Launch[], operations: OperationTable, keys: KeyTable, out: IntervalList): void {
  const counted = new Map<number, number>();
  let next = 0;
  let piece = 0;
  for (const span of running(control.start, control.stop, control.waits)) {
    for (let at = span.start; at < span.stop;) {
      while (piece + 1 < pieces.length && pieces[piece].stop <= at) piece++;
      while (next < launches.length && launches[next].time <= at) next++;
      const stop = Math.min(span.stop, pieces[piece].stop, next < launches.length ? launches[next].time : Infinity);
      const key = keys.intern('program', programName(control, pieces[piece].range), lineBefore(launches, next, operations));
      out.add(at, stop, key, counted.get(key) !== next, control.place);
      counted.set(key, next);
      at = stop;
    }
  }
}

/**
 * A wait is cut where the program's other time is: at ranges and at launches (other threads may launch meanwhile, and launches without a
 * call of their own have the time of their first record). It counts once, under the launch that comes once it is over.
 */
function addWaits(control: ControlTask, pieces: readonly Piece[], launches: readonly Launch[], operations: OperationTable, keys: KeyTable, out: IntervalList): void {
  let next = 0;
  let piece = 0;
  for (const { start, stop, line } of control.waits) {
    for (let at = start; at < stop;) {
      while (piece + 1 < pieces.length && pieces[piece].stop <= at) piece++;
      while (next < launches.length && launches[next].time <= at) next++;
      const end = Math.min(stop, pieces[piece].stop, next < launches.length ? launches[next].time : Infinity);
      const text = line === 0 ? lineBefore(launches, next, operations) : operations.lineText(line);
      out.add(at, end, keys.intern('wait', programName(control, pieces[piece].range), text), end === stop, control.place);
      at = end;
    }
  }
}

function programName({ name }: ControlTask, range: string): string {
  return `${name} ${range}`;
}

function lineBefore(launches: readonly Launch[], next: number, operations: OperationTable): string {
  return next < launches.length ? operations.line(launches[next].operation) : AFTER_LAST_LAUNCH;
}

/** Cuts a control task's life where the innermost open range changes. Ranges nest, or overlap: then the one that began last counts. */
function rangePieces({ start, stop, ranges }: ControlTask): readonly Piece[] {
  const pieces: Piece[] = [];
  const open: MarkedSpan[] = [];
  let at = start;
  const moveTo = (time: number): void => {
    while (at < time) {
      while (open.length > 0 && open[open.length - 1].stop <= at) open.pop();
      const inner = open.at(-1);
      const end = Math.min(time, inner?.stop ?? Infinity);
      pieces.push({ start: at, stop: end, range: inner?.name ?? PROGRAM });
      at = end;
    }
  };
  for (const range of ranges) {
    moveTo(Math.min(stop, range.start));
    open.push(range);
  }
  moveTo(stop);
  return pieces;
}
