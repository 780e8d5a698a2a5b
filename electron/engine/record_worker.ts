/**
 * The thread that works on the records of a run while another writes its index: it packs them for the index, and solves the event
 * graph. Both need nothing that is written, and are half of the work.
 */
import type { DecodedLog } from '../decode/decoded_log.ts';
import { EventGraphBuilder, type SolvedEvents } from '../index/event_graph_builder.ts';
import { packTable, type LoggedTable, type StoredTable } from '../index/pack_records.ts';
import { collectGarbageSoon } from './collect_garbage.ts';
import { answerCalls } from './worker_calls.ts';

const graph = new EventGraphBuilder();

answerCalls({
  pack: (table: LoggedTable): StoredTable => packTable(table),
  events: ({ rank, log }: { readonly rank: number; readonly log: DecodedLog }): void => {
    graph.add(rank, log);
    collectGarbageSoon();
  },
  solve: (): SolvedEvents => graph.solve(),
});
