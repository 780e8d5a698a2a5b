/**
 * What a log says about operations: who launched them, and the colour of what they cause. An operation may be described by one
 * rank and its copies logged by another, so a colour may stay open until all ranks are in. Runs in a rank worker.
 */
import type { DecodedLog } from '../decode/decoded_log.ts';
import type { TaskNames } from './item_names.ts';
import { colorSlot } from '../protocol/colors.ts';
import { describedNames, taskTitle } from './item_names.ts';
import { LogTable, type LogStrings } from './log_tables.ts';
import { NONE } from './run_model.ts';
import { sharedU32, sharedU8 } from './shared_columns.ts';
import { U64Index } from './u64_map.ts';

/** No colour yet: another rank may know the operation. */
export const OPEN_COLOR = 255;
/** Added to the colour of an operation of which only the kind is known, and the kind is "Task": another rank may know which. */
const ONLY_KIND = 128;

/** Colours of operations of one log; survives structured clone. */
export interface OperationColors {
  /** Word pairs of the operations, those of tasks first. */
  readonly keys: Uint32Array;
  readonly slots: Uint32Array;
  readonly colors: Uint8Array;
}

/**
 * Source of the order: legion tools/legion_prof_rs/src/state.rs, op colour: the task of that operation, else the kind of
 * operation. An index launch counts as its task here.
 */
export function operationColors(log: DecodedLog, strings: LogStrings, names: TaskNames): OperationColors {
  const tasks = ['TaskInfo', 'GPUTaskInfo', 'ImplicitTaskInfo', 'MultiTask'].map((name) => new LogTable(log, name));
  const operations = new LogTable(log, 'OperationInstance');
  const count = tasks.reduce((sum, table) => sum + table.count, operations.count);
  const keys = sharedU32(2 * count);
  const colors = sharedU8(count);
  let at = 0;
  const taskColors = new Map<number, number>();
  for (const table of tasks) {
    keys.set(table.words('op_id'), 2 * at);
    const ids = table.numbers('task_id');
    for (let row = 0; row < table.count; row++) {
      let color = taskColors.get(ids[row]);
      if (color === undefined) taskColors.set(ids[row], (color = colorSlot(taskTitle(names, ids[row], 0).key)));
      colors[at++] = color;
    }
  }
  const kindNames = describedNames(log, strings, 'OpDesc');
  const kindColors = new Map<number, number>();
  keys.set(operations.words('op_id'), 2 * at);
  const kinds = operations.numbers('kind');
  for (let row = 0; row < operations.count; row++) {
    let color = kindColors.get(kinds[row]);
    if (color === undefined) {
      const name = kindNames.get(kinds[row]) ?? `operation ${kinds[row]}`;
      kindColors.set(kinds[row], (color = colorSlot(name) + (name === 'Task' ? ONLY_KIND : 0)));
    }
    colors[at++] = color;
  }
  return { keys, slots: new U64Index(keys).slots, colors };
}

/** Asks one log, or all logs of a run one after another. */
export class OperationColorFinder {
  readonly #ranks: readonly { readonly index: U64Index; readonly colors: Uint8Array }[];

  constructor(ranks: readonly OperationColors[]) {
    this.#ranks = ranks.map(({ keys, slots, colors }) => ({ index: new U64Index(keys, keys.length >>> 1, slots), colors }));
  }

  /** Colour slot, or OPEN_COLOR if no log here says more than that it is a task. */
  find(lo: number, hi: number): number {
    const found = this.#find(lo, hi);
    return found < ONLY_KIND ? found : OPEN_COLOR;
  }

  /** Colour slot of what is known, or `fallback`. */
  settle(lo: number, hi: number, fallback: number): number {
    const found = this.#find(lo, hi);
    return found === OPEN_COLOR ? fallback : found & (ONLY_KIND - 1);
  }

  #find(lo: number, hi: number): number {
    let best = OPEN_COLOR;
    for (const { index, colors } of this.#ranks) {
      const row = index.find(lo, hi);
      if (row === NONE) continue;
      if (colors[row] < ONLY_KIND) return colors[row];
      best = Math.min(best, colors[row]);
    }
    return best;
  }
}

/** Launching operation of an operation: fills `out` with its two words, all ones if it has none or nobody says. */
export function parentFinder(log: DecodedLog): (lo: number, hi: number, out: Uint32Array) => void {
  const operations = new LogTable(log, 'OperationInstance');
  const index = new U64Index(operations.words('op_id'), operations.count);
  const parents = operations.words('parent_id');
  return (lo, hi, out) => {
    const row = index.find(lo, hi);
    out[0] = row === NONE ? NONE : parents[2 * row];
    out[1] = row === NONE ? NONE : parents[2 * row + 1];
  };
}
