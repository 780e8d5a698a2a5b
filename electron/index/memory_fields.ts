/**
 * Fields of items of channels and memories.
 * Source: legion tools/legion_prof_rs/src/backend/data_source.rs, generate_chan_slot_meta_tile and generate_mem_slot_meta_tile.
 */
import type { ItemField } from '../protocol/fields.ts';
import { launchDomainText, layoutEfficiency } from './access_texts.ts';
import { bandwidth, deferredTone, latencyTone, layoutText, sizeText } from './detail_texts.ts';
import { FieldList } from './field_list.ts';
import type { FieldSource } from './field_source.ts';
import { linkTo, operationLink } from './item_links.ts';
import { lifeTimes } from './life_times.ts';
import { addInstanceOrigin, addOrigin, isWaitForMemory } from './origin_fields.ts';
import { provenanceValue } from './provenance_text.ts';
import type { ItemFacts } from './read_items.ts';
import { copyMoves, fillMoves, instanceGeometry, partitionReads } from './used_instances.ts';

export function channelFields(source: FieldSource, item: ItemFacts): ItemField[] {
  const list = new FieldList();
  const record = source.record(item);
  list.interval('Lifetime', item.startNs, item.stopNs);
  if (source.rules.describesAccess) addLaunch(list, source, item);
  addMoves(list, source, item);
  if (item.type !== 'deppart') {
    const bytes = Number(record.id('size', item.recordRow));
    list.text('Size', sizeText(bytes));
    const rate = bandwidth(bytes, item.startNs, item.stopNs);
    if (rate !== undefined) list.text('Effective Bandwidth', rate.text, rate.tone);
  }
  addOperation(list, source, item);
  const life = lifeTimes(source, item);
  addOrigin(list, source, life, life.create ?? item.startNs);
  if (life.ready !== undefined) {
    if (life.create !== undefined) list.interval('Deferred', life.create, life.ready, deferredTone(life.create, life.ready));
    list.interval('Delayed', life.ready, item.startNs, latencyTone(life.ready, item.startNs));
  }
  return list.fields;
}

function addLaunch(list: FieldList, source: FieldSource, item: ItemFacts): void {
  const record = source.record(item);
  const expr = record.id(item.type === 'copy' ? 'copy_expr' : 'fill_expr', item.recordRow);
  const domain = expr === 0n ? undefined : source.spaces.geometry(expr, item.rank);
  if (domain !== undefined) list.text('Launch Domain', launchDomainText(domain));
  const reduction = record.number('reduction', item.recordRow);
  if (reduction !== 0) list.text('Reduction Operator', String(reduction));
}

/** The list was called Requirements before it said more. */
function addMoves(list: FieldList, source: FieldSource, item: ItemFacts): void {
  const name = source.rules.describesAccess ? 'Instances' : 'Requirements';
  if (item.type === 'copy') {
    const { values, tone } = copyMoves(source, item);
    list.list(name, values, tone);
  } else if (item.type === 'fill') {
    list.list(name, fillMoves(source, item));
  } else {
    const values = source.rules.describesAccess ? partitionReads(source, source.record(item).id('fevent', item.recordRow)) : [];
    if (values.length > 0 || !source.rules.describesAccess) list.list(name, values);
  }
}

function addOperation(list: FieldList, source: FieldSource, item: ItemFacts): void {
  if (item.initiator === undefined || item.initiator === 0n) return;
  list.add('Operation', operationLink(source, item.initiator));
  const provenance = source.items.provenanceOf(item.initiator);
  if (provenance !== undefined) list.add('Provenance', provenanceValue(provenance));
}

interface BeginRow {
  readonly precondition: bigint | null;
  readonly previous: bigint | null;
}

/** What an instance waited for, and the instance whose memory it got. */
function beginOf(source: FieldSource, uid: bigint): { readonly critical: bigint; readonly previous: bigint } {
  const rows = [
    ...source.database.query<BeginRow>('SELECT precondition, NULL AS previous FROM instance_ready WHERE inst_uid = ?', { wide: true }).all(BigInt.asIntN(64, uid)),
    ...source.database.query<BeginRow>('SELECT precondition, previous_uid AS previous FROM instance_redistrict WHERE inst_uid = ?', { wide: true }).all(BigInt.asIntN(64, uid)),
  ];
  const first = (values: readonly (bigint | null)[]): bigint => BigInt.asUintN(64, values.find((value) => value !== null && value !== 0n) ?? 0n);
  return { critical: first(rows.map(({ precondition }) => precondition)), previous: first(rows.map(({ previous }) => previous)) };
}

/** Whether its critical path reads "Waiting for deallocation of other instances". */
export function waitedForMemory(source: FieldSource, item: ItemFacts): boolean {
  return isWaitForMemory(source, item, beginOf(source, source.record(item).id('inst_uid', item.recordRow)).critical);
}

export function instanceFields(source: FieldSource, item: ItemFacts): ItemField[] {
  const list = new FieldList();
  const record = source.record(item);
  const uid = record.id('inst_uid', item.recordRow);
  list.interval('Lifetime', item.startNs, item.stopNs);
  addRegions(list, source, uid);
  const dimensions = source.dimensions(uid);
  if (source.rules.hasGeometry) {
    const { union, pieces } = instanceGeometry(source, uid);
    const layout = layoutEfficiency(dimensions, union, pieces);
    list.text('Layout', layout.text, layout.tone);
  } else {
    list.text('Layout', layoutText(dimensions));
  }
  list.text('Size', sizeText(Number(record.id('size', item.recordRow))));
  addOperation(list, source, item);
  const { critical, previous } = beginOf(source, uid);
  const before = source.instance(previous);
  if (before !== undefined) list.add('Previous Instance', linkTo(before, source.instanceName(before)));
  addInstanceOrigin(list, source, item, { ...lifeTimes(source, item), critical });
  return list.fields;
}

/** Per region its index space, field space and fields; from 26.03 on all index spaces first, as there is one field space. */
function addRegions(list: FieldList, source: FieldSource, uid: bigint): void {
  const regions = source.regions(uid);
  for (const [i, { ispace, fspace, rank }] of regions.entries()) {
    list.text('Index Space', source.spaces.text(ispace, rank));
    if (!source.rules.hasGeometry || i === regions.length - 1) addFieldSpace(list, source, uid, fspace);
  }
}

function addFieldSpace(list: FieldList, source: FieldSource, uid: bigint, fspace: bigint): void {
  const name = source.fieldSpaceName(fspace);
  list.text('Field Space', name === undefined ? `<${fspace}>` : `${name} <${fspace}>`);
  const fields = source.fields(uid, fspace).map(({ field, name: fieldName, align }) => `${fieldName === undefined ? '' : `${fieldName} `}<${field}>${align === undefined ? '' : ` (align=${align})`}`);
  list.text('Fields', fields.join(', '));
}
