/**
 * Plain tables for people: a row per item, wait, operation and instance detail. Only INTEGER columns, as they are written in bulk
 * (row_pages.ts). 64-bit ids (events, instances, operations, processors) are two's complement: negative where the top bit is set.
 */
import { int, type ColumnDef, type TableDef } from './schema_types.ts';

const ITEM: readonly ColumnDef[] = [
  int('item_id', 'track_id * 2^27 + place among the track\'s items by (start, -stop).', { key: true }),
  int('name_id', 'Name (table `name`).'),
  int('level', 'Level in the track, 0 at the bottom.'),
  int('start_ns', 'Start, ns since profile zero.'),
  int('stop_ns', 'Stop, ns (half-open).'),
];
const DERIVED: readonly ColumnDef[] = [
  int('track_id', 'Track.', { generated: 'item_id >> 27' }),
  int('duration_ns', 'Length of its life, ns.', { generated: 'stop_ns - start_ns' }),
];
const STATES: readonly ColumnDef[] = [
  int('running_ns', 'Time in which it ran on the processor, ns.'),
  int('ready_ns', 'Time in which it could have gone on but had not been resumed, ns.'),
  int('waiting_ns', 'Time in which it was blocked, ns.'),
];
const OP = int('op_id', 'Operation; NULL if none.');
const INITIATOR = int('op_id', 'Operation that it was done for; NULL if none.');
const CREATE = int('create_at_ns', 'When it was created, ns.');
const READY = int('ready_at_ns', 'When its preconditions had triggered, ns.');
const FEVENT = int('fevent', 'Its finish event.');
const TASK_FEVENT = int('fevent', 'Finish event of the task in which it ran; NULL if not recorded.');
const CREATOR = int('creator', 'Finish event of what created it; NULL if none.');
const CRITICAL = int('critical', 'Event that it waited for before it could start; NULL if none.');
const CALLER = int('caller_item_id', 'Item in which it was called; NULL if unknown.');

function items(name: string, about: string, columns: readonly ColumnDef[], indexes: TableDef['indexes'] = []): TableDef {
  return { name, about, columns: [...ITEM, ...columns, ...DERIVED], indexes };
}

export const ITEM_TABLES: readonly TableDef[] = [
  items('task', 'Application tasks.', [
    ...STATES, OP, int('parent_op_id', 'Operation of the parent task; NULL if none.'), int('task_id', 'Task kind.'), int('variant_id', 'Variant.'),
    CREATE, READY, FEVENT, CREATOR, CRITICAL, int('is_implicit', '1 for implicit top-level tasks and external threads, else 0.'),
  ], [['op_id']]),
  items('gpu_kernel', 'What tasks ran on a GPU: one row per GPU task.', [
    OP, int('task_id', 'Task kind.'), int('variant_id', 'Variant.'), int('fevent', 'Finish event of its host task.'),
  ], [['op_id']]),
  items('meta_task', 'Tasks of the runtime itself; messages between nodes are among them.', [
    ...STATES, INITIATOR, int('kind', 'Kind (family `meta_task`).'), int('is_message', '1 if it handles a message, else 0.'),
    int('spawn_at_ns', 'Messages: when it was sent, by the sender\'s clock, ns; NULL else.'), CREATE, READY, FEVENT, CREATOR, CRITICAL,
  ]),
  items('mapper_call', 'Calls of mappers.', [
    ...STATES, INITIATOR, int('logged_op_id', 'Operation that the log itself names; NULL if none.'), int('kind', 'Kind (family `mapper_call`).'), int('mapper_id', 'Mapper.'),
    int('mapper_proc', 'Realm id of the processor that the mapper maps for; NULL if not recorded.'), CALLER, TASK_FEVENT,
  ]),
  items('runtime_call', 'Calls of the runtime.', [...STATES, INITIATOR, int('kind', 'Kind (family `runtime_call`).'), CALLER, TASK_FEVENT]),
  items('application_call', 'Ranges that the application marked.', [...STATES, INITIATOR, int('provenance_id', 'Text of the range.'), CALLER, TASK_FEVENT]),
  items('prof_task', 'Handling of profiling responses.', [
    ...STATES, INITIATOR, int('is_completion', '1: of a completed thing; 0: of an instance allocation.'), FEVENT, int('creator', 'Finish event of the thing profiled.'),
  ], [['creator']]),
  items('copy', 'Copies, gathers and scatters between memories.', [
    INITIATOR, int('size_bytes', 'Bytes of the whole copy (a copy of several channels repeats it).'), CREATE, READY, FEVENT, CREATOR, CRITICAL,
    int('collective', 'Kind of collective, 0 = none; NULL if not recorded.'), int('redop', 'Reduction operator; NULL if none or not recorded.'),
    int('copy_expr', 'Index space copied; NULL if not recorded.'),
  ]),
  items('fill', 'Fills of memories.', [
    INITIATOR, int('size_bytes', 'Bytes.'), CREATE, READY, FEVENT, CREATOR, CRITICAL, int('collective', 'Kind of collective; NULL if not recorded.'),
    int('fill_expr', 'Index space filled; NULL if not recorded.'),
  ]),
  items('deppart', 'Dependent partitioning.', [INITIATOR, int('part_op', 'Kind (family `partition`).'), CREATE, READY, int('fevent', 'Its finish event; NULL if not recorded.'), CREATOR, CRITICAL]),
  items('instance', 'Physical instances: from ready to destroyed.', [
    INITIATOR, int('inst_id', 'Realm id (reused).'), int('inst_uid', 'Unique event.'), int('mem_id', 'Memory.'), int('size_bytes', 'Bytes.'), CREATE, CREATOR,
  ], [['inst_uid']]),
  items('async_effect', 'Asynchronous effects of tasks.', [int('provenance_id', 'Text.'), int('fevent', 'Its event; NULL if none.'), CREATOR]),
];

