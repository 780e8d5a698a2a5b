/** What gives items their colours: values by item, and the slot or step that stands for a value. Engine worker. */
import { sourcePlace } from '../index/provenance_text.ts';
import { PAGE_FIELDS } from '../index/query/number_terms.ts';
import type { QuerySource } from '../index/query/query_source.ts';
import { colorSlot, HUE_SLOTS, TIERS } from '../protocol/colors.ts';
import { STATE_NAMES, type TrackId } from '../protocol/items.ts';
import { exactly } from '../protocol/print_query.ts';
import { NO_COLOR, RAMP_STEPS, type ColorMode } from '../protocol/tiles.ts';

/** Ends of the ramps, the same in every run: 1 us to 10 s, and 256 B to 256 GiB, in equal ratios. */
const DURATION_RANGE = [1e3, 1e10] as const;
const SIZE_RANGE = [2 ** 8, 2 ** 38] as const;
/** Neighbouring nodes get hues that are far apart. */
const NODE_STRIDE = 7;

/** A box of one item. */
export interface ColoredBox {
  readonly track: TrackId;
  readonly node: number | null;
  readonly ordinal: number;
  readonly state: number;
}

export interface ColorValue {
  readonly color: number;
  readonly label: string;
  readonly query: string;
}

const SIZED = ['copy', 'fill', 'instance'] as const;

/** Slot, step or NO_COLOR. @param mode not 'task' and not 'rules' */
export function colorOf(source: QuerySource, mode: ColorMode, box: ColoredBox): number {
  if (mode === 'state') return box.state < STATE_NAMES.length - 1 ? box.state : NO_COLOR;
  if (mode === 'node') return box.node === null ? NO_COLOR : nodeSlot(box.node);
  if (mode === 'duration') {
    const page = source.times(box.track, box.ordinal);
    return page === undefined ? NO_COLOR : rampStep(page.stops[box.ordinal - page.firstOrdinal] - page.starts[box.ordinal - page.firstOrdinal], DURATION_RANGE);
  }
  if (mode === 'size') {
    const size = isOneOf(source, box, SIZED) ? rowNumber(source, box, 'size') : undefined;
    return size === undefined ? NO_COLOR : rampStep(size, SIZE_RANGE);
  }
  return valueOf(source, mode, box)?.color ?? NO_COLOR;
}

/** The value with its name and what finds all of its items; undefined where the item has none. */
export function valueOf(source: QuerySource, mode: ColorMode, box: ColoredBox): ColorValue | undefined {
  switch (mode) {
    case 'state': {
      const name = STATE_NAMES[box.state];
      return name == null ? undefined : { color: box.state, label: name, query: `${STATE_QUERIES[name]}>0ns` };
    }
    case 'node': return box.node === null ? undefined : { color: nodeSlot(box.node), label: `node ${box.node}`, query: `node:${box.node}` };
    case 'operation': {
      const operation = operationOf(source, box);
      return Number.isNaN(operation) ? undefined : { color: colorSlot(String(operation)), label: `operation ${operation}`, query: `op:${operation}` };
    }
    case 'line': {
      const text = provenanceOf(source, box);
      if (text === undefined) return undefined;
      const place = sourcePlace(text);
      const label = place === undefined ? text : `${place.file}:${place.line}`;
      return { color: colorSlot(label), label, query: place === undefined ? exactly('prov', text) : `prov:${JSON.stringify(label)}` };
    }
    case 'mapper': {
      const mapper = isOneOf(source, box, ['mapper_call']) ? rowNumber(source, box, 'mapper') : undefined;
      return mapper === undefined ? undefined : { color: colorSlot(`mapper ${mapper}`), label: `mapper ${mapper}`, query: `mapper:${mapper}` };
    }
    default: return undefined;
  }
}

const STATE_QUERIES = { running: 'run', ready: 'ready', waiting: 'wait' } as const;

function nodeSlot(node: number): number {
  return (node * NODE_STRIDE) % (HUE_SLOTS * TIERS);
}

function rampStep(value: number, [least, most]: readonly [number, number]): number {
  const part = Math.log(Math.max(1, value) / least) / Math.log(most / least);
  return Math.round(Math.min(1, Math.max(0, part)) * (RAMP_STEPS - 1));
}

function operationOf(source: QuerySource, { track, ordinal }: ColoredBox): number {
  const page = source.page(track, ordinal);
  return page === undefined ? Number.NaN : PAGE_FIELDS.op(page, ordinal - page.firstOrdinal, source);
}

/** Calls and runtime work have none of their own. */
function provenanceOf(source: QuerySource, box: ColoredBox): string | undefined {
  const operation = isOneOf(source, box, ['task', 'gpu_kernel', 'copy', 'fill', 'deppart', 'instance']) ? operationOf(source, box) : Number.NaN;
  return Number.isNaN(operation) ? undefined : source.provenanceOf(operation);
}

function isOneOf(source: QuerySource, { track, ordinal }: ColoredBox, types: readonly string[]): boolean {
  const page = source.page(track, ordinal);
  const type = page === undefined ? undefined : source.names[page.names[ordinal - page.firstOrdinal]]?.type;
  return type !== undefined && types.includes(type);
}

/** Undefined while rows are not written. */
function rowNumber(source: QuerySource, { track, ordinal }: ColoredBox, field: 'size' | 'mapper'): number | undefined {
  const value = source.isWhole ? source.rowValues(track, field, ordinal, ordinal + 1)[0]?.[1] : undefined;
  return value === undefined ? undefined : Number(value);
}
