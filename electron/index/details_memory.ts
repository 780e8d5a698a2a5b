/** Details of items of channels and memories. Source for fields, order and colours: legion_prof_rs backend/data_source.rs, generate_chan_slot_meta_tile and generate_mem_slot_meta_tile. */
import type { FieldPart } from '../protocol/engine_api.ts';
import { bandwidth, deferredTone, latencyTone, layoutText, sizeText } from './detail_texts.ts';
import { hex, type DetailLinks } from './details_links.ts';
import type { LifeTimes } from './details_processor.ts';
import type { FieldList } from './field_list.ts';
import type { ItemFacts, ItemRow } from './read_items.ts';

export function addChannelFields(list: FieldList, links: DetailLinks, item: ItemFacts, row: ItemRow, life: LifeTimes, version: number): void {
  list.interval('Lifetime', item.startNs, item.stopNs);
  if (row['redop'] !== undefined && row['redop'] !== null) list.text('Reduction Operator', String(row['redop']));
  const requirements = item.type === 'copy' ? copyRequirements(links, item) : item.type === 'fill' ? fillRequirements(links, item) : [];
  // Renamed in the reference of 26.03.
  if (requirements.length > 0 || version < 1011) list.add(version < 1011 ? 'Requirements' : 'Instances', requirements, 'plain', requirements.length > 12);
  if (item.type !== 'deppart') {
    const bytes = Number(row['size_bytes'] ?? 0);
    list.text('Size', sizeText(bytes));
    const rate = bandwidth(bytes, item.startNs, item.stopNs);
    if (rate) list.text('Effective Bandwidth', rate.text, rate.tone);
  }
  addOperation(list, links, item);
  if (life.creator !== null) list.add('Creator', [links.creator(life.creator, life.create ?? item.startNs)]);
  if (life.ready !== undefined) {
    if (life.create !== undefined) list.interval('Deferred', life.create, life.ready, deferredTone(life.create, life.ready));
    list.interval('Delayed', life.ready, item.startNs, latencyTone(life.ready, item.startNs));
  }
  if (item.type === 'deppart') list.extra('Kind', links.kindName('partition', row['part_op']));
  if (row['collective'] !== undefined && row['collective'] !== null && row['collective'] !== 0n) list.extra('Collective', COLLECTIVES[Number(row['collective'])] ?? String(row['collective']));
  if (item.type === 'copy') addMemories(list, links, item);
}

/** Source: legion_types.h, CollectiveMapping kinds of copies and fills. */
const COLLECTIVES: Readonly<Record<number, string>> = { 1: 'fill', 2: 'broadcast', 3: 'reduction', 4: 'butterfly all-reduce' };

function addOperation(list: FieldList, links: DetailLinks, item: ItemFacts): void {
  if (item.initiator === undefined || item.initiator === 0n) return;
  list.add('Operation', [links.operation(item.initiator)]);
  const provenance = links.items.provenanceOf(item.initiator);
  if (provenance !== undefined) list.add('Provenance', links.provenance(provenance));
}

interface CopyRow {
  readonly src_mem: bigint | null; readonly dst_mem: bigint | null; readonly src_field: bigint; readonly dst_field: bigint; readonly src_inst: bigint | null; readonly dst_inst: bigint | null;
  readonly hops: bigint; readonly is_indirect: bigint;
}

/** Consecutive rows with the same two instances and hops are one group. */
function copyRequirements(links: DetailLinks, item: ItemFacts): FieldPart[] {
  const rows = links.database.query<CopyRow>('SELECT * FROM copy_instance WHERE item_id = ? ORDER BY copy_instance_id', { wide: true }).all(item.key);
  const parts: FieldPart[] = [];
  for (let first = 0; first < rows.length;) {
    const row = rows[first];
    let end = first + 1;
    while (end < rows.length && rows[end].src_inst === row.src_inst && rows[end].dst_inst === row.dst_inst && rows[end].hops === row.hops) end++;
    parts.push({ text: groupName(first, end) });
    const group = rows.slice(first, end);
    if (row.src_inst !== null && row.dst_inst !== null) {
      parts.push(links.instance(row.src_inst, 'Source: '), { text: fields(links, row.src_inst, group.map(({ src_field }) => src_field)) });
      parts.push(links.instance(row.dst_inst, 'Destination: '), { text: fields(links, row.dst_inst, group.map(({ dst_field }) => dst_field)) });
    } else if (row.src_inst !== null) {
      parts.push(links.instance(row.src_inst, 'Gather: source indirect instance '), { text: fields(links, row.src_inst, group.map(({ src_field }) => src_field)) });
    } else if (row.dst_inst !== null) {
      parts.push(links.instance(row.dst_inst, 'Scatter: destination indirect instance '), { text: fields(links, row.dst_inst, group.map(({ dst_field }) => dst_field)) });
    }
    parts.push({ text: `Number of Hops: ${row.hops}` });
    first = end;
  }
  return parts;
}

