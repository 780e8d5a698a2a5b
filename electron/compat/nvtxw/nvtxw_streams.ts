/**
 * The tracks of a run in the order of the reference's tree, with the names that their streams get. Source: prof-viewer src/nvtxw.rs:
 * `Legion <long name>` in domain `Legion/<node>/<kind>/<track>`; summary rows and the rows of all nodes are left out.
 */
import type { IndexReader } from '../../index/index_reader.ts';
import type { GroupSummary, TrackSummary } from '../../protocol/run_api.ts';

export interface TrackStream {
  readonly track: TrackSummary;
  readonly name: string;
  readonly domain: string;
  /** Path of the newer interface, escaped. */
  readonly scope: string;
}

export interface StreamGroup {
  readonly group: GroupSummary;
  readonly node: number;
  readonly scope: string;
  readonly streams: readonly TrackStream[];
}

/** @param nodes undefined = all */
export function streamGroups(reader: IndexReader, nodes?: ReadonlySet<number>): StreamGroup[] {
  const groups = new Map(reader.groups().map((group) => [group.id, group]));
  const tracks = new Map(reader.tracks().map((track) => [track.id, track]));
  // The API wants names to differ; a channel between two nodes stands under both.
  const taken = new Set<string>();
  const unique = (name: string, domain: string): string => {
    const own = taken.has(name) ? `${name} (${domain})` : name;
    taken.add(own);
    return own;
  };
  const found: StreamGroup[] = [];
  for (const root of reader.run().roots) {
    const node = groups.get(root)?.node;
    if (node === null || node === undefined || (nodes !== undefined && !nodes.has(node))) continue;
    for (const member of groups.get(root)!.members) {
      const group = groups.get(member);
      if (group === undefined) continue;
      const scope = `Node[${node}]/${escapePath(group.name)}`;
      const streams = group.members.flatMap((id): TrackStream[] => {
        const track = tracks.get(id);
        if (track === undefined) return [];
        const domain = `Legion/n${node}/${group.name}/${track.name}`;
        return [{ track, domain, name: unique(`Legion ${track.longName}`, domain), scope: `${scope}/${escapePath(track.name)}` }];
      });
      found.push({ group, node, scope, streams });
    }
  }
  return found;
}

/** Source: NVTX, grammar of scope paths: `/`, `[` and `]` mean something. */
function escapePath(text: string): string {
  return text.replaceAll(/[\\/[\]]/g, (character) => `\\${character}`);
}
