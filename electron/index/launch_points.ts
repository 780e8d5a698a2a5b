/**
 * Points of the index launch that a task belongs to. A launch is cut into slices, and these into points, each an operation of its own:
 * `SliceOwner` records say which belongs to which. A launch that is replicated over nodes has a tree of these on each, so the points are
 * those of one node's part. Source: legion runtime/legion/legion_tasks.cc, SliceTask (LegionProf::register_slice_owner).
 */
import { itemKey, ordinalOfKey, trackOfKey, type ItemKey, type TrackId } from '../protocol/items.ts';
import type { LaunchPoints } from '../protocol/table_api.ts';
import type { FieldSource } from './field_source.ts';

/** Points in the answer: those nearest in time; the count says how many there are. */
const MOST_ROWS = 256;
/** Points that are looked at. */
const MOST_POINTS = 100_000;
/** Slices are cut again on their way to other nodes, a few times at most. */
const MOST_STEPS = 16;

const POINTS_SQL = `
  WITH RECURSIVE
    above(op_id, step) AS (VALUES (:operation, 0) UNION SELECT s.parent_op_id, a.step + 1 FROM above a JOIN slice_owner s ON s.op_id = a.op_id WHERE a.step < ${MOST_STEPS}),
    below(op_id, step) AS (
      SELECT * FROM (SELECT op_id, 0 FROM above ORDER BY step DESC LIMIT 1)
      UNION SELECT s.op_id, b.step + 1 FROM below b JOIN slice_owner s ON s.parent_op_id = b.op_id WHERE b.step < ${2 * MOST_STEPS} LIMIT ${MOST_POINTS})
  SELECT t.item_id FROM (SELECT DISTINCT op_id FROM below) p JOIN task t ON t.op_id = p.op_id ORDER BY t.start_ns, t.item_id`;

/** By start; null where the item is no task of an index launch. @throws ProfileError 'bad-request' if there is no such item */
export function launchPoints(source: FieldSource, track: TrackId, ordinal: number): LaunchPoints | null {
  const item = source.items.facts(itemKey(track, ordinal));
  if (item?.type !== 'task') return null;
  const operation = BigInt.asIntN(64, source.record(item).id('op_id', item.recordRow));
  const keys = source.database.all<{ item_id: ItemKey }>(POINTS_SQL, { operation }).map(({ item_id }) => item_id);
  if (keys.length < 2) return null;
  const own = Math.max(0, keys.indexOf(item.key));
  const from = Math.max(0, Math.min(own - MOST_ROWS / 2, keys.length - MOST_ROWS));
  const rows = keys.slice(from, from + MOST_ROWS).flatMap((key) => {
    const point = source.items.facts(key);
    return point === undefined ? [] : [{
      track: trackOfKey(key), ordinal: ordinalOfKey(key), title: point.title, startNs: point.startNs, stopNs: point.stopNs,
      runningNs: point.runningNs, waitingNs: point.waitingNs, readyNs: point.readyNs,
    }];
  });
  return { count: keys.length, from, rows };
}
