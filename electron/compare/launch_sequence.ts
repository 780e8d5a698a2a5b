/**
 * The launches of a run's main task in program order, as tokens that mean the same in every run of the program. Pure.
 */
import { childrenOf, idModulo } from './launch_times.ts';
import type { CountedToken, Token } from './line_map.ts';
import type { RunData } from './run_data.ts';

export interface SequencedLaunch extends Token {
  readonly operation: number;
}

/** These come when garbage is collected or dependences are analysed, not where the program is. Names of OpDesc, all versions. */
const NOT_OF_THE_PROGRAM: ReadonlySet<string> = new Set([
  'Discard', 'Deletion', 'Fence', 'Merge Close', 'Post Close', 'Refinement', 'Detach', 'Timing', 'Mapping', 'Inline Mapping',
]);

/**
 * Children of the control task that has most of them (of equal ones the one with the least operation id), by operation id. With
 * control replication one shard stands for all: the node that numbered most of the operations.
 */
export function launchSequence(run: RunData): readonly SequencedLaunch[] {
  const { operations, controls, times } = run;
  const children = childrenOf(run);
  let main = -1;
  controls.forEach(({ operation }, i) => {
    const lead = main < 0 ? 1 : children[i].length - children[main].length;
    if (lead > 0 || (lead === 0 && operations.compareIds(operation, controls[main].operation) < 0)) main = i;
  });
  if (main < 0) return [];
  return oneShard(run, children[main]).filter((op) => !NOT_OF_THE_PROGRAM.has(operations.kind(op))).map((op) => {
    const taskId = operations.indexTask(op);
    const task = taskId === undefined ? times.taskName(op) ?? '' : operations.taskName(taskId, 0);
    return { operation: op, kind: operations.kind(op), task, line: operations.line(op) };
  });
}

function oneShard({ operations, identity }: RunData, ops: readonly number[]): readonly number[] {
  if (identity.nodes < 2) return ops;
  const counts = new Map<number, number>();
  const shardOf = (op: number): number => idModulo(operations, op, identity.nodes);
  for (const op of ops) counts.set(shardOf(op), (counts.get(shardOf(op)) ?? 0) + 1);
  const [largest] = [...counts].sort(([a, m], [b, n]) => n - m || a - b);
  return largest === undefined ? ops : ops.filter((op) => shardOf(op) === largest[0]);
}

/** Distinct tokens in order of first appearance, with how often each occurs. */
export function skeletonOf(launches: readonly Token[]): readonly CountedToken[] {
  const counts = new Map<string, { token: Token; count: number }>();
  for (const token of launches) {
    const known = counts.get(tokenText(token));
    if (known === undefined) counts.set(tokenText(token), { token, count: 1 });
    else known.count++;
  }
  return [...counts.values()].map(({ token: { kind, task, line }, count }) => ({ kind, task, line, count }));
}

export function tokenText({ kind, task, line }: Token): string {
  return `${kind}\n${task}\n${line}`;
}
