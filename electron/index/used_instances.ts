/** Instances that an operation, copy, fill or partitioning used, as lists of links and texts. Source: legion_prof_rs data_source.rs, generate_inst_fields, generate_copy_reqs, generate_fill_reqs. */
import type { FieldTone, FieldValue } from '../protocol/fields.ts';
import { accessText, instancePieces, privilegeText, transposition } from './access_texts.ts';
import type { FieldSource, Move } from './field_source.ts';
import { instanceLink } from './item_links.ts';
import type { ItemFacts } from './read_items.ts';

const text = (value: string): FieldValue => ({ kind: 'text', text: value });

interface Usage {
  readonly inst_uid: bigint;
  readonly requirement: bigint | null;
  readonly field_id: bigint;
  readonly mode: bigint | null;
  readonly redop: bigint | null;
  readonly index_expr: bigint | null;
}

/** Instances that an operation used: each once up to log version 1010, then by region requirement with privilege and fields. */
export function usedInstances(source: FieldSource, operation: bigint): FieldValue[] {
  const usages = source.database.query<Usage>('SELECT inst_uid, requirement, field_id, mode, redop, index_expr FROM instance_usage WHERE op_id = ? ORDER BY usage_row', { wide: true }).all(BigInt.asIntN(64, operation));
  if (usages.length === 0) return [];
  if (!source.rules.describesAccess) {
    const uids = [...new Set(usages.map(({ inst_uid }) => BigInt.asUintN(64, inst_uid)))];
    return uids.sort((a, b) => source.instanceOrder(a) - source.instanceOrder(b)).map((uid) => instanceLink(source, uid));
  }
  const values: FieldValue[] = [];
  const requirement = (usage: Usage): number => Number(BigInt.asIntN(32, usage.requirement ?? 0n));
  for (const [number, inRequirement] of Map.groupBy(usages.toSorted((a, b) => requirement(a) - requirement(b)), requirement)) {
    values.push(text(number < 0 ? 'No Requirement (Futures)' : `Requirement ${number}`));
    const order = ({ inst_uid }: Usage): number => source.instanceOrder(BigInt.asUintN(64, inst_uid));
    const inOrder = inRequirement.toSorted((a, b) => order(a) - order(b));
    for (const same of Map.groupBy(inOrder, (usage) => `${usage.inst_uid} ${usage.index_expr} ${usage.mode} ${usage.redop}`).values()) {
      const uid = BigInt.asUintN(64, same[0].inst_uid);
      values.push(accessLink(source, uid, '', same[0].index_expr ?? 0n, privilegeText(Number(same[0].mode ?? 0), Number(same[0].redop ?? 0))));
      values.push(text(fieldsText(source, uid, [...new Set(same.map(({ field_id }) => Number(field_id)))].sort((a, b) => a - b))));
    }
  }
  return values;
}

/** Link to an instance that says how much of it was used. @param expr index space used; 0n if not recorded */
function accessLink(source: FieldSource, uid: bigint, prefix: string, expr: bigint, privilege: string): FieldValue {
  if (!source.rules.describesAccess) return instanceLink(source, uid, prefix);
  const rank = source.instance(uid)?.rank ?? 0;
  const access = expr === 0n ? undefined : source.spaces.geometry(expr, rank);
  const { union, pieces } = instanceGeometry(source, uid);
  const fieldCount = source.fieldSpaces(uid).reduce((sum, fspace) => sum + source.fields(uid, fspace).length, 0);
  return instanceLink(source, uid, prefix, accessText(privilege, access, instancePieces(union, pieces), source.dimensions(uid), fieldCount, source.isContiguous));
}

/** Index spaces that an instance covers; undefined where they were not recorded. */
export function instanceGeometry(source: FieldSource, uid: bigint) {
  const row = source.database.query<{ union_space: bigint | null; piece_space: bigint | null; rank: bigint }>('SELECT union_space, piece_space, rank FROM instance_space WHERE inst_uid = ? ORDER BY space_row LIMIT 1', { wide: true }).get(BigInt.asIntN(64, uid));
  const geometry = (id: bigint | null | undefined) => (id === null || id === undefined ? undefined : source.spaces.geometry(id, Number(row!.rank)));
  return { union: geometry(row?.union_space), pieces: geometry(row?.piece_space) };
}

