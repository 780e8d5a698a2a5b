/** What the details panel says about items of a joined Nsight Systems export, and about the kernels of a task. Times ns. */
import type { FieldValue, ItemField } from '../protocol/fields.ts';
import { formatTime } from '../protocol/format_time.ts';
import type { ItemKey } from '../protocol/items.ts';
import { sizeText } from './detail_texts.ts';
import { FieldList } from './field_list.ts';
import type { FieldSource } from './field_source.ts';
import { linkToKey } from './item_links.ts';
import type { ItemFacts, ItemRow } from './read_items.ts';

/** Links that are shown; the count says how many there are. */
const SHOWN_KERNELS = 12;

const TIED_BY: Readonly<Record<number, string>> = { 1: 'by the call that asked for it', 2: 'by the times of the device: the call was not recorded' };

export function nsightFields(source: FieldSource, item: ItemFacts): ItemField[] {
  const row = source.items.row(item) ?? {};
  const list = new FieldList();
  list.interval('Lifetime', item.startNs, item.stopNs);
  const fullName = row['full_name_id'];
  if (typeof fullName === 'bigint') list.text('Kernel', source.text('SELECT text FROM nsight_text WHERE text_id = ?', fullName) ?? '');
  if ('device' in row) addDevice(list, source, item, row);
  if ('grid_x' in row) {
    list.text('Grid', triple(row, 'grid'));
    list.text('Block', triple(row, 'block'));
  }
  number(list, 'Registers a thread', row['registers']);
  bytes(list, 'Static shared memory', row['static_shared_bytes']);
  bytes(list, 'Dynamic shared memory', row['dynamic_shared_bytes']);
  bytes(list, 'Size', row['size_bytes']);
  number(list, 'Returned', row['return_value']);
  number(list, 'Domain', row['domain']);
  number(list, 'Category', row['category']);
  list.text('On', source.track(item.track).longName);
  list.text('Record', `${item.record} row ${row['source_row']} of the Nsight Systems export`);
  return list.fields;
}

function addDevice(list: FieldList, source: FieldSource, item: ItemFacts, row: ItemRow): void {
  const task = row['task_item_id'];
  if (typeof task === 'bigint') {
    list.add('Task', linkToKey(source, Number(task)));
    list.text('Task found', TIED_BY[Number(row['tied_by'])] ?? '');
  } else list.text('Task', 'none found');
  const call = row['launch_item_id'];
  if (typeof call === 'bigint') list.add('Asked for by', linkToKey(source, Number(call)));
  const asked = row['launch_start_ns'];
  if (typeof asked === 'bigint') list.text('Launch gap', formatTime(item.startNs - Number(asked)));
  number(list, 'Stream', row['stream']);
}

/** Kernels, copies and settings of memory that a task asked for, first ones first; undefined where there are none. */
export function kernelsOf(source: FieldSource, task: ItemKey): { readonly count: number; readonly shown: readonly FieldValue[] } | undefined {
  const keys: ItemKey[] = [];
  let count = 0;
  for (const table of ['cuda_kernel', 'cuda_memcpy', 'cuda_memset']) {
    count += source.database.get<{ count: number }>(`SELECT count(*) AS count FROM ${table} WHERE task_item_id = ?`, task)!.count;
    keys.push(...source.database.all<{ item_id: number }>(`SELECT item_id FROM ${table} WHERE task_item_id = ? ORDER BY start_ns LIMIT ${SHOWN_KERNELS}`, task).map(({ item_id }) => item_id));
  }
  if (count === 0) return undefined;
  const facts = keys.flatMap((key) => source.items.facts(key) ?? []).sort((a, b) => a.startNs - b.startNs).slice(0, SHOWN_KERNELS);
  return { count, shown: facts.flatMap(({ key }) => linkToKey(source, key) ?? []) };
}

function triple(row: ItemRow, name: string): string {
  return ['x', 'y', 'z'].map((axis) => row[`${name}_${axis}`] ?? '–').join(' × ');
}

function number(list: FieldList, name: string, value: bigint | null | undefined): void {
  if (typeof value === 'bigint') list.text(name, String(value));
}

function bytes(list: FieldList, name: string, value: bigint | null | undefined): void {
  if (typeof value === 'bigint') list.text(name, sizeText(Number(value)));
}
