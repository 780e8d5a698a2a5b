/**
 * Kinds of processors, memories and dependent partitioning by Realm's numbers, with the names the reference gives them.
 * Source: legion runtime/realm/realm_c.h (realm_processor_kind_t, realm_memory_kind_t) and tools/legion_prof_rs/src/state.rs.
 */
import type { TrackKind } from '../protocol/items.ts';

export interface Kind {
  /** Name of the reference's enumeration: `CPU`, `Utility`, `Framebuffer`. */
  readonly name: string;
  readonly slug: TrackKind;
}

/** Number of a processor without ProcDesc, or of a kind that we do not know. */
export const UNKNOWN_KIND = 255;

export const GPU_KIND = 1;

const PROCESSOR_KINDS: readonly Kind[] = [
  { name: 'External', slug: 'external' }, { name: 'GPU', slug: 'gpu' }, { name: 'CPU', slug: 'cpu' }, { name: 'Utility', slug: 'utility' },
  { name: 'IO', slug: 'io' }, { name: 'ProcGroup', slug: 'procgroup' }, { name: 'ProcSet', slug: 'procset' },
  { name: 'OpenMP', slug: 'openmp' }, { name: 'Python', slug: 'python' },
];

const MEMORY_KINDS: readonly Kind[] = [
  { name: 'NoMemKind', slug: 'unknown' }, { name: 'Global', slug: 'global' }, { name: 'System', slug: 'system' },
  { name: 'Registered', slug: 'registered' }, { name: 'Socket', slug: 'socket' }, { name: 'ZeroCopy', slug: 'zerocopy' },
  { name: 'Framebuffer', slug: 'framebuffer' }, { name: 'Disk', slug: 'disk' }, { name: 'HDF5', slug: 'hdf5' },
  { name: 'File', slug: 'file' }, { name: 'L3Cache', slug: 'l3cache' }, { name: 'L2Cache', slug: 'l2cache' },
  { name: 'L1Cache', slug: 'l1cache' }, { name: 'GPUManaged', slug: 'managed' }, { name: 'GPUDynamic', slug: 'dynamic' },
];

/** GPU_DYNAMIC_MEM: its declared capacity says nothing about what it may hold. */
export const DYNAMIC_MEMORY = 14;

const UNKNOWN: Kind = { name: 'Unknown', slug: 'unknown' };

export function processorKind(value: number): Kind {
  return PROCESSOR_KINDS[value] ?? UNKNOWN;
}

export function memoryKind(value: number): Kind {
  return MEMORY_KINDS[value] ?? UNKNOWN;
}

/** Letter that names a processor or memory in short names: `c` of `c3`, `s` of `n0s1`. */
export function kindLetter(kind: Kind): string {
  return kind.name.charAt(0).toLowerCase();
}

const DEPPART_NAMES = [
  'Union', 'Unions', 'Union Reduction', 'Intersection', 'Intersections', 'Intersection Reduction', 'Difference', 'Differences',
  'Equal Partition', 'Partition by Field', 'Partition by Image', 'Partition by Image Range', 'Partition by Preimage',
  'Partition by Preimage Range', 'Create Association', 'Partition by Weights',
];

/** Name of a DepPartOpKind. Source: legion_types.h, DepPartOpKind. */
export function depPartName(value: number): string {
  return DEPPART_NAMES[value] ?? `Dependent Partitioning ${value}`;
}
