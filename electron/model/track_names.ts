/**
 * Names and slugs of tracks. Up to log version 1009 numbers are Realm's, from 1010 on places among the shown ones of the kind.
 * Source: legion tools/legion_prof_rs/src/backend/data_source.rs of 25.06 and 25.12.
 */
import type { Half, MemoryFacts } from './shard_parts.ts';
import type { TrackKind } from '../protocol/items.ts';
import { kindLetter, memoryKind, processorKind } from './kinds.ts';
import { hexWords } from './log_tables.ts';
import { memoryIndex, ownerNode, processorIndex } from './realm_ids.ts';

export interface TrackNames {
  readonly slug: string;
  readonly kind: TrackKind;
  readonly name: string;
  readonly longName: string;
}

const HALF_WORDS: Readonly<Record<Half, { slug: string; short: string; long: string; letter: string }>> = {
  whole: { slug: '', short: '', long: '', letter: '' },
  device: { slug: '-dev', short: ' dev', long: ' Device', letter: 'd' },
  host: { slug: '-host', short: ' host', long: ' Host', letter: 'h' },
};

/** `node`: undefined for all nodes. */
export function processorGroupNames(node: number | undefined, kindNumber: number, half: Half): TrackNames {
  const kind = processorKind(kindNumber);
  const words = HALF_WORDS[half];
  const slug = (kind.slug === 'gpu' ? `gpu${words.slug}` : kind.slug) as TrackKind;
  return { slug: `${nodeSlug(node)}/${slug}`, kind: slug, name: kind.name.toLowerCase() + words.short, longName: `${nodeName(node)} ${kind.name}${words.long}` };
}

/** `place`: among the shown processors of the group, undefined where names carry Realm's index. */
export function processorNames(lo: number, hi: number, kindNumber: number, half: Half, place: number | undefined): TrackNames {
  const group = processorGroupNames(ownerNode(hi), kindNumber, half);
  const kind = processorKind(kindNumber);
  const number = place ?? processorIndex(lo);
  const words = HALF_WORDS[half];
  const name = `${kindLetter(kind)}${number}${words.letter}`;
  const longName = `${nodeName(ownerNode(hi))} ${kind.name} ${number}${words.long}${place === undefined ? '' : ` Processor(${hexWords(lo, hi)})`}`;
  return { slug: `${group.slug}/${name}`, kind: group.kind, name, longName };
}

export function memoryGroupNames(node: number | undefined, kindNumber: number): TrackNames {
  const kind = memoryKind(kindNumber);
  // Processors of unknown kind have the plain word.
  const slug = kind.slug === 'unknown' ? 'unknown-memory' : kind.slug;
  return { slug: `${nodeSlug(node)}/${slug}`, kind: kind.slug, name: kind.name.toLowerCase(), longName: `${nodeName(node)} ${kind.name}` };
}

/** A memory's names within those of channels, and its own. */
export class MemoryNames {
  readonly #facts = new Map<string, MemoryFacts>();
  readonly #places: Map<string, number> | undefined;

  /** `shown`: memories with instances, by id; needed where names carry places. */
  constructor(facts: readonly MemoryFacts[], shown: readonly { lo: number; hi: number }[], namesByPlace: boolean) {
    for (const fact of facts) if (!this.#facts.has(hexWords(fact.lo, fact.hi))) this.#facts.set(hexWords(fact.lo, fact.hi), fact);
    if (!namesByPlace) return;
    this.#places = new Map();
    const used = new Map<string, number>();
    for (const { lo, hi } of shown) {
      const group = `${ownerNode(hi)}:${this.kind(lo, hi)}`;
      const place = used.get(group) ?? 0;
      used.set(group, place + 1);
      this.#places.set(hexWords(lo, hi), place);
    }
  }

  /** Realm's kind, 0 if nobody describes the memory. */
  kind(lo: number, hi: number): number {
    return this.#facts.get(hexWords(lo, hi))?.kind ?? 0;
  }

  /** Bytes, 0 = not declared. */
  capacity(lo: number, hi: number): number {
    return this.#facts.get(hexWords(lo, hi))?.capacity ?? 0;
  }

  memory(lo: number, hi: number): TrackNames {
    const group = memoryGroupNames(ownerNode(hi), this.kind(lo, hi));
    const kind = memoryKind(this.kind(lo, hi));
    const name = `${kindLetter(kind)}${this.#number(lo, hi)}`;
    return { slug: `${group.slug}/${name}`, kind: group.kind, name, longName: this.#long(lo, hi) };
  }

  /** Of one or two memories; id 0 = unknown. `node`: the one it is listed under. */
  channel(sort: 'copy' | 'fill' | 'gather' | 'scatter', node: number, src: { lo: number; hi: number }, dst: { lo: number; hi: number }): TrackNames {
    const [shortSrc, shortDst] = [this.#short(src.lo, src.hi), this.#short(dst.lo, dst.hi)];
    const [longSrc, longDst] = [this.#long(src.lo, src.hi), this.#long(dst.lo, dst.hi)];
    const [name, longName] = sort === 'copy' ? [`${shortSrc}-${shortDst}`, `${longSrc} to ${longDst}`]
      : sort === 'fill' ? [`f ${shortDst}`, `Fill ${longDst}`]
      : sort === 'gather' ? [`g ${shortDst}`, `Gather to ${longDst}`]
      : [`s ${shortSrc}`, `Scatter from ${longSrc}`];
    return { slug: `${nodeSlug(node)}/chan/${name}`, kind: 'chan', name, longName };
  }

  #number(lo: number, hi: number): string {
    if (this.#places === undefined) return String(memoryIndex(lo));
    const place = this.#places.get(hexWords(lo, hi));
    return place === undefined ? '?' : String(place);
  }

  #short(lo: number, hi: number): string {
    if (lo === 0 && hi === 0) return '?';
    return `n${ownerNode(hi)}${kindLetter(memoryKind(this.kind(lo, hi)))}${this.#number(lo, hi)}`;
  }

  #long(lo: number, hi: number): string {
    if (lo === 0 && hi === 0) return 'unknown memory';
    const id = this.#places === undefined ? '' : ` Memory(${hexWords(lo, hi)})`;
    return `${nodeName(ownerNode(hi))} ${memoryKind(this.kind(lo, hi)).name} ${this.#number(lo, hi)}${id}`;
  }
}

export function channelGroupNames(node: number | undefined): TrackNames {
  return { slug: `${nodeSlug(node)}/chan`, kind: 'chan', name: 'chan', longName: `${nodeName(node)} Channel` };
}

export function depPartGroupNames(node: number | undefined): TrackNames {
  return { slug: `${nodeSlug(node)}/dp`, kind: 'dp', name: 'dp', longName: `${nodeName(node)} Dependent Partitioning` };
}

export function depPartNames(node: number): TrackNames {
  return { slug: `n${node}/dp/dp${node}`, kind: 'dp', name: `dp${node}`, longName: `Dependent Partitioning ${node}` };
}

export function nodeSlug(node: number | undefined): string {
  return node === undefined ? 'all' : `n${node}`;
}

export function nodeName(node: number | undefined): string {
  return node === undefined ? 'All Nodes' : `Node ${node}`;
}
