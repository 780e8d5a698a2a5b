/**
 * Kinds of processors, memories and dependent partitioning by Realm's numbers, with the names the reference gives them.
 * Source: legion runtime/realm/realm_c.h (realm_processor_kind_t, realm_memory_kind_t) and tools/legion_prof_rs/src/state.rs.
 */
import type { TrackKind } from '../protocol/items.ts';

export interface Kind {
  /** Name of the reference's enumeration: `CPU`, `Utility`, `Framebuffer`. */
  readonly name: string;
  readonly slug: TrackKind;
  /** What the reference calls one of them in a sentence: `CPU Processor 0x…`, `Zero-Copy Memory 0x…`. */
  readonly container: string;
}

/** Number of a processor without ProcDesc, or of a kind that we do not know. */
export const UNKNOWN_KIND = 255;

export const GPU_KIND = 1;

const PROCESSOR_KINDS: readonly Kind[] = [
  { name: 'External', slug: 'external', container: 'Extern' }, { name: 'GPU', slug: 'gpu', container: 'GPU' }, { name: 'CPU', slug: 'cpu', container: 'CPU' }, { name: 'Utility', slug: 'utility', container: 'Utility' },
  { name: 'IO', slug: 'io', container: 'I/O' }, { name: 'ProcGroup', slug: 'procgroup', container: 'Group' }, { name: 'ProcSet', slug: 'procset', container: 'Set' },
  { name: 'OpenMP', slug: 'openmp', container: 'OpenMP' }, { name: 'Python', slug: 'python', container: 'Python' },
];

const MEMORY_KINDS: readonly Kind[] = [
  { name: 'NoMemKind', slug: 'unknown', container: 'Unknown' }, { name: 'Global', slug: 'global', container: 'Global' }, { name: 'System', slug: 'system', container: 'System' },
  { name: 'Registered', slug: 'registered', container: 'Registered' }, { name: 'Socket', slug: 'socket', container: 'Socket' }, { name: 'ZeroCopy', slug: 'zerocopy', container: 'Zero-Copy' },
  { name: 'Framebuffer', slug: 'framebuffer', container: 'Framebuffer' }, { name: 'Disk', slug: 'disk', container: 'Disk' }, { name: 'HDF5', slug: 'hdf5', container: 'HDF5' },
  { name: 'File', slug: 'file', container: 'Posix File' }, { name: 'L3Cache', slug: 'l3cache', container: 'L3 Cache' }, { name: 'L2Cache', slug: 'l2cache', container: 'L2 Cache' },
  { name: 'L1Cache', slug: 'l1cache', container: 'L1 Cache' }, { name: 'GPUManaged', slug: 'managed', container: 'GPU UVM' }, { name: 'GPUDynamic', slug: 'dynamic', container: 'GPU Dynamic' },
];

/** What the reference calls processors in texts, by kind of track. Source: legion_prof_rs state.rs, Display of ProcKind. */
export const CONTAINER_NAMES: Readonly<Partial<Record<TrackKind, string>>> = {
  external: 'Extern', cpu: 'CPU', gpu: 'GPU', 'gpu-dev': 'GPU', 'gpu-host': 'GPU', utility: 'Utility', io: 'I/O', procgroup: 'Group', procset: 'Set', openmp: 'OpenMP', python: 'Python',
};

const MEMORY_CONTAINERS = ['Unknown', 'Global', 'System', 'Registered', 'Socket', 'Zero-Copy', 'Framebuffer', 'Disk', 'HDF5', 'Posix File', 'L3 Cache', 'L2 Cache', 'L1 Cache', 'GPU UVM', 'GPU Dynamic'];

/** What it calls memories, by Realm's kind. */
export function memoryContainer(kind: number): string {
  return MEMORY_CONTAINERS[kind] ?? 'Unknown';
}

/** GPU_DYNAMIC_MEM: its declared capacity says nothing about what it may hold. */
export const DYNAMIC_MEMORY = 14;

const UNKNOWN: Kind = { name: 'Unknown', slug: 'unknown', container: 'Unknown' };

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
