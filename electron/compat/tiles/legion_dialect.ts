/**
 * The two ways of the reference in which tiles are filled: that of 25.06 to 25.12 (viewer 0.6) and that of 26.03 (viewer 0.8).
 * Which one a run gets follows its log version. Source: legion tools/legion_prof_rs/src/backend/data_source.rs of both.
 */
import type { TrackKind } from '../../protocol/items.ts';
import type { FieldSchema, SampleFormat } from './legion_types.ts';
import type { Rgb } from '../palette.ts';

/** Marks an item that is drawn longer than it was. */
export const EXPANDED = '(Expanded for Visibility)';
export const ITEM_COUNT = 'Number of Items';
export const HIDDEN_WAITS = 'Contains Hidden Waits';
export const MERGED_TITLE = 'Merged Tasks';

export interface Dialect {
  /** Small items: made longer and joined where they then overlap; or joined where gaps are small, and short waits left out. */
  readonly smallItems: 'expand' | 'join';
  readonly sampleFormat: SampleFormat;
  readonly schema: FieldSchema;
  /** Number of a field by its name. */
  readonly fieldIds: ReadonlyMap<string, number>;
  readonly kindColor: (kind: TrackKind) => Rgb;
}

const OLD_FIELDS = [
  'Requirements', EXPANDED, 'Operation', 'Instances', 'Fields', 'Field Space', 'Index Space', 'Layout', 'Lifetime', ITEM_COUNT, 'Provenance', 'Size', 'Ready', 'Running', 'Waiting',
  'Deferred', 'Delayed', 'Creator', 'Caller', 'Callee', 'Mapper', 'Mapper Processor', 'Backtrace', 'Critical Path', 'Triggering Latency', 'Previous Instance', 'Previous Executing',
  'Scheduling Overhead', 'Message Latency', 'Effective Bandwidth',
];
const NEW_FIELDS = [
  'Operation', 'Instances', 'Fields', 'Field Space', 'Index Space', 'Layout', 'Lifetime', ITEM_COUNT, HIDDEN_WAITS, 'Provenance', 'Size', 'Ready', 'Running', 'Waiting', 'Deferred',
  'Delayed', 'Creator', 'Caller', 'Callee', 'Mapper', 'Mapper Processor', 'Backtrace', 'Critical Path', 'Triggering Latency', 'Previous Instance', 'Previous Executing',
  'Scheduling Overhead', 'Message Latency', 'Effective Bandwidth', 'Launch Domain', 'Reduction Operator',
];
const SEARCHABLE = new Set([
  'Requirements', 'Operation', 'Instances', 'Fields', 'Field Space', 'Index Space', 'Layout', 'Provenance', 'Size', 'Mapper', 'Mapper Processor', 'Critical Path', 'Previous Executing',
  'Reduction Operator',
]);

function schemaOf(names: readonly string[]): Pick<Dialect, 'schema' | 'fieldIds'> {
  return {
    schema: { names: new Map(names.map((name, id) => [id, name])), searchable: new Set(names.flatMap((name, id) => (SEARCHABLE.has(name) ? [id] : []))) },
    fieldIds: new Map(names.map((name, id) => [name, id])),
  };
}

const [OLIVE, BLUE, CRIMSON, ORANGE, MAGENTA, GOLDENROD, PURE_BLUE] = [0x6b8e23, 0x4682b4, 0xdc143c, 0xff4500, 0x8b008b, 0xb8860b, 0x0000ff];

/** All others are orange. */
const KIND_COLORS: Partial<Readonly<Record<TrackKind, Rgb>>> = {
  'gpu-dev': OLIVE, cpu: BLUE, utility: CRIMSON, python: OLIVE,
  global: CRIMSON, zerocopy: CRIMSON, l3cache: CRIMSON, system: OLIVE, hdf5: OLIVE, l1cache: OLIVE,
  registered: MAGENTA, l2cache: MAGENTA, managed: MAGENTA, framebuffer: PURE_BLUE, disk: GOLDENROD,
};

const kindColor = (kind: TrackKind): Rgb => KIND_COLORS[kind] ?? ORANGE;
const laterKindColor = (kind: TrackKind): Rgb => (kind === 'python' ? GOLDENROD : kindColor(kind));

/** @param version of the log; logs that say none are older than all. */
export function dialectOf(version: number | undefined): Dialect {
  const number = version ?? 0;
  if (number >= 1011) return { smallItems: 'join', sampleFormat: 'Start', ...schemaOf(NEW_FIELDS), kindColor: laterKindColor };
  return { smallItems: 'expand', sampleFormat: 'Center', ...schemaOf(OLD_FIELDS), kindColor: number >= 1010 ? laterKindColor : kindColor };
}
