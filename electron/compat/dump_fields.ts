/**
 * How the reference's structs name the records and fields of a log, and which values of theirs are none. What is not listed is called
 * as in the log's own preamble.
 * Source: legion tools/legion_prof_rs/src/serialize.rs (25.06 to 26.03), the Record enumeration.
 */
import type { Column } from '../decode/decoded_log.ts';

const RECORDS: Readonly<Record<string, string>> = { PartitionInstInfo: 'PartInstInfo' };

const FIELDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Provenance: { provenance: 'pid', prov: 'provenance' },
  IndexSpacePointDesc: { unique_id: 'ispace_id' }, IndexSpaceRectDesc: { unique_id: 'ispace_id' }, IndexSpaceEmptyDesc: { unique_id: 'ispace_id' },
  IndexSpaceDesc: { unique_id: 'ispace_id' }, IndexSpaceSizeDesc: { unique_id: 'ispace_id' }, IndexSubSpaceDesc: { unique_id: 'ispace_id' },
  FieldSpaceDesc: { unique_id: 'fspace_id' }, FieldDesc: { unique_id: 'fspace_id' },
  PhysicalInstRegionDesc: { inst_uid: 'fevent' }, PhysicalInstLayoutDesc: { inst_uid: 'fevent' }, PhysicalInstDimOrderDesc: { inst_uid: 'fevent' },
  PhysicalInstanceSpaces: { inst_uid: 'fevent' }, InstTimelineInfo: { inst_uid: 'fevent' }, InstanceReadyInfo: { inst_uid: 'unique' },
  EventWaitInfo: { wait_event: 'event' }, CopyInfo: { reduction: 'redop' },
};
/** Until 1010 a usage has no event of its own. */
const USAGE = { withEvent: { inst_uid: 'inst_event', mode: 'privilege' }, without: { inst_uid: 'fevent' } } as const;

/** Ids that are none where they are 0. */
const NONE_IF_ZERO: ReadonlySet<string> = new Set([
  'fevent', 'creator', 'critical', 'precondition', 'pre0', 'pre1', 'pre2', 'pre3', 'src_inst', 'dst_inst', 'result', 'inst_uid',
  'union_space', 'piece_space', 'index_expr', 'copy_expr', 'fill_expr', 'src_expr', 'dst_expr', 'reduction',
]);

/** Fields that the structs do not have: the length of a uuid, and what `privilege` says already. */
const LEFT_OUT: ReadonlySet<string> = new Set(['uuid_size', 'redop']);

export interface DumpField {
  readonly name: string;
  readonly column: Column;
  readonly noneIfZero: boolean;
  readonly noneIfOnes: boolean;
  readonly noneIfNegative: boolean;
  /** Of a usage: its values are kinds of access; and which reduction, where it is one. */
  readonly reductions: Column | undefined;
}

export function dumpName(record: string): string {
  return RECORDS[record] ?? record;
}

export function dumpFields(record: string, columns: ReadonlyMap<string, Column>): DumpField[] {
  const isUsage = record === 'PhysicalInstanceUsage';
  const names = isUsage ? (columns.has('fevent') ? USAGE.withEvent : USAGE.without) : FIELDS[record];
  const listed = [...columns].filter(([name]) => !LEFT_OUT.has(name));
  // The struct of a usage has its access before the field, the log behind the index.
  if (isUsage) listed.sort(([a], [b]) => usagePlace(a) - usagePlace(b));
  return listed.map(([name, column]) => ({
    name: (names as Readonly<Record<string, string>> | undefined)?.[name] ?? name, column,
    noneIfZero: NONE_IF_ZERO.has(name) || (name === 'provenance' && (record === 'OperationInstance' || record === 'EventWaitInfo')),
    noneIfOnes: name === 'parent_id' && record === 'OperationInstance',
    noneIfNegative: isUsage && name === 'index',
    reductions: isUsage && name === 'mode' ? columns.get('redop') : undefined,
  }));
}

function usagePlace(field: string): number {
  return field === 'mode' ? 1 : field === 'field' || field === 'index' ? 2 : 0;
}
