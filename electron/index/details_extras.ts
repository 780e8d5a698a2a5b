/** What the details panel says beyond the reference: ids as logged, names of kinds, memories of a copy, uses of an instance. */
import type { DetailField, FieldPart } from '../protocol/item_api.ts';
import type { FieldSource } from './field_source.ts';
import type { ItemFacts, ItemRow } from './read_items.ts';

/** Their `fevent` is that of the task they ran in. */
const NAMES_TASK_EVENT: ReadonlySet<string> = new Set(['gpu_kernel', 'mapper_call', 'runtime_call', 'application_call']);

/** Source: legion_types.h, CollectiveMapping kinds of copies and fills. */
const COLLECTIVES: Readonly<Record<number, string>> = { 1: 'fill', 2: 'broadcast', 3: 'reduction', 4: 'butterfly all-reduce' };

class ExtraList {
  readonly fields: DetailField[] = [];

  add(name: string, value: FieldPart | string | undefined): void {
    if (value !== undefined && value !== '') this.fields.push({ name, parts: [typeof value === 'string' ? { text: value } : value], added: true });
  }
}

/** @param operation makes a part of an operation's number */
export function extraFields(source: FieldSource, item: ItemFacts, operation: (id: bigint) => FieldPart): DetailField[] {
  const row = source.items.row(item) ?? {};
  const list = new ExtraList();
  addKinds(list, source, item, row, operation);
  if (item.type === 'copy') addMemories(list, source, item);
  if (item.type === 'instance') addInstance(list, source, row);
  const { longName, realmId } = source.track(item.track);
  list.add(item.type === 'instance' ? 'Line' : 'On', realmId === null || longName.includes(realmId) ? longName : `${longName} (${realmId})`);
  list.add(NAMES_TASK_EVENT.has(item.type) ? 'Finish event of its task' : 'Finish event', hex(row['fevent']));
  list.add('Waited for event', hex(row['critical']));
  list.add('Record', `${item.record} ${item.recordRow} of rank ${item.rank}`);
  return list.fields;
}

function addKinds(list: ExtraList, source: FieldSource, item: ItemFacts, row: ItemRow, operation: (id: bigint) => FieldPart): void {
  const logged = row['logged_op_id'];
  if (logged !== undefined && logged !== null) list.add('Operation named in the log', operation(BigInt.asUintN(64, logged)));
  if (item.type === 'task' || item.type === 'gpu_kernel') {
    const id = row['op_id'];
    list.add('Operation number', id === null || id === undefined ? undefined : String(BigInt.asUintN(64, id)));
    list.add('Task kind', `${kindName(source, 'task', row['task_id']) ?? 'unnamed'} <${row['task_id']}>`);
    const variant = source.text('SELECT name AS text FROM task_variant WHERE task_id = ? AND variant_id = ?', row['task_id'] ?? 0n, row['variant_id'] ?? 0n);
    list.add('Variant', `${variant ?? 'unnamed'} <${row['variant_id']}>`);
    if (row['is_implicit'] === 1n) list.add('Implicit', 'began outside of the runtime');
  }
  if (item.type === 'meta_task') list.add('Kind', row['is_message'] === 1n ? 'handles a message' : 'runtime task');
  if (item.type === 'prof_task') list.add('Profiled', row['is_completion'] === 0n ? 'allocation of an instance' : 'completion');
  if (item.type === 'deppart') list.add('Kind', kindName(source, 'partition', row['part_op']));
  const collective = row['collective'];
  if (collective !== undefined && collective !== null && collective !== 0n) list.add('Collective', COLLECTIVES[Number(collective)] ?? String(collective));
}

function addMemories(list: ExtraList, source: FieldSource, item: ItemFacts): void {
  const moved = source.moves(item).findLast(({ isIndirect }) => !isIndirect);
  if (moved === undefined) return;
  list.add('Source memory', memoryName(source, moved.srcMemory));
  list.add('Destination memory', memoryName(source, moved.dstMemory));
}

function addInstance(list: ExtraList, source: FieldSource, row: ItemRow): void {
  const { mem_id: memory, inst_uid: uid } = row;
  list.add('Memory', memoryName(source, BigInt.asUintN(64, memory ?? 0n)));
  if (uid === null || uid === undefined) return;
  const uses = source.database.get<{ operations: number }>('SELECT count(DISTINCT op_id) AS operations FROM instance_usage WHERE inst_uid = ?', uid)!;
  list.add('Used by', `${uses.operations} operation${uses.operations === 1 ? '' : 's'}`);
  list.add('Unique event', hex(uid));
}

/** Memory by Realm id: its line's name, or its id. */
function memoryName(source: FieldSource, id: bigint): string | undefined {
  const text = `0x${id.toString(16)}`;
  return id === 0n ? undefined : source.text('SELECT long_name AS text FROM track WHERE realm_id = ?', text) ?? text;
}

function kindName(source: FieldSource, family: string, kind: bigint | null | undefined): string | undefined {
  return kind === null || kind === undefined ? undefined : source.text('SELECT name AS text FROM kind_name WHERE family = ? AND kind = ?', family, kind);
}

/** `0x…` of a two's complement id; undefined for NULL. */
function hex(id: bigint | null | undefined): string | undefined {
  return id === null || id === undefined ? undefined : `0x${BigInt.asUintN(64, id).toString(16)}`;
}
