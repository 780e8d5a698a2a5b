import { describe, expect, test } from 'vitest';
import { NO_CHOICES, indexTree, layOutTree, rowIndexAt, type TreeChoices } from '../../../../renderer/state/tree_layout.ts';
import { labelsFromZero } from '../../../../renderer/state/numbering.ts';
import { contentOf } from '../../../../renderer/timeline/row_content.ts';
import type { GroupSummary, TrackSummary } from '../../../../electron/protocol/run_api.ts';

const track = (id: number, slug: string, levels: number): TrackSummary => ({
  id, slug, node: 0, kind: 'cpu', name: slug.split('/').at(-1) ?? '', longName: slug, realmId: null, capacityBytes: null,
  items: 1, segments: 1, levels, mirrorOf: null, hasUtil: true,
});
const group = (id: number, slug: string, node: number | null, kind: GroupSummary['kind'], members: number[]): GroupSummary =>
  ({ id, slug, node, kind, name: slug, longName: slug, members, denominator: 1, capacityBytes: null, hasUtil: true });
const plain: TreeChoices = { ...NO_CHOICES, open: new Map(), scale: 1, unfitted: new Set() };

function input(leaves: number, nodes = 1) {
  const tracks: TrackSummary[] = [];
  const groups: GroupSummary[] = [];
  const roots: number[] = [];
  const all: number[] = [];
  for (let node = 0; node < nodes; node++) {
    const base = 1000 * (node + 1);
    const members = Array.from({ length: leaves }, (_, i) => base + i);
    members.forEach((id, i) => tracks.push(track(id, `n${node}/cpu/c${i}`, i === 0 ? 3 : 40)));
    groups.push(group(base + 500, `n${node}/cpu`, node, 'cpu', members), group(base + 600, `n${node}`, node, null, [base + 500]));
    roots.push(base + 600);
    all.push(...members);
  }
  if (nodes > 1) {
    groups.push(group(1, 'all/cpu', null, 'cpu', all), group(2, 'all', null, null, [1]));
    roots.unshift(2);
  }
  return { tracks, groups, roots };
}

describe('names that count from 0', () => {
  test('go by node, kind and letter; parts of a processor have one number; other names stay', () => {
    const named = (id: number, node: number, kind: TrackSummary['kind'], name: string): TrackSummary => ({ ...track(id, name, 1), node, kind });
    const labels = labelsFromZero([
      named(1, 0, 'gpu-dev', 'g7d'), named(2, 0, 'gpu-host', 'g7h'), named(3, 0, 'gpu-dev', 'g10d'), named(4, 1, 'gpu-dev', 'g8d'), named(5, 0, 'cpu', 'c3'), named(6, 0, 'chan', 'n0f1-n1s0'), named(7, 0, 'chan', 'f n0s0'),
    ]);
    expect([...labels]).toEqual([[1, 'g0d'], [2, 'g0h'], [3, 'g1d'], [4, 'g0d'], [5, 'c0']]);
  });
});

describe('rows of the tree', () => {
  test('a row of its own height; a memory that shows bytes has no levels', () => {
    const tree = input(2);
    const usual = layOutTree(tree, indexTree(tree), plain).rows;
    const { rows } = layOutTree(tree, indexTree(tree), { ...plain, heights: new Map([['n0/cpu/c0', 2], ['n0/cpu', 1.5]]), asBytes: new Set(['n0/cpu/c1']) });
    expect(rows[2].height - 2).toBe(2 * (usual[2].height - 2));
    expect(rows[1].height).toBe(60);
    expect([rows[3].height, rows[3].levelHeight]).toEqual([40, 0]);
    expect(contentOf(rows[3])).toBe('area');
  });


  test('with few leaves kinds are open; rows follow each other without gaps', () => {
    const tree = input(2);
    const { rows, heightPx } = layOutTree(tree, indexTree(tree), plain);
    expect(rows.map(({ slug }) => slug)).toEqual(['n0', 'n0/cpu', 'n0/cpu/c0', 'n0/cpu/c1']);
    expect(rows.map(({ height }) => height)).toEqual([24, 40, 56, 218]);
    rows.forEach((row, i) => expect(row.y).toBe(i === 0 ? 0 : rows[i - 1].y + rows[i - 1].height));
    expect(heightPx).toBe(24 + 40 + 56 + 218);
  });

  test('a track of more than 12 levels is fitted until it is shown at full height', () => {
    const tree = input(2);
    const full = layOutTree(tree, indexTree(tree), { ...plain, unfitted: new Set(['n0/cpu/c1']) });
    expect(layOutTree(tree, indexTree(tree), plain).rows[3].levelHeight).toBeCloseTo(216 / 40);
    expect(full.rows[3]).toMatchObject({ levelHeight: 18, height: 40 * 18 + 2 });
  });

  test('with many leaves kinds are closed, and only the first four nodes are open', () => {
    const tree = input(9, 6);
    const { rows } = layOutTree(tree, indexTree(tree), plain);
    expect(rows.map(({ slug }) => slug)).toEqual(['all', 'all/cpu', 'n0', 'n0/cpu', 'n1', 'n1/cpu', 'n2', 'n2/cpu', 'n3', 'n3/cpu', 'n4', 'n5']);
  });

  test('the sample run is open from the start, unless the user closed something', () => {
    const tree = { ...input(9), isSample: true };
    expect(layOutTree(tree, indexTree(tree), plain).rows.map(({ isOpen }) => isOpen)).toEqual(Array(11).fill(true));
    expect(layOutTree(tree, indexTree(tree), { ...plain, open: new Map([['n0/cpu', false]]) }).rows).toHaveLength(2);
  });

  test('the kinds of the whole machine have no rows under them, and tracks belong to their node', () => {
    const tree = input(2, 2);
    const index = indexTree(tree);
    const { rows } = layOutTree(tree, index, { ...plain, open: new Map([['all/cpu', true], ['n0/cpu', true]]) });
    expect(rows.filter(({ depth }) => depth === 2).map(({ slug }) => slug)).toContain('n0/cpu/c0');
    expect(rows[2].slug).toBe('n0');
    expect(index.parentOf.get(1000)).toBe(1500);
  });

  test('nodes that "all" sums up while the logs are being read stand there once', () => {
    const tree = input(2, 2);
    const groups = tree.groups.map((candidate) => (candidate.slug === 'all' ? { ...candidate, members: [1600, 2600] } : candidate));
    const { rows } = layOutTree({ ...tree, groups }, indexTree({ ...tree, groups }), plain);
    expect(rows.map(({ slug }) => slug).filter((slug) => slug === 'n0')).toEqual(['n0']);
  });

  test('the row at a place', () => {
    const tree = input(2);
    const { rows } = layOutTree(tree, indexTree(tree), plain);
    expect([-1, 0, 23.9, 24, 64, 1e6].map((y) => rowIndexAt(rows, y))).toEqual([-1, 0, 0, 1, 2, 3]);
  });
});
