/**
 * Texts about how much of an instance was used, and how it is laid out. Pure; from log version 1011 on.
 * Source: legion tools/legion_prof_rs/src/backend/data_source.rs (0.2603), the texts of instance links, launch domains and layouts.
 */
import type { FieldTone } from '../protocol/fields.ts';
import { fixedText } from '../protocol/number_texts.ts';
import { layoutText, type Dimension } from './detail_texts.ts';
import type { Box, Geometry } from './index_spaces.ts';

const FIELD_DIMENSION = 9;
const PRIVILEGES: Readonly<Record<number, string>> = { 0: 'No-Access', 1: ' Read', 2: ' Write', 6: ' Read-Write', 7: ' Read-Write' };

/** With the blank in front that the reference writes. @param mode as logged: 4 = reduce with `redop` */
export function privilegeText(mode: number, redop: number): string {
  return mode === 4 ? ` Reduce<${redop}>` : PRIVILEGES[mode] ?? ` mode ${mode}`;
}

function volume({ lo, hi }: Box): bigint {
  let points = 1n;
  for (let i = 0; i < lo.length; i++) points *= hi[i] < lo[i] ? 0n : hi[i] - lo[i] + 1n;
  return points;
}

/** Points of all pieces. */
function pointsOf(pieces: readonly Box[]): bigint {
  return pieces.reduce((sum, piece) => sum + volume(piece), 0n);
}

function overlaps(a: Box, b: Box): boolean {
  return a.lo.every((lo, i) => lo <= b.hi[i] && b.lo[i] <= a.hi[i]);
}

/** `12.34`. Both are whole numbers of points. */
function percent(part: bigint, whole: bigint): string {
  return fixedText(100 * Number(part) / Number(whole), 2);
}

/** Geometry of an instance: its pieces, else the box around all of it. */
export function instancePieces(union: Geometry | undefined, pieces: Geometry | undefined): readonly Box[] | undefined {
  if (pieces !== undefined) return pieces.pieces;
  return union && (union.box === undefined ? [] : [union.box]);
}

/** Whether an access covers all but the slowest dimension of a piece. */
export type IsContiguous = (access: Box, piece: Box, dimensions: readonly Dimension[]) => boolean;

/** How much of an instance an access touches. @param privilege from `privilegeText` */
export function accessText(privilege: string, access: Geometry | undefined, instance: readonly Box[] | undefined, dimensions: readonly Dimension[], fieldCount: number, covers: IsContiguous): string {
  if (access === undefined || instance === undefined) return privilege;
  const used = pointsOf(access.pieces);
  const all = pointsOf(instance);
  if (used === 0n || all === 0n) return ` Empty${privilege}`;
  const isSoa = fieldCount <= 1 || dimensions.at(-1)?.kind === FIELD_DIMENSION;
  if (used >= all) {
    if (instance.length > 1) return ` Total Sparse${privilege} accessing ${instance.length} pieces`;
    return isSoa ? ` Total Dense${privilege}` : ` Total Strided${privilege} (not SOA)`;
  }
  const share = percent(used, all);
  const touched = instance.filter((piece) => access.pieces.some((box) => overlaps(piece, box)));
  if (access.pieces.length !== 1 || touched.length !== 1) {
    return ` Partial (${share}%) Sparse${privilege} with ${access.pieces.length} rects accessing ${touched.length} piece${touched.length === 1 ? '' : 's'}`;
  }
  if (!isSoa) return ` Partial (${share}%) Strided${privilege} (not SOA)`;
  if (covers(access.pieces[0], touched[0], dimensions)) return ` Partial (${share}%) Dense${privilege}`;
  return ` Partial (${share}%) Strided${privilege} (dimensions not contiguous)`;
}

export const isContiguous: IsContiguous = (access, piece, dimensions) =>
  slowestLast(access, dimensions).slice(0, -1).every((axis) => access.lo[axis] <= piece.lo[axis] && access.hi[axis] >= piece.hi[axis]);

/** Spatial axes, fastest first. */
export function slowestLast({ lo }: Box, dimensions: readonly Dimension[]): readonly number[] {
  const spatial = dimensions.filter(({ kind }) => kind < lo.length).map(({ kind }) => kind);
  return spatial.length > 0 ? spatial : lo.map((_, i) => i);
}

/** Layout of an instance with how well it uses its memory. */
export function layoutEfficiency(dimensions: readonly Dimension[], union: Geometry | undefined, pieces: Geometry | undefined): { readonly text: string; readonly tone: FieldTone } {
  const layout = layoutText(dimensions);
  if (union === undefined) {
    if (pieces === undefined) return { text: layout, tone: 'plain' };
    return { text: pieces.pieces.length > 1 ? `Compact Sparse with ${pieces.pieces.length} pieces ${layout}` : `Affine Dense ${layout}`, tone: 'plain' };
  }
  if (union.box === undefined) return { text: 'Empty Instance', tone: 'plain' };
  const held = pieces === undefined ? volume(union.box) : pointsOf(pieces.pieces);
  const share = held === 0n ? 100 : 100 * Number(pointsOf(union.pieces)) / Number(held);
  const tone = share < 10 ? 'red' : share < 50 ? 'gold' : 'plain';
  const efficiency = `(${fixedText(share, 2)}% efficient)`;
  const count = pieces?.pieces.length ?? 1;
  return { text: count > 1 ? `Compact Sparse with ${count} pieces ${efficiency} ${layout}` : `Affine Dense ${efficiency} ${layout} `, tone };
}

/** Points that a copy or fill is over. */
export function launchDomainText({ pieces, box }: Geometry): string {
  if (box === undefined) return 'Empty';
  return pieces.length === 1 ? 'Dense' : `Sparse (${percent(pointsOf(pieces), volume(box))}% with ${pieces.length} rects)`;
}

const AXES = 'XYZWVUTSR';

/** What a copy between two layouts turns around; undefined if it turns nothing, or the layouts cannot be compared. */
export function transposition(source: readonly Dimension[], target: readonly Dimension[]): string | undefined {
  if (source.length !== target.length) return undefined;
  let fields: string | undefined;
  let axes: string | undefined;
  for (const [i, { kind }] of source.entries()) {
    const other = target[i].kind;
    if (kind === other) continue;
    if (kind === FIELD_DIMENSION || other === FIELD_DIMENSION) fields = `fields with spatial dimension ${axisName(kind === FIELD_DIMENSION ? other : kind)}`;
    else axes = `spatial dimensions ${axisName(kind)} and ${axisName(other)}`;
  }
  if (fields === undefined && axes === undefined) return undefined;
  return `Transposing ${[fields, axes].filter((part) => part !== undefined).join(' and ')}!`;
}

function axisName(kind: number): string {
  return AXES[kind] ?? `${kind}`;
}
