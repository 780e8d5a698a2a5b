// The names and texts that generated logs carry: Legion's own names where it has them, a made-up cuPyNumeric program elsewhere.

/** Source: real logs of 25.06 and 25.12; two names changed in version 1010. */
export function opNames(version) {
  return [
    version >= 1010 ? 'Inline Mapping' : 'Mapping', 'Copy', 'Fence', 'Frame', 'Creation', 'Deletion', 'Merge Close', 'Post Close', 'Refinement', 'Reset', 'Acquire',
    'Release', 'Dynamic Collective', 'Future Predicate', 'Not Predicate', 'And Predicate', 'Or Predicate', 'Must Epoch', 'Pending Partition',
    'Dependent Partition', 'Fill', 'Discard', 'Attach', 'Detach', 'Timing', 'Tunable', version >= 1010 ? 'All-Reduce' : 'All Reduce Op', 'Trace Begin',
    'Trace Recurrent', 'Trace Complete', 'Task',
  ];
}
export const OP = { copy: 1, fence: 2, partition: 19, fill: 20, task: 30 };

/** Meta tasks by number; the six stages that have a colour of their own changed their names in 1010. */
export function metaNames(version) {
  const isNew = version >= 1010;
  return [
    'Scheduler', isNew ? 'Mapping Pipeline Stage' : 'Trigger Ready', isNew ? 'Execution Pipeline Stage' : 'Trigger Execution', 'Trigger Commit', 'Deferred Execution',
    'Deferred Completion', isNew ? 'Deferred Commit Pipeline Stage' : 'Deferred Commit', 'Prepipeline Stage',
    isNew ? 'Logical Dependence Analysis Pipeline stage' : 'Logical Dependence Analysis', isNew ? 'Deferred Mapping Pipeline Stage' : 'Deferred Mapped',
    'Trigger Operation Mapping', 'Trigger Task Mapping', 'Defer Mapper Scheduler', 'Contribute Collective', 'Future Callback', 'Mapper Task',
    'Disjointness Test', 'Add Physical User', 'Replay Copy-Acquire-Release', 'Finalize Equivalence Set',
  ];
}
/** Message kinds follow the meta tasks. */
export const MESSAGES = ['Remote Task Replay', 'Send Physical Manager', 'Index Space Request', 'Distributed Valid Acquire', 'Slice Remote Mapped'];

export const MAPPER_CALLS = [
  'get_mapper_name', 'get_mapper_sync_model', 'select_task_options', 'premap_task', 'slice_task', 'map_task', 'select_task_variant', 'postmap_task',
  'select_task_sources', 'report_profiling', 'map_inline', 'select_copy_sources', 'map_copy', 'map_partition', 'select_partition_projection', 'select_tasks_to_map',
];
export const RUNTIME_CALLS = [
  'Create Index Space', 'Create Region', 'Execute Task', 'Execute Index Space', 'Get Future Result', 'Map Region', 'Unmap Region', 'Issue Fill',
  'Issue Copy', 'Issue Mapping Fence', 'Begin Trace', 'End Trace', 'Find Or Create Physical Instance', 'Get Logical Subregion By Color', 'Collect Garbage', 'Mapper Runtime Call',
];

/** Application tasks: (task id, name). Names have blanks, template arguments and other letters than ASCII on purpose. */
export const TASKS = [
  [10, 'top_level'], [101, 'cupynumeric::BinaryOpTask'], [102, 'cupynumeric::UnaryRedTask<double, 3>'], [103, 'cupynumeric::MatMulTask'],
  [104, 'cupynumeric::ConvertTask'], [105, 'saxpy_py'], [106, 'wärmeleitung "2-D" & more'], [107, 'legate::detail::comm::nccl::(anonymous namespace)::Init'],
];

export const RANGES = ['cupynumeric.ndarray.__add__', 'cupynumeric.dot', 'cupynumeric.zeros', 'solve', 'iteration', 'check "norm" <= ε'];

/** Provenance texts, by id: 1 to 40 in Legate's form, then the application ranges as plain text. */
export function provenanceTexts() {
  const lines = Array.from({ length: 40 }, (_, i) => {
    const line = 12 + 3 * i;
    return `["/home/user1/apps/heat.py:${line}", {"file": "/home/user1/apps/heat.py", "line": ${line}}]`;
  });
  return [...lines, ...RANGES];
}
export const FIRST_RANGE = 41;

/** A backtrace as Realm prints it. */
export function backtraceText(id) {
  const frames = Array.from({ length: 6 + (id % 5) }, (_, i) => `  [${i}] = ./heat(Legion::Internal::frame_${(id * 7 + i) % 23}(unsigned long)+0x${(0x100 + id * i).toString(16)}) [0x55e8c${i}]`);
  return `stack trace: ${frames.length} frames\n${frames.join('\n')}\n`;
}
export const BACKTRACES = 24;
