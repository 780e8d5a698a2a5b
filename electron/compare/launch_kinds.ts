/** Sorts of operations that a program launches by runtime calls of their own. Pure. */
import type { OperationTable } from './operation_table.ts';

/** Operations that one sort of runtime call launches. */
export const LAUNCH_KINDS = ['task', 'index task', 'fill', 'discard', 'copy', 'fence'] as const;
export type LaunchKind = (typeof LAUNCH_KINDS)[number];

/** Source: names in legion's runtime/legion/legion_profiling.h, RUNTIME_CALL_DESCRIPTIONS; without `Runtime::` in front. */
const KIND_OF_CALL: ReadonlyMap<string, LaunchKind> = new Map([
  ['execute_task', 'task'], ['execute_index_space', 'index task'], ['fill_field', 'fill'], ['fill_fields', 'fill'], ['discard_fields', 'discard'],
  ['issue_copy_operation', 'copy'], ['issue_mapping_fence', 'fence'], ['issue_execution_fence', 'fence'],
]);

/** What a runtime call launches; undefined for calls that launch nothing of these. */
export function launchKindOfCall(name: string): LaunchKind | undefined {
  return KIND_OF_CALL.get(name.slice(name.lastIndexOf(':') + 1));
}

export function launchKindOf(operations: OperationTable, op: number): LaunchKind | undefined {
  switch (operations.kind(op)) {
    case 'Task': return operations.isIndexLaunch(op) ? 'index task' : 'task';
    case 'Fill': return 'fill';
    case 'Discard': return 'discard';
    case 'Copy': return 'copy';
    case 'Fence': return 'fence';
    default: return undefined;
  }
}
