/** The rows of the tree above the tracks of joined exports: a group for each kind, under the node. */
import type { IndexExtension } from '../index/index_extension.ts';
import type { ModelGroup } from '../model/run_model.ts';
import type { TrackId, TrackKind } from '../protocol/items.ts';
import type { MetricCurve } from './gpu_metrics.ts';
import { GROUP_KINDS, groupNames } from './line_names.ts';

/** New rows of a node. */
export interface NodeRows {
  readonly tracks: ReadonlyMap<TrackKind, readonly TrackId[]>;
  readonly metrics: readonly MetricCurve[];
}

/** @param roots top rows of the tree as they were @returns as they are now */
export function addGroups(extension: IndexExtension, nodes: ReadonlyMap<number, NodeRows>, roots: readonly TrackId[]): readonly TrackId[] {
  const added: TrackId[] = [];
  for (const [node, { tracks, metrics }] of [...nodes].sort(([a], [b]) => a - b)) {
    const known = extension.database.get<{ id: TrackId; members: string }>('SELECT track_id AS id, members FROM track_group WHERE node = ? AND kind IS NULL', node);
    const members = GROUP_KINDS.flatMap((kind) => {
      const own = kind === 'gpu-metric' ? metrics.map((metric) => addMetric(extension, node, metric)) : tracks.get(kind) ?? [];
      return own.length === 0 ? [] : [add(extension, { ...groupNames(kind, node), node, kind, members: own, denominator: kind === 'gpu-metric' ? null : own.length })];
    });
    if (known === undefined) added.push(add(extension, { slug: `n${node}`, name: `n${node}`, longName: `Node ${node}`, node, kind: undefined, members, denominator: null }));
    else extension.database.run('UPDATE track_group SET members = ? WHERE track_id = ?', JSON.stringify([...(JSON.parse(known.members) as TrackId[]), ...members]), known.id);
  }
  return [...roots, ...added];
}

function addMetric(extension: IndexExtension, node: number, { gpu, name, scale, util }: MetricCurve): TrackId {
  const { slug } = groupNames('gpu-metric', node);
  return add(extension, { slug: `${slug}/${gpu}.${name}`, name: `gpu${gpu} ${name}`, longName: `GPU ${gpu} ${name}, full height ${scale}`, node, kind: 'gpu-metric', members: [], denominator: null, util });
}

function add(extension: IndexExtension, group: Pick<ModelGroup, 'slug' | 'name' | 'longName' | 'node' | 'kind' | 'members' | 'denominator'> & Partial<ModelGroup>): TrackId {
  const id = extension.newId();
  extension.addGroup({ util: undefined, capacityBytes: null, ...group, id });
  return id;
}
