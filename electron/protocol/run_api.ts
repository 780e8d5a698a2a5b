/** A run as a whole, and the session it is open in: what the page lists, shows in its head and follows. Times ns, half-open. */
import type { Alert } from './alerts.ts';
import type { TrackId, TrackKind } from './items.ts';
import type { Ns, TimeSpan } from './time.ts';

export type RunId = string;

export interface TrackSummary {
  readonly id: TrackId;
  readonly slug: string;
  readonly node: number;
  readonly kind: TrackKind;
  readonly name: string;
  readonly longName: string;
  readonly realmId: string | null;
  readonly capacityBytes: number | null;
  readonly items: number;
  readonly segments: number;
  readonly levels: number;
  readonly mirrorOf: TrackId | null;
  /** Has a curve (a util tile can be asked for). */
  readonly hasUtil: boolean;
}

export interface GroupSummary {
  readonly id: TrackId;
  readonly slug: string;
  readonly node: number | null;
  readonly kind: TrackKind | null;
  readonly name: string;
  readonly longName: string;
  readonly members: readonly TrackId[];
  readonly denominator: number | null;
  readonly capacityBytes: number | null;
  readonly hasUtil: boolean;
}

/** Entry of `runs` in `info --json`. */
export interface RunInfo {
  readonly contentId: string;
  readonly title: string;
  readonly logVersions: readonly number[];
  readonly runtime: string | null;
  readonly ranksDeclared: number;
  readonly ranksLoaded: readonly number[];
  readonly startedAt: string | null;
  readonly machine: { readonly nodes: number; readonly processors: Readonly<Record<string, number>>; readonly memories: Readonly<Record<string, number>> };
  readonly flags: readonly string[];
  readonly interval: { readonly startNs: Ns; readonly stopNs: Ns };
  readonly counts: Readonly<Record<string, number>>;
}

export type RunPhase = 'reading' | 'indexing' | 'ready' | 'cancelled' | 'failed';

export interface RunSummary {
  readonly run: RunId;
  /** Grows with every change of tracks, groups, alerts or phase: a page that holds an older one asks again. */
  readonly revision: number;
  readonly phase: RunPhase;
  readonly info: RunInfo;
  readonly tracks: readonly TrackSummary[];
  readonly groups: readonly GroupSummary[];
  readonly roots: readonly TrackId[];
  readonly alerts: readonly Alert[];
  /** The first view: [0, last + last / 200] as the reference's. While reading: what is known so far. */
  readonly extent: TimeSpan;
  /** Names known so far (ids 0..nameCount-1). */
  readonly nameCount: number;
  /** Sentence of the reference for slow builds, or null. */
  readonly slowBuild: string | null;
  /** The run that comes with the program. */
  readonly isSample: boolean;
  /** The files, as in `info --json`. */
  readonly files: readonly FileInfo[];
}

export interface FileInfo {
  readonly path: string;
  readonly rank: number;
  readonly container: 'gzip' | 'raw';
  readonly bytes: number;
  readonly rawBytes: number;
  readonly records: number;
  readonly duplicates: number;
  readonly status: 'empty' | 'unreadable' | 'no timed records' | 'cut' | 'whole';
}

export interface Job {
  readonly id: number;
  readonly run: RunId | null;
  /** In the user's words: "Reading 4 logs", "Writing the index". */
  readonly label: string;
  readonly doneBytes: number;
  readonly totalBytes: number;
  readonly state: 'running' | 'done' | 'cancelled' | 'failed';
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  readonly error: string | null;
  /** Its figures count parts of the work, no bytes. */
  readonly isParts?: boolean;
  /** Paths of what it wrote, one a line. */
  readonly result?: string;
}

/** A run that was opened before; kept by contentId. */
export interface RecentRun {
  readonly contentId: string;
  readonly title: string;
  readonly paths: readonly string[];
  readonly nodes: number;
  readonly durationNs: Ns;
  readonly openedAt: string;
  /** ready = an index exists; moved = neither logs nor index are where they were. */
  readonly state: 'index ready' | 'logs only' | 'logs changed' | 'moved';
  /** Busy share over the run in 96 steps 0..255, for the thumbnail. */
  readonly strip: readonly number[];
}

export interface SessionState {
  readonly program: string;
  readonly protocol: 1;
  readonly runs: readonly RunSummary[];
  /** Two runs that the command line asked to be shown side by side. */
  readonly comparing: { readonly a: RunId; readonly b: RunId } | null;
  readonly jobs: readonly Job[];
  readonly recent: readonly RecentRun[];
  /** Sentences about paths that could not be opened at all (ui.md §11.3). */
  readonly failures: readonly { readonly path: string; readonly kind: string; readonly message: string }[];
  readonly settings: Readonly<Record<string, unknown>>;
  /** What this door allows: the desktop opens dialogs itself, a browser only what the command line granted. */
  readonly canOpenSample: boolean;
  readonly isReadOnly: boolean;
}
