/**
 * Every operation that a log names: what it is, whose part, where its task ran.
 * Source: legion tools/legion_prof_rs/src/backend/visualize.rs, write_file of operations; state.rs, create_op.
 */
import type { FieldSource } from '../../index/field_source.ts';
import type { TrackSummary } from '../../protocol/run_api.ts';
import { KindNames } from '../kind_names.ts';
import { processorFacts } from './legacy_lines.ts';
import { tsvLine } from './legacy_text.ts';

/** Record kinds that make an operation known, with the fields that name one. */
const NAMING: Readonly<Record<string, readonly string[]>> = {
  OperationInstance: ['op_id'], MultiTask: ['op_id'], SliceOwner: ['parent_id', 'op_id'], TaskInfo: ['op_id'], ImplicitTaskInfo: ['op_id'], GPUTaskInfo: ['op_id'],
  MetaInfo: ['op_id'], MessageInfo: ['op_id'], CopyInfo: ['op_id'], FillInfo: ['op_id'], PartitionInfo: ['op_id'], InstTimelineInfo: ['op_id'], MapperCallInfo: ['op_id'],
  ProfTaskInfo: ['op_id'], PhysicalInstanceUsage: ['op_id'],
};

export function* legacyOperations(source: FieldSource): Generator<string, void, void> {
  yield tsvLine(['op_id', 'parent_id', 'desc', 'proc', 'level', 'provenance']);
  const names = new KindNames(source.reader);
  const tracks = new Map(source.reader.tracks().map((track) => [track.id, track]));
  for (const id of knownOperations(source)) yield operationLine(source, id, names, tracks);
}

interface OperationRow {
  readonly parent_op_id: bigint | null;
  readonly kind: bigint;
  readonly text: string | null;
}

function operationLine(source: FieldSource, id: bigint, names: KindNames, tracks: ReadonlyMap<number, TrackSummary>): string {
  const { database } = source;
  const key = BigInt.asIntN(64, id);
  const logged = database.query<OperationRow>(
    'SELECT o.parent_op_id, o.kind, p.text FROM operation o LEFT JOIN provenance p USING (provenance_id) WHERE o.op_id = ? ORDER BY o.operation_row LIMIT 1', { wide: true }).get(key);
  const parent = logged?.parent_op_id === null || logged === undefined ? undefined : BigInt.asUintN(64, logged.parent_op_id);
  const task = source.items.taskOf(id);
  const track = task === undefined ? undefined : tracks.get(task.track);
  if (task !== undefined && track !== undefined) {
    return tsvLine([id, parent, task.title, `${processorFacts(source, track).name} Processor ${track.realmId}`, task.level + 2, logged?.text ?? undefined]);
  }
  const launched = database.get<{ task_id: number }>('SELECT task_id FROM launch WHERE op_id = ? ORDER BY launch_row LIMIT 1', key);
  const what = launched !== undefined ? names.name('task', launched.task_id) : logged === undefined ? 'Operation' : `${names.name('operation', Number(logged.kind))} Operation`;
  return tsvLine([id, parent, `${what} <${id}>`, undefined, undefined, logged?.text ?? undefined]);
}

/** Ascending. */
function knownOperations({ reader }: FieldSource): bigint[] {
  const known = new Set<bigint>();
  for (const { rank } of reader.files()) {
    for (const [record, fields] of Object.entries(NAMING)) {
      const table = reader.recordTable(rank, record, fields);
      for (const field of fields) {
        const column = table?.columns.get(field);
        if (column?.type !== 'u64') continue;
        for (let row = 0; row < (table?.count ?? 0); row++) known.add((BigInt(column.values[2 * row + 1]) << 32n) | BigInt(column.values[2 * row]));
      }
    }
  }
  return [...known].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
