/**
 * Comparisons as the command line prints them (schema `compare/1`) and the page shows them. Pure types. Durations whole ns; ratios
 * fractions (0.1 = 10 % more); pairs are of A and of B.
 */
import type { TrackId } from './items.ts';
import type { Ns } from './time.ts';

/** As of engine_api.ts, which names this file. */
type RunId = string;

/** A pair of values, of A and of B. */
export type Pair<T = number> = readonly [a: T, b: T];
/** Run A or run B of a comparison. */
export type Side = 0 | 1;

/** How a thing of A and one of B are the same: text equal, through the line map, by name alone; or one side has none. */
export type Confidence = 'exact' | 'strong' | 'weak' | 'none';

export type VerdictWord = 'improved' | 'regressed' | 'neutral' | 'cannot tell';

/** A row of durations: items of a name or line, and what of them is exposed in the ledger. */
export interface DurationRow {
  readonly name: string;
  readonly kind: string;
  readonly match: Confidence;
  readonly count: Pair;
  readonly totalNs: Pair;
  readonly meanNs: Pair;
  readonly p50Ns: Pair;
  readonly p95Ns: Pair;
  readonly exposedNs: Pair;
  /** Of the total. */
  readonly deltaNs: number;
  /** Change of the total; null where A has none. */
  readonly deltaRatio: number | null;
  /** Change of the exposed time as a share of the change of the run's length; null where that is 0. */
  readonly shareOfWall: number | null;
}

export interface ChannelRow {
  readonly name: string;
  readonly match: Confidence;
  readonly count: Pair;
  readonly bytes: Pair;
  /** Time in which anything was under way. */
  readonly busyNs: Pair;
  /** Bytes by busy time. */
  readonly bytesPerSecond: Pair;
}

export interface ProcessorRow {
  readonly name: string;
  readonly kind: string;
  readonly match: Confidence;
  /** Leaf tasks, and how long they ran. */
  readonly count: Pair;
  readonly busyNs: Pair;
  /** Busy time by length of the run (of a kind: by all its processors that ran tasks). */
  readonly utilization: Pair;
}

export interface MemoryRow {
  readonly name: string;
  readonly match: Confidence;
  readonly capacityBytes: Pair;
  readonly peakBytes: Pair;
}

export interface Tables {
  readonly tasks: readonly DurationRow[];
  readonly pythonLines: readonly DurationRow[];
  readonly runtime: readonly DurationRow[];
  readonly channels: readonly ChannelRow[];
  readonly processors: readonly ProcessorRow[];
  readonly processorKinds: readonly ProcessorRow[];
  readonly memories: readonly MemoryRow[];
}

/** Where to look at something in one run; `item` as `n0/cpu/c1#154`, null for what is no item. */
export interface ComparedPlace {
  readonly start: Ns;
  readonly stop: Ns;
  readonly item: string | null;
}

export interface LedgerLine {
  /** Number of its name and source line; with the phase it names the line. */
  readonly key: number;
  readonly phase: string;
  readonly stage: string;
  readonly name: string;
  readonly line: string;
  /** The line as B names it; '' where B has none. */
  readonly lineB: string;
  readonly match: Confidence;
  readonly aNs: number;
  readonly bNs: number;
  readonly deltaNs: number;
  readonly count: Pair;
  readonly busyNs: Pair;
  /** Its parts add up to `deltaNs`. */
  readonly why: { readonly countNs: number; readonly durationNs: number; readonly overlapNs: number };
  readonly repeats: { readonly a: readonly number[]; readonly b: readonly number[]; readonly shiftNs: number; readonly changed: boolean } | null;
  readonly places: { readonly a: ComparedPlace | null; readonly b: ComparedPlace | null };
}

/** Times of one event in both runs, ns. */
export type AnchorRow = readonly [aNs: Ns, bNs: Ns, label: string];

export const ALIGNMENTS = ['start', 'first task', 'iteration', 'launch'] as const;
export type AlignmentMode = (typeof ALIGNMENTS)[number];

export interface ComparedRun {
  readonly path: string;
  readonly contentId: string;
  readonly title: string;
  readonly wallNs: Ns;
  readonly records: number;
  readonly nodes: number;
  readonly logVersion: number | null;
  readonly legion: string | null;
  readonly flags: readonly string[];
  readonly missingRanks: readonly number[];
  readonly truncated: boolean;
}

