/** The tree of a run as the reference numbers it: nodes, kinds with a curve each, slots. */
import type { IndexReader } from '../../index/index_reader.ts';
import type { GroupSummary, TrackSummary } from '../../protocol/run_api.ts';
import type { TrackId } from '../../protocol/items.ts';
import type { Dialect } from './legion_dialect.ts';
import { entrySlug } from './legion_slugs.ts';
import { type Entry, type EntryId, opaque, type Panel, type Slot } from './legion_types.ts';

/** Last number of the id of a kind's curve. */
export const SUMMARY = -1;

export class LegionTree {
  readonly root: Panel;
  /** Curves and slots by slug (`0_2_-1`, `0_2_3`), in the order of the tree. */
  readonly summaries = new Map<string, { readonly entry: EntryId; readonly group: GroupSummary }>();
  readonly slots = new Map<string, { readonly entry: EntryId; readonly track: TrackSummary }>();
  /** Groups by id, for what a kind of all nodes is made of. */
  readonly groups: ReadonlyMap<TrackId, GroupSummary>;
  readonly tracks: ReadonlyMap<TrackId, TrackSummary>;
  readonly #entries = new Map<TrackId, EntryId>();

  constructor(reader: IndexReader, dialect: Dialect) {
    this.groups = new Map(reader.groups().map((group) => [group.id, group]));
    this.tracks = new Map(reader.tracks().map((track) => [track.id, track]));
    const nodes = reader.run().roots.map((id, i) => this.#node(this.#group(id), [i], dialect));
    this.root = { type: 'panel', shortName: 'root', longName: 'root', summary: undefined, slots: nodes };
  }

  /**
   * Slot in which a track's items are; of a channel that stands under two nodes the later one, as in the reference (data_source.rs keeps one
   * slot per channel). Empty for a track that stands nowhere in the tree.
   */
  entryOf(track: TrackId): EntryId {
    return this.#entries.get(track) ?? [];
  }

  #group(id: TrackId): GroupSummary {
    const group = this.groups.get(id);
    if (group === undefined) throw new Error(`the tree has no row ${id}`);
    return group;
  }

  #node(node: GroupSummary, entry: EntryId, dialect: Dialect): Entry {
    const kinds = node.members.map((id, i) => this.#kind(this.#group(id), [...entry, i], dialect));
    return { type: 'panel', shortName: node.name, longName: node.longName, summary: undefined, slots: kinds };
  }

  #kind(kind: GroupSummary, entry: EntryId, dialect: Dialect): Panel {
    if (kind.kind === null) throw new Error(`${kind.slug} is no kind`);
    const summary = [...entry, SUMMARY];
    this.summaries.set(entrySlug(summary), { entry: summary, group: kind });
    // Kinds of all nodes have a curve and no slots.
    const slots = kind.node === null ? [] : kind.members.map((id, i) => this.#slot(id, [...entry, i]));
    return { type: 'panel', shortName: kind.name, longName: kind.longName, summary: opaque(dialect.kindColor(kind.kind)), slots };
  }

  #slot(id: TrackId, entry: EntryId): Slot {
    const track = this.tracks.get(id);
    if (track === undefined) throw new Error(`the tree has no track ${id}`);
    this.slots.set(entrySlug(entry), { entry, track });
    const source = track.mirrorOf ?? id;
    this.#entries.set(source, entry);
    return { type: 'slot', shortName: track.name, longName: track.longName, maxRows: (this.tracks.get(source) ?? track).levels + 1 };
  }
}
