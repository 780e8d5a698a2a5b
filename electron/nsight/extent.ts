/** Of an export: how many events it has, and when they are. */
import type { Cell, NsightExport } from './nsight_export.ts';
import { CALLS, DEVICE_WORK, RANGES, SYSTEM_CALLS, wantedRows } from './event_kinds.ts';

export interface Extent {
  readonly events: number;
  /** Times of the export, ns; both 0 where there are no events. */
  readonly firstNs: number;
  readonly lastNs: number;
}

export function extentOf(file: NsightExport): Extent {
  const found = [CALLS, DEVICE_WORK, RANGES, SYSTEM_CALLS].flatMap(({ kinds }) => kinds).flatMap(({ table }) => {
    if (!file.has(table, 'start', 'end')) return [];
    const [row = []] = file.rows(`SELECT count(*), min(start), max(coalesce("end", start)) FROM ${table} WHERE ${wantedRows(file, table)} AND ${isTime('start')} AND ("end" IS NULL OR ${isTime('"end"')} AND "end" >= start)`);
    const [count, first, last] = row as readonly Cell[];
    return typeof count === 'number' && typeof first === 'number' && typeof last === 'number' ? [{ count, first, last }] : [];
  });
  return {
    events: found.reduce((sum, { count }) => sum + count, 0),
    firstNs: found.reduce((least, { first }) => Math.min(least, first), found.length === 0 ? 0 : Infinity), lastNs: found.reduce((most, { last }) => Math.max(most, last), found.length === 0 ? 0 : -Infinity),
  };
}

/** What a double holds exactly; text compares greater than every number. */
function isTime(column: string): string {
  return `typeof(${column}) = 'integer' AND ${column} BETWEEN ${Number.MIN_SAFE_INTEGER} AND ${Number.MAX_SAFE_INTEGER}`;
}
