/**
 * A run as the reference's viewer asks for it: info, curves, boxes of a slot in a tile and the facts about them. Over a complete index; cuts
 * any tile. What archives, the HTTP routes and tests take. Synchronous; rows are made while they are read.
 */
import type { IndexReader } from '../../index/index_reader.ts';
import { ItemFieldReader } from '../../index/item_fields.ts';
import { ByteLru } from '../../index/lru.ts';
import { itemKey, STATE_RUNNING, type State, type TrackId } from '../../protocol/items.ts';
import type { ItemFields } from '../../protocol/fields.ts';
import { ItemColors } from '../item_colors.ts';
import { LegionCurves } from './legion_curves.ts';
import { dialectOf, MERGED_TITLE, type Dialect } from './legion_dialect.ts';
import { LegionFields } from './legion_fields.ts';
import { centrePoints, stepPoints } from './legion_samples.ts';
import { entrySlug } from './legion_slugs.ts';
import { LegionTree } from './legion_tree.ts';
import { opaque, type Color, type DataSourceInfo, type EntryId, type Item, type ItemMeta, type Run, type SlotMetaTile, type SlotTile, type SummaryTile, type TileSpan } from './legion_types.ts';
import { Palette, shade } from '../palette.ts';
import type { TileBoxes } from './tile_boxes.ts';
import { layoutTile, marginOf } from './tile_layout.ts';
import { segmentsIn } from './tile_segments.ts';

const META_CACHE_BYTES = 64 << 20;

/** A guess: fields are many small objects. */
function metaBytes({ title, fields }: ItemMeta): number {
  return 300 + 2 * title.length + 250 * fields.length;
}

const MERGED_COLOR: Color = opaque(0x808080);

export class LegionSource {
  readonly dialect: Dialect;
  readonly tree: LegionTree;
  readonly #reader: IndexReader;
  readonly #items: ItemFieldReader;
  readonly #curves: LegionCurves;
  readonly #colors: ItemColors;
  readonly #fields: LegionFields;
  readonly #shades = new Map<number, Color>();
  readonly #metas = new ByteLru<string, ItemMeta>(META_CACHE_BYTES, metaBytes);

  /** @param reader of a complete index */
  constructor(reader: IndexReader) {
    this.#reader = reader;
    this.#items = new ItemFieldReader(reader);
    this.dialect = dialectOf(Math.max(0, ...reader.run().info.logVersions));
    this.tree = new LegionTree(reader, this.dialect);
    this.#curves = new LegionCurves(reader, this.tree);
    this.#colors = new ItemColors(reader, new Palette(reader));
    this.#fields = new LegionFields(this.dialect, this.tree);
  }

  /** The whole run: half a per cent longer than its last time. Source: data_source.rs, interval. */
  get span(): TileSpan {
    const { stopNs } = this.#reader.run().info.interval;
    return { start: 0, stop: stopNs + Math.floor(stopNs / 200) };
  }

  info(): DataSourceInfo {
    return {
      entries: this.tree.root, interval: this.span, tileSet: [], fieldSchema: this.dialect.schema, nonemptyTiles: [], sampleFormat: this.dialect.sampleFormat,
      warning: this.#reader.alerts().find(({ rule }) => rule === 'slow-build')?.message,
    };
  }

  /** Undefined for an entry that is no curve. */
  summaryTile(entry: EntryId, tile: TileSpan, isFull: boolean): SummaryTile | undefined {
    const found = this.tree.summaries.get(entrySlug(entry));
    if (found === undefined) return undefined;
    const steps = this.#curves.steps(found.group);
    const points = (this.dialect.sampleFormat === 'Start' ? stepPoints : centrePoints)(steps, tile.start, tile.stop, isFull);
    return { entry, tile, points };
  }

