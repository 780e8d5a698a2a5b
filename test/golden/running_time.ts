// What tasks and meta tasks ran for within a span, straight from the records and by another way than the program's: the length of a
// task less that of the union of its waits and calls, each cut to the span. Test helper.
import type { DecodedLog } from '../../electron/decode/decoded_log.ts';
import { rowOf } from '../unit/decode/read_log.ts';

/** Record kinds of waits, of what waited, and the field besides the operation by which they belong together. */
const WAITS: readonly (readonly [waits: string, owners: readonly string[], kind: string])[] = [
  ['TaskWaitInfo', ['TaskInfo', 'ImplicitTaskInfo', 'GPUTaskInfo'], 'task_id'], ['MetaWaitInfo', ['MetaInfo', 'MessageInfo'], 'lg_id'],
];

type Interval = readonly [start: number, stop: number];

/** `task 1 0 count`, `… total`, `… running` (ns) by task and variant, `meta 3 …` by kind. Items that touch the span count. */
export function runningOf(logs: readonly DecodedLog[], startNs: number, stopNs: number): Map<string, number> {
  const sums = new Map<string, number>();
  const add = (key: string, value: number): void => void sums.set(key, (sums.get(key) ?? 0) + value);
  const cut = ([start, stop]: Interval): Interval => [Math.min(Math.max(start, startNs), stopNs), Math.min(Math.max(stop, startNs), stopNs)];
  for (const log of logs) {
    const gapsOf = new Map<string, Interval[]>();
    const note = (key: string, interval: Interval): void => {
      const known = gapsOf.get(key);
      if (known === undefined) gapsOf.set(key, [interval]);
      else known.push(interval);
    };
    for (const name of ['MapperCallInfo', 'RuntimeCallInfo', 'ApplicationCallInfo']) {
      for (const { fields } of records(log, name)) note(`in ${fields['fevent']}`, [Number(fields['start']), Number(fields['stop'])]);
    }
    for (const [waits, owners, kind] of WAITS) {
      // A wait follows its task in the file.
      const tasks = owners.flatMap((name) => records(log, name)).sort((a, b) => a.offset - b.offset);
      let last = -1;
      for (const { fields, offset } of records(log, waits)) {
        while (last + 1 < tasks.length && tasks[last + 1].offset < offset) last++;
        const owner = tasks.slice(0, last + 1).findLast((task) => task.fields['op_id'] === fields['op_id'] && task.fields[kind] === fields[kind]);
        if (owner !== undefined) note(`in ${owner.fields['fevent']}`, [Number(fields['wait_start']), Number(fields['wait_end'])]);
      }
      for (const { fields } of tasks) {
        const life: Interval = [Number(fields['start']), Number(fields['stop'])];
        if (life[1] < startNs || life[0] > stopNs) continue;
        const key = kind === 'lg_id' ? `meta ${fields['lg_id']}` : `task ${fields['task_id']} ${fields['variant_id']}`;
        const [start, stop] = cut(life);
        add(`${key} count`, 1);
        add(`${key} total`, stop - start);
        add(`${key} running`, stop - start - unionLength((gapsOf.get(`in ${fields['fevent']}`) ?? []).map(cut)));
      }
    }
  }
  return sums;
}

function unionLength(intervals: readonly Interval[]): number {
  let length = 0;
  let end = -Infinity;
  for (const [start, stop] of intervals.toSorted((a, b) => a[0] - b[0])) {
    length += Math.max(0, stop - Math.max(start, end));
    end = Math.max(end, stop);
  }
  return length;
}

function records(log: DecodedLog, name: string): { readonly offset: number; readonly fields: Record<string, unknown> }[] {
  const table = log.tables.get(name);
  return Array.from(table?.offsets ?? [], (offset, row) => ({ offset, fields: rowOf(log, name, row) }));
}
