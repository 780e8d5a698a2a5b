/** Tables that hold columns as BLOBs, for the program itself: what is drawn, what details start from, and the records as logged. */
import { blob, int, text, type TableDef } from './schema_types.ts';

export const PAGE_TABLES: readonly TableDef[] = [
  {
    name: 'item_block',
    about: 'Segments of a track at one level of detail, at most 8192 a row, sorted by (start, level). Written by electron/index/block_codec.ts.',
    columns: [
      int('block_id', 'Running number, in the order of a track\'s blocks.', { key: true }),
      int('track_id', 'Track.', { notNull: true }),
      int('lod', 'Level of detail: 0 = exact, then coarser.', { notNull: true }),
      int('exp', 'Folded for pixels of 2^exp ns; NULL on level 0.'),
      int('min_start_ns', 'Least start in the block, ns.', { notNull: true }),
      int('max_stop_ns', 'Greatest stop in the block, ns.', { notNull: true }),
      int('first_ordinal', 'Items of the track that start before the block (level 0).', { notNull: true }),
      int('count', 'Segments or boxes.', { notNull: true }),
      blob('data', 'The columns.'),
    ],
    earlyIndexes: [['track_id', 'lod', 'exp', 'min_start_ns', 'max_stop_ns', 'first_ordinal', 'count']],
  },
  {
    name: 'item_page',
    about: 'Facts of a track\'s items by ordinal, at most 8192 a row, as columns. Written by electron/index/item_pages.ts.',
    columns: [
      int('page_id', 'Running number.', { key: true }),
      int('track_id', 'Track.', { notNull: true }),
      int('first_ordinal', 'Ordinal of the first item.', { notNull: true }),
      int('first_wait_id', 'wait_id of the first wait of these items (waits of a track follow each other).', { notNull: true }),
      int('count', 'Items.', { notNull: true }),
      blob('times', 'Starts and lengths.'),
      blob('data', 'All other columns.'),
    ],
    earlyIndexes: [['track_id', 'first_ordinal']],
  },
  {
    name: 'wait_page',
    about: 'The rows of `wait` as columns, at most 8192 a page; pages of a track follow each other. Written by electron/index/wait_pages.ts.',
    columns: [
      int('first_wait_id', 'wait_id of the first.', { key: true }),
      int('count', 'Waits.', { notNull: true }),
      blob('data', 'The columns.'),
    ],
  },
  {
    name: 'event_page',
    about: 'The event graph: every Realm event that the logs name, sorted by its id taken as two\'s complement, 4096 a page, with what determined when it triggered. Written by electron/index/event_pages.ts.',
    columns: [
      int('page', 'Number of the page: it starts at place page * 4096 of the sorted events.', { key: true }),
      int('min_key', 'First event of the page, two\'s complement.', { notNull: true }),
      int('count', 'Events.', { notNull: true }),
      blob('data', 'The columns.'),
    ],
  },
  {
    name: 'curve',
    about: 'Utilization of a track or group at powers of two, or bytes held by a memory. Written by electron/index/curve_codec.ts.',
    columns: [
      int('track_id', 'Track or group.', { notNull: true }),
      text('kind', '`util` (pyramid of mean, least, greatest) or `memory` (steps).', { notNull: true }),
      blob('data', 'The columns, compressed (zstd).'),
    ],
    primaryKey: ['track_id', 'kind'],
  },
  {
    name: 'record_table',
    about: 'Record kinds of each rank\'s log, in the order in which they first occur.',
    columns: [
      int('rank', 'Rank whose log it is.', { notNull: true }),
      text('record', 'Name as in the log\'s preamble (`EventTriggerInfo`).', { notNull: true }),
      int('seq', 'Place among the rank\'s record kinds.', { notNull: true }),
      int('count', 'Records.', { notNull: true }),
      text('columns', 'JSON: name, type and width of each column, in order.', { notNull: true }),
    ],
    primaryKey: ['rank', 'record'],
  },
  {
    name: 'record_page',
    about: 'The records as logged, at most 65536 of a kind a page, one column a row. Column `offset` is the byte of the record in the uncompressed log. Written by electron/index/record_pages.ts.',
    columns: [
      int('rank', 'Rank whose log it is.', { notNull: true }),
      text('record', 'Record kind.', { notNull: true }),
      text('column', 'Field of the preamble, or `offset`.', { notNull: true }),
      int('page', 'Number of the page: its rows follow those of the page before.', { notNull: true }),
      int('count', 'Rows in the page.', { notNull: true }),
      text('coding', '`columns` or `zstd` (the same, compressed).', { notNull: true }),
      blob('data', 'The values.'),
    ],
    primaryKey: ['rank', 'record', 'column', 'page'],
  },
  {
    name: 'record_strings',
    about: 'Distinct strings of each rank\'s log: UTF-8 bytes back to back, and where each ends.',
    columns: [
      int('rank', 'Rank whose log it is.', { key: true }),
      int('count', 'Strings.', { notNull: true }),
      blob('bytes', 'The text, compressed (zstd).'),
      blob('ends', 'End of each string, compressed (zstd).'),
    ],
  },
  {
    name: 'event_item',
    about: 'Which item finishes with an event (an instance: whose unique event it is), sorted by event, in pages. Written by electron/index/key_pages.ts.',
    columns: [
      int('page_id', 'Running number.', { key: true }),
      int('min_key', 'Least event, two\'s complement.', { notNull: true }),
      int('max_key', 'Greatest event.', { notNull: true }),
      int('count', 'Entries.', { notNull: true }),
      blob('data', 'The columns.'),
    ],
    earlyIndexes: [['min_key', 'max_key']],
  },
  {
    name: 'operation_item',
    about: 'Which items belong to an operation (its task, copies, meta tasks, calls …), sorted by operation, in pages. Written by electron/index/key_pages.ts.',
    columns: [
      int('page_id', 'Running number.', { key: true }),
      int('min_key', 'Least operation, two\'s complement.', { notNull: true }),
      int('max_key', 'Greatest operation.', { notNull: true }),
      int('count', 'Entries.', { notNull: true }),
      blob('data', 'The columns.'),
    ],
    earlyIndexes: [['min_key', 'max_key']],
  },
  {
    name: 'space_record',
    about: 'Where index spaces and partitions are described, by id without the tag in its top byte, in pages like those of `event_item`.',
    columns: [
      int('page_id', 'Running number.', { key: true }),
      int('min_key', 'Least id.', { notNull: true }),
      int('max_key', 'Greatest id.', { notNull: true }),
      int('count', 'Entries.', { notNull: true }),
      blob('data', 'The columns: id, rank * 8 + kind of record, row of the record.'),
    ],
    earlyIndexes: [['min_key', 'max_key']],
  },
  {
    name: 'name_posting',
    about: 'Items of a name on a track.',
    columns: [
      int('name_id', 'Name.', { notNull: true }),
      int('track_id', 'Track.', { notNull: true }),
      int('count', 'Items.', { notNull: true }),
      int('total_ns', 'Sum of their lifetimes, ns.', { notNull: true }),
      blob('ordinals', 'Their ordinals, ascending.'),
    ],
    primaryKey: ['name_id', 'track_id'],
  },
  {
    name: 'provenance_posting',
    about: 'Items of a provenance on a track: tasks and GPU kernels by their own operation, copies, fills, instances and dependent partitioning by the one that caused them.',
    columns: [
      int('provenance_id', 'Provenance.', { notNull: true }),
      int('track_id', 'Track.', { notNull: true }),
      int('count', 'Items.', { notNull: true }),
      int('total_ns', 'Sum of their lifetimes, ns.', { notNull: true }),
      blob('ordinals', 'Their ordinals, ascending.'),
    ],
    primaryKey: ['provenance_id', 'track_id'],
  },
  {
    name: 'attached_item',
    about: 'Runs that came from an archive or a server: what it told of each item. Written by electron/index/attached_fields.ts.',
    columns: [
      int('item_id', 'Item.', { key: true }),
      int('uid', 'Its number there, two\'s complement.', { notNull: true }),
      text('fields', 'JSON array: its segments with their fields.', { notNull: true }),
    ],
    indexes: [['uid']],
  },
  {
    name: 'note',
    about: 'Notes of the user that `index -o` put in. Written by electron/index/index_notes.ts.',
    columns: [
      text('note_id', 'Its name.', { notNull: true }),
      text('value', 'JSON: startNs, stopNs, text, color, track (a slug or null), writtenAt; or that it was removed.', { notNull: true }),
    ],
    primaryKey: ['note_id'],
  },
];
