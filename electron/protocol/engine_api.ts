/**
 * What the page asks of the engine and what the engine tells the page, over one WebSocket. Pure types and the table of methods.
 *
 * Text frames carry JSON: `{id, method, params}` → `{id, result}` or `{id, error}`; `{cancel: id}`; and from the engine
 * `{event, data}`. Binary frames answer the tile methods: u32 request id (little-endian), then the tile (tile_codec.ts).
 * Ids of runs are contentIds; tracks and groups by dense id (slugs are in RunSummary). Times ns, half-open.
 */
import type { ExportChoice, ExportPlan } from './exports.ts';
import type { Alert } from './alerts.ts';
import type { CompareMethods } from './compare_api.ts';
import type { ItemName, ItemType, TrackId, TrackKind } from './items.ts';
import type { Note } from './notes.ts';
import type { TableMethods } from './table_api.ts';
import type { Ns, TimeSpan } from './time.ts';
import type { ColorMode, MarkAsk, TileKey } from './tiles.ts';

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

/** A value of a details field, as parts so that links stay links. Text from logs is text, never markup. */
export type FieldPart =
  | { readonly text: string }
  | { readonly link: { readonly run: RunId; readonly track: TrackId; readonly ordinal: number; readonly title: string; readonly startNs: Ns; readonly stopNs: Ns } };

export interface DetailField {
  /** The reference's field name where it has one ("Lifetime", "Previous Executing"). */
  readonly name: string;
  readonly parts: readonly FieldPart[];
  /** From the log and the reference's set, or something that we add (shown after, set apart). */
  readonly added: boolean;
  /** Reference's warning colours: gold or red, with a word for those who do not see colour. */
  readonly tone?: 'plain' | 'gold' | 'red' | 'blue';
  readonly isLong?: boolean;
}

export interface WaitRow {
  readonly startNs: Ns;
  readonly readyNs: Ns;
  readonly endNs: Ns;
  readonly event: string | null;
  readonly callee: FieldPart | null;
  readonly backtrace: string | null;
}

export interface ItemDetails {
  readonly run: RunId;
  readonly track: TrackId;
  readonly ordinal: number;
  readonly type: ItemType;
  readonly title: string;
  readonly level: number;
  readonly startNs: Ns;
  readonly stopNs: Ns;
  /** Times of its life that the log has, ns: spawn, create, ready, start, stop. */
  readonly times: Readonly<Partial<Record<'spawn' | 'create' | 'ready' | 'start' | 'stop', Ns>>>;
  readonly runningNs: number;
  readonly readyNs: number;
  readonly waitingNs: number;
  readonly fields: readonly DetailField[];
  readonly waits: readonly WaitRow[];
  readonly waitCount: number;
  /** Place by duration among the items of the same name in the run. */
  readonly rank: { readonly place: number; readonly of: number; readonly medianNs: number; readonly maxNs: number } | null;
  /** `file:line` of its provenance where there is one. */
  readonly source: { readonly file: string; readonly line: number } | null;
}

/** An end of an arrow: an item, and the time on it at which the arrow begins or ends. */
export interface FlowEnd {
  readonly track: TrackId;
  readonly ordinal: number;
  readonly level: number;
  readonly title: string;
  readonly startNs: Ns;
  readonly stopNs: Ns;
  readonly ns: Ns;
}

/** From cause to effect; 'operation': from the task to what was done for it. */
export interface ItemFlow {
  readonly kind: 'creator' | 'critical' | 'operation' | 'previous';
  readonly from: FlowEnd;
  readonly to: FlowEnd;
}

export interface ItemFlows {
  readonly flows: readonly ItemFlow[];
  /** The critical path goes on further back than it is given. */
  readonly isCut: boolean;
}

export interface GroupDetails {
  readonly count: number;
  readonly busyNs: number;
  readonly span: TimeSpan;
  /** By total time, at most 20. */
  readonly names: readonly { readonly name: number; readonly text: string; readonly count: number; readonly totalNs: number }[];
}

export interface ItemAt {
  readonly track: TrackId;
  readonly ordinal: number;
  readonly level: number;
  readonly title: string;
  readonly state: 'running' | 'ready' | 'waiting' | null;
  /** Segment under the time asked for. */
  readonly startNs: Ns;
  readonly stopNs: Ns;
  readonly life: TimeSpan;
}

export interface TrackGap {
  readonly startNs: Ns;
  readonly stopNs: Ns;
  readonly before: string | null;
  readonly after: string | null;
}

export interface SearchResult {
  /** Number of this search; steps, lists and marks name it. */
  readonly search: number;
  readonly total: number;
  /** Else there may be more: the run is still being read, or the search is under way. */
  readonly isExact: boolean;
  /** The search is under way: `search.rest` has the rest. */
  readonly isRunning?: true;
  readonly totalNs: number;
  readonly perTrack: readonly { readonly track: TrackId; readonly count: number }[];
  /** Tracks that the query's terms about tracks leave; null where it has none. */
  readonly tracks: readonly TrackId[] | null;
  /** First hits in time order, at most 200. */
  readonly first: readonly ItemAt[];
  /** Where nothing was found for a name: the name that is most like it, and its items. */
  readonly close: { readonly text: string; readonly count: number } | null;
}

