/** Where the parts of a run end: start-up, set-up, each iteration that all compared runs have, the rest of the loop, tail, shutdown. Pure. */
import type { FoundLoop } from './loop.ts';
import type { SequencedLaunch } from './launch_sequence.ts';
import type { RunData } from './run_data.ts';
import type { Phase } from './stages.ts';

export interface Cells {
  /** Ends of all cells but the last, ascending, ns; the last cell ends with the run. */
  readonly cuts: Float64Array;
  /** Phase of each cell; cells of all compared runs correspond one to one. */
  readonly phases: readonly Phase[];
  /** Begin of the matched iterations, and end of the last one: one more than there are iterations; empty without a loop. */
  readonly bounds: readonly number[];
  /** First start and last stop of a control task; the whole run if there is none. */
  readonly firstControl: number;
  readonly lastControl: number;
}

/** `matched`: iterations that all runs have; `run` is the place of this run in the loop. */
export function cellsOf(data: RunData, launches: readonly SequencedLaunch[], loop: FoundLoop | undefined, run: number, matched: number): Cells {
  const { controls, identity } = data;
  const within = (time: number): number => Math.min(identity.wallNs, Math.max(0, time));
  const firstControl = controls.length === 0 ? 0 : within(controls.reduce((least, { start }) => Math.min(least, start), Infinity));
  const lastControl = controls.length === 0 ? identity.wallNs : within(controls.reduce((most, { stop }) => Math.max(most, stop), firstControl));
  if (loop === undefined) return { cuts: Float64Array.of(firstControl, lastControl), phases: ['startup', 'run', 'shutdown'], bounds: [], firstControl, lastControl };
  const all = iterationBounds(data, launches, loop.runs[run], firstControl).map((bound) => Math.min(lastControl, bound));
  const bounds = all.slice(0, matched + 1);
  return {
    cuts: Float64Array.from([firstControl, ...bounds, all[all.length - 1], lastControl]),
    phases: ['startup', 'setup', ...bounds.slice(1).map(() => 'iterations' as const), 'unmatched iterations', 'after the loop', 'shutdown'],
    bounds, firstControl, lastControl,
  };
}

/**
 * When each iteration began to execute, and when the last one had executed; not decreasing. Execution and not issue: a program runs
 * ahead, and by issue times iterations would shrink to nothing.
 */
function iterationBounds({ times }: RunData, launches: readonly SequencedLaunch[], { heads, modal }: FoundLoop['runs'][number], firstControl: number): number[] {
  const bounds: number[] = [];
  let before = firstControl;
  let end = firstControl;
  heads.forEach((head, i) => {
    const next = i + 1 < heads.length ? heads[i + 1] : Math.min(launches.length, head + modal);
    const first = launches.slice(head, next).find(({ operation }) => times.firstStart(operation) < Infinity);
    before = Math.max(before, first === undefined ? before : times.firstStart(first.operation));
    bounds.push(before);
    if (i + 1 === heads.length) end = launches.slice(head, next).reduce((most, { operation }) => Math.max(most, times.lastStop(operation)), before);
  });
  return [...bounds, end];
}
