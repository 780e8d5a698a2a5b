/**
 * Which item of a track is which of the track that stands for it in the other run: the k-th of its name and launch, or of its name and
 * source line where it belongs to no launch of the main task. A log does not tell which point of a launch a task is, hence the k-th.
 */
import { joinColumns } from '../model/join_columns.ts';
import { NONE } from '../model/run_model.ts';
import type { IndexReader } from '../index/index_reader.ts';
import type { Sliced } from '../index/slices.ts';
import { NOT_PAIRED, ONLY_HERE, type Side } from '../protocol/compare_api.ts';
import { TITLE_OPERATION, type ItemName, type TrackId } from '../protocol/items.ts';
import { pairLaunches } from './launch_pairs.ts';
import type { MatchedRun } from './matched_runs.ts';

/** Items of two tracks side by side; NONE = only here. */
export interface PairedItems {
  readonly partners: readonly [ofA: Uint32Array, ofB: Uint32Array];
  readonly runningNs: readonly [a: Float64Array, b: Float64Array];
}

/** Numbers that mean the same in both runs: of launches that correspond, of names, of source lines. */
export class ItemPairing {
  readonly #sides: readonly { readonly run: MatchedRun; readonly reader: IndexReader; readonly launchOf: ReadonlyMap<number, number> }[];
  readonly #texts = new Map<string, number>();
  #launches = 0;

  constructor(a: MatchedRun, b: MatchedRun, readers: readonly [IndexReader, IndexReader]) {
    const ofA = new Map<number, number>();
    const ofB = new Map<number, number>();
    for (const pair of pairLaunches(a, b)) {
      ofA.set(pair.a.operation, this.#launches);
      ofB.set(pair.b.operation, this.#launches++);
    }
    // A launch that has no partner gets a number that only its own run uses.
    for (const [run, known] of [[a, ofA], [b, ofB]] as const) for (const { operation } of run.launches) if (!known.has(operation)) known.set(operation, this.#launches++);
    this.#sides = [{ run: a, reader: readers[0], launchOf: ofA }, { run: b, reader: readers[1], launchOf: ofB }];
  }

  /** Reads all items of both tracks; linear. @throws ProfileError of a damaged index */
  *pair(trackA: TrackId, trackB: TrackId): Sliced<PairedItems> {
    const a = yield* this.#meanings(0, trackA);
    const b = yield* this.#meanings(1, trackB);
    const waiting = new Map<number, number>();
    const next = new Uint32Array(a.meanings.length).fill(NONE);
    // Of each meaning a chain of A's items, first to last.
    for (let i = a.meanings.length - 1; i >= 0; i--) {
      next[i] = waiting.get(a.meanings[i]) ?? NONE;
      waiting.set(a.meanings[i], i);
    }
    yield;
    const partners = [new Uint32Array(a.meanings.length).fill(NONE), new Uint32Array(b.meanings.length).fill(NONE)] as const;
    for (let i = 0; i < b.meanings.length; i++) {
      const partner = waiting.get(b.meanings[i]) ?? NONE;
      if (partner === NONE) continue;
      waiting.set(b.meanings[i], next[partner]);
      partners[0][partner] = i;
      partners[1][i] = partner;
    }
    return { partners, runningNs: [a.runningNs, b.runningNs] };
  }

  *#meanings(side: Side, track: TrackId): Sliced<{ readonly meanings: Float64Array; readonly runningNs: Float64Array }> {
    const { reader, run, launchOf } = this.#sides[side];
    const { operations } = run.data;
    const names = new Map<number, ItemName | undefined>();
    const source = reader.sourceTrack(track);
    const meanings: Float64Array[] = [];
    const runningNs: Float64Array[] = [];
    for (let ordinal = 0; ;) {
      const page = reader.store.itemPage(source, ordinal);
      if (page === undefined || page.count === 0 || ordinal >= page.firstOrdinal + page.count) break;
      const ofPage = new Float64Array(page.count);
      for (let i = 0; i < page.count; i++) {
        const nameId = page.names[i];
        if (!names.has(nameId)) names.set(nameId, reader.items.name(nameId));
        const name = names.get(nameId);
        // A task's number is its own operation; what else has a number was made for one.
        const isOwn = (name?.type === 'task' || name?.type === 'gpu_kernel') && name.form === TITLE_OPERATION;
        const [hi, lo] = isOwn ? [page.numsHi[i], page.numsLo[i]] : [page.initiatorsHi[i], page.initiatorsLo[i]];
        const operation = (hi | lo) === 0 ? NONE : operations.ids.find(lo, hi);
        ofPage[i] = this.#meaning(side, launchOf, name, operation);
      }
      meanings.push(ofPage);
      runningNs.push(page.runningNs);
      ordinal = page.firstOrdinal + page.count;
      yield;
    }
    return { meanings: joinColumns(meanings), runningNs: joinColumns(runningNs) };
  }

  /** Name and launch as one number below 2^53. */
  #meaning(side: Side, launchOf: ReadonlyMap<number, number>, name: ItemName | undefined, operation: number): number {
    const { run } = this.#sides[side];
    const { operations } = run.data;
    // What a variant is called is no part of what a task is.
    const named = this.#number(`name ${name?.type ?? ''} ${name?.type === 'task' ? name.text.replace(/ \[[^\]]*\]$/, '') : name?.text ?? ''}`);
    const launch = operation === NONE ? undefined : launchOf.get(operations.root(operation));
    const line = operation === NONE ? '' : run.lines.rename(operations.line(operation));
    return named * 2 ** 30 + (launch ?? this.#launches + this.#number(`line ${line}`));
  }

  #number(text: string): number {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    this.#texts.set(text, this.#texts.size);
    return this.#texts.size - 1;
  }
}

/** Values of one answer. */
const MOST_DELTAS = 1 << 16;

/**
 * What each item of [from, to) on a side has become, in hundredths of A's running time: positive = B takes longer, whichever side asks.
 * ONLY_HERE without a partner, NOT_PAIRED where there is no time to compare.
 */
export function itemDeltas({ partners, runningNs }: PairedItems, side: Side, from: number, to: number): number[] {
  const deltas: number[] = [];
  for (let i = from; i < Math.min(to, from + MOST_DELTAS, partners[side].length); i++) {
    const partner = partners[side][i];
    if (partner === NONE) deltas.push(ONLY_HERE);
    else {
      const own = runningNs[side][i];
      const other = runningNs[1 - side][partner];
      const [ofA, ofB] = side === 0 ? [own, other] : [other, own];
      deltas.push(ofA > 0 ? Math.max(-126, Math.min(126, Math.round((100 * (ofB - ofA)) / ofA))) : NOT_PAIRED);
    }
  }
  return deltas;
}
