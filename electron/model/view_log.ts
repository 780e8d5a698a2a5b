/** The part of one log that a view shows, as a log of its own: what is built from it does not know of views. Runs in a rank worker. */
import type { DecodedLog, RecordTable } from '../decode/decoded_log.ts';
import { filterInput } from './filter_input.ts';
import { LogTable } from './log_tables.ts';
import { pickRows } from './pick_rows.ts';
import type { RunView } from './run_view.ts';
import { trimLog } from './trim_log.ts';

/** In the reference's order: nodes while reading, then calls, then time. `records` counts what the nodes left. Tables that stay whole are shared with `log`. */
export function viewLog(log: DecodedLog, view: RunView): DecodedLog {
  const { nodes, filtersInput, callThresholdNs, startNs, stopNs } = view;
  let seen = nodes !== undefined && filtersInput ? filterInput(log, nodes) : log;
  if (callThresholdNs > 0) seen = dropShortCalls(seen, callThresholdNs);
  return startNs === undefined && stopNs === undefined ? seen : trimLog(seen, { startNs: startNs ?? 0, stopNs: stopNs ?? Infinity });
}

/** Ranges that the application marked stay, however short. Source: legion tools/legion_prof_rs/src/state.rs, create_mapper_call, create_runtime_call. */
function dropShortCalls(log: DecodedLog, thresholdNs: number): DecodedLog {
  const tables = new Map<string, RecordTable>(log.tables);
  for (const name of ['MapperCallInfo', 'RuntimeCallInfo']) {
    const table = log.tables.get(name);
    if (table === undefined) continue;
    const records = new LogTable(log, name);
    const [starts, stops] = [records.times('start'), records.times('stop')];
    const kept = pickRows(table, (row) => !(stops[row] - starts[row] < thresholdNs));
    if (kept === undefined) tables.delete(name);
    else tables.set(name, kept);
  }
  return { ...log, tables };
}