interface FillRow {
  readonly field: bigint; readonly dst_inst: bigint | null;
}

function fillRequirements(links: DetailLinks, item: ItemFacts): FieldPart[] {
  const rows = links.database.query<FillRow>('SELECT field, dst_inst FROM fill_instance WHERE item_id = ? ORDER BY fill_instance_id', { wide: true }).all(item.key);
  const parts: FieldPart[] = [];
  for (let first = 0; first < rows.length;) {
    const uid = rows[first].dst_inst;
    let end = first + 1;
    while (end < rows.length && rows[end].dst_inst === uid) end++;
    parts.push({ text: groupName(first, end) }, uid === null ? { text: 'Destination: <unknown instance>' } : links.instance(uid, 'Destination: '));
    parts.push({ text: fields(links, uid, rows.slice(first, end).map(({ field }) => field)) });
    first = end;
  }
  return parts;
}

function groupName(first: number, end: number): string {
  return end - first === 1 ? `Requirement ${first}` : `Requirements ${first}-${end - 1}`;
}

function fields(links: DetailLinks, uid: bigint | null, ids: readonly bigint[]): string {
  return `Fields: ${ids.map((id) => links.field(uid, Number(id))).join(', ')}`;
}

function addMemories(list: FieldList, links: DetailLinks, item: ItemFacts): void {
  const row = links.database.query<{ src: bigint | null; dst: bigint | null; hops: bigint | null }>(
    'SELECT max(src_mem) AS src, max(dst_mem) AS dst, max(hops) AS hops FROM copy_instance WHERE item_id = ? AND is_indirect = 0', { wide: true }).get(item.key);
  if (row === undefined) return;
  list.extra('Source memory', row.src === null ? undefined : links.memory(row.src));
  list.extra('Destination memory', row.dst === null ? undefined : links.memory(row.dst));
}

export function addInstanceFields(list: FieldList, links: DetailLinks, item: ItemFacts, row: ItemRow, life: LifeTimes): void {
  list.interval('Lifetime', item.startNs, item.stopNs);
  const uid = row['inst_uid'];
  if (uid !== null) addRegions(list, links, uid);
  const dimensions = uid === null ? [] : links.database.all<{ position: number; kind: number }>('SELECT position, kind FROM instance_dimension WHERE inst_uid = ?', uid);
  list.text('Layout', layoutText(dimensions));
  list.text('Size', sizeText(Number(row['size_bytes'] ?? 0)));
  addOperation(list, links, item);
  if (life.creator !== null) list.add('Creator', [links.creator(life.creator, life.create ?? item.startNs)]);
  list.extra('Memory', row['mem_id'] === null ? undefined : links.memory(row['mem_id']));
  if (uid !== null) {
    const uses = links.database.get<{ operations: number }>('SELECT count(DISTINCT op_id) AS operations FROM instance_usage WHERE inst_uid = ?', uid)!;
    list.extra('Used by', `${uses.operations} operation${uses.operations === 1 ? '' : 's'}`);
    list.extra('Unique event', hex(uid));
  }
}

interface RegionRow {
  readonly ispace_id: bigint; readonly fspace_id: bigint; readonly rank: bigint;
}

/** Per region: index space, field space and its fields with their alignment. */
function addRegions(list: FieldList, links: DetailLinks, uid: bigint): void {
  const regions = links.database.query<RegionRow>('SELECT DISTINCT ispace_id, fspace_id, rank FROM instance_region WHERE inst_uid = ? ORDER BY region_row', { wide: true }).all(uid);
  for (const { ispace_id, fspace_id, rank } of regions) {
    list.text('Index Space', links.spaces.text(ispace_id, Number(rank)));
    const name = links.database.get<{ name: string }>('SELECT name FROM field_space WHERE fspace_id = ?', fspace_id)?.name;
    list.text('Field Space', name === undefined ? `<${fspace_id}>` : `${name} <${fspace_id}>`);
    const shown = links.database.query<{ field_id: bigint; align_bytes: bigint | null; name: string | null }>(
      `SELECT DISTINCT i.field_id, i.align_bytes, f.name FROM instance_field i LEFT JOIN field f ON f.fspace_id = i.fspace_id AND f.field_id = i.field_id
       WHERE i.inst_uid = ? AND i.fspace_id = ? ORDER BY i.field_row`, { wide: true }).all(uid, fspace_id);
    list.text('Fields', shown.map((field) => `${field.name === null ? '' : `${field.name} `}<${field.field_id}>${field.align_bytes === null ? '' : ` (align=${field.align_bytes})`}`).join(', '));
  }
}