  /** What a slot shows in a tile; undefined for an entry that is no slot. */
  boxes(entry: EntryId, tile: TileSpan, isFull: boolean): TileBoxes | undefined {
    const found = this.tree.slots.get(entrySlug(entry));
    if (found === undefined) return undefined;
    const { id, mirrorOf, capacityBytes } = found.track;
    const source = mirrorOf ?? id;
    const levels = this.tree.tracks.get(source)?.levels ?? 0;
    const margin = marginOf(this.dialect, tile.start, tile.stop, isFull);
    const segments = segmentsIn(this.#reader, source, levels, tile.start - margin, tile.stop + margin);
    return layoutTile({ segments, start: tile.start, stop: tile.stop, isMemory: capacityBytes !== null }, this.dialect, isFull);
  }

  slotTile(entry: EntryId, tile: TileSpan, isFull: boolean): SlotTile | undefined {
    const boxes = this.boxes(entry, tile, isFull);
    return boxes === undefined ? undefined : this.itemsOf(boxes, entry, tile);
  }

  slotMetaTile(entry: EntryId, tile: TileSpan, isFull: boolean): SlotMetaTile | undefined {
    const boxes = this.boxes(entry, tile, isFull);
    return boxes === undefined ? undefined : this.metasOf(boxes, entry, tile);
  }

  /** Boxes of a slot as items. @param entry of a slot */
  itemsOf(boxes: TileBoxes, entry: EntryId, tile: TileSpan): SlotTile {
    const track = this.#trackOf(entry);
    const item = (i: number): Item => ({
      uid: itemKey(track, boxes.ordinals[i]), interval: { start: boxes.starts[i], stop: boxes.stops[i] },
      color: boxes.joined[i] > 0 ? MERGED_COLOR : this.#shade(track, boxes.ordinals[i], boxes.states[i]),
    });
    return { entry, tile, rows: rowsOf(boxes, item) };
  }

  /** The facts about boxes of a slot. @param entry of a slot */
  metasOf(boxes: TileBoxes, entry: EntryId, tile: TileSpan): SlotMetaTile {
    const track = this.#trackOf(entry);
    let item: ItemFields | undefined;
    const read = (ordinal: number): ItemFields => {
      // Segments of one item follow each other.
      if (item?.item !== itemKey(track, ordinal)) item = this.#items.lazily(track, ordinal);
      return item;
    };
    const meta = (i: number): ItemMeta => {
      if (boxes.joined[i] > 0) {
        const { key, startNs, stopNs } = this.#items.facts(track, boxes.ordinals[i]);
        return { uid: key, interval: { start: startNs, stop: stopNs }, title: MERGED_TITLE, fields: this.#fields.ofJoined(boxes.joined[i]) };
      }
      const own = read(boxes.ordinals[i]);
      const state = boxes.states[i];
      const detail = { isExpanded: boxes.expanded[i] === 1, hidesWaits: boxes.hidesWaits && state === STATE_RUNNING, tileNs: tile.stop - tile.start };
      return { uid: own.item, interval: { start: own.startNs, stop: own.stopNs }, title: own.title, fields: this.#fields.ofSegment(own, boxes.segmentStarts[i], state, detail) };
    };
    // What reaches over an edge of the tile is asked for again with the next one; instances may live through all of them.
    const kept = (i: number): ItemMeta => {
      const reachesOver = boxes.segmentStarts[i] < tile.start || boxes.segmentStops[i] > tile.stop;
      if (!reachesOver || boxes.joined[i] > 0 || boxes.expanded[i] === 1 || boxes.hidesWaits) return meta(i);
      return this.#metas.get(`${itemKey(track, boxes.ordinals[i])} ${boxes.segmentStarts[i]} ${boxes.states[i]}`, () => meta(i)) ?? meta(i);
    };
    return { entry, tile, rows: rowsOf(boxes, kept) };
  }

  #trackOf(entry: EntryId): TrackId {
    const found = this.tree.slots.get(entrySlug(entry));
    if (found === undefined) throw new RangeError(`${entrySlug(entry)} is no slot`);
    return found.track.mirrorOf ?? found.track.id;
  }

  #shade(track: TrackId, ordinal: number, state: State): Color {
    const base = this.#colors.of(track, ordinal);
    const key = base * 4 + state;
    let color = this.#shades.get(key);
    if (color === undefined) {
      color = opaque(shade(base, state));
      this.#shades.set(key, color);
    }
    return color;
  }
}

function rowsOf<T>({ rowEnds }: TileBoxes, make: (i: number) => T): Run<T>[] {
  return rowEnds.map((end, row) => {
    const first = row === 0 ? 0 : rowEnds[row - 1];
    return {
      length: end - first,
      *[Symbol.iterator]() {
        for (let i = first; i < end; i++) yield make(i);
      },
    };
  });
}