/** Rows that hang on items, operations or instances. Keys are running numbers. */
export const DETAIL_TABLES: readonly TableDef[] = [
  {
    name: 'wait',
    about: 'Times in which an item was blocked or a call inside it ran. Rows of a track follow each other, by item and start; there is no SQL index on item_id (the program finds them by `item_page`).',
    columns: [
      int('wait_id', 'Running number.', { key: true }), int('item_id', 'Item.'), int('start_ns', 'Blocked from, ns.'), int('ready_ns', 'Could go on from, ns.'),
      int('stop_ns', 'Went on at, ns.'), int('event', 'Event waited for; NULL if the wait is a call running.'), int('callee_item_id', 'The call that ran; NULL else.'),
      int('backtrace_id', 'Backtrace; NULL if none.'), int('provenance_id', 'Provenance; NULL if none.'),
    ],
  },
  {
    name: 'copy_instance',
    about: 'What a copy moves: a row per field and pair of instances.',
    columns: [
      int('copy_instance_id', 'Running number.', { key: true }), int('item_id', 'Copy.'), int('src_mem', 'Source memory; NULL if none.'), int('dst_mem', 'Destination memory; NULL if none.'),
      int('src_field', 'Source field.'), int('dst_field', 'Destination field.'), int('src_inst', 'Unique event of the source instance; NULL if none.'), int('dst_inst', 'Of the destination; NULL if none.'),
      int('src_expr', 'Index space read; NULL if not recorded.'), int('dst_expr', 'Index space written; NULL if not recorded.'), int('hops', 'Hops.'), int('is_indirect', '1 for the indirection of a gather or scatter.'),
      int('record_row', 'Which CopyInstInfo record of its rank it is.'),
    ],
    indexes: [['item_id']],
  },
  {
    name: 'fill_instance',
    about: 'What a fill fills: a row per field.',
    columns: [
      int('fill_instance_id', 'Running number.', { key: true }), int('item_id', 'Fill.'), int('dst_mem', 'Memory.'), int('field', 'Field.'), int('dst_inst', 'Unique event of the instance; NULL if none.'),
      int('record_row', 'Which FillInstInfo record of its rank it is.'),
    ],
    indexes: [['item_id']],
  },
  {
    name: 'partition_instance',
    about: 'What dependent partitioning read (from log version 1011): a row per field.',
    columns: [
      int('partition_row', 'Running number.', { key: true }), int('fevent', 'Finish event of the partitioning.'), int('src_mem', 'Memory.'), int('field', 'Field.'),
      int('src_inst', 'Unique event of the instance; NULL if none.'), int('src_expr', 'Index space read; NULL if not recorded.'),
    ],
    indexes: [['fevent']],
  },
  {
    name: 'operation',
    about: 'Operations as logged.',
    columns: [
      int('operation_row', 'Running number.', { key: true }), int('op_id', 'Operation.'), int('parent_op_id', 'Operation of the parent task; NULL if none.'), int('kind', 'Kind (family `operation`).'),
      int('provenance_id', 'Provenance; NULL if none.'), int('rank', 'Rank that logged it.'),
    ],
    indexes: [['op_id']],
  },
  {
    name: 'launch',
    about: 'Operations that launched a task over an index space.',
    columns: [int('launch_row', 'Running number.', { key: true }), int('op_id', 'Operation.'), int('task_id', 'Task kind.')],
    indexes: [['op_id']],
  },
  {
    name: 'slice_owner',
    about: 'Point operations of an index launch.',
    columns: [int('slice_row', 'Running number.', { key: true }), int('parent_op_id', 'The launch.'), int('op_id', 'The point.')],
    indexes: [['op_id'], ['parent_op_id']],
  },
  {
    name: 'instance_usage',
    about: 'Which operation used which field of an instance.',
    columns: [
      int('usage_row', 'Running number.', { key: true }), int('inst_uid', 'Instance.'), int('op_id', 'Operation.'), int('requirement', 'Region requirement; negative = none (futures).'), int('field_id', 'Field.'),
      int('mode', 'Privilege: 0 none, 1 read, 2 write, 4 reduce, 6 and 7 read-write; NULL if not recorded.'), int('redop', 'Reduction operator; NULL if not recorded.'), int('index_expr', 'Index space used; NULL if not recorded.'),
      int('start_ns', 'Used from, ns; NULL if not recorded.'), int('stop_ns', 'Used until, ns; NULL if not recorded.'),
    ],
    indexes: [['op_id'], ['inst_uid']],
  },
  {
    name: 'instance_region',
    about: 'Regions that an instance holds.',
    columns: [int('region_row', 'Running number.', { key: true }), int('inst_uid', 'Instance.'), int('ispace_id', 'Index space.'), int('fspace_id', 'Field space.'), int('tree_id', 'Region tree.'), int('rank', 'Rank that logged it.')],
    indexes: [['inst_uid']],
  },
  {
    name: 'instance_mention',
    about: 'Instances in the order in which each rank\'s log first names them, which is the order of lists of instances.',
    columns: [int('mention_row', 'Running number, ascending within a rank.', { key: true }), int('inst_uid', 'Instance.'), int('rank', 'Rank.')],
    indexes: [['inst_uid']],
  },
  {
    name: 'instance_space',
    about: 'Index spaces that an instance covers (from log version 1011).',
    columns: [int('space_row', 'Running number.', { key: true }), int('inst_uid', 'Instance.'), int('union_space', 'All of it; NULL if not recorded.'), int('piece_space', 'Its pieces; NULL if not recorded.'), int('rank', 'Rank that logged it.')],
    indexes: [['inst_uid']],
  },
  {
    name: 'instance_ready',
    about: 'When an instance could be used, and which event that waited for.',
    columns: [
      int('ready_row', 'Running number.', { key: true }), int('inst_uid', 'Instance.'), int('result', 'Event that says so; NULL if none.'), int('precondition', 'Event waited for; NULL if none.'),
      int('performed_ns', 'When it was asked for, ns.'),
    ],
    indexes: [['inst_uid']],
  },
  {
    name: 'instance_redistrict',
    about: 'Instances made from the memory of earlier ones.',
    columns: [
      int('redistrict_row', 'Running number.', { key: true }), int('inst_uid', 'The new instance.'), int('previous_uid', 'The one before.'), int('result', 'Event that says so; NULL if none.'),
      int('precondition', 'Event waited for; NULL if none.'), int('performed_ns', 'When it was asked for, ns.'),
    ],
    indexes: [['inst_uid']],
  },
  {
    name: 'instance_field',
    about: 'Fields of an instance.',
    columns: [int('field_row', 'Running number.', { key: true }), int('inst_uid', 'Instance.'), int('field_id', 'Field.'), int('fspace_id', 'Field space.'), int('align_bytes', 'Alignment; NULL if none.')],
    indexes: [['inst_uid']],
  },
  {
    name: 'instance_dimension',
    about: 'Order of the dimensions of an instance.',
    columns: [int('dimension_row', 'Running number.', { key: true }), int('inst_uid', 'Instance.'), int('position', '0 = fastest.'), int('kind', 'X 0 … R 8, field 9, then inner and outer halves.')],
    indexes: [['inst_uid']],
  },
];
