/**
 * The thread of one comparison: reads both runs from their indexes, compares them and keeps what questions about it need. Works in
 * slices, so that a cancel is seen. Started by comparisons.ts.
 */
import { align } from '../compare/alignment.ts';
import { compareSides, type Comparison } from '../compare/compare_sides.ts';
import { contributions } from '../compare/contributions.ts';
import { compareDocument } from '../compare/document.ts';
import { ItemFinder } from '../compare/find_item.ts';
import { itemDeltas, ItemPairing, type PairedItems } from '../compare/item_pairs.ts';
import type { MatchedRun } from '../compare/matched_runs.ts';
import type { LinePlace } from '../compare/places.ts';
import { comparePage } from '../compare/compare_page.ts';
import { readRunData } from '../compare/read_run_data.ts';
import type { RunData } from '../compare/run_data.ts';
import { countFacts, phaseBars, stageBars, verdictReasons, verdictSentence } from '../compare/report.ts';
import { diffRows, rowsAround } from '../compare/source_diff.ts';
import { PHASES } from '../compare/stages.ts';
import { IndexReader } from '../index/index_reader.ts';
import { inSlices } from '../index/slices.ts';
import { NONE } from '../model/run_model.ts';
import type { AlignmentMode, AnchorRow, ComparedPlace, ComparedRuns, Contribution, Contributions, Pair, Side, SourceDiffRow } from '../protocol/compare_api.ts';
import { ProfileError } from '../protocol/errors.ts';
import type { TrackId } from '../protocol/items.ts';
import { pairTracks } from '../protocol/pair_tracks.ts';
import { answerCalls } from './worker_calls.ts';

/** Defaults of the command line (args_compare.ts). */
const OPTIONS = { metric: 'wall', scaling: false, threshold: 0.05, confidence: 0.95, noise: undefined, isOfFirst: true } as const;
const FACTS_SHOWN = 8;
/** Pairs of tracks whose items are kept paired: what a screen shows, and a little more. */
const KEPT_PAIRS = 64;

/** Runs of A and runs of B; the first of each is the one on screen. */
export interface CompareInputs {
  readonly sides: readonly (readonly { readonly index: string; readonly title: string }[])[];
}

interface Compared {
  readonly comparison: Comparison;
  readonly runs: readonly [MatchedRun, MatchedRun];
  readonly readers: readonly [IndexReader, IndexReader];
  readonly finders: readonly ItemFinder[];
  readonly pairing: ItemPairing;
  readonly partnerTracks: readonly [ofA: ReadonlyMap<TrackId, TrackId>, ofB: ReadonlyMap<TrackId, TrackId>];
}

let compared: Compared | undefined;
const paired = new Map<string, PairedItems>();

function current(): Compared {
  if (compared === undefined) throw new ProfileError('not-loaded', 'The runs are not compared yet.');
  return compared;
}

async function compare({ sides }: CompareInputs, signal: AbortSignal, progress: (value: unknown) => void): Promise<ComparedRuns> {
  const opened = sides.map((runs) => runs.map(({ index, title }) => ({ title, reader: IndexReader.open(index) })));
  const readers = opened.map(([{ reader }]) => reader) as [IndexReader, IndexReader];
  // Slices per rank of reading: descriptions, then entries, tasks, runtime, copies. What comparing takes is about as long as reading one run.
  const total = 1.5 * opened.flat().reduce((slices, { reader }) => slices + 5 * reader.run().info.ranksLoaded.length, 0);
  let done = 0;
  const onSlice = (): void => progress(Math.min(0.99, ++done / total));
  const data: RunData[][] = [[], []];
  for (const [side, runs] of opened.entries()) for (const { reader, title } of runs) data[side].push(await inSlices(readRunData(reader, title), signal, onSlice));
  // Of repeats only what has been read is needed.
  for (const { reader } of opened.flatMap((runs) => runs.slice(1))) reader.close();
  const comparison = await inSlices(compareSides(data[0], data[1], OPTIONS), signal, onSlice);
  const runs = [comparison.a.runs[0], comparison.b.runs[0]] as const;
  const finders = readers.map((reader) => new ItemFinder(reader));
  const tracks = readers.map((reader) => reader.tracks());
  const ofA = pairTracks(tracks[0], tracks[1]);
  compared = {
    comparison, runs, readers, finders, pairing: new ItemPairing(runs[0], runs[1], readers),
    partnerTracks: [ofA, new Map([...ofA].map(([x, y]) => [y, x]))],
  };
  return {
    document: compareDocument(comparison, (side, place) => itemText(side, place)), sentence: verdictSentence(comparison), reasons: verdictReasons(comparison.verdict),
    phases: phaseBars(comparison), stages: stageBars(comparison), facts: countFacts(comparison, FACTS_SHOWN),
  };
}

