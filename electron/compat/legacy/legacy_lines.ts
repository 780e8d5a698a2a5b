/**
 * The lines of the reference's older page: what each processor, channel and memory is called there and in which file its items are.
 * Source: legion tools/legion_prof_rs/src/backend/visualize.rs.
 */
import type { FieldSource } from '../../index/field_source.ts';
import { GPU_KIND, memoryKind, processorKind } from '../../model/kinds.ts';
import type { TrackSummary } from '../../protocol/run_api.ts';
import { itemKey } from '../../protocol/items.ts';
import { processorTracks } from '../processor_tracks.ts';

export interface LegacyLine {
  readonly track: TrackSummary;
  readonly sort: 'processor' | 'channel' | 'partition' | 'memory';
  readonly fullText: string;
  readonly text: string;
  /** Path of its items within the folder. */
  readonly file: string;
  /** As listed. */
  readonly levels: number;
  /** Memories that a channel connects, unsigned. */
  readonly ends: readonly bigint[];
}

const SHORT_NAMES = ['none', 'glob', 'sys', 'reg', 'sock', 'zcpy', 'fb', 'disk', 'hdf5', 'file', 'l3', 'l2', 'l1', 'uvm', 'gpu-dyn'];
/** Memories that belong to no node, and those named after the processor that reaches them best. */
const OF_NO_NODE = [0, 1];
const OF_GPUS = [6, 14];
const OF_CPUS = [11, 12];

/** Processors with items, then channels, partitioning and memories, each by id. */
export function legacyLines(source: FieldSource): LegacyLine[] {
  const memories = new MemoryTexts(source);
  const tracks = source.reader.tracks().filter(({ mirrorOf }) => mirrorOf === null);
  const processors = usedProcessors(source).map((track) => processorLine(source, track));
  const channels = tracks.filter(({ kind }) => kind === 'chan').map((track) => channelLine(source, track, memories)).sort((a, b) => compareChannels(a, b));
  const partitions = tracks.filter(({ kind }) => kind === 'dp').sort((a, b) => (a.node ?? 0) - (b.node ?? 0)).map((track) => ({
    track, sort: 'partition' as const, fullText: `Dependent Partition ${track.node}`, text: `Dependent Partition ${track.node}`, file: `tsv/(Node${track.node},_DepPart).tsv`,
    levels: plainLevels(track), ends: [],
  }));
  const held = tracks.filter(({ capacityBytes }) => capacityBytes !== null).map((track) => ({ track, id: BigInt(track.realmId ?? 0) })).sort((a, b) => (a.id < b.id ? -1 : 1));
  const memoryLines = held.map(({ track, id }) => ({
    track, sort: 'memory' as const, fullText: memories.full(id), text: memories.short(id), file: `tsv/Mem_0x${id.toString(16)}.tsv`, levels: plainLevels(track), ends: [],
  }));
  return [...processors, ...channels.map(({ line }) => line), ...partitions, ...memoryLines];
}

/** No track of the index: of the half of a GPU that nothing ran on. */
const NO_TRACK = -1;

/** Processors on which anything ran; of a GPU both halves, whether anything ran on them or not. */
function usedProcessors(source: FieldSource): TrackSummary[] {
  const used = new Set(source.database.all<{ realm_id: string }>('SELECT realm_id FROM track WHERE items > 0 AND realm_id IS NOT NULL').map((row) => row.realm_id));
  const tracks = processorTracks(source.reader).filter(({ realmId }) => used.has(realmId ?? ''));
  return tracks.flatMap((track) => {
    const isAlone = track.kind !== 'gpu-dev' && !tracks.some(({ kind, realmId }) => kind === 'gpu-dev' && realmId === track.realmId);
    return isAlone && processorFacts(source, track).kind === GPU_KIND ? [{ ...track, id: NO_TRACK, kind: 'gpu-dev' as const, levels: 0 }, track] : [track];
  });
}

/** Rows that a channel or memory has there: few levels leave room. */
export function plainHeight({ levels }: TrackSummary): number {
  return Math.max(levels + 1, 4);
}

function plainLevels(track: TrackSummary): number {
  return plainHeight(track) - 1;
}

function processorLine(source: FieldSource, track: TrackSummary): LegacyLine {
  const { name, half } = processorFacts(source, track);
  const id = BigInt(track.realmId ?? 0);
  return {
    track, sort: 'processor', fullText: `${name}${half} Processor ${track.realmId}`, text: `${name}${half} Proc ${id & 0xfffn}`,
    file: `tsv/Proc_${track.realmId}${half.replace(' ', '_')}.tsv`, levels: Math.max(track.levels, 1), ends: [],
  };
}

