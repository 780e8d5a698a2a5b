/**
 * What is under way in a range, summed by name: exact, from the segments themselves. Times ns, half-open; an item counts where any of
 * it lies in the range, with the part that does; lengths (mean, percentiles …) are those of whole lives. Engine worker.
 */
import type { ItemSet } from '../index/query/item_set.ts';
import { SliceClock } from '../index/slices.ts';
import type { ItemBlock } from '../model/item_blocks.ts';
import type { NameTotals, NameTotalsRow } from '../protocol/name_totals_api.ts';
import { ProfileError } from '../protocol/errors.ts';
import { STATE_NONE, STATE_READY, STATE_WAITING, type TrackId } from '../protocol/items.ts';
import type { Ns, TimeSpan } from '../protocol/time.ts';
import { lengthFigures } from './length_figures.ts';
import { LengthList } from './length_list.ts';
import type { RunSource } from './run_source.ts';
import { firstAtOrAfter } from './segment_scan.ts';

/** Segments of a track that are looked at between two looks at the clock and at the signal, about. */
const WINDOW_SEGMENTS = 1 << 16;
/** Names in the answer; beyond these only their number is told. */
const MAX_ROWS = 5000;

/** Sums of one name over the range. */
interface Sum {
  count: number;
  runningNs: number;
  readyNs: number;
  waitingNs: number;
  existingNs: number;
  longest: { readonly track: TrackId; readonly ordinal: number };
  longestNs: number;
}

/** `keptOf`: items that count; all without it. Tracks are counted once, mirrors as what they mirror. @throws ProfileError 'bad-request' for a row that is no track, 'not-loaded'; the signal's reason */
export async function nameTotals(
  source: RunSource, tracks: readonly { readonly id: TrackId; readonly segments: number }[], span: TimeSpan, signal: AbortSignal,
  keptOf?: (track: TrackId) => ItemSet,
): Promise<NameTotals> {
  const sums = new Map<number, Sum>();
  const lengths = new LengthList();
  const segmentsOf = new Map<TrackId, number>();
  for (const { id, segments } of tracks) {
    const row = source.track(id);
    if (row === undefined || row.members !== undefined) throw new ProfileError('bad-request', `This run has no track number ${id}.`);
    segmentsOf.set(row.mirrorOf ?? id, segments);
  }
  const clock = new SliceClock();
  for (const [track, segments] of segmentsOf) {
    if (source.track(track)?.lods.length === 0) continue;
    const items = new OpenItems(source, track, span, { sums, lengths, kept: keptOf?.(track) });
    const windowNs = Math.max(1, Math.ceil(source.extentNs / Math.max(1, Math.ceil(segments / WINDOW_SEGMENTS))));
    for (let fromNs = span.startNs; fromNs < span.stopNs; fromNs += windowNs) {
      const untilNs = Math.min(span.stopNs, fromNs + windowNs);
      for (const block of await source.blocks(track, 0, fromNs, untilNs)) items.add(block, fromNs === span.startNs ? 0 : firstAtOrAfter(block, fromNs), firstAtOrAfter(block, untilNs));
      await clock.rest(signal);
    }
    await items.end();
  }
  return answer(source, sums, lengths);
}

/** Items that a track has under way while one goes through its segments: one a level, as on a level an item's segments follow each other. */
class OpenItems {
  readonly #source: RunSource;
  readonly #track: TrackId;
  readonly #span: TimeSpan;
  readonly #sums: Map<number, Sum>;
  readonly #lengths: LengthList;
  readonly #kept: ItemSet | undefined;
  readonly #open: ({ ordinal: number; name: number; startNs: Ns; stopNs: Ns } | undefined)[] = [];
  /** Items that reach the range's ends: what they are beyond it is asked for. */
  readonly #cut: { readonly ordinal: number; readonly name: number }[] = [];

  constructor(source: RunSource, track: TrackId, span: TimeSpan, { sums, lengths, kept }: { readonly sums: Map<number, Sum>; readonly lengths: LengthList; readonly kept: ItemSet | undefined }) {
    this.#source = source;
    this.#track = track;
    this.#span = span;
    this.#sums = sums;
    this.#lengths = lengths;
    this.#kept = kept;
  }

