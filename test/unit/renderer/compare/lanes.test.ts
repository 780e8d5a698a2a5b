// Rows of two runs in one list: partners stand together, what only one has comes below under its own head.
import { describe, expect, it } from 'vitest';
import type { TrackSummary } from '../../../../electron/protocol/run_api.ts';
import { pairTracks } from '../../../../electron/protocol/pair_tracks.ts';
import type { Row } from '../../../../renderer/state/app.ts';
import { arrangeLanes, LANE_HEAD_PX, placesOf } from '../../../../renderer/state/compare/lanes.ts';

const track = (id: number, slug: string, realmId: string | null, kind: TrackSummary['kind'] = 'cpu', node = 0): TrackSummary =>
  ({ id, slug, node, kind, name: slug, longName: slug, realmId, capacityBytes: null, items: 1, segments: 1, levels: 1, mirrorOf: null, hasUtil: false });
const row = (id: number, slug: string): Row => ({ id, slug, label: slug, longName: slug, kind: 'cpu', depth: 1, isOpen: false, type: 'leaf', group: undefined, track: undefined, y: 0, height: 20, levelHeight: 0 });

describe('tracks of two runs', () => {
  it('are paired by their place in node and kind, whatever their ids are', () => {
    const a = [track(0, 'n0/cpu/c1', '0x1d00000000000001'), track(1, 'n0/cpu/c2', '0x1d00000000000002')];
    const b = [track(5, 'n0/cpu/c4', '0x1d00000000000004'), track(6, 'n0/cpu/c3', '0x1d00000000000003'), track(7, 'n0/cpu/c9', '0x1d00000000000009')];
    expect([...pairTracks(a, b)]).toEqual([[0, 6], [1, 5]]);
  });

  it('are paired by name where they join memories, and never across kinds or nodes', () => {
    const a = [track(0, 'n0/chan/n0s0-n1s0', null, 'chan'), track(1, 'n0/cpu/c1', '0x1')];
    const b = [track(3, 'n0/chan/n0s0-n1s0', null, 'chan'), track(4, 'n1/cpu/c1', '0x1', 'cpu', 1), track(5, 'n0/utility/u1', '0x1', 'utility')];
    expect([...pairTracks(a, b)]).toEqual([[0, 3]]);
  });
});

describe('rows of two runs', () => {
  const [a, b] = [[row(0, 'n0'), row(1, 'c1'), row(2, 'g0')], [row(10, 'n0'), row(11, 'c1'), row(12, 'z0')]];
  const pairs = { ofA: new Map([[0, 10], [1, 11]]), ofB: new Map([[10, 0], [11, 1]]) };

  it('stand partner under partner, then what only A has, then what only B has', () => {
    const { lanes, heads, heightPx } = arrangeLanes(a, b, pairs, 'interleaved');
    expect(lanes.map(({ side, row: { id, y } }) => [side, id, y])).toEqual([[0, 0, 0], [1, 10, 20], [0, 1, 40], [1, 11, 60], [0, 2, 80 + LANE_HEAD_PX], [1, 12, 100 + 2 * LANE_HEAD_PX]]);
    expect(heads).toEqual([{ text: 'Only in A', y: 80 }, { text: 'Only in B', y: 100 + LANE_HEAD_PX }]);
    expect(heightPx).toBe(120 + 2 * LANE_HEAD_PX);
  });

  it('stand run over run when asked', () => {
    const { lanes } = arrangeLanes(a, b, pairs, 'blocks');
    expect(lanes.map(({ row: { id } }) => id)).toEqual([0, 1, 2, 10, 11, 12]);
  });

  it('lose none, whichever are open', () => {
    const { lanes } = arrangeLanes(a.slice(0, 1), b, pairs, 'interleaved');
    expect(lanes.map(({ row: { id } }) => id)).toEqual([0, 10, 11, 12]);
  });

  it('go to each timeline with its own shift, none of them sticking to the top', () => {
    const lanes = arrangeLanes(a, b, pairs, 'interleaved');
    expect(placesOf(lanes, 0, 24).rows.map(({ id, y, depth }) => [id, y, depth])).toEqual([[0, 24, 2], [1, 64, 2], [2, 128, 2]]);
    expect(placesOf(lanes, 1, 0).rows.map(({ y }) => y)).toEqual([20, 60, 148]);
  });
});