/** Kind of a processor in words; a GPU has two lines in every version. */
export function processorFacts({ database }: FieldSource, { realmId, kind }: TrackSummary): { readonly name: string; readonly kind: number; readonly half: string } {
  const number = database.get<{ kind: number }>('SELECT kind FROM processor WHERE hex = ?', realmId)?.kind ?? -1;
  return { name: processorKind(number).name, kind: number, half: kind === 'gpu-dev' ? ' Device' : number === GPU_KIND ? ' Host' : '' };
}

const CHANNEL_ORDER = ['Copy', 'Fill', 'Gather', 'Scatter'];

interface Channel {
  readonly line: LegacyLine;
  readonly order: number;
}

function compareChannels(a: Channel, b: Channel): number {
  if (a.order !== b.order) return a.order - b.order;
  const at = a.line.ends.findIndex((id, i) => id !== b.line.ends[i]);
  return at < 0 ? 0 : a.line.ends[at] < b.line.ends[at] ? -1 : 1;
}

/** A channel is what its first item moves between. */
function channelLine(source: FieldSource, track: TrackSummary, memories: MemoryTexts): Channel {
  const item = source.items.facts(itemKey(track.id, 0));
  const moved = item === undefined ? undefined : source.moves(item).find(({ isIndirect }) => !isIndirect);
  const [from, to] = [moved?.srcMemory ?? 0n, moved?.dstMemory ?? 0n];
  const sort = item?.type === 'fill' ? 'Fill' : item?.title ?? 'Copy';
  const ends = sort === 'Copy' ? [from, to] : [sort === 'Scatter' ? from : to];
  const [full, short] = [ends.map((id) => memories.full(id)), ends.map((id) => memories.short(id))];
  const file = (ends.length === 2 ? full : ['None', ...full]).map((name) => name.replaceAll(' ', '_')).join(',_');
  return {
    order: CHANNEL_ORDER.indexOf(sort),
    line: {
      track, sort: 'channel', ends, levels: plainLevels(track), file: `tsv/(${file},_${sort}).tsv`,
      fullText: sort === 'Copy' ? `${full.join(' to ')} Channel` : `${sort} ${full[0]} Channel`, text: sort === 'Copy' ? short.join(' to ') : `${sort} ${short[0]}`,
    },
  };
}

class MemoryTexts {
  readonly #kinds: ReadonlyMap<string, number>;
  readonly #closest: ReadonlyMap<string, bigint>;

  constructor(source: FieldSource) {
    this.#kinds = new Map(source.database.all<{ hex: string; kind: number }>('SELECT hex, kind FROM memory').map(({ hex, kind }) => [hex, kind]));
    this.#closest = closestProcessors(source);
  }

  full(id: bigint): string {
    return `${memoryWords(this.#kind(id))} 0x${id.toString(16)}`;
  }

  short(id: bigint): string {
    const kind = this.#kind(id);
    const name = SHORT_NAMES[kind] ?? 'none';
    if (OF_NO_NODE.includes(kind)) return `[all n] ${name}`;
    const node = `[n${(id >> 40n) & 0xffffn}]`;
    const owner = OF_GPUS.includes(kind) ? 'gpu' : OF_CPUS.includes(kind) ? 'cpu' : undefined;
    const processor = this.#closest.get(`0x${id.toString(16)}`);
    return owner === undefined || processor === undefined ? `${node} ${name}` : `${node}[${owner}${processor & 0xfffn}] ${name}`;
  }

  #kind(id: bigint): number {
    return this.#kinds.get(`0x${id.toString(16)}`) ?? 0;
  }
}

/** `System Memory`, `Zero-Copy Memory`. */
export function memoryWords(kind: number): string {
  const { name } = memoryKind(kind);
  return `${name === 'ZeroCopy' ? 'Zero-Copy' : name} Memory`;
}

/** The processor that reaches each memory with the greatest bandwidth, the first of equals. */
function closestProcessors({ reader }: FieldSource): Map<string, bigint> {
  const best = new Map<string, { readonly processor: bigint; readonly bandwidth: number }>();
  for (const { rank } of reader.files()) {
    const table = reader.recordTable(rank, 'ProcMDesc');
    const [memories, processors, bandwidths] = ['mem_id', 'proc_id', 'bandwidth'].map((field) => table?.columns.get(field)?.values ?? new Uint32Array(0));
    const wide = (words: ArrayLike<number>, row: number): bigint => (BigInt(words[2 * row + 1]) << 32n) | BigInt(words[2 * row]);
    for (let row = 0; row < (table?.count ?? 0); row++) {
      const memory = `0x${wide(memories, row).toString(16)}`;
      if (bandwidths[row] > (best.get(memory)?.bandwidth ?? -1)) best.set(memory, { processor: wide(processors, row), bandwidth: bandwidths[row] });
    }
  }
  return new Map([...best].map(([memory, { processor }]) => [memory, processor]));
}
