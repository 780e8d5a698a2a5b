/** Items of one log by type, for `info`. Source of what counts as what: `counts` in the description of `info --json`. */
import type { DecodedLog } from '../decode/decoded_log.ts';
import type { LinePart } from './lines.ts';
import type { LocalNames } from './item_names.ts';
import type { ProcEntries } from './proc_entries.ts';
import { ITEM_TYPES } from '../protocol/items.ts';
import { LogTable } from './log_tables.ts';
import { SOURCE_TABLES } from './run_model.ts';
import { U64Index } from './u64_map.ts';

/** Name of the entry that stands for an application's own thread. Source: legion legion_profiling.cc, get_implicit_processor. */
const EXTERNAL_THREAD = 'External Thread';

export function countShard(log: DecodedLog, names: LocalNames, entries: ProcEntries, lines: readonly LinePart[]): Record<string, number> {
  const counts: Record<string, number> = Object.fromEntries(ITEM_TYPES.map((type) => [type, 0]));
  const byType = new Uint32Array(ITEM_TYPES.length);
  const messageTable = SOURCE_TABLES.indexOf('MessageInfo');
  const implicitTable = SOURCE_TABLES.indexOf('ImplicitTaskInfo');
  let messages = 0;
  let threads = 0;
  for (let e = 0; e < entries.count; e++) {
    byType[entries.types[e]]++;
    if (entries.tables[e] === messageTable) messages++;
    if (entries.tables[e] === implicitTable && names.list[entries.names[e]].text.startsWith(EXTERNAL_THREAD)) threads++;
  }
  for (const { plain } of lines) for (let i = 0; i < plain.count; i++) byType[plain.types[i]]++;
  ITEM_TYPES.forEach((type, i) => (counts[type] = byType[i]));
  counts['task'] -= threads;
  counts['message'] = messages;
  counts['operation'] = distinctOperations(log);
  return counts;
}

function distinctOperations(log: DecodedLog): number {
  const table = new LogTable(log, 'OperationInstance');
  const ids = table.words('op_id');
  const index = new U64Index(ids, table.count);
  let distinct = 0;
  for (let row = 0; row < table.count; row++) if (index.find(ids[2 * row], ids[2 * row + 1]) === row) distinct++;
  return distinct;
}
