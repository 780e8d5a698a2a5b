/**
 * Tables of an export that hold events, as queries: which of their columns become which of ours. An event is a row of
 * [kind, rowid, start, end, process, line, sub-line, correlation, name id, name text, value …]; lines are GPUs and their streams, or threads.
 * Source: Nsight Systems documentation, "SQLite Export Schema Reference"; process and thread are bits 24 to 47 and 0 to 23 of a global id.
 */
import type { SOURCE_TABLES } from '../model/run_model.ts';
import type { ItemType, TrackKind } from '../protocol/items.ts';
import type { NsightExport } from './nsight_export.ts';

type EventTable = (typeof SOURCE_TABLES)[number];

export interface EventKind {
  readonly type: ItemType;
  readonly table: EventTable;
  /** Columns that the name may be in: as an id of StringIds, and as text. */
  readonly nameIds: readonly string[];
  readonly nameTexts?: readonly string[];
  /** Our column, and those of the export that it may come from. */
  readonly values: readonly (readonly [ours: string, theirs: readonly string[]])[];
}

/** What is drawn on lines of one kind. */
export interface LineSort {
  readonly track: TrackKind;
  readonly kinds: readonly EventKind[];
  /** On a GPU's stream, else on a thread. */
  readonly isDevice: boolean;
}

const DEVICE: EventKind['values'] = [['device', ['deviceId']], ['context', ['contextId']], ['stream', ['streamId']], ['correlation', ['correlationId']]];

export const CALLS: LineSort = {
  track: 'cuda-api', isDevice: false,
  kinds: [{ type: 'cuda_call', table: 'CUPTI_ACTIVITY_KIND_RUNTIME', nameIds: ['nameId'], values: [['correlation', ['correlationId']], ['return_value', ['returnValue']]] }],
};

export const DEVICE_WORK: LineSort = {
  track: 'cuda-stream', isDevice: true,
  kinds: [
    {
      type: 'cuda_kernel', table: 'CUPTI_ACTIVITY_KIND_KERNEL', nameIds: ['shortName', 'demangledName', 'mangledName'],
      values: [...DEVICE, ['full_name_id', ['demangledName']], ['grid_x', ['gridX']], ['grid_y', ['gridY']], ['grid_z', ['gridZ']], ['block_x', ['blockX']], ['block_y', ['blockY']], ['block_z', ['blockZ']],
        ['registers', ['registersPerThread']], ['static_shared_bytes', ['staticSharedMemory']], ['dynamic_shared_bytes', ['dynamicSharedMemory']]],
    },
    { type: 'cuda_memcpy', table: 'CUPTI_ACTIVITY_KIND_MEMCPY', nameIds: [], values: [...DEVICE, ['size_bytes', ['bytes']], ['copy_kind', ['copyKind']]] },
    { type: 'cuda_memset', table: 'CUPTI_ACTIVITY_KIND_MEMSET', nameIds: [], values: [...DEVICE, ['size_bytes', ['bytes']], ['value', ['value']]] },
  ],
};

export const RANGES: LineSort = {
  track: 'nvtx', isDevice: false,
  kinds: [{ type: 'nvtx_range', table: 'NVTX_EVENTS', nameIds: ['textId'], nameTexts: ['text'], values: [['domain', ['domainId']], ['category', ['category']], ['argb', ['color']]] }],
};

export const SYSTEM_CALLS: LineSort = {
  track: 'os-calls', isDevice: false,
  kinds: [{ type: 'os_call', table: 'OSRT_API', nameIds: ['nameId'], values: [['return_value', ['returnValue']]] }],
};

/** Marks have no end; categories, domains and thread names are no events. Source: ENUM_NSYS_EVENT_TYPE (34 mark, 59 push and pop, 60 start and end). */
const NVTX_WANTED = 'eventType IN (34, 59, 60)';

/** Events of the kinds of a sort that the file has, line by line, each in the order of tracks; undefined where it has none. */
export function eventsQuery(file: NsightExport, { kinds, isDevice }: LineSort): string | undefined {
  const width = Math.max(...kinds.map(({ values }) => values.length));
  const parts = kinds.flatMap((kind, number) => {
    const { table, nameIds, nameTexts = [], values } = kind;
    if (!file.has(table, 'start', 'end')) return [];
    const thread = file.column(table, ['globalTid'], '0');
    const process = isDevice ? file.column(table, ['globalPid'], '0') : thread;
    const line = isDevice ? [file.column(table, ['deviceId'], '0'), file.column(table, ['streamId'], '0')] : [`${thread} & 16777215`, '0'];
    const columns = [
      number, 'rowid', 'start', '"end"', `${process} >> 24 & 16777215`, ...line, file.column(table, ['correlationId']), file.column(table, nameIds), file.column(table, nameTexts),
      ...values.map(([, theirs]) => file.column(table, theirs)), ...Array.from({ length: width - values.length }, () => 'NULL'),
    ];
    return [`SELECT ${columns.map((column, i) => `${column} AS c${i}`).join(', ')} FROM ${table} WHERE ${wantedRows(file, table)}`];
  });
  return parts.length === 0 ? undefined : `SELECT * FROM (${parts.join(' UNION ALL ')}) ORDER BY c4, c5, c6, c2, coalesce(c3, c2) DESC, c1`;
}

/** SQL that holds for the rows of a table that are events. */
export function wantedRows(file: NsightExport, table: EventTable): string {
  return table === 'NVTX_EVENTS' && file.has(table, 'eventType') ? NVTX_WANTED : 'TRUE';
}

/** Value columns begin here in a row of `eventsQuery`. */
export const FIRST_VALUE = 10;

/** Source: CUpti_ActivityMemcpyKind. */
const COPY_KINDS: Readonly<Record<number, string>> = {
  1: 'HtoD', 2: 'DtoH', 3: 'HtoA', 4: 'AtoH', 5: 'AtoA', 6: 'AtoD', 7: 'DtoA', 8: 'DtoD', 9: 'HtoH', 10: 'PtoP', 11: 'UVM HtoD', 12: 'UVM DtoH', 13: 'UVM DtoD',
};

export function copyName(kind: unknown): string {
  const name = typeof kind === 'number' ? COPY_KINDS[kind] : undefined;
  return name === undefined ? 'Memcpy' : `Memcpy ${name}`;
}
