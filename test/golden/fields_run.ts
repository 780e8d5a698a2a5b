// Items of an index in the reference's form: numbered, on its rows, fields as its tiles have them. Test helper.
import type { DecodedLog } from '../../electron/decode/decoded_log.ts';
import { decodeLog } from '../../electron/decode/decode_log.ts';
import { slowestLast } from '../../electron/index/access_texts.ts';
import { ItemFieldReader } from '../../electron/index/item_fields.ts';
import type { IndexReader } from '../../electron/index/index_reader.ts';
import type { ItemFacts } from '../../electron/index/read_items.ts';
import type { FieldValue, ItemFields } from '../../electron/protocol/fields.ts';
import { itemKey, ordinalOfKey, trackOfKey } from '../../electron/protocol/items.ts';
import { withIndex } from './indexed_run.ts';
import { ReferenceUids } from './reference_uids.ts';

const PROCESSORS: ReadonlySet<string> = new Set(['task', 'gpu_kernel', 'meta_task', 'mapper_call', 'runtime_call', 'application_call', 'prof_task', 'async_effect']);
const TONES = { plain: undefined, gold: 'ffd700ff', red: 'ff0000ff', blue: '0000ffff' } as const;

/** A segment as metas.json has it. */
export type MetaSegment = readonly [uid: number | undefined, start: number, stop: number, title: string, fields: readonly unknown[]];

export interface ReferenceItem {
  readonly uid: number;
  readonly startNs: number;
  readonly stopNs: number;
  readonly segments: readonly MetaSegment[];
}

interface Slot {
  readonly track: number;
  readonly entryId: readonly number[];
}

export class ReferenceRun {
  readonly #reader: IndexReader;
  readonly #fields: ItemFieldReader;
  readonly #uids: ReferenceUids;
  /** Slots by their names from the node down. */
  readonly #slots = new Map<string, Slot>();
  readonly #entryIds = new Map<number, readonly number[]>();
  readonly #parts: Map<string, readonly number[]>;

  constructor(reader: IndexReader, logs: readonly { readonly log: DecodedLog; readonly rank: number }[]) {
    this.#reader = reader;
    this.#fields = new ItemFieldReader(reader);
    const { source } = this.#fields;
    // From 26.03 on the reference finds no description of an index space, as it does not take the tags off ids; and it calls an access
    // contiguous when only the lower ends agree (docs/differences.md).
    if (source.rules.hasGeometry) source.spaces.text = (id) => `ispace:${id}`;
    source.isContiguous = (access, piece, dimensions) => slowestLast(access, dimensions).slice(0, -1).every((axis) => access.lo[axis] === piece.lo[axis]);
    this.#readTree();
    this.#parts = this.#copyParts();
    this.#uids = new ReferenceUids(logs, (rank, row) => this.#parts.get(`${rank} ${row}`)?.length ?? 0);
  }