  /** Segments [first, end) of a block; those that do not touch the range are passed over. */
  add(block: ItemBlock, first: number, end: number): void {
    const { startNs, stopNs } = this.#span;
    const { starts, stops, states, names, levels, ordinals } = block;
    const kept = this.#kept;
    for (let i = first; i < end; i++) {
      const [from, to] = [starts[i], stops[i]];
      // One that ends where the range begins is not in it, unless it is empty and stands just there.
      if (to < startNs || (to === startNs && from !== startNs)) continue;
      if (kept !== undefined && !kept.has(ordinals[i])) continue;
      const sum = this.#sumOf(names[i]);
      const insideNs = Math.max(0, Math.min(to, stopNs) - Math.max(from, startNs));
      if (states[i] === STATE_READY) sum.readyNs += insideNs;
      else if (states[i] === STATE_WAITING) sum.waitingNs += insideNs;
      else if (states[i] === STATE_NONE) sum.existingNs += insideNs;
      else sum.runningNs += insideNs;
      const open = this.#open[levels[i]];
      if (open !== undefined && open.ordinal === ordinals[i]) {
        open.stopNs = to;
        continue;
      }
      sum.count++;
      if (open === undefined) this.#open[levels[i]] = { ordinal: ordinals[i], name: names[i], startNs: from, stopNs: to };
      else {
        this.#close(open);
        open.ordinal = ordinals[i];
        open.name = names[i];
        open.startNs = from;
        open.stopNs = to;
      }
    }
  }

  async end(): Promise<void> {
    for (const open of this.#open) if (open !== undefined) this.#close(open);
    for (const { ordinal, name } of this.#cut) {
      const life = await this.#source.item(this.#track, ordinal);
      if (life === undefined) throw new ProfileError('bad-request', `Track number ${this.#track} has no item number ${ordinal}.`);
      this.#add(name, ordinal, life.stopNs - life.startNs);
    }
  }

  #close({ ordinal, name, startNs, stopNs }: { ordinal: number; name: number; startNs: Ns; stopNs: Ns }): void {
    const isCut = (startNs <= this.#span.startNs && startNs > 0) || stopNs >= this.#span.stopNs;
    if (isCut) this.#cut.push({ ordinal, name });
    else this.#add(name, ordinal, stopNs - startNs);
  }

  #add(name: number, ordinal: number, lengthNs: number): void {
    this.#lengths.add(name, lengthNs);
    const sum = this.#sumOf(name);
    if (lengthNs <= sum.longestNs) return;
    sum.longestNs = lengthNs;
    sum.longest = { track: this.#track, ordinal };
  }

  #sumOf(name: number): Sum {
    let sum = this.#sums.get(name);
    if (sum === undefined) {
      sum = { count: 0, runningNs: 0, readyNs: 0, waitingNs: 0, existingNs: 0, longest: { track: this.#track, ordinal: 0 }, longestNs: Number.NEGATIVE_INFINITY };
      this.#sums.set(name, sum);
    }
    return sum;
  }
}

function answer(source: RunSource, sums: ReadonlyMap<number, Sum>, lengths: LengthList): NameTotals {
  const byName = lengths.byName();
  const rows = [...sums].map(([name, sum]): NameTotalsRow => {
    const sorted = byName.get(name) ?? new Float64Array(1);
    const known = source.name(name);
    return {
      name, text: known?.text ?? '', type: known?.type ?? 'task', count: sum.count,
      runningNs: sum.runningNs, readyNs: sum.readyNs, waitingNs: sum.waitingNs, existingNs: sum.existingNs,
      totalNs: sum.runningNs + sum.readyNs + sum.waitingNs + sum.existingNs, longest: sum.longest, ...lengthFigures(sorted),
    };
  });
  rows.sort((a, b) => b.totalNs - a.totalNs || a.name - b.name);
  const total = (of: (row: NameTotalsRow) => number): number => rows.reduce((sum, row) => sum + of(row), 0);
  return { count: total((row) => row.count), totalNs: total((row) => row.totalNs), runningNs: total((row) => row.runningNs), names: rows.length, rows: rows.slice(0, MAX_ROWS) };
}
