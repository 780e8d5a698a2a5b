/**
 * Messages of one log, and the nodes of its finish events, for the check of clocks across nodes. Runs in a rank worker.
 * Source: legion tools/legion_prof_rs/src/state.rs, check_message_latencies: meta tasks whose MetaDesc says message, and tasks
 * with a SpawnInfo (PRealm).
 */
import type { DecodedLog } from '../decode/decoded_log.ts';
import type { FinishParts, MessageParts } from './shard_parts.ts';
import type { ProcEntries } from './proc_entries.ts';
import { LogTable } from './log_tables.ts';
import { NONE, SOURCE_TABLES } from './run_model.ts';
import { ownerNode } from './realm_ids.ts';
import { sharedF64, sharedU16, sharedU32, sharedU8 } from './shared_columns.ts';
import { U64Index } from './u64_map.ts';

export function gatherMessages(log: DecodedLog, entries: ProcEntries, finish: U64Index, processors: readonly { readonly lo: number; readonly hi: number }[]): MessageParts {
  const infos = new LogTable(log, 'MessageInfo');
  const spawned = new LogTable(log, 'SpawnInfo');
  const most = infos.count + spawned.count;
  const messages = {
    spawns: sharedF64(most), creates: sharedF64(most), creators: sharedU32(2 * most), nodes: sharedU32(most), areMeta: sharedU8(most),
    offsets: sharedF64(most), starts: sharedF64(most), processors: sharedU32(most),
  };
  const placeOf = new Map(processors.map(({ lo, hi }, i) => [`${hi}:${lo}`, i]));
  const places = entries.processors.map(({ lo, hi }) => placeOf.get(`${hi}:${lo}`) ?? NONE);
  let count = 0;
  const add = (entry: number, spawn: number, create: number, creators: Uint32Array, row: number, isMeta: number): void => {
    if (spawn !== spawn || create !== create) return;
    const processor = entries.lines[entry] >>> 1;
    messages.spawns[count] = spawn;
    messages.creates[count] = create;
    messages.creators[2 * count] = creators[2 * row];
    messages.creators[2 * count + 1] = creators[2 * row + 1];
    messages.nodes[count] = ownerNode(entries.processors[processor].hi);
    messages.areMeta[count] = isMeta;
    messages.offsets[count] = entries.offsets[entry];
    messages.starts[count] = entries.starts[entry];
    messages.processors[count++] = places[processor];
  };
  const kinds = messageKinds(log);
  const entryOfRow = entries.entryOfRow.get(SOURCE_TABLES.indexOf('MessageInfo'));
  if (entryOfRow !== undefined) {
    const [ids, spawns, creates, creators] = [infos.numbers('lg_id'), infos.times('spawn'), infos.times('create'), infos.words('creator')];
    for (let row = 0; row < infos.count; row++) {
      if (entryOfRow[row] !== NONE && kinds.has(ids[row])) add(entryOfRow[row], spawns[row], creates[row], creators, row, 1);
    }
  }
  if (spawned.count > 0) addSpawned(log, spawned, entries, finish, add);
  return { count, ...messages };
}

function addSpawned(
  log: DecodedLog, spawned: LogTable, entries: ProcEntries, finish: U64Index,
  add: (entry: number, spawn: number, create: number, creators: Uint32Array, row: number, isMeta: number) => void,
): void {
  const [events, spawns] = [spawned.words('fevent'), spawned.times('spawn')];
  const tables = new Map(['TaskInfo', 'ImplicitTaskInfo', 'GPUTaskInfo'].map((name) => {
    const table = new LogTable(log, name);
    return [SOURCE_TABLES.indexOf(name as (typeof SOURCE_TABLES)[number]), { creates: table.times('create'), creators: table.words('creator') }];
  }));
  for (let row = 0; row < spawned.count; row++) {
    const entry = finish.find(events[2 * row], events[2 * row + 1]);
    const table = entry === NONE ? undefined : tables.get(entries.tables[entry]);
    if (table !== undefined) add(entry, spawns[row], table.creates[entries.rows[entry]], table.creators, entries.rows[entry], 0);
  }
}

function messageKinds(log: DecodedLog): ReadonlySet<number> {
  const table = new LogTable(log, 'MetaDesc');
  const [kinds, areMessages] = [table.numbers('kind'), table.numbers('message')];
  const found = new Set<number>();
  for (let row = 0; row < table.count; row++) if (areMessages[row] !== 0) found.add(kinds[row]);
  return found;
}

/** Node by finish event of every entry that has one. */
export function gatherFinishNodes(entries: ProcEntries): FinishParts {
  const count = entries.finishCount;
  const keys = sharedU32(2 * count);
  keys.set(entries.events.subarray(0, 2 * count));
  const nodes = sharedU16(count);
  for (let e = 0; e < count; e++) nodes[e] = ownerNode(entries.processors[entries.lines[e] >>> 1].hi);
  return { keys, slots: new U64Index(keys, count).slots, nodes };
}
