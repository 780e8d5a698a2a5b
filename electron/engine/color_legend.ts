/** Which values colour most of a range: exact sums of the time of their segments in it. Engine worker. */
import type { QuerySource } from '../index/query/query_source.ts';
import { SliceClock } from '../index/slices.ts';
import type { ItemBlock } from '../model/item_blocks.ts';
import type { EngineMethods } from '../protocol/engine_api.ts';
import type { ColorLegendRow } from '../protocol/item_api.ts';
import { exactly } from '../protocol/print_query.ts';
import type { ColorMode } from '../protocol/tiles.ts';
import type { TimeSpan } from '../protocol/time.ts';
import { valueOf } from './color_values.ts';
import type { Run } from './run.ts';
import { firstAtOrAfter } from './segment_scan.ts';

const SHOWN = 12;
const CHECK_EVERY = 2048;
/** Values that are told apart; an operation is one, and a run may have millions. */
const MAX_VALUES = 100_000;

type Row = { -readonly [Key in keyof ColorLegendRow]: ColorLegendRow[Key] };

/** Ramps have no values, and rules are the page's own. @throws the signal's reason */
export async function colorLegend(run: Run, items: QuerySource, mode: ColorMode, { startNs, stopNs }: TimeSpan, signal: AbortSignal): Promise<EngineMethods['color.legend']['result']> {
  const rows = new Map<string, Row>();
  const { source } = run;
  const clock = new SliceClock();
  if (mode !== 'duration' && mode !== 'size' && mode !== 'rules') {
    for (const { id, mirrorOf, node } of run.rows.tracks) {
      if (mirrorOf !== null || source.track(id)?.lods.length === 0) continue;
      for (const block of await source.blocks(id, 0, startNs, stopNs)) {
        const end = firstAtOrAfter(block, stopNs);
        for (let i = 0; i < end; i++) {
          const insideNs = Math.min(block.stops[i], stopNs) - Math.max(block.starts[i], startNs);
          if (insideNs > 0) add(rows, items, mode, { block, i, track: id, node }, insideNs);
          if (i % CHECK_EVERY === 0) await clock.rest(signal);
        }
      }
    }
  }
  const sorted = [...rows.values()].sort((a, b) => b.totalNs - a.totalNs || (a.label < b.label ? -1 : 1));
  return { rows: sorted.slice(0, SHOWN), others: Math.max(0, sorted.length - SHOWN) };
}

interface Segment {
  readonly block: ItemBlock;
  readonly i: number;
  readonly track: number;
  readonly node: number;
}

function add(rows: Map<string, Row>, items: QuerySource, mode: ColorMode, { block, i, track, node }: Segment, insideNs: number): void {
  const name = items.names[block.names[i]];
  const value = mode === 'task'
    ? name && { color: block.colors[i], label: name.text, query: exactly('name', name.text) }
    : valueOf(items, mode, { track, node, ordinal: block.ordinals[i], state: block.states[i] });
  if (value === undefined) return;
  const row = rows.get(value.label);
  if (row !== undefined) row.totalNs += insideNs;
  else if (rows.size < MAX_VALUES) rows.set(value.label, { ...value, totalNs: insideNs });
}