/** What of a run is searched: items that touch a span, those of some tracks; without either, all. */
export interface SearchWithin {
  readonly span?: TimeSpan;
  readonly tracks?: readonly TrackId[];
}

/** A value that colours items, by its time in a range. */
export interface ColorLegendRow {
  readonly color: number;
  readonly label: string;
  /** What finds all of its items. */
  readonly query: string;
  readonly totalNs: number;
}

export type HitSorting = 'time' | 'duration' | 'track';

/** How many lengths there are of each order: `counts[i]` from 2^((first + i) / 2) ns up to 2^((first + i + 1) / 2); all below 1 ns are in part 0. */
export interface LengthHistogram {
  readonly first: number;
  readonly counts: readonly number[];
}

/** Lengths of whole lives, ns; percentiles by nearest rank, so they occur. */
export interface LengthFigures {
  readonly meanNs: number;
  /** Standard deviation of all of them. */
  readonly sdNs: number;
  readonly minNs: number;
  readonly p50Ns: number;
  readonly p95Ns: number;
  readonly p99Ns: number;
  readonly maxNs: number;
  readonly histogram: LengthHistogram;
}

/** Items of one name in a range; lengths are of whole lives, the other times of the part in the range. */
export interface NameTotalsRow extends LengthFigures {
  readonly name: number;
  readonly text: string;
  readonly type: ItemType;
  readonly count: number;
  readonly totalNs: number;
  readonly runningNs: number;
  readonly readyNs: number;
  readonly waitingNs: number;
  /** Time of items that have no states: copies, fills, instances, partitionings. */
  readonly existingNs: number;
  /** An item of the greatest length. */
  readonly longest: { readonly track: TrackId; readonly ordinal: number };
}

export interface NameTotals {
  readonly count: number;
  readonly totalNs: number;
  readonly runningNs: number;
  /** Different names; `rows` holds the first 5000 by total time. */
  readonly names: number;
  readonly rows: readonly NameTotalsRow[];
}

/** An item as a row of a table; times ns, of its whole life. */
export interface ItemRowSummary {
  readonly track: TrackId;
  readonly ordinal: number;
  readonly level: number;
  readonly title: string;
  readonly startNs: Ns;
  readonly stopNs: Ns;
  /** Null: it does not run on a processor, and has no states. */
  readonly states: { readonly runningNs: number; readonly readyNs: number; readonly waitingNs: number } | null;
  /** `file:line` of its provenance; null where there is none, or while the run has no index. */
  readonly line: string | null;
}

export interface ItemRows {
  /** By start, at most as many as were asked for. */
  readonly rows: readonly ItemRowSummary[];
  /** There are more. */
  readonly isCut: boolean;
}