function itemText(side: Side, place: LinePlace): string | null {
  const finder = current().finders[side];
  const item = finder.find(place);
  return item === undefined ? null : finder.text(item);
}

function placeOf(side: Side, place: LinePlace | undefined): ComparedPlace | null {
  return place === undefined ? null : { start: place.start, stop: place.stop, item: itemText(side, place) };
}

function partsOf({ phase, key }: { readonly phase: string; readonly key: number }): Contributions {
  const { runs, comparison } = current();
  const known = PHASES.find((one) => one === phase);
  if (known === undefined || key >= comparison.matched.keys.count) throw new ProfileError('bad-request', 'The ledger has no such line.');
  const { cells, items, itemCount, lengths } = contributions(runs[0], runs[1], known, key);
  const row = ({ label, aNs, bNs, places }: (typeof cells)[number]): Contribution => ({ label, aNs, bNs, places: [placeOf(0, places[0]), placeOf(1, places[1])] });
  return { cells: cells.map(row), items: items.map(row), itemCount, lengths };
}

async function pairsOf(side: Side, track: TrackId, signal: AbortSignal): Promise<{ readonly items: PairedItems; readonly partner: TrackId } | undefined> {
  const { partnerTracks, pairing } = current();
  const partner = partnerTracks[side].get(track);
  if (partner === undefined) return undefined;
  const [trackA, trackB] = side === 0 ? [track, partner] : [partner, track];
  const name = `${trackA} ${trackB}`;
  let items = paired.get(name);
  if (items === undefined) items = await inSlices(pairing.pair(trackA, trackB), signal);
  paired.delete(name);
  paired.set(name, items);
  if (paired.size > KEPT_PAIRS) paired.delete(paired.keys().next().value!);
  return { items, partner };
}

answerCalls({
  compare: (inputs: CompareInputs, { signal, progress }) => compare(inputs, signal, progress),
  align: ({ mode }: { readonly mode: AlignmentMode }): readonly AnchorRow[] => {
    const { runs } = current();
    return align(runs[0], runs[1], mode).anchors.map(({ aNs, bNs, label }) => [aNs, bNs, label]);
  },
  contributions: partsOf,
  page: () => ({ html: comparePage(current().comparison) }),
  partner: async ({ side, track, ordinal }: { readonly side: Side; readonly track: TrackId; readonly ordinal: number }, { signal }) => {
    const found = await pairsOf(side, track, signal);
    const partners = found?.items.partners[side];
    const partner = partners === undefined || ordinal >= partners.length ? NONE : partners[ordinal];
    return found === undefined || partner === NONE ? null : { track: found.partner, ordinal: partner };
  },
  /** Null where the texts have too little in common. */
  source: ({ texts, lines }: { readonly texts: Pair<string>; readonly lines: Pair }): readonly SourceDiffRow[] | null => {
    const rows = diffRows(texts);
    return rows === undefined ? null : rowsAround(rows, lines);
  },
  deltas: async ({ side, track, from, to }: { readonly side: Side; readonly track: TrackId; readonly from: number; readonly to: number }, { signal }) => {
    const found = await pairsOf(side, track, signal);
    return found === undefined ? [] : itemDeltas(found.items, side, from, to);
  },
});
