/** What the lines of an export are called in the tree. */
import type { TrackKind } from '../protocol/items.ts';
import type { Cell, NsightExport } from './nsight_export.ts';

interface Names {
  readonly slug: string;
  readonly name: string;
  readonly longName: string;
}

const GROUPS: Readonly<Partial<Record<TrackKind, readonly [name: string, longName: string]>>> = {
  'cuda-stream': ['cuda', 'CUDA Streams (Nsight)'], 'cuda-api': ['cuda api', 'CUDA API (Nsight)'], nvtx: ['nvtx', 'NVTX (Nsight)'], 'os-calls': ['os calls', 'Operating System Calls (Nsight)'],
  'gpu-metric': ['gpu metrics', 'GPU Metrics (Nsight)'],
};

/** Kinds in the order shown under a node. */
export const GROUP_KINDS = Object.keys(GROUPS) as readonly TrackKind[];

export function groupNames(kind: TrackKind, node: number): Names {
  const [name, longName] = GROUPS[kind] ?? [kind, kind];
  return { slug: `n${node}/${kind}`, name, longName: `Node ${node} ${longName}` };
}

/** @param first GPU, or thread @param second stream, of a GPU */
export function lineNames(kind: TrackKind, node: number, process: number, first: number, second: number, threads: ReadonlyMap<string, string>): Names {
  const group = `n${node}/${kind}`;
  if (kind === 'cuda-stream') return { slug: `${group}/${process}.${first}.${second}`, name: `gpu${first} s${second}`, longName: `GPU ${first} Stream ${second} of Process ${process}` };
  const thread = threads.get(`${process} ${first}`);
  return { slug: `${group}/${process}.${first}`, name: thread ?? `t${first}`, longName: `Thread ${first}${thread === undefined ? '' : ` (${thread})`} of Process ${process}` };
}

/** Names of threads by `process thread`. */
export function threadNames(file: NsightExport): ReadonlyMap<string, string> {
  if (!file.has('ThreadNames', 'globalTid', 'nameId')) return new Map();
  const strings = file.strings();
  const names = new Map<string, string>();
  for (const [process, thread, id] of file.rows('SELECT globalTid >> 24 & 16777215, globalTid & 16777215, nameId FROM ThreadNames') as Iterable<readonly [Cell, Cell, Cell]>) {
    const name = strings(id);
    if (name !== undefined && name !== '') names.set(`${String(process)} ${String(thread)}`, name.slice(0, 60));
  }
  return names;
}