function fieldsText(source: FieldSource, uid: bigint, fields: readonly number[]): string {
  return `Fields: ${fields.map((field) => source.fieldText(uid, field)).join(', ')}`;
}

function groupName(first: number, end: number): string {
  return end - first === 1 ? `Requirement ${first}` : `Requirements ${first}-${end - 1}`;
}

/** Consecutive moves that are alike, as [first, end). */
function* groups(moves: readonly Move[], isAlike: (a: Move, b: Move) => boolean): Generator<readonly [first: number, end: number]> {
  for (let first = 0; first < moves.length;) {
    let end = first + 1;
    while (end < moves.length && isAlike(moves[first], moves[end])) end++;
    yield [first, end];
    first = end;
  }
}

/** What a copy moved, consecutive fields between the same two instances together. Gold if it also turned something around. */
export function copyMoves(source: FieldSource, item: ItemFacts): { readonly values: FieldValue[]; readonly tone: FieldTone } {
  const values: FieldValue[] = [];
  let tone: FieldTone = 'plain';
  const moves = source.moves(item);
  const reduction = source.record(item).number('reduction', item.recordRow);
  const writes = reduction === 0 ? privilegeText(2, 0) : privilegeText(4, reduction);
  const isAlike = (a: Move, b: Move): boolean => a.src === b.src && a.dst === b.dst && a.hops === b.hops && a.srcExpr === b.srcExpr && a.dstExpr === b.dstExpr;
  for (const [first, end] of groups(moves, isAlike)) {
    const { src, dst, srcExpr, dstExpr, hops } = moves[first];
    const group = moves.slice(first, end);
    values.push(text(groupName(first, end)));
    const side = (uid: bigint, prefix: string, expr: bigint, privilege: string, fields: readonly number[]): void => {
      values.push(accessLink(source, uid, prefix, expr, privilege), text(fieldsText(source, uid, fields)));
    };
    if (src !== 0n && dst !== 0n) {
      side(src, 'Source: ', srcExpr, privilegeText(1, 0), group.map(({ srcField }) => srcField));
      side(dst, 'Destination: ', dstExpr, writes, group.map(({ dstField }) => dstField));
      const turned = source.rules.describesAccess ? transposition(source.dimensions(src), source.dimensions(dst)) : undefined;
      if (turned !== undefined) {
        values.push(text(turned));
        tone = 'gold';
      }
    } else if (src !== 0n) {
      side(src, 'Gather: source indirect instance ', srcExpr, privilegeText(1, 0), group.map(({ srcField }) => srcField));
    } else if (dst !== 0n) {
      side(dst, 'Scatter: destination indirect instance ', dstExpr, privilegeText(1, 0), group.map(({ dstField }) => dstField));
    }
    values.push(text(`Number of Hops: ${hops}`));
  }
  return { values, tone };
}

/** What a fill filled. */
export function fillMoves(source: FieldSource, item: ItemFacts): FieldValue[] {
  const moves = source.moves(item);
  const expr = source.record(item).id('fill_expr', item.recordRow);
  const values: FieldValue[] = [];
  for (const [first, end] of groups(moves, (a, b) => a.dst === b.dst)) {
    const { dst } = moves[first];
    values.push(text(groupName(first, end)), accessLink(source, dst, 'Destination: ', expr, privilegeText(2, 0)), text(fieldsText(source, dst, moves.slice(first, end).map(({ dstField }) => dstField))));
  }
  return values;
}

/** What a dependent partitioning read (from log version 1011), by instance and index space. */
export function partitionReads(source: FieldSource, fevent: bigint): FieldValue[] {
  const rows = source.database.query<{ src_inst: bigint | null; src_expr: bigint | null; field: bigint }>('SELECT src_inst, src_expr, field FROM partition_instance WHERE fevent = ? ORDER BY partition_row', { wide: true }).all(BigInt.asIntN(64, fevent));
  const values: FieldValue[] = [];
  for (const same of Map.groupBy(rows, ({ src_inst, src_expr }) => `${src_inst} ${src_expr}`).values()) {
    const uid = BigInt.asUintN(64, same[0].src_inst ?? 0n);
    values.push(accessLink(source, uid, 'Source: ', same[0].src_expr ?? 0n, privilegeText(1, 0)), text(fieldsText(source, uid, same.map(({ field }) => Number(field)))));
  }
  return values;
}
