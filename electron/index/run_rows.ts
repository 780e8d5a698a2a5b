/** Rows about the run as a whole: run, files, alerts, nodes, tracks, groups, names. Index thread. */
import type { DecodedLog } from '../decode/decoded_log.ts';
import type { ModelGroup, ModelTrack, RunModel } from '../model/run_model.ts';
import type { Alert } from '../protocol/alerts.ts';
import type { ItemName } from '../protocol/items.ts';
import type { FileIdentity } from './content_id.ts';
import type { IndexDatabase } from './database.ts';
import { SCHEMA_VERSION } from './schema.ts';

/** What the writer is told before anything is read. */
export interface IndexFacts {
  readonly contentId: string;
  readonly title: string;
  /** Version of this program. */
  readonly program: string;
  readonly files: readonly FileIdentity[];
}

export function writeNames(database: IndexDatabase, first: number, names: readonly ItemName[], colors: Uint8Array): void {
  const insert = database.query('INSERT INTO name (name_id, type, text, form, color) VALUES (?, ?, ?, ?, ?)');
  names.forEach((name, i) => insert.run(first + i, name.type, name.text, name.form, colors[i] ?? 0));
}

/** Of a build that was stopped: names whose rank was not written. Their colours are not needed, as none of their items are there. */
export function writeMissingNames(database: IndexDatabase, names: readonly ItemName[]): void {
  const insert = database.query('INSERT OR IGNORE INTO name (name_id, type, text, form, color) VALUES (?, ?, ?, ?, 0)');
  for (const [id, { type, text, form }] of names.entries()) insert.run(id, type, text, form);
}

export function writeTrack(database: IndexDatabase, track: ModelTrack): void {
  database.run(
    `INSERT OR REPLACE INTO track (track_id, slug, node, kind, name, long_name, realm_id, capacity_bytes, items, empty_items, segments, levels, mirror_of, has_util)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    track.id, track.slug, track.node, track.kind, track.name, track.longName, track.realmId, track.capacityBytes, track.itemCount, track.emptyCount, track.segmentCount, track.levelCount,
    track.mirrorOf ?? null, track.util === undefined ? 0 : 1);
}

export function writeGroup(database: IndexDatabase, group: ModelGroup): void {
  database.run(
    `INSERT INTO track_group (track_id, slug, node, kind, name, long_name, members, denominator, capacity_bytes, has_util)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    group.id, group.slug, group.node, group.kind ?? null, group.name, group.longName, JSON.stringify(group.members), group.denominator, group.capacityBytes, group.util === undefined ? 0 : 1);
}

export function writeAlerts(database: IndexDatabase, alerts: readonly Alert[]): void {
  const insert = database.query('INSERT INTO alert (rule, severity, count, message, file, offset, affects, item_track, item_start_ns) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  for (const alert of alerts) {
    insert.run(alert.rule, alert.severity, alert.count, alert.message, alert.file, alert.offset, JSON.stringify(alert.affects), alert.item?.track ?? null, alert.item?.startNs ?? null);
  }
}

export function writeFile(database: IndexDatabase, log: DecodedLog, rank: number, identity: FileIdentity | undefined): void {
  database.run(
    `INSERT INTO file (path, rank, container, bytes, raw_bytes, records, duplicates, status, version, header, record_counts, mtime_ms, full_hash)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)`,
    log.path, rank, log.container, log.bytes, log.rawBytes, log.records, log.duplicates, log.status, log.header?.version ?? null,
    log.header === undefined ? null : JSON.stringify(log.header), JSON.stringify(Object.fromEntries(log.recordCounts)), identity === undefined ? null : String(identity.mtimeMs));
}

/** Writes the `run` row and the nodes; `isComplete` says whether the whole run is in. */
export function writeRun(database: IndexDatabase, facts: IndexFacts, run: RunModel, recordCounts: Readonly<Record<string, number>>, isComplete: boolean): void {
  const { machine } = run;
  const insertNode = database.query('INSERT OR REPLACE INTO node (node, host, process_id, zero_time_ns, calibration_err_ns) VALUES (?, ?, ?, ?, ?)');
  for (const host of machine.hosts) insertNode.run(host.node, host.host, host.processId, host.zeroTimeNs, host.calibrationErrNs);
  database.run(
    `INSERT INTO run (run_id, schema_version, program, content_id, title, is_complete, stop_ns, ranks_declared, ranks_loaded, log_versions, runtime, started_at, flags,
       max_dim, processors, memories, counts, record_counts, messages, roots, written_at)
     VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    SCHEMA_VERSION, facts.program, facts.contentId, facts.title, isComplete ? 1 : 0, run.stopNs, machine.ranksDeclared, JSON.stringify(machine.ranksLoaded),
    JSON.stringify(machine.logVersions), machine.runtime, machine.startedAt, JSON.stringify(machine.flags), machine.maxDim, JSON.stringify(machine.processors),
    JSON.stringify(machine.memories), JSON.stringify(run.counts), JSON.stringify(recordCounts), JSON.stringify(run.messages), JSON.stringify(run.roots), new Date().toISOString());
}
