/** What went through each channel in a range, and the copies themselves, from the plain rows. Synchronous. */
import { ordinalOfKey, trackOfKey, type ItemType, type TrackId } from '../protocol/items.ts';
import type { ChannelUse, CopyList } from '../protocol/table_api.ts';
import type { TimeSpan } from '../protocol/time.ts';
import type { IndexDatabase } from './database.ts';
import { madeForSql } from './made_for.ts';

const MAX_ROWS = 5000;

/** Copies and fills of which any part lies in the range (:start, :stop); empty ones where they stand in it. Those of a mirror are stored under the channel itself. */
const MOVES = ['copy', 'fill'].map((table) => `
  SELECT '${table}' AS type, item_id, track_id, op_id, size_bytes, start_ns, stop_ns FROM ${table}
  WHERE start_ns < :stop AND (stop_ns > :start OR start_ns >= :start)`).join(' UNION ALL');

interface UseRow {
  readonly part: number; readonly count: number; readonly bytes: number; readonly total_ns: number; readonly p95: number | null;
}

/** @param groups channels and the group of each; others are left out. Rates are of those copies that took time. */
export function channelUse(database: IndexDatabase, groups: readonly (readonly [TrackId, number])[], { startNs, stopNs }: TimeSpan): ChannelUse[] {
  const rows = database.all<UseRow>(`
    WITH part AS (SELECT value ->> 0 AS track_id, value ->> 1 AS part FROM json_each(:groups)),
    move AS MATERIALIZED (SELECT p.part, m.size_bytes, m.stop_ns - m.start_ns AS ns FROM (${MOVES}) m JOIN part p USING (track_id)),
    rated AS (
      SELECT part, 1e9 * size_bytes / ns AS rate, row_number() OVER (PARTITION BY part ORDER BY 1.0 * size_bytes / ns) AS place, count(*) OVER (PARTITION BY part) AS n
      FROM move WHERE ns > 0),
    fast AS (SELECT part, rate FROM rated WHERE place = (95 * n + 99) / 100)
    SELECT m.part, count(*) AS count, sum(m.size_bytes) AS bytes, sum(m.ns) AS total_ns, f.rate AS p95
    FROM move m LEFT JOIN fast f USING (part) GROUP BY m.part ORDER BY m.part`, { start: startNs, stop: stopNs, groups: JSON.stringify(groups) });
  return rows.map(({ part, count, bytes, total_ns, p95 }) => ({
    group: part, count, bytes, totalNs: total_ns, meanRate: total_ns > 0 ? (1e9 * bytes) / total_ns : null, p95Rate: p95,
  }));
}

interface CopySqlRow {
  readonly type: ItemType; readonly item_id: number; readonly size_bytes: number; readonly start_ns: number; readonly stop_ns: number;
  readonly operation: string | null; readonly file: string | null; readonly line: number | null; readonly n: number;
}

/** @param tracks null = all channels */
export function copies(database: IndexDatabase, tracks: readonly TrackId[] | null, { startNs, stopNs }: TimeSpan): CopyList {
  const rows = database.all<CopySqlRow>(`
    WITH move AS (${MOVES}),
    most AS (SELECT *, count(*) OVER () AS n FROM move WHERE :tracks IS NULL OR track_id IN (SELECT value FROM json_each(:tracks)) ORDER BY size_bytes DESC, stop_ns - start_ns DESC, item_id LIMIT ${MAX_ROWS})
    SELECT m.*, ${madeForSql('m')} AS operation, o.file, o.line FROM most m LEFT JOIN operation_view o ON o.op_id = m.op_id
    ORDER BY m.size_bytes DESC, m.stop_ns - m.start_ns DESC, m.item_id`, { start: startNs, stop: stopNs, tracks: tracks === null ? null : JSON.stringify(tracks) });
  return {
    count: rows[0]?.n ?? 0,
    rows: rows.map(({ type, item_id, size_bytes, start_ns, stop_ns, operation, file, line }) => ({
      track: trackOfKey(item_id), ordinal: ordinalOfKey(item_id), type, bytes: size_bytes, startNs: start_ns, stopNs: stop_ns, operation: operation ?? '', file, line,
    })),
  };
}
