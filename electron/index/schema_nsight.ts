/**
 * Tables of a joined Nsight Systems export (electron/nsight): a row per item, as schema_items.ts has them for Legion's. In every index,
 * empty where none was joined. Only INTEGER columns, as they are written in bulk.
 */
import { int, text, type ColumnDef, type TableDef } from './schema_types.ts';

const ITEM: readonly ColumnDef[] = [
  int('item_id', 'track_id * 2^27 + place among the track\'s items by (start, -stop).', { key: true }),
  int('name_id', 'Name (table `name`).'),
  int('level', 'Level in the track, 0 at the bottom.'),
  int('start_ns', 'Start, ns since profile zero: the clock of the export, moved onto that of the run.'),
  int('stop_ns', 'Stop, ns (half-open).'),
];
const SOURCE: readonly ColumnDef[] = [
  int('process_id', 'Process.'),
  int('source_row', 'rowid in the table of the export.'),
];
const DERIVED: readonly ColumnDef[] = [
  int('track_id', 'Track.', { generated: 'item_id >> 27' }),
  int('duration_ns', 'Length, ns.', { generated: 'stop_ns - start_ns' }),
];
/** What ran on a GPU, and what asked for it. */
const DEVICE: readonly ColumnDef[] = [
  int('device', 'Number of the GPU in its process.'), int('context', 'CUDA context.'), int('stream', 'CUDA stream.'),
  int('correlation', 'Number that it shares with the call that asked for it.'),
  int('task_item_id', 'Task of Legion that asked for it; NULL where none is found.'),
  int('tied_by', '1: the task ran on that GPU\'s processor when the call was made; 2: its device time holds it, the call was not recorded; NULL without a task.'),
  int('launch_item_id', 'Call that asked for it; NULL if not recorded.'),
  int('launch_start_ns', 'Start of that call, ns; NULL if not recorded.'),
  int('launch_stop_ns', 'End of that call, ns; NULL if not recorded.'),
];
const THREAD = int('thread_id', 'Thread.');

function items(name: string, about: string, columns: readonly ColumnDef[], indexes: TableDef['indexes'] = []): TableDef {
  return { name, about, columns: [...ITEM, ...columns, ...SOURCE, ...DERIVED], indexes };
}

export const NSIGHT_ITEM_TABLES: readonly TableDef[] = [
  items('cuda_kernel', 'Kernels, as Nsight Systems recorded them.', [
    ...DEVICE, int('full_name_id', 'Name with arguments (table `nsight_text`); NULL if not recorded.'),
    int('grid_x', 'Blocks of the grid.'), int('grid_y', 'Blocks.'), int('grid_z', 'Blocks.'), int('block_x', 'Threads of a block.'), int('block_y', 'Threads.'), int('block_z', 'Threads.'),
    int('registers', 'Registers a thread.'), int('static_shared_bytes', 'Static shared memory, bytes.'), int('dynamic_shared_bytes', 'Dynamic shared memory, bytes.'),
  ], [['task_item_id']]),
  items('cuda_memcpy', 'Copies that CUDA made.', [...DEVICE, int('size_bytes', 'Bytes.'), int('copy_kind', 'CUPTI\'s kind of copy: 1 host to device, 2 device to host, 8 within a device, 10 between devices …')], [['task_item_id']]),
  items('cuda_memset', 'Memory that CUDA set.', [...DEVICE, int('size_bytes', 'Bytes.'), int('value', 'Value set.')], [['task_item_id']]),
  items('cuda_call', 'Calls of the CUDA API.', [int('correlation', 'Number that it shares with what it asked for.'), int('return_value', 'What it returned; 0 = success.'), THREAD]),
  items('nvtx_range', 'Ranges and marks that programs and libraries made with NVTX.', [int('domain', 'NVTX domain.'), int('category', 'Category; NULL if none.'), int('argb', 'Colour; NULL if none.'), THREAD]),
  items('os_call', 'Calls of the operating system\'s libraries.', [int('return_value', 'What it returned; NULL if not recorded.'), THREAD]),
];

export const NSIGHT_TABLES: readonly TableDef[] = [
  {
    name: 'nsight_file',
    about: 'Nsight Systems exports that were joined, and how their clock was moved: a row per file and process.',
    columns: [
      int('nsight_file_id', 'Running number.', { key: true }),
      text('path', 'Path when it was read.', { notNull: true }),
      int('process_id', 'Process; NULL if not recorded.'),
      int('node', 'Node under which its tracks are.', { notNull: true }),
      text('schema_version', 'Version of the export\'s tables; NULL if it does not say.'),
      text('clock', '`matched`: by the times of GPU tasks and kernels; `utc`: by the wall clock; `none`: its start is that of the run.', { notNull: true }),
      int('offset_ns', 'ns added to its times.', { notNull: true }),
      int('matches', 'Starts and ends of GPU tasks that agree with that offset.', { notNull: true }),
      int('events', 'Events taken over.', { notNull: true }),
    ],
  },
  {
    name: 'nsight_text',
    about: 'Long texts of a joined export.',
    columns: [int('text_id', 'Running number.', { key: true }), text('text', 'The text.', { notNull: true })],
  },
];
