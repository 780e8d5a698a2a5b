/** Rows of a tree for tests, with only what a test cares about. */
import type { GroupSummary } from '../../../../electron/protocol/run_api.ts';
import type { Row } from '../../../../renderer/state/app.ts';

let id = 0;

export function rowOf(slug: string, group: Partial<GroupSummary>, rest: Partial<Row> = {}): Row {
  const depth = slug.split('/').length - 1;
  return {
    id: id++, slug, label: slug.split('/').at(-1) ?? slug, longName: slug, kind: group.kind ?? '', depth, isOpen: true, type: depth === 0 ? 'node' : depth === 1 ? 'kind' : 'leaf',
    group: { id, slug, node: 0, kind: null, name: slug, longName: slug, members: [], denominator: null, capacityBytes: null, hasUtil: true, ...group },
    track: undefined, y: 0, height: 24, levelHeight: 0, ...rest,
  };
}

/** Rows under each other by their slugs, 24 px each. */
export function rowsOf(slugs: readonly string[]): Row[] {
  return slugs.map((slug, i) => rowOf(slug, {}, { y: i * 24 }));
}
