/**
 * The reference's fields of any item, from a complete index: what the details panel, archives and tables are made from. Synchronous.
 * Pages that were used last are kept (some 450 MB at most, in large runs read as a whole), so reading the items of a run track by track costs some 10 us an item.
 */
import type { ItemFields, SegmentFields } from '../protocol/fields.ts';
import { ProfileError } from '../protocol/errors.ts';
import { itemKey, NSIGHT_TYPES, STATE_NONE, type TrackId } from '../protocol/items.ts';
import type { Ns } from '../protocol/time.ts';
import { AttachedFields } from './attached_fields.ts';
import { FieldSource } from './field_source.ts';
import type { IndexReader } from './index_reader.ts';
import { PROCESSOR_TYPES } from './item_links.ts';
import { channelFields, instanceFields } from './memory_fields.ts';
import { nsightFields } from './nsight_fields.ts';
import { ProcessorFields, segmentAt, segmentsOf, type Segment } from './processor_fields.ts';
import type { ItemFacts } from './read_items.ts';

export class ItemFieldReader {
  readonly source: FieldSource;
  /** Of a run without records. */
  readonly attached: AttachedFields;
  readonly #reader: IndexReader;
  readonly #processors: ProcessorFields;

  constructor(reader: IndexReader) {
    this.#reader = reader;
    this.source = new FieldSource(reader);
    this.attached = new AttachedFields(reader.database);
    this.#processors = new ProcessorFields(this.source);
  }

  /**
   * All segments of an item; a task of 200,000 waits has 600,000, see `ofSegment`.
   * @param track may mirror another: the fields are then the other's
   * @throws ProfileError 'bad-request' if there is no such item, 'not-loaded' while it is being written
   */
  of(track: TrackId, ordinal: number): ItemFields {
    return this.#fieldsOf(this.facts(track, ordinal));
  }

  /** The same with one segment only: the longest that starts at a time, the first if there is none or no time is given. */
  ofSegment(track: TrackId, ordinal: number, segmentStartNs?: Ns): ItemFields {
    const item = this.facts(track, ordinal);
    if (!PROCESSOR_TYPES.has(item.type) || this.attached.exists) return this.#fieldsOf(item);
    const waits = this.source.items.waits(item.key);
    const segment = segmentAt(item, waits, segmentStartNs);
    return head(item, [this.#processorSegment(item, waits, segment, this.#processors.shared(item))]);
  }

  /** The same as `of` with the fields of each segment made when they are asked for, each time: for whoever wants few of many segments. */
  lazily(track: TrackId, ordinal: number): ItemFields {
    const item = this.facts(track, ordinal);
    if (!PROCESSOR_TYPES.has(item.type) || this.attached.exists) return this.#fieldsOf(item);
    const waits = this.source.items.waits(item.key);
    const shared = this.#processors.shared(item);
    const fieldsOf = (segment: Segment): SegmentFields['fields'] => this.#processors.ofSegment(item, waits, segment, shared);
    return head(item, Array.from(segmentsOf(item, waits), (segment) => ({
      state: segment.state, startNs: segment.startNs, stopNs: segment.stopNs,
      get fields() {
        return fieldsOf(segment);
      },
    })));
  }

  /** Every item of a track that holds items itself, by ordinal. */
  *ofTrack(track: TrackId): Generator<ItemFields, void, void> {
    const source = this.#reader.loadedTrack(track);
    for (let ordinal = 0; ; ordinal++) {
      const item = this.source.items.facts(itemKey(source, ordinal));
      if (item === undefined) return;
      yield this.#fieldsOf(item);
    }
  }

  /** @throws ProfileError as `of` */
  facts(track: TrackId, ordinal: number): ItemFacts {
    const item = this.source.items.facts(itemKey(this.#reader.loadedTrack(track), ordinal));
    if (item === undefined) throw new ProfileError('bad-request', 'There is no such item.');
    return item;
  }

  #fieldsOf(item: ItemFacts): ItemFields {
    if (this.attached.exists) return head(item, this.attached.of(item.key));
    if (!PROCESSOR_TYPES.has(item.type)) {
      const fields = NSIGHT_TYPES.has(item.type) ? nsightFields(this.source, item) : item.type === 'instance' ? instanceFields(this.source, item) : channelFields(this.source, item);
      return head(item, [{ state: STATE_NONE, startNs: item.startNs, stopNs: item.stopNs, fields }]);
    }
    const waits = this.source.items.waits(item.key);
    const shared = this.#processors.shared(item);
    return head(item, Array.from(segmentsOf(item, waits), (segment) => this.#processorSegment(item, waits, segment, shared)));
  }

  #processorSegment(item: ItemFacts, waits: Parameters<ProcessorFields['ofSegment']>[1], segment: Segment, shared: SegmentFields['fields']): SegmentFields {
    return { state: segment.state, startNs: segment.startNs, stopNs: segment.stopNs, fields: this.#processors.ofSegment(item, waits, segment, shared) };
  }
}

function head({ key, title, level, startNs, stopNs }: ItemFacts, segments: readonly SegmentFields[]): ItemFields {
  return { item: key, title, level, startNs, stopNs, segments };
}
