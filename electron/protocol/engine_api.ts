/**
 * What the page asks of the engine and what the engine tells the page, over one WebSocket. Pure types and the table of methods.
 *
 * Text frames carry JSON: `{id, method, params}` → `{id, result}` or `{id, error}`; `{cancel: id}`; and from the engine
 * `{event, data}`. Binary frames answer the tile methods: u32 request id (little-endian), then the tile (tile_codec.ts).
 * Ids of runs are contentIds; tracks and groups by dense id (slugs are in RunSummary). Times ns, half-open.
 */
import type { CompareMethods } from './compare_api.ts';
import type { ExportChoice, ExportPlan } from './exports.ts';
import type { ColorLegendRow, GroupDetails, HitSorting, ItemAt, ItemDetails, ItemFlows, ItemRows, SearchResult, TrackGap } from './item_api.ts';
import type { ItemName, TrackId } from './items.ts';
import type { NameTotals } from './name_totals_api.ts';
import type { Note } from './notes.ts';
import type { Job, RunId, RunPhase, RunSummary, SessionState } from './run_api.ts';
import type { TableMethods } from './table_api.ts';
import type { ColorMode, MarkAsk, TileKey } from './tiles.ts';
import type { Ns, TimeSpan } from './time.ts';

/** What of a run is searched: items that touch a span, those of some tracks; without either, all. */
export interface SearchWithin {
  readonly span?: TimeSpan;
  readonly tracks?: readonly TrackId[];
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
