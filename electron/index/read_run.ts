/** What the `run`, `track`, `track_group`, `file` and `alert` rows say, as the engine's protocol has it. */
import type { MessageCheck } from '../model/message_figures.ts';
import type { FileInfo, GroupSummary, RunInfo, TrackSummary } from '../protocol/run_api.ts';
import type { Alert, AlertRule, Severity } from '../protocol/alerts.ts';
import type { ItemName, ItemType, TitleForm, TrackId, TrackKind } from '../protocol/items.ts';
import type { IndexDatabase } from './database.ts';

/** Facts about the run that RunInfo does not carry. */
export interface RunFacts {
  readonly info: RunInfo;
  readonly program: string;
  readonly isComplete: boolean;
  readonly roots: readonly TrackId[];
  readonly recordCounts: Readonly<Record<string, number>>;
  readonly messages: MessageCheck;
  readonly hosts: readonly { readonly node: number; readonly host: string; readonly processId: number | null }[];
  readonly maxDim: number | null;
  readonly writtenAt: string;
}

interface RunRow {
  readonly program: string; readonly content_id: string; readonly title: string; readonly is_complete: number; readonly stop_ns: number; readonly ranks_declared: number;
  readonly ranks_loaded: string; readonly log_versions: string; readonly runtime: string | null; readonly started_at: string | null; readonly flags: string;
  readonly max_dim: number | null; readonly processors: string; readonly memories: string; readonly counts: string; readonly record_counts: string; readonly messages: string; readonly roots: string; readonly written_at: string;
}

/** Undefined while the run is being written. */
export function readRun(database: IndexDatabase): RunFacts | undefined {
  const row = database.get<RunRow>('SELECT * FROM run');
  if (row === undefined) return undefined;
  const hosts = database.all<{ node: number; host: string; process_id: number | null }>('SELECT node, host, process_id FROM node ORDER BY node');
  const info: RunInfo = {
    contentId: row.content_id, title: row.title, logVersions: JSON.parse(row.log_versions), runtime: row.runtime, ranksDeclared: row.ranks_declared,
    ranksLoaded: JSON.parse(row.ranks_loaded), startedAt: row.started_at,
    machine: { nodes: Math.max(row.ranks_declared, hosts.length), processors: JSON.parse(row.processors), memories: JSON.parse(row.memories) },
    flags: JSON.parse(row.flags), interval: { startNs: 0, stopNs: row.stop_ns }, counts: JSON.parse(row.counts),
  };
  return {
    info, program: row.program, isComplete: row.is_complete === 1, roots: JSON.parse(row.roots), recordCounts: JSON.parse(row.record_counts), messages: JSON.parse(row.messages), maxDim: row.max_dim,
    writtenAt: row.written_at, hosts: hosts.map(({ node, host, process_id }) => ({ node, host, processId: process_id })),
  };
}

interface TrackRow {
  readonly track_id: number; readonly slug: string; readonly node: number; readonly kind: TrackKind; readonly name: string; readonly long_name: string; readonly realm_id: string | null;
  readonly capacity_bytes: number | null; readonly items: number; readonly empty_items: number; readonly segments: number; readonly levels: number; readonly mirror_of: number | null; readonly has_util: number;
}

export function readTracks(database: IndexDatabase): TrackSummary[] {
  return database.all<TrackRow>('SELECT * FROM track ORDER BY track_id').map((row) => ({
    id: row.track_id, slug: row.slug, node: row.node, kind: row.kind, name: row.name, longName: row.long_name, realmId: row.realm_id, capacityBytes: row.capacity_bytes,
    items: row.items - row.empty_items, segments: row.segments, levels: row.levels, mirrorOf: row.mirror_of, hasUtil: row.has_util === 1,
  }));
}

interface GroupRow {
  readonly track_id: number; readonly slug: string; readonly node: number | null; readonly kind: TrackKind | null; readonly name: string; readonly long_name: string;
  readonly members: string; readonly denominator: number | null; readonly capacity_bytes: number | null; readonly has_util: number;
}

export function readGroups(database: IndexDatabase): GroupSummary[] {
  return database.all<GroupRow>('SELECT * FROM track_group ORDER BY rowid').map((row) => ({
    id: row.track_id, slug: row.slug, node: row.node, kind: row.kind, name: row.name, longName: row.long_name, members: JSON.parse(row.members),
    denominator: row.denominator, capacityBytes: row.capacity_bytes, hasUtil: row.has_util === 1,
  }));
}

interface FileRow {
  readonly path: string; readonly rank: number; readonly container: FileInfo['container']; readonly bytes: number; readonly raw_bytes: number; readonly records: number;
  readonly duplicates: number; readonly status: FileInfo['status']; readonly mtime_ms: string | null; readonly full_hash: string | null;
}

/** A file of the run, and what tells whether it is still the same. */
export interface IndexedFile extends FileInfo {
  readonly mtimeMs: number | null;
  readonly fullHash: string | null;
}

export function readFiles(database: IndexDatabase): IndexedFile[] {
  return database.all<FileRow>('SELECT * FROM file ORDER BY file_id').map((row) => ({
    path: row.path, rank: row.rank, container: row.container, bytes: row.bytes, rawBytes: row.raw_bytes, records: row.records, duplicates: row.duplicates, status: row.status,
    mtimeMs: row.mtime_ms === null ? null : Number(row.mtime_ms), fullHash: row.full_hash,
  }));
}

interface AlertRow {
  readonly rule: AlertRule; readonly severity: Severity; readonly count: number; readonly message: string; readonly file: string | null; readonly offset: number | null;
  readonly affects: string; readonly item_track: string | null; readonly item_start_ns: number | null;
}

export function readAlerts(database: IndexDatabase): Alert[] {
  return database.all<AlertRow>('SELECT * FROM alert ORDER BY alert_id').map((row) => ({
    rule: row.rule, severity: row.severity, count: row.count, message: row.message, file: row.file, offset: row.offset, affects: JSON.parse(row.affects),
    ...(row.item_track === null ? {} : { item: { track: row.item_track, startNs: row.item_start_ns ?? 0 } }),
  }));
}

/** Names with ids in [from, to). */
export function readNames(database: IndexDatabase, from: number, to: number): ItemName[] {
  return database.all<{ type: ItemType; text: string; form: TitleForm }>('SELECT type, text, form FROM name WHERE name_id >= ? AND name_id < ? ORDER BY name_id', from, to);
}
