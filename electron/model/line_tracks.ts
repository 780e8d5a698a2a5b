/** Memories, channels and dependent partitioning as tracks under their nodes. Engine worker, once all logs are in. */
import type { LineKey } from './lines.ts';
import type { MemoryNames, TrackNames } from './track_names.ts';
import type { ModelTrack, TrackItems } from './run_model.ts';
import type { RunLine } from './run_lines.ts';
import { DYNAMIC_MEMORY } from './kinds.ts';
import { hexWords } from './log_tables.ts';
import { ownerNode } from './realm_ids.ts';
import { plainItems } from './built_track.ts';
import { depPartNames } from './track_names.ts';
import { sharedU16, sharedU32 } from './shared_columns.ts';

/** A line under one of its nodes. */
export interface PlacedLine {
  readonly track: ModelTrack;
  readonly line: RunLine;
  /** Realm's kind of a memory; 0 for the others. */
  readonly memoryKind: number;
}

export class LineTracks {
  /** New tracks with their items, mirrors without. */
  readonly tracks: ModelTrack[] = [];
  readonly items: TrackItems[] = [];
  readonly placed: PlacedLine[] = [];
  readonly overCapacity: { longName: string; slug: string; peakBytes: number; capacityBytes: number; atNs: number }[] = [];
  nextId: number;

  /**
   * `lines` in the order in which they are listed. Lines of nodes on which nothing ran are left out, as in the reference; if
   * nothing ran anywhere all are kept.
   */
  constructor(lines: readonly RunLine[], memories: MemoryNames, usedNodes: ReadonlySet<number>, firstId: number) {
    this.nextId = firstId;
    const slugs = new Set<string>();
    for (const line of lines) {
      const nodes = nodesOf(line.key).filter((node) => usedNodes.size === 0 || usedNodes.has(node));
      let first: ModelTrack | undefined;
      for (const node of nodes) {
        const names = namesOf(line.key, node, memories);
        const slug = slugs.has(names.slug) ? `${names.slug} ${idsOf(line.key)}` : names.slug;
        slugs.add(slug);
        first = this.#place(line, node, { ...names, slug }, memories, first);
      }
    }
  }

  #place(line: RunLine, node: number, names: TrackNames, memories: MemoryNames, original: ModelTrack | undefined): ModelTrack {
    const { key, built } = line;
    const isMemory = key.sort === 'memory';
    const capacity = isMemory ? memories.capacity(key.dstLo, key.dstHi) : null;
    const kind = isMemory ? memories.kind(key.dstLo, key.dstHi) : 0;
    const track: ModelTrack = {
      ...names, id: this.nextId++, node, realmId: isMemory ? hexWords(key.dstLo, key.dstHi) : null, capacityBytes: capacity,
      itemCount: built.items.count, emptyCount: built.emptyCount, segmentCount: built.segmentCount, levelCount: built.levelCount, lods: built.lods, util: built.util,
      memorySteps: built.memorySteps, mirrorOf: original?.id,
    };
    this.tracks.push(track);
    this.items.push(original === undefined ? built.items : NO_ITEMS);
    this.placed.push({ track, line, memoryKind: kind });
    if (capacity !== null && capacity > 0 && kind !== DYNAMIC_MEMORY) this.#checkCapacity(track, capacity);
    return original ?? track;
  }

  #checkCapacity({ memorySteps, longName, slug }: ModelTrack, capacityBytes: number): void {
    let [peakBytes, atNs] = [0, 0];
    memorySteps?.bytes.forEach((bytes, i) => {
      if (bytes > peakBytes) [peakBytes, atNs] = [bytes, memorySteps.times[i]];
    });
    if (peakBytes > capacityBytes) this.overCapacity.push({ longName, slug, peakBytes, capacityBytes, atNs });
  }
}

/** What a mirror counts: nothing. */
const NO_ITEMS: TrackItems = (() => {
  const { sizes: _sizes, ...plain } = plainItems(0, 0, false);
  const none = plain.starts;
  const words = sharedU32(0);
  return {
    ...plain, levels: sharedU16(0), runningNs: none, readyNs: none, waitingNs: none, parents: words, waitEnds: words,
    waits: { starts: none, readys: none, ends: none, events: words, callees: words, backtraces: words, provenances: words },
  };
})();

/** Nodes that a line is listed under, ascending. */
function nodesOf(key: LineKey): number[] {
  if (key.sort === 'dp') return [key.node];
  const ends: number[] = [];
  if (key.srcLo !== 0 || key.srcHi !== 0) ends.push(ownerNode(key.srcHi));
  if (key.dstLo !== 0 || key.dstHi !== 0 || ends.length === 0) ends.push(ownerNode(key.dstHi));
  return [...new Set(ends)].sort((a, b) => a - b);
}

function namesOf(key: LineKey, node: number, memories: MemoryNames): TrackNames {
  if (key.sort === 'dp') return depPartNames(node);
  if (key.sort === 'memory') return memories.memory(key.dstLo, key.dstHi);
  return memories.channel(key.sort, node, { lo: key.srcLo, hi: key.srcHi }, { lo: key.dstLo, hi: key.dstHi });
}

function idsOf(key: LineKey): string {
  return `${hexWords(key.srcLo, key.srcHi)} ${hexWords(key.dstLo, key.dstHi)}`;
}