export interface CompareDocument {
  readonly schema: 'compare/1';
  readonly metric: string;
  readonly clock: 'raw';
  readonly sides: readonly { readonly label: string; readonly runs: readonly ComparedRun[]; readonly representative: number }[];
  readonly match: {
    readonly taskTimeShare: number;
    readonly levels: Readonly<Record<Confidence, number>>;
    readonly onlyA: readonly string[];
    readonly onlyB: readonly string[];
    readonly lineMap: readonly { readonly b: string; readonly a: string; readonly votes: number }[];
    readonly loop: { readonly token: { readonly kind: string; readonly task: string; readonly line: string }; readonly score: number; readonly iterations: readonly number[]; readonly matched: number } | null;
    readonly issueTimes: 'calls' | 'first record';
  };
  readonly verdict: {
    readonly verdict: VerdictWord; readonly basis: string; readonly weak: boolean; readonly ratio: number | null; readonly lo: number | null; readonly hi: number | null;
    readonly confidence: number | null; readonly threshold: number; readonly noise: number | null; readonly reasons: readonly string[];
  };
  readonly configuration: readonly { readonly what: string; readonly a: string; readonly b: string }[];
  readonly ledger: {
    readonly scope: 'run'; readonly wallDeltaNs: number; readonly sumNs: number; readonly masking: number;
    readonly unmatched: { readonly onlyANs: number; readonly onlyBNs: number };
    readonly lines: readonly LedgerLine[];
  };
  readonly iterations: readonly { readonly i: number; readonly aStart: Ns; readonly aNs: number; readonly bStart: Ns; readonly bNs: number }[];
  readonly tables: Tables;
  readonly alignment: { readonly mode: AlignmentMode; readonly anchors: readonly AnchorRow[] };
}

/** A sum of ledger lines. */
export interface ComparedBar {
  readonly name: string;
  readonly aNs: number;
  readonly bNs: number;
  readonly deltaNs: number;
}

/** What the page gets: the document, and the words and sums that the command line prints. */
export interface ComparedRuns {
  readonly document: CompareDocument;
  readonly sentence: string;
  readonly reasons: readonly string[];
  readonly phases: readonly ComparedBar[];
  readonly stages: readonly (ComparedBar & { readonly stage: string })[];
  readonly facts: readonly string[];
}

/** A part of a ledger line: what of it lies in one iteration or, where there is one cell only, in one item and its partner. */
export interface Contribution<Place = ComparedPlace | null> {
  readonly label: string;
  readonly aNs: number;
  readonly bNs: number;
  readonly places: Pair<Place>;
}

/** Counts of items by their running time, in bins that are equally wide on a logarithmic scale from the shortest to the longest. */
export interface LengthHistogram {
  readonly fromNs: number;
  readonly toNs: number;
  readonly a: readonly number[];
  readonly b: readonly number[];
  /** Null on a side without items. */
  readonly medianNs: Pair<number | null>;
}

export interface Contributions<Place = ComparedPlace | null> {
  /** Exposed time by cell of the time axis; adds up to the line. */
  readonly cells: readonly Contribution<Place>[];
  /** Running time of items, the k-th of A beside the k-th of B in each cell; largest difference first, at most 200. */
  readonly items: readonly Contribution<Place>[];
  /** Items of which `items` are the first. */
  readonly itemCount: number;
  /** Of all of them; null where their lengths tell nothing. */
  readonly lengths: LengthHistogram | null;
}

/** A line of the diff of two programs: its numbers in A and in B (from 1), null in the one that has no such line. */
export interface SourceDiffRow {
  readonly a: number | null;
  readonly b: number | null;
  readonly text: string;
}

export interface SourceDiff {
  /** Where each was found; null = nowhere. */
  readonly paths: Pair<string | null>;
  /** In order, at most 400: numbers that do not follow on each other say where lines without a change are left out. Null where a program was not found, or they have too little in common. */
  readonly rows: readonly SourceDiffRow[] | null;
}

/** Values of `compare.deltas`: the other run's running time minus this one's in hundredths of A's, cut to ±126; and what has no such value. */
export const ONLY_HERE = 127;
export const NOT_PAIRED = -127;

/** Runs to compare: A and B, which the ledger and the timelines are of, and repeats of each for the verdict. */
export interface ComparedIds {
  readonly a: RunId;
  readonly b: RunId;
  readonly repeats?: Pair<readonly RunId[]> | undefined;
}

export interface CompareMethods {
  /** Reads the runs and compares them once all have their index; again at once when asked again. A job with progress. */
  'compare.runs': { params: ComparedIds; result: ComparedRuns };
  'compare.align': { params: ComparedIds & { mode: AlignmentMode }; result: readonly AnchorRow[] };
  'compare.contributions': { params: ComparedIds & { phase: string; key: number }; result: Contributions };
  /** The item of the other run that this one corresponds to. */
  'compare.partner': { params: ComparedIds & { side: Side; track: TrackId; ordinal: number }; result: { readonly track: TrackId; readonly ordinal: number } | null };
  /** Of the items [from, to) of a track, one value each. */
  'compare.deltas': { params: ComparedIds & { side: Side; track: TrackId; from: number; to: number }; result: readonly number[] };
  /** The programs around a line of A's and one of B's; each file must be one that its run names. */
  'compare.source': { params: ComparedIds & { files: Pair<string>; lines: Pair }; result: SourceDiff };
  /** The comparison as one HTML page, as the command line writes it. */
  'compare.page': { params: ComparedIds; result: { readonly html: string } };
}
