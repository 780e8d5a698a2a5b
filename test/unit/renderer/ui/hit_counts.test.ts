import { expect, test } from 'vitest';
import { hitCounts } from '../../../../renderer/ui/tree/hit_counts.ts';
import { makeFakeRun } from '../../../browser/fake_run.ts';

test('hits of a row are those of all tracks below it, a channel of two nodes once above both', () => {
  const { summary } = makeFakeRun({ nodes: 2, itemsPerTrack: 1 });
  const idOf = (slug: string): number => [...summary.tracks, ...summary.groups].find((row) => row.slug === slug)!.id;
  // The second node's first channel is the first node's.
  const [shared, mirror] = [idOf('n0/chan/n0s0-n1s0'), idOf('n1/chan/n0s0-n1s0')];
  const tracks = summary.tracks.map((track) => (track.id === mirror ? { ...track, mirrorOf: shared } : track));
  const all = { ...summary.groups[0], id: 900, slug: 'all', node: null, kind: null, members: [idOf('n0'), idOf('n1')] };
  const counts = hitCounts({ tracks, groups: [...summary.groups, all] }, [{ track: idOf('n0/cpu/c0'), count: 3 }, { track: idOf('n0/cpu/c1'), count: 4 }, { track: shared, count: 10 }]);
  const shown = (slug: string): number | undefined => counts.get(idOf(slug));
  expect([shown('n0/cpu/c0'), shown('n0/cpu'), shown('n0/chan'), shown('n0')]).toEqual([3, 7, 10, 17]);
  expect([shown('n1/chan/n0s0-n1s0'), shown('n1/chan'), shown('n1'), shown('n1/cpu')]).toEqual([10, 10, 10, 0]);
  expect(counts.get(900)).toBe(17);
});
