/**
 * From the preamble's description of a record to the layout of its bytes and columns: types are resolved, and the few records
 * whose bytes the preamble misdescribes are put right. Pure.
 */
import type { FieldFormat, Preamble, RecordFormat } from './log_header.ts';

/** How a field lies in the record and what column it becomes. */
export type FieldKind =
  | 'bool' | 'u8' | 'u32' | 'i32' | 'u64' | 'i64' | 'time' | 'string'
  /** MaxDim, or 2 * MaxDim, i64 each, whatever the record's own `dim` says. */
  | 'point' | 'array'
  /** As many bytes as the uuid_size field before it says. */
  | 'uuid'
  /** Bytes of no known meaning: passed over, no column. */
  | 'skip';

export interface FieldLayout {
  readonly name: string;
  readonly kind: FieldKind;
  /** Bytes; of one element for `point`, `array` and `uuid`; -1 for a string. */
  readonly size: number;
  /** The type name, if it is none that this program knows: then `kind` was chosen by size. */
  readonly unknownType?: string;
  /** Present only in records whose field of this name has this value, else 0. */
  readonly onlyIf?: { readonly field: string; readonly equals: number };
  /** All ones means "not known" here and is no damage. */
  readonly allOnesIsNone?: boolean;
}

export interface RecordLayout {
  readonly name: string;
  readonly id: number;
  readonly fields: readonly FieldLayout[];
  /** Exact repeats of such a record are dropped. */
  readonly dropsRepeats: boolean;
  /** What such a record says changes how later ones are read: it is read alone, never as one of a run. */
  readonly isReadAlone: boolean;
}

const FOUR_BYTES: ReadonlySet<string> = new Set([
  'unsigned', 'TaskID', 'VariantID', 'MapperID', 'uuid_size', 'ProcKind', 'MemKind', 'DepPartOpKind', 'MappingCallKind',
  'RuntimeCallKind', 'MessageKind',
]);
const EIGHT_BYTES: ReadonlySet<string> = new Set([
  'unsigned long long', 'UniqueID', 'ProcID', 'MemID', 'InstID', 'IDType', 'BacktraceID',
]);

/** Layout of the bytes of one record kind of a log with this preamble. */
export function layoutOf(format: RecordFormat, preamble: Preamble): RecordLayout {
  const seen = new Set<string>();
  const fields = corrected(format, preamble).map((field) => {
    // Two fields of one name would share a column: the later ones get a number.
    let name = field.name;
    for (let n = 2; seen.has(name); n++) name = `${field.name}#${n}`;
    seen.add(name);
    return special(format.name, { ...resolve(field), name }, preamble);
  });
  const { name, id } = format;
  return { name, id, fields, dropsRepeats: name === 'PhysicalInstanceUsage', isReadAlone: name === 'MaxDimDesc' };
}

/** The declared size decides the number of bytes; the type name decides what they mean. */
function resolve(field: FieldFormat): FieldLayout {
  const { name, type, size } = field;
  const isKnown = FOUR_BYTES.has(type) || EIGHT_BYTES.has(type);
  if (type === 'string' || size === -1) return { name, kind: 'string', size: -1, ...(type === 'string' ? {} : { unknownType: type }) };
  if (type === 'point' || type === 'array') return { name, kind: type, size: 8 };
  if (type === 'uuid') return { name, kind: 'uuid', size: 1 };
  if (type === 'timestamp_t' && size === 8) return { name, kind: 'time', size };
  if (type === 'bool' && size === 1) return { name, kind: 'bool', size };
  if (type === 'long long' && size === 8) return { name, kind: 'i64', size };
  if (type === 'maxdim' && size === 4) return { name, kind: 'i32', size };
  const kind = size === 1 ? 'u8' : size === 4 ? 'u32' : size === 8 ? 'u64' : 'skip';
  return { name, kind, size, ...(isKnown ? {} : { unknownType: type }) };
}

/**
 * Fields that are in the preamble but not in the bytes, or the reverse.
 * Source: legion runtime/realm/prealm/prealm.cc (log_preamble against serialize); for the `fevent` of the older form legion
 * commits f0b4dbf16 to 17e9c1b27 of March and April 2025, whose writers declared it and never wrote it.
 */
function corrected(format: RecordFormat, preamble: Preamble): readonly FieldFormat[] {
  const { name, fields } = format;
  const isInstanceEvent = name === 'InstanceReadyInfo' || name === 'InstanceRedistrictInfo';
  if (isInstanceEvent && preamble.isOldForm) return fields.filter((field) => field.name !== 'fevent');
  if (!preamble.isPrealm) return fields;
  if (name === 'SpawnInfo') return fields.filter((field) => field.name !== 'create');
  if (name === 'PhysicalInstanceUsage') return fields.filter((field) => field.name !== 'redop');
  if (name === 'FillInfo' && !fields.some((field) => field.name === 'collective')) {
    const at = fields.findIndex((field) => field.name === 'fill_expr');
    if (at >= 0) return fields.toSpliced(at, 0, { name: 'collective', type: 'unsigned', size: 4 });
  }
  return fields;
}

/**
 * What only the writer's source tells: `redop` follows only for reductions (mode 4), `index` is signed although it is declared
 * unsigned, and the stop of a usage is all ones while the instance has escaped its task.
 * Source: legion runtime/legion/tools/serializer.cc, serialize(PhysicalInstanceUsage).
 */
function special(record: string, field: FieldLayout, preamble: Preamble): FieldLayout {
  if (record !== 'PhysicalInstanceUsage') return field;
  if (field.name === 'redop' && field.kind === 'u32' && !preamble.isPrealm) return { ...field, onlyIf: { field: 'mode', equals: 4 } };
  if (field.name === 'index' && field.kind === 'u32') return { ...field, kind: 'i32' };
  if (field.name === 'stop') return { ...field, allOnesIsNone: true };
  return field;
}
