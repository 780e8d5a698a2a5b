import { describe, expect, it } from 'vitest';
import type { TrackSummary } from '../../../../electron/protocol/run_api.ts';
import { cellsOf, endsOf, orderedEnds, queryOfChannels } from '../../../../renderer/ui/channels/matrix_data.ts';

const track = (id: number, node: number, kind: string, name: string, rest: Partial<TrackSummary> = {}): TrackSummary => ({
  id, slug: `n${node}/${kind}/${name}`, node, kind: kind as TrackSummary['kind'], name, longName: name, realmId: null, capacityBytes: null, items: 1, segments: 1, levels: 1, mirrorOf: null, hasUtil: true, ...rest,
});
const TRACKS = [
  track(0, 0, 'system', 's0', { capacityBytes: 0 }), track(1, 1, 'system', 's0', { capacityBytes: 0 }), track(2, 0, 'framebuffer', 'f6', { capacityBytes: 0 }),
  track(10, 0, 'chan', 'n0s0-n1s0'), track(11, 1, 'chan', 'n0s0-n1s0', { mirrorOf: 10 }), track(12, 0, 'chan', 'n0s0-n0f6'), track(13, 0, 'chan', 'f n0s0'), track(14, 0, 'chan', 'g n0s0'), track(15, 0, 'chan', 's n0s0'), track(16, 0, 'dp', 'dp0'),
];

describe('channels as a matrix', () => {
  it('take their ends from the names that the reference gives them', () => {
    expect(TRACKS.slice(3, 9).map(endsOf)).toEqual([['n0s0', 'n1s0'], ['n0s0', 'n1s0'], ['n0s0', 'n0f6'], ['fill', 'n0s0'], ['indirect', 'n0s0'], ['n0s0', 'indirect']]);
  });
  it('count one between two nodes once, and come together by node and kind', () => {
    expect(cellsOf(TRACKS, 'memory')).toEqual({ cells: [['n0s0', 'n1s0'], ['n0s0', 'n0f6'], ['fill', 'n0s0'], ['indirect', 'n0s0'], ['n0s0', 'indirect']], groups: [[10, 0], [12, 1], [13, 2], [14, 3], [15, 4]] });
    expect(cellsOf(TRACKS, 'node').cells).toEqual([['n0', 'n1'], ['n0', 'n0'], ['fill', 'n0'], ['indirect', 'n0'], ['n0', 'indirect']]);
    expect(cellsOf(TRACKS, 'kind').cells).toEqual([['system', 'system'], ['system', 'framebuffer'], ['fill', 'system'], ['indirect', 'system'], ['system', 'indirect']]);
  });
  it('stand in the order of numbers, what is no memory last', () => {
    expect(orderedEnds(['n10s0', 'fill', 'n2s0', 'n0s0', 'n2s0'])).toEqual(['n0s0', 'n2s0', 'n10s0', 'fill']);
  });
  it('are found by the memories at their ends', () => {
    expect([[TRACKS[3]], [TRACKS[3], TRACKS[5]], [TRACKS[6]], [TRACKS[8]]].map(queryOfChannels)).toEqual(['src:=n0s0 dst:=n1s0', 'src:=n0s0 dst:=n0f6,n1s0', 'type:fill dst:=n0s0', 'src:=n0s0']);
  });
});
