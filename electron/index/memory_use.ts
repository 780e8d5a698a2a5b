/** Who held memory, how much and for how long, and who had to wait for it. Synchronous, from the plain rows. */
import { ordinalOfKey, trackOfKey, type ItemKey, type TrackId } from '../protocol/items.ts';
import type { InstanceList, InstanceRow, MemoryCurve, MemoryUse } from '../protocol/table_api.ts';
import type { TimeSpan } from '../protocol/time.ts';
import type { MemorySteps } from './curve_codec.ts';
import type { IndexDatabase } from './database.ts';
import { layoutText } from './detail_texts.ts';
import type { FieldSource } from './field_source.ts';
import { madeForSql } from './made_for.ts';
import { waitedForMemory } from './memory_fields.ts';

const MAX_ROWS = 5000;

interface UseRow {
  readonly track_id: number; readonly instances: number; readonly allocated: number; readonly peak: number; readonly peak_ns: number;
}

/** Memories with an instance that lived in the range. What is freed at a time is free for what begins then. */
export function memoryUse(database: IndexDatabase, { startNs, stopNs }: TimeSpan): MemoryUse[] {
  const rows = database.all<UseRow>(`
    WITH here AS (SELECT track_id, max(start_ns, :start) AS from_ns, stop_ns, size_bytes FROM instance WHERE start_ns < :stop AND stop_ns > :start),
    step AS (SELECT track_id, from_ns AS ns, size_bytes AS bytes FROM here UNION ALL SELECT track_id, stop_ns, -size_bytes FROM here WHERE stop_ns < :stop),
    held AS (SELECT track_id, ns, sum(sum(bytes)) OVER (PARTITION BY track_id ORDER BY ns) AS bytes FROM step GROUP BY track_id, ns),
    most AS (SELECT track_id, max(bytes) AS peak, ns AS peak_ns FROM held GROUP BY track_id)
    SELECT h.track_id, count(*) AS instances, sum(h.size_bytes) AS allocated, m.peak, m.peak_ns
    FROM here h JOIN most m USING (track_id) GROUP BY h.track_id ORDER BY h.track_id`, { start: startNs, stop: stopNs });
  return rows.map(({ track_id, instances, allocated, peak, peak_ns }) => ({ track: track_id, instances, allocatedBytes: allocated, peakBytes: peak, peakNs: peak_ns }));
}

/** What a memory held, most and least in each of `parts` equal parts of the range. Steps hold from their time on; before the first, nothing. */
export function memoryCurve({ times, bytes }: MemorySteps, { startNs, stopNs }: TimeSpan, parts: number): MemoryCurve {
  const most: number[] = [];
  const least: number[] = [];
  let at = 0;
  let held = 0;
  for (let i = 0; i < parts; i++) {
    const [from, until] = [startNs + ((stopNs - startNs) * i) / parts, startNs + ((stopNs - startNs) * (i + 1)) / parts];
    while (at < times.length && times[at] <= from) held = bytes[at++];
    let [high, low] = [held, held];
    while (at < times.length && times[at] < until) {
      held = bytes[at++];
      high = Math.max(high, held);
      low = Math.min(low, held);
    }
    most.push(high);
    least.push(low);
  }
  return { startNs, stopNs, most, least };
}

interface InstanceSqlRow {
  readonly item_id: number; readonly title: string; readonly size_bytes: number; readonly start_ns: number; readonly stop_ns: number; readonly create_at_ns: number | null;
  readonly creator: string | null; readonly file: string | null; readonly line: number | null; readonly uid: string; readonly n: number;
}

const SHOWN = `
  SELECT i.item_id, printf('0x%x', i.inst_id) AS title, i.size_bytes, i.start_ns, i.stop_ns, i.create_at_ns, ${madeForSql('i')} AS creator, o.file, o.line,
    CAST(i.inst_uid AS TEXT) AS uid, i.n
  FROM chosen i LEFT JOIN operation_view o ON o.op_id = i.op_id`;

function instanceRow(source: FieldSource, { item_id, title, size_bytes, start_ns, stop_ns, create_at_ns, creator, file, line, uid }: InstanceSqlRow): InstanceRow {
  return {
    track: trackOfKey(item_id), ordinal: ordinalOfKey(item_id), title, bytes: size_bytes, startNs: start_ns, stopNs: stop_ns, createNs: create_at_ns, creator: creator ?? '', file, line,
    layout: layoutText(source.dimensions(BigInt.asUintN(64, BigInt(uid)))),
  };
}

/** Instances of a memory that lived in the range: the largest, then the longest. */
export function instances(source: FieldSource, track: TrackId, { startNs, stopNs }: TimeSpan): InstanceList {
  const rows = source.database.all<InstanceSqlRow>(`
    WITH chosen AS (
      SELECT *, count(*) OVER () AS n FROM instance WHERE track_id = :track AND start_ns < :stop AND stop_ns > :start ORDER BY size_bytes DESC, stop_ns - start_ns DESC, item_id LIMIT ${MAX_ROWS})
    ${SHOWN} ORDER BY i.size_bytes DESC, i.stop_ns - i.start_ns DESC, i.item_id`, { start: startNs, stop: stopNs, track });
  return { count: rows[0]?.n ?? 0, rows: rows.map((row) => instanceRow(source, row)) };
}

/** Those that were ready only after they had been answered for; what their fields say decides. Longest waits first. */
export function memoryWaits(source: FieldSource): InstanceList {
  const rows = source.database.all<InstanceSqlRow>(`
    WITH answered AS (SELECT creator AS inst_uid, max(item_id) AS item_id FROM prof_task WHERE is_completion = 0 GROUP BY creator),
    chosen AS (SELECT i.*, 0 AS n FROM instance i JOIN answered a USING (inst_uid) JOIN prof_task p ON p.item_id = a.item_id WHERE i.start_ns > p.start_ns)
    ${SHOWN} ORDER BY i.start_ns - i.create_at_ns DESC, i.item_id`);
  const waited = rows.filter(({ item_id }) => {
    const item = source.items.facts(item_id as ItemKey);
    return item !== undefined && waitedForMemory(source, item);
  });
  return { count: waited.length, rows: waited.slice(0, MAX_ROWS).map((row) => instanceRow(source, row)) };
}
