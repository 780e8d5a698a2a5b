/**
 * Utilization of the kinds of each node and of all nodes, step by step.
 * Source: legion tools/legion_prof_rs/src/backend/visualize.rs (emit_utilization_tsv), backend/common.rs (group functions).
 */
import type { FieldSource } from '../../index/field_source.ts';
import type { Steps } from '../../model/utilization.ts';
import { GPU_KIND, processorKind } from '../../model/kinds.ts';
import type { GroupSummary, TrackSummary } from '../../protocol/run_api.ts';
import { memoryWords, processorFacts, type LegacyLine } from './legacy_lines.ts';
import { LegionCurves } from '../tiles/legion_curves.ts';
import type { LegionTree } from '../tiles/legion_tree.ts';
import { microseconds, tsvLine } from './legacy_text.ts';
import { fixedText } from '../../protocol/number_texts.ts';

export interface LegacyGroup {
  /** `0 (CPU)`, `all (Channel)`. */
  readonly name: string;
  /** undefined = all nodes. */
  readonly node: number | undefined;
  readonly members: readonly TrackSummary[];
  /** Processors that make 100 %, idle ones too; undefined where any member makes the group busy, or for memories. */
  readonly denominator: number | undefined;
}

/** In the order in which they are listed: of each node processors by kind, memories by kind, channels; all nodes last. */
export function legacyGroups(source: FieldSource, lines: readonly LegacyLine[]): LegacyGroup[] {
  const kinds = source.database.all<{ node: number; kind: number }>('SELECT node, kind FROM processor');
  const nodes = [...new Set([...kinds.map(({ node }) => node), ...lines.flatMap((line) => nodesOf(line))])].sort((a, b) => a - b);
  const groups: LegacyGroup[] = [];
  for (const node of [...nodes, undefined]) {
    const label = node === undefined ? 'all' : String(node);
    const here = lines.filter((line) => node === undefined || nodesOf(line).includes(node));
    const add = (name: string, members: readonly LegacyLine[], denominator?: number): void => {
      groups.push({ name: `${label} (${name})`, node, members: members.flatMap(({ track }) => (track.id >= 0 ? [track] : [])), denominator });
    };
    const described = kinds.filter((one) => node === undefined || one.node === node).map(({ kind }) => kind);
    for (const kind of [...new Set(described)].sort((a, b) => a - b)) {
      const count = described.filter((one) => one === kind).length;
      // Kinds on which nothing ran are left out.
      if (!here.some(({ sort, track }) => sort === 'processor' && processorFacts(source, track).kind === kind)) continue;
      for (const half of kind === GPU_KIND ? [' Device', ' Host'] : ['']) {
        add(`${processorKind(kind).name}${half}`, here.filter(({ sort, track }) => sort === 'processor' && isOf(source, track, kind, half)), count);
      }
    }
    const memories = here.filter(({ sort }) => sort === 'memory').map((line) => ({ line, kind: memoryKindOf(source, line.track) }));
    for (const kind of [...new Set(memories.map((one) => one.kind))].sort((a, b) => a - b)) add(memoryWords(kind), memories.filter((one) => one.kind === kind).map(({ line }) => line));
    const channels = here.filter(({ sort }) => sort === 'channel' || sort === 'partition');
    if (channels.length > 0) add('Channel', channels);
  }
  return groups;
}

function isOf(source: FieldSource, track: TrackSummary, kind: number, half: string): boolean {
  const facts = processorFacts(source, track);
  return facts.kind === kind && facts.half === half;
}

function memoryKindOf({ database }: FieldSource, { realmId }: TrackSummary): number {
  return database.get<{ kind: number }>('SELECT kind FROM memory WHERE hex = ?', realmId)?.kind ?? 0;
}

/** A channel is of the nodes of both its memories. */
function nodesOf({ ends, track }: LegacyLine): number[] {
  return ends.length === 0 ? [track.node ?? 0] : [...new Set(ends.map((id) => Number((id >> 40n) & 0xffffn)))];
}

/** Steps of groups, made of the same edges as the viewer's curves. */
export class LegacyCurves {
  readonly #curves: LegionCurves;
  #next = -1;

  constructor(source: FieldSource, tree: LegionTree) {
    this.#curves = new LegionCurves(source.reader, tree);
  }

  *lines({ members, denominator, name, node }: LegacyGroup): Generator<string, void, void> {
    yield tsvLine(['time', 'count']);
    yield tsvLine([microseconds(0), fixedText(0, 2)]);
    const group: GroupSummary = {
      // Of no row of the tree.
      id: this.#next--, slug: name, node: node ?? null, name, longName: name, kind: denominator === undefined ? 'chan' : members[0]?.kind ?? 'cpu',
      members: members.map(({ id }) => id), denominator: denominator ?? null, capacityBytes: null, hasUtil: false,
    };
    const { times, values }: Steps = members.length === 0 ? { times: new Float64Array(0), values: new Float64Array(0) } : this.#curves.steps(group);
    for (let i = 0; i < times.length; i++) yield tsvLine([microseconds(times[i]), fixedText(values[i], 2)]);
  }
}