  /** Paths of all slots. */
  get slots(): readonly string[] {
    return [...this.#slots.keys()];
  }

  #readTree(): void {
    const groups = new Map(this.#reader.groups().map((group) => [group.id, group]));
    const tracks = new Map(this.#reader.tracks().map((track) => [track.id, track]));
    const roots = JSON.parse(this.#reader.database.get<{ roots: string }>('SELECT roots FROM run')!.roots) as readonly number[];
    const hosts = new Map<string, readonly number[]>();
    const visit = (id: number, above: string, entryId: readonly number[]): void => {
      const group = groups.get(id);
      const track = tracks.get(id);
      const path = [...(above === '' ? [] : [above]), (group ?? track)!.name].join(' / ');
      if (group !== undefined && above !== 'all') group.members.forEach((member, i) => visit(member, path, [...entryId, i]));
      if (track === undefined) return;
      this.#slots.set(path, { track: track.mirrorOf ?? id, entryId });
      // A channel that stands under two nodes is linked under the higher one.
      this.#entryIds.set(track.mirrorOf ?? id, entryId);
      if (track.kind === 'gpu-host' && track.realmId !== null) hosts.set(track.realmId, entryId);
    };
    roots.forEach((root, i) => visit(root, '', [i]));
    // Links to kernels lead to the host half of the GPU.
    for (const { id, kind, realmId } of tracks.values()) {
      const host = kind === 'gpu-dev' && realmId !== null ? hosts.get(realmId) : undefined;
      if (host !== undefined) this.#entryIds.set(id, host);
    }
  }

  /** Items of each copy record, in the order of what they moved. */
  #copyParts(): Map<string, readonly number[]> {
    const rows = this.#reader.database.all<{ item_id: number; first: number }>('SELECT item_id, max(record_row) AS first FROM copy_instance GROUP BY item_id');
    const found = new Map<string, { key: number; first: number }[]>();
    for (const { item_id, first } of rows) {
      const item = this.#reader.items.facts(item_id)!;
      const id = `${item.rank} ${item.recordRow}`;
      found.set(id, [...(found.get(id) ?? []), { key: item_id, first }]);
    }
    return new Map([...found].map(([id, parts]) => [id, parts.sort((a, b) => a.first - b.first).map(({ key }) => key)]));
  }

  #uidOf(item: ItemFacts): number {
    const { rank, record, recordRow, type, key } = item;
    const uid = type === 'copy' ? this.#uids.ofPart(rank, recordRow, this.#parts.get(`${rank} ${recordRow}`)!.indexOf(key))
      : type === 'gpu_kernel' || type.endsWith('_call') ? this.#uids.ofRecord(rank, record, recordRow)
      : this.#uids.ofEvent(this.#fields.source.record(item).id(type === 'instance' ? 'inst_uid' : 'fevent', recordRow));
    if (uid === undefined) throw new Error(`no number for ${record} ${recordRow} of rank ${rank}`);
    return uid;
  }

  /** Items of a slot, by ordinal, without those that the reference does not draw. undefined: no such slot. */
  *items(path: string): Generator<ReferenceItem> {
    const slot = this.#slots.get(path);
    if (slot === undefined) throw new Error(`no slot ${path}`);
    for (const fields of this.#fields.ofTrack(slot.track)) {
      const item = this.#reader.items.facts(fields.item)!;
      if (fields.startNs === fields.stopNs && PROCESSORS.has(item.type) && this.#reader.items.waits(item.key).count === 0) continue;
      yield this.#item(item, fields);
    }
  }

  #item(item: ItemFacts, { startNs, stopNs, title, segments }: ItemFields): ReferenceItem {
    const uid = this.#uidOf(item);
    return {
      uid, startNs, stopNs, segments: segments.map((segment) => [uid, startNs, stopNs, asThere(title), segment.fields.map(({ name, value, tone }) => {
        const color = TONES[tone];
        return color === undefined ? [name, this.#value(value)] : [name, this.#value(value), color];
      })]),
    };
  }

  #value(value: FieldValue): unknown {
    switch (value.kind) {
      case 'text': return { String: value.text };
      case 'count': return { U64: value.count };
      case 'interval': return { Interval: { start: value.startNs, stop: value.stopNs } };
      case 'list': return { Vec: value.values.map((part) => this.#value(part)) };
      case 'empty': return 'Empty';
      case 'link': {
        const target = this.#reader.items.facts(value.item)!;
        return { ItemLink: { item_uid: this.#uidOf(target), title: asThere(value.title), interval: { start: value.startNs, stop: value.stopNs }, entry_id: this.#entryIds.get(trackOfKey(value.item)) } };
      }
    }
  }

  /** Titles by number, for messages. */
  name(track: number, ordinal: number): string {
    return this.#reader.items.facts(itemKey(track, ordinalOfKey(ordinal)))?.title ?? '';
  }
}

/** What the reference writes in titles where we do not (docs/differences.md): `for 0` behind a mapper call for no operation, a `$` for a `%`. */
function asThere(title: string): string {
  return title.replace(/(Mapper Call (?:(?! for \d).)*?)(?= at \d| on [\w/]+ Processor|$)/, '$1 for 0').replace(/%(?=\) Strided .* \(dimensions not contiguous\)$)/, '$$');
}

/** Calls `use` with the run of these logs, given in the order of the reference's arguments. */
export async function withReferenceRun<T>(paths: readonly string[], use: (run: ReferenceRun) => T): Promise<T> {
  const logs = await Promise.all(paths.map((path) => decodeLog(path)));
  const rankOf = (log: DecodedLog, place: number): number => log.tables.get('MachineDesc')?.columns.get('node_id')?.values[0] ?? place;
  return withIndex(paths, (reader) => use(new ReferenceRun(reader, logs.map((log, place) => ({ log, rank: rankOf(log, place) })))));
}
