/**
 * The tree of tracks of a trace: node, kind, processor or memory or channel, and where items of it overlap a row for each level. Numbers are
 * made from our own, so that any part of the writer can name a track without looking it up.
 */
import type { TrackId } from '../../protocol/items.ts';
import type { StreamGroup } from '../nvtxw/nvtxw_streams.ts';
import type { PerfettoPackets } from './perfetto_packets.ts';
import { ORDER_EXPLICIT, UNIT_BYTES } from './perfetto_schema.ts';

const LEVELS = 2 ** 16;
/** What a number stands for is its remainder. */
const SORTS = 4;

export function nodeUuid(node: number): number {
  return SORTS * node + 1;
}

/** Of a group or a track. */
export function trackUuid(track: TrackId): number {
  return SORTS * track + 2;
}

/** Row of a level. */
export function rowUuid(track: TrackId, level: number): number {
  return SORTS * (track * LEVELS + level) + 3;
}

/** Curve of a group or memory. */
export function counterUuid(track: TrackId): number {
  return SORTS * (track + 1);
}

/** Declares all tracks, in the order of the timeline. */
export function declareTracks(packets: PerfettoPackets, groups: readonly StreamGroup[], isMemory: (group: StreamGroup) => boolean): void {
  const nodes = new Set<number>();
  groups.forEach((one, rank) => {
    const { group, node, streams } = one;
    if (!nodes.has(node)) packets.track({ uuid: nodeUuid(node), name: `Node ${node}`, child_ordering: ORDER_EXPLICIT, sibling_order_rank: nodes.size });
    nodes.add(node);
    packets.track({ uuid: trackUuid(group.id), parent_uuid: nodeUuid(node), name: group.name, child_ordering: ORDER_EXPLICIT, sibling_order_rank: rank });
    if (!isMemory(one) && group.hasUtil) packets.track({ uuid: counterUuid(group.id), parent_uuid: trackUuid(group.id), name: `${group.name} busy`, sibling_order_rank: 0, counter: { unit_name: '%' } });
    streams.forEach(({ track }, place) => {
      packets.track({ uuid: trackUuid(track.id), parent_uuid: trackUuid(group.id), name: track.name, child_ordering: ORDER_EXPLICIT, sibling_order_rank: place + 1 });
      if (isMemory(one)) packets.track({ uuid: counterUuid(track.id), parent_uuid: trackUuid(track.id), name: `${track.name} in use`, sibling_order_rank: 0, counter: { unit: UNIT_BYTES } });
      for (let level = 0; level < track.levels; level++) {
        packets.track({ uuid: rowUuid(track.id, level), parent_uuid: trackUuid(track.id), name: track.levels === 1 ? track.name : `${track.name} level ${level}`, sibling_order_rank: level + 1 });
      }
    });
  });
}
