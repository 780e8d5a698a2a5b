/** Which columns hold 64-bit ids: unsigned in the logs, two's complement in SQLite's signed integers. Pure. */

/** Ids that people know as `0x…` text: events, instances, processors, memories. */
export const HEX_IDS: ReadonlySet<string> = new Set(['fevent', 'creator', 'critical', 'inst_id', 'inst_uid', 'mem_id', 'proc_id', 'mapper_proc', 'event', 'src_mem', 'dst_mem', 'src_inst', 'dst_inst', 'result', 'precondition', 'previous_uid']);

/** Ids that people know as plain numbers. */
const NUMBER_IDS: ReadonlySet<string> = new Set([
  'op_id', 'parent_op_id', 'logged_op_id', 'provenance_id', 'backtrace_id', 'ispace_id', 'copy_expr', 'fill_expr', 'src_expr', 'dst_expr', 'index_expr', 'union_space', 'piece_space',
]);

/** Whether the integers of a column are to be read as unsigned. */
export function isUnsignedId(column: string): boolean {
  return HEX_IDS.has(column) || NUMBER_IDS.has(column);
}
