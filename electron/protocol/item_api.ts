/** Items as the page is told of them: under a pointer, in details, in lists, as hits of a search. Times ns, half-open. */
import type { ItemType, TrackId } from './items.ts';
import type { RunId } from './run_api.ts';
import type { Ns, TimeSpan } from './time.ts';

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

/** A value that colours items, by its time in a range. */
export interface ColorLegendRow {
  readonly color: number;
  readonly label: string;
  /** What finds all of its items. */
  readonly query: string;
  readonly totalNs: number;
}

export type HitSorting = 'time' | 'duration' | 'track';

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
