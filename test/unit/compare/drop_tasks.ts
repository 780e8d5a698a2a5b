/** Leaves out some tasks of one name with what was recorded of them, and the time that only they filled. */
import { launchKindOfCall } from '../../../electron/compare/launch_kinds.ts';
import { parents, stretch, tasksNamed, union, warp, without, runningSpans } from './perturb.ts';
import type { RawLog, RawRecord } from './raw_log.ts';

const TASK_RECORDS = new Set(['TaskInfo', 'GPUTaskInfo', 'ImplicitTaskInfo']);
const OF_OPERATION = new Set(['TaskInfo', 'TaskWaitInfo', 'OperationInstance', 'PhysicalInstanceUsage']);

/** Every tenth task of the name, by operation. Gives the new files. */
export function dropTasks(logs: readonly RawLog[], name: string): Buffer[] {
  const tasks = tasksNamed(logs, name).sort((a, b) => (a.op < b.op ? -1 : 1));
  const dropped = tasks.filter((_, i) => i % 10 === 9);
  const ops = new Set(dropped.map(({ op }) => op));
  const control = parents(logs);
  const others = union(logs.flatMap((log) => log.records.filter((record) => TASK_RECORDS.has(record.name) && record.name !== 'ImplicitTaskInfo' && !ops.has(log.get(record, 'op_id')) && !control.has(log.get(record, 'op_id')))
    .flatMap((record) => runningSpans(log, record))));
  const alone = without(union(dropped.flatMap(({ spans }) => spans)), others);
  const gone = new Set<RawRecord>(logs.flatMap((log) => [...launchCalls(log, ops), ...log.records.filter((record) => OF_OPERATION.has(record.name) && ops.has(log.get(record, 'op_id')))]));
  warp(logs, stretch(alone, 0));
  return logs.map((log) => log.write(log.records.filter((record) => !gone.has(record))));
}

/** The k-th call that launches a single task for the k-th such operation of a log; none where their numbers differ. */
function launchCalls(log: RawLog, ops: ReadonlySet<bigint>): RawRecord[] {
  const kindNamed = (table: string, isIt: (name: string) => boolean): ReadonlySet<bigint> => new Set(log.records.filter((record) => record.name === table && isIt(log.text(record))).map((record) => log.get(record, 'kind')));
  const callKinds = kindNamed('RuntimeCallDesc', (name) => launchKindOfCall(name) === 'task');
  const taskKinds = kindNamed('OpDesc', (name) => name === 'Task');
  const index = new Set(log.records.filter(({ name }) => name === 'MultiTask').map((record) => log.get(record, 'op_id')));
  const slices = new Set(log.records.filter(({ name }) => name === 'SliceOwner').map((record) => log.get(record, 'op_id')));
  const calls = log.records.filter((record) => record.name === 'RuntimeCallInfo' && callKinds.has(log.get(record, 'kind'))).sort((a, b) => Number(log.get(a, 'start') - log.get(b, 'start')));
  const launches = log.records.filter((record) => record.name === 'OperationInstance' && taskKinds.has(log.get(record, 'kind'))).map((record) => log.get(record, 'op_id'))
    .filter((op) => !index.has(op) && !slices.has(op)).sort((a, b) => (a < b ? -1 : 1));
  return calls.length === launches.length ? calls.filter((_, k) => ops.has(launches[k])) : [];
}
