/** The records of one rank as its log had them, from the columns of the index: what comparing asks of them. */
import type { LogContent, RecordTable } from '../decode/decoded_log.ts';
import type { RunSource } from './run_source.ts';

const NO_STRINGS = { count: 0, bytes: new Uint8Array(0), ends: new Uint32Array(0) };

/** Record kinds with the columns wanted of them. */
export type Wanted = Readonly<Record<string, readonly string[]>>;

const NAMED = ['kind', 'name'];

/** What names the things that took time. */
const NAMES: Wanted = {
  TaskKind: ['task_id', 'name', 'overwrite'], TaskVariant: ['task_id', 'variant_id', 'name'], MetaDesc: [...NAMED, 'message'], MapperCallDesc: NAMED, RuntimeCallDesc: NAMED,
  Provenance: ['provenance', 'prov'], ProcDesc: ['proc_id', 'kind'],
};

/** What describes a run: names, operations, processors and memories. */
export const DESCRIPTIONS: Wanted = {
  ...NAMES, OpDesc: NAMED, MemDesc: ['mem_id', 'kind'], OperationInstance: ['op_id', 'parent_id', 'kind', 'provenance'], SliceOwner: ['parent_id', 'op_id'], MultiTask: ['op_id', 'task_id'],
};

const LIFE = ['op_id', 'start', 'stop', 'fevent'];
const RUNNING = [...LIFE, 'proc_id', 'create', 'ready'];
const TASK = [...RUNNING, 'task_id', 'variant_id'];
const WAIT = ['op_id', 'lg_id', 'wait_start', 'wait_ready', 'wait_end'];
const CALL = ['kind', 'start', 'stop', 'proc_id', 'fevent'];

/** What took time. `waitsHaveLines`: waits name their source line. */
export function timedRecords(waitsHaveLines: boolean): Wanted {
  // Which line a wait names is found by its event.
  const wait = waitsHaveLines ? [...WAIT, 'wait_event'] : WAIT;
  return {
    ...NAMES, TaskInfo: TASK, ImplicitTaskInfo: TASK, GPUTaskInfo: [...TASK, 'gpu_start', 'gpu_stop'], MetaInfo: [...RUNNING, 'lg_id'], MessageInfo: [...RUNNING, 'lg_id', 'spawn'],
    ProfTaskInfo: [...LIFE, 'proc_id'], MapperCallInfo: [...CALL, 'op_id'], RuntimeCallInfo: CALL, ApplicationCallInfo: [...CALL, 'provenance'], TaskWaitInfo: wait, MetaWaitInfo: wait,
    CopyInfo: [...LIFE, 'size'], CopyInstInfo: ['fevent', 'src', 'dst', 'indirect'], FillInfo: [...LIFE, 'size'], FillInstInfo: ['fevent', 'dst'], PartitionInfo: ['op_id', 'start', 'stop'],
    ...(waitsHaveLines ? { EventWaitInfo: ['fevent', 'wait_event', 'provenance'] } : {}),
  };
}

/** Waits are attached to what stands before them in the log: that needs the places of these records. */
const WITH_OFFSETS: ReadonlySet<string> = new Set(['TaskInfo', 'ImplicitTaskInfo', 'GPUTaskInfo', 'MetaInfo', 'MessageInfo', 'TaskWaitInfo', 'MetaWaitInfo']);

/** Reads what is wanted of a rank into ordinary memory. */
export function readWanted(reader: RunSource, rank: number, wanted: Wanted): LogContent {
  const tables = new Map<string, RecordTable>();
  for (const [name, columns] of Object.entries(wanted)) {
    const table = reader.recordTable(rank, name, columns, WITH_OFFSETS.has(name));
    if (table !== undefined) tables.set(name, table);
  }
  return { tables, packed: new Map(), strings: reader.strings(rank) ?? NO_STRINGS };
}
