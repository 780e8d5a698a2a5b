/** Names of the tree's rows in the reference's DuckDB tables. Source: prof-viewer src/duckdb_data.rs. */
import type { TrackId } from '../../protocol/items.ts';
import { entrySlug } from '../tiles/legion_slugs.ts';
import type { LegionTree } from '../tiles/legion_tree.ts';
import type { Entry, EntryId } from '../tiles/legion_types.ts';

/** What of the tree the tables need. */
export interface TreeRows extends Pick<LegionTree, 'root' | 'entryOf'> {
  readonly slots: ReadonlyMap<string, { readonly track: { readonly id: TrackId; readonly mirrorOf: TrackId | null } }>;
}

export interface TableEntry {
  /** `n0_gpudev_g0d` */
  readonly slug: string;
  readonly shortName: string;
  readonly longName: string;
  readonly parent: string | null;
  readonly type: 'panel' | 'slot';
  readonly id: EntryId;
}

/** Letters and digits of a name in small letters, other signs between them as one `_`: `Number of Items` -> `number_of_items`. */
export function columnName(name: string): string {
  return (name.match(/[A-Za-z0-9]+/g) ?? []).join('_').toLowerCase();
}

/** Every row below the root, parents first. Two of one name, on which the reference gives up, are told apart by a number. */
export function tableEntries(tree: TreeRows): TableEntry[] {
  const taken = new Set<string>();
  const entries: TableEntry[] = [];
  const visit = (entry: Entry, id: EntryId, parent: string | null): void => {
    const own = columnName(entry.shortName.replaceAll(' ', ''));
    const base = parent === null ? own : `${parent}_${own}`;
    let slug = base;
    for (let i = 2; taken.has(slug); i++) slug = `${base}_${i}`;
    taken.add(slug);
    entries.push({ slug, shortName: entry.shortName, longName: entry.longName, parent, type: entry.type, id });
    if (entry.type === 'panel') entry.slots.forEach((slot, i) => visit(slot, [...id, i], slug));
  };
  tree.root.slots.forEach((node, i) => visit(node, [i], null));
  return entries;
}

/** Slugs by the tree's own name of an entry (`0_2_3`). */
export function slugsByEntry(entries: readonly TableEntry[]): ReadonlyMap<string, string> {
  return new Map(entries.map(({ id, slug }) => [entrySlug(id), slug]));
}
