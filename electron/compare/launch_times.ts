/**
 * When a program issued its operations. A log does not say it directly: the runtime calls that launch are paired with the operations
 * by order where their numbers agree; else the first record of the runtime about the operation stands in. Pure.
 */
import { NONE } from '../model/run_model.ts';
import { LAUNCH_KINDS, launchKindOf, type LaunchKind } from './launch_kinds.ts';
import type { OperationTable } from './operation_table.ts';
import type { ControlTask, RunData } from './run_data.ts';

/** Operations that each control task launched, by id, without slices. A task that is recorded twice launched them once. */
export function childrenOf({ operations, controls, identity }: RunData): readonly (readonly number[])[] {
  const byParent = new Map<number, number[]>(controls.map(({ operation }) => [operation, []]));
  for (let op = 0; op < operations.count; op++) {
    const parent = operations.parent(op);
    if (parent !== NONE && !operations.isSlice(op)) byParent.get(parent)?.push(op);
  }
  const ranks = new Map<number, Set<number>>();
  for (const { operation, rank } of controls) ranks.set(operation, (ranks.get(operation) ?? new Set()).add(rank));
  const taken = new Set<string>();
  return controls.map(({ operation, rank }) => {
    if (taken.has(`${operation} ${rank}`)) return [];
    taken.add(`${operation} ${rank}`);
    const children = byParent.get(operation) ?? [];
    // Shards of one task: each launches the operations that its node numbers.
    const own = ranks.get(operation)?.size === 1 ? children : children.filter((op) => idModulo(operations, op, identity.nodes) === rank);
    return [...own].sort((a, b) => operations.compareIds(a, b));
  });
}

/** An operation's id modulo a small number: the node that made it. */
export function idModulo({ ids }: OperationTable, op: number, divisor: number): number {
  return ((ids.hi(op) % divisor) * (4294967296 % divisor) + (ids.lo(op) % divisor)) % divisor;
}

/** Kinds whose calls and operations can be paired by order in every control task of the run. */
export function pairedKinds(run: RunData, children: readonly (readonly number[])[]): ReadonlySet<LaunchKind> {
  const good = new Set<LaunchKind>(LAUNCH_KINDS);
  run.controls.forEach(({ calls }, i) => {
    const counts = new Map<LaunchKind, number>();
    for (const op of children[i]) {
      const kind = launchKindOf(run.operations, op);
      if (kind !== undefined) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
    for (const kind of LAUNCH_KINDS) if ((counts.get(kind) ?? 0) !== (calls.get(kind)?.length ?? 0)) good.delete(kind);
  });
  return good;
}

export interface Launch {
  readonly time: number;
  readonly operation: number;
}

/**
 * Launches of a control task by time. `paired`: kinds to take from calls; it must be the same for all runs that are compared, else
 * pieces of the program drift from one line to the next.
 */
export function launchesOf(run: RunData, control: ControlTask, children: readonly number[], paired: ReadonlySet<LaunchKind>): readonly Launch[] {
  const next = new Map<LaunchKind, number>();
  const launches: Launch[] = [];
  for (const operation of children) {
    const kind = launchKindOf(run.operations, operation);
    let time: number;
    if (kind !== undefined && paired.has(kind)) {
      const place = next.get(kind) ?? 0;
      next.set(kind, place + 1);
      time = control.calls.get(kind)![place];
    } else time = run.times.firstRecord(operation);
    if (time < Infinity) launches.push({ time, operation });
  }
  return launches.sort((a, b) => a.time - b.time || run.operations.compareIds(a.operation, b.operation));
}
