/** Texts of the details panel as the reference viewer writes them. Pure. Source: legion_prof_rs common.rs and backend/data_source.rs. */
import type { FieldTone } from '../protocol/fields.ts';
import { fixedText } from '../protocol/number_texts.ts';

/** Colour of a latency: long is bad, negative cannot be. Source: data_source.rs, latency colour. */
export function latencyTone(startNs: number, stopNs: number): FieldTone {
  const ns = stopNs - startNs;
  return ns < 0 ? 'blue' : ns < 100_000 ? 'plain' : ns < 1_000_000 ? 'gold' : 'red';
}

/** Colour of the time by which work was deferred: short is bad, as it was put off late. Source: data_source.rs, deferred colour. */
export function deferredTone(startNs: number, stopNs: number): FieldTone {
  const ns = stopNs - startNs;
  return ns < 100_000 ? 'red' : ns < 1_000_000 ? 'gold' : 'plain';
}

/** `4.883 KiB`, `512 B`. Source: common.rs, SizePretty. */
export function sizeText(bytes: number): string {
  for (const [unit, size] of [['GiB', 2 ** 30], ['MiB', 2 ** 20], ['KiB', 2 ** 10]] as const) {
    if (bytes >= size) return `${fixedText(bytes / size, 3)} ${unit}`;
  }
  return `${bytes} B`;
}

/** Bytes per second over [startNs, stopNs), with its colour; undefined for an empty or negative time. */
export function bandwidth(bytes: number, startNs: number, stopNs: number): { readonly text: string; readonly tone: FieldTone } | undefined {
  if (stopNs <= startNs) return undefined;
  const perSecond = Math.floor((bytes * 1e9) / (stopNs - startNs));
  return { text: `${sizeText(perSecond)}/s`, tone: perSecond < 1e9 ? 'red' : perSecond < 1e10 ? 'gold' : 'plain' };
}

/** Takes escape sequences (colours of backtraces) out of a text. */
export function withoutAnsi(text: string): string {
  // The escape character is what the sequences start with; written as a code so that the source stays readable.
  const escape = String.fromCharCode(27);
  return text.replaceAll(new RegExp(`${escape}(?:\\[[0-?]*[ -/]*[@-~]|\\][^\\u0007${escape}]*(?:\\u0007|${escape}\\\\)|[@-Z\\\\^_])`, 'g'), '');
}

const DIMENSIONS = ['DimX', 'DimY', 'DimZ', 'DimW', 'DimV', 'DimU', 'DimT', 'DimS', 'DimR'];
const FIELD_DIMENSION = 9;

function dimensionName(kind: number): string {
  if (kind < FIELD_DIMENSION) return DIMENSIONS[kind];
  if (kind === FIELD_DIMENSION) return 'DimF';
  const inner = kind - FIELD_DIMENSION - 1;
  const base = DIMENSIONS[inner >> 1];
  return base === undefined ? `Dim${kind}` : `${inner % 2 === 0 ? 'Inner' : 'Outer'}${base}`;
}

/** A dimension of an instance's order: position 0 is the fastest. */
export interface Dimension {
  readonly position: number;
  readonly kind: number;
}

/** `Row Major, Struct-of-arrays (SOA)` from the kinds by position; with brackets each part in its own. Source: common.rs, DimOrderPretty. */
export function layoutText(dimensions: readonly Dimension[], withBrackets = false): string {
  if (dimensions.length === 0) return '';
  const order = dimensions.toSorted((a, b) => a.position - b.position);
  const first = order[0].position;
  const last = order.at(-1)!.position;
  const isAos = order[0].kind === FIELD_DIMENSION && first === 0;
  const isSoa = !isAos && order.at(-1)!.kind === FIELD_DIMENSION;
  const isComplex = order.some(({ kind, position }) => kind === FIELD_DIMENSION && position !== first && position !== last);
  let columns = 0;
  let rows = 0;
  for (const { kind, position } of order) {
    if (kind === FIELD_DIMENSION) continue;
    if (isSoa) {
      if (kind === position) columns++;
      if (kind === last - position - 1) rows++;
    } else if (isAos) {
      if (kind === position - 1) columns++;
      if (kind === last - position) rows++;
    }
  }
  const parts: string[] = [];
  if (last !== 1) {
    if (columns === last && !isComplex) parts.push('Column Major');
    else if (rows === last && !isComplex) parts.push('Row Major');
  }
  if (isComplex) parts.push(order.map(({ kind }, i) => dimensionName(kind) + (withBrackets && i % 4 === 3 && i !== order.length - 1 ? '$' : '')).join(''));
  else if (isAos) parts.push('Array-of-structs (AOS)');
  else if (isSoa) parts.push('Struct-of-arrays (SOA)');
  return withBrackets ? parts.map((part) => `[${part}]`).join('') : parts.join(', ');
}

/** `[0:9][0:4]`, or `[3][4]` for a point, which has no upper ends. */
export function boundsText(lower: readonly bigint[], upper: readonly bigint[] | undefined): string {
  return lower.map((lo, i) => (upper === undefined ? `[${lo}]` : `[${lo}:${upper[i]}]`)).join('');
}