/** Methods with JSON replies: params → result. */
export interface EngineMethods extends CompareMethods, TableMethods {
  'session.state': { params: Record<string, never>; result: SessionState };
  'run.summary': { params: { run: RunId }; result: RunSummary };
  'run.openSample': { params: Record<string, never>; result: { run: RunId } };
  'run.openRecent': { params: { contentId: string }; result: { run: RunId } };
  'run.close': { params: { run: RunId }; result: Record<string, never> };
  'run.setTitle': { params: { run: RunId; title: string }; result: Record<string, never> };
  /** What was on screen when the run was last looked at: a link (renderer/state/hash_state.ts) as the page wrote it; null = never kept. */
  'run.view': { params: { run: RunId }; result: { view: string | null } };
  'run.setView': { params: { run: RunId; view: string }; result: Record<string, never> };
  /** The user's notes on the run, by start. */
  'notes.list': { params: { run: RunId }; result: { notes: readonly Note[] } };
  /** Writes a note under a name of the caller's choice; null removes it. */
  'notes.set': { params: { run: RunId; id: string; note: Omit<Note, 'id'> | null }; result: Record<string, never> };
  'recent.forget': { params: { contentId: string }; result: Record<string, never> };
  'names.get': { params: { run: RunId; from: number; to: number }; result: readonly ItemName[] };
  'item.details': { params: { run: RunId; track: TrackId; ordinal: number; segmentStartNs?: Ns }; result: ItemDetails };
  /** Arrows to and from an item; none as long as the run has no index. */
  'item.flows': { params: { run: RunId; track: TrackId; ordinal: number }; result: ItemFlows };
  /** Exact item at a time; with `level` only on that level, else the topmost there. */
  'item.at': { params: { run: RunId; track: TrackId; ns: Ns; level?: number }; result: ItemAt | null };
  /** Its name, as all items of its kind have it. */
  'item.name': { params: { run: RunId; track: TrackId; ordinal: number }; result: { name: string } };
  'item.locate': { params: { run: RunId; track: TrackId; ordinal: number }; result: ItemAt };
  /** Next or previous item: on the same level of its track, or of the same name in its track's kind. */
  'item.neighbour': { params: { run: RunId; track: TrackId; ordinal: number; step: 1 | -1; same: 'level' | 'name' }; result: ItemAt | null };
  /** The idle time around `ns`: nothing of the track is under way in it. null where an item is. Titles of what ends at its start and begins at its end; null at the run's ends. */
  'track.gap': { params: { run: RunId; track: TrackId; ns: Ns }; result: TrackGap | null };
  'group.details': { params: { run: RunId; track: TrackId; level: number; startNs: Ns; stopNs: Ns }; result: GroupDetails };
  /** Exact busy share (memories: bytes held, time-weighted mean) of tracks or groups in a range; NaN as null. */
  'util.mean': { params: { run: RunId; tracks: readonly TrackId[]; startNs: Ns; stopNs: Ns }; result: readonly (number | null)[] };
  /** What is under way on these tracks in a range, by name; exact. `tracks` null = all of the run; `kept`: only hits of this search. */
  'range.names': { params: { run: RunId; tracks: readonly TrackId[] | null; startNs: Ns; stopNs: Ns; kept?: number }; result: NameTotals };
  /**
   * Items that a query means (protocol/item_query.ts); `span`: what `busy` is of, else the run. After `patienceMs` what was found so far, without it all.
   * An empty text finds nothing. Errors: 'usage' where the text is no query, 'not-loaded' where a field needs the index.
   */
  'search.start': { params: { run: RunId; text: string; span?: TimeSpan; within?: SearchWithin; patienceMs?: number }; result: SearchResult };
  /** All that a search finds of which a part was answered, under a new number. */
  'search.rest': { params: { run: RunId; search: number }; result: SearchResult };
  /** Items of these tracks that touch a range, the first `limit` of each track. */
  'range.items': { params: { run: RunId; tracks: readonly TrackId[]; startNs: Ns; stopNs: Ns; limit: number }; result: ItemRows };
  /** Hit after (or before) a place in time order, wrapping; `index` counts from 0. */
  'search.step': { params: { run: RunId; search: number; from: { ns: Ns; track: TrackId; ordinal: number } | null; step: 1 | -1 }; result: { hit: ItemAt; index: number; wrapped: boolean } | null };
  /** Hits per bucket of the whole extent, for the overview's ticks. */
  'search.ticks': { params: { run: RunId; search: number; buckets: number }; result: readonly number[] };
  /** Hits that start before a span, and at its end or after. */
  'search.around': { params: { run: RunId; search: number; startNs: Ns; stopNs: Ns }; result: { before: number; after: number } };
  /** A part of the list of hits. `isSorted` false: there are too many to sort, they come track by track. */
  'search.list': { params: { run: RunId; search: number; tracks: readonly TrackId[] | null; sorting: HitSorting; from: number; count: number }; result: { hits: readonly ItemAt[]; count: number; isSorted: boolean } };
  /** Values of a field that contain a text, most frequent first, at most 30; count = items. */
  'search.values': { params: { run: RunId; field: string; text: string }; result: readonly { readonly value: string; readonly count: number }[] };
  /** Values with the most time in a range, at most 12; `others` = how many more there are. None for ramps and rules. */
  'color.legend': { params: { run: RunId; color: ColorMode; startNs: Ns; stopNs: Ns }; result: { rows: readonly ColorLegendRow[]; others: number } };
  'export.plan': { params: { run: RunId }; result: ExportPlan };
  /** Begins it; how it goes on is told by its job. */
  'export.start': { params: { run: RunId; choice: ExportChoice }; result: { job: number } };
  'job.cancel': { params: { job: number }; result: Record<string, never> };
  'settings.set': { params: { key: string; value: unknown }; result: Record<string, never> };
}

/** Methods whose reply is a binary frame with one tile. */
export interface TileMethods {
  'tile.items': { run: RunId; key: TileKey; revision?: number };
  'tile.util': { run: RunId; key: TileKey; revision?: number };
  /** MarkTile: for the item tile of the same key. */
  'tile.marks': { run: RunId; key: TileKey; ask: MarkAsk };
}

/** Engine → page, unasked. */
export interface EngineEvents {
  /** A run changed: ask `run.summary` again. */
  'run.changed': { run: RunId; revision: number; phase: RunPhase };
  'run.closed': { run: RunId };
  'jobs.changed': { jobs: readonly Job[] };
  'session.changed': Record<string, never>;
  'notes.changed': { run: RunId };
  /** Names of the run grew. */
  'names.grew': { run: RunId; nameCount: number };
}
