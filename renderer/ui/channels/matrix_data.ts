/** Channels as a matrix of sources and destinations: by memory, node or kind of memory. Pure. */
import type { TrackSummary } from '../../../electron/protocol/run_api.ts';
import type { ChannelUse } from '../../../electron/protocol/table_api.ts';

export type Grouping = 'memory' | 'node' | 'kind';
export type Metric = 'bytes' | 'count' | 'mean' | 'p95';

export interface Cell {
  readonly source: string;
  readonly target: string;
  readonly use: ChannelUse;
  readonly tracks: readonly number[];
}

/** What stands where a channel has no such end. */
const FILL = 'fill';
const INDIRECT = 'indirect';

/** The ends of a channel, from the short name that the reference gives it: `n0s0-n1s0`, `f n0s0`, `g n0s0`, `s n0s0`. */
export function endsOf({ name }: TrackSummary): readonly [source: string, target: string] {
  if (name.startsWith('f ')) return [FILL, name.slice(2)];
  if (name.startsWith('g ')) return [INDIRECT, name.slice(2)];
  if (name.startsWith('s ')) return [name.slice(2), INDIRECT];
  const at = name.indexOf('-');
  return [name.slice(0, at), name.slice(at + 1)];
}

/** Channels, and to which cell each belongs: `cells[i]` is [source, target]. Those between two nodes stand in the tree twice and count once. */
export function cellsOf(tracks: readonly TrackSummary[], grouping: Grouping): { readonly cells: readonly (readonly [string, string])[]; readonly groups: readonly (readonly [number, number])[] } {
  const kinds = new Map(tracks.filter(({ capacityBytes }) => capacityBytes !== null).map(({ node, name, kind }) => [`n${node}${name}`, kind]));
  const grouped = (end: string): string => {
    if (grouping === 'memory' || end === FILL || end === INDIRECT) return end;
    return grouping === 'node' ? /^n\d+/.exec(end)?.[0] ?? end : kinds.get(end) ?? 'other';
  };
  const places = new Map<string, number>();
  const cells: (readonly [string, string])[] = [];
  const groups = tracks.filter(({ kind, mirrorOf }) => kind === 'chan' && mirrorOf === null).map((track): [number, number] => {
    const [source, target] = endsOf(track);
    const cell = [grouped(source), grouped(target)] as const;
    const key = cell.join('\n');
    if (!places.has(key)) places.set(key, cells.push(cell) - 1);
    return [track.id, places.get(key)!];
  });
  return { cells, groups };
}

export const metricOf = ({ bytes, count, meanRate, p95Rate }: ChannelUse, metric: Metric): number | null => ({ bytes, count, mean: meanRate, p95: p95Rate })[metric];

/** Ends in the order of their names, nodes as numbers; fills and indirections last. */
export function orderedEnds(ends: Iterable<string>): string[] {
  const rank = (end: string): number => (end === FILL || end === INDIRECT ? 1 : 0);
  return [...new Set(ends)].sort((a, b) => rank(a) - rank(b) || a.localeCompare(b, 'en', { numeric: true }));
}

/** Memories that a query names; of more it names none. */
const MAX_NAMED = 100;

/** The query that finds the copies of channels, by the memories at their ends. */
export function queryOfChannels(channels: readonly TrackSummary[]): string {
  const ends = channels.map(endsOf);
  const side = (field: 'src' | 'dst', i: 0 | 1): string => {
    const names = orderedEnds(ends.map((pair) => pair[i])).filter((end) => end !== FILL && end !== INDIRECT);
    return names.length === 0 || names.length > MAX_NAMED ? '' : `${field}:=${names.join(',')}`;
  };
  return [ends.every(([source]) => source === FILL) ? 'type:fill' : '', side('src', 0), side('dst', 1)].filter((part) => part !== '').join(' ');
}
