/** When an item was asked for and could have begun, by whom and after what: as logged, of profiling tasks as derived from what they profiled. */
import type { FieldSource } from './field_source.ts';
import type { ItemFacts } from './read_items.ts';

/** Times ns; ids unsigned, 0n = none. */
export interface LifeTimes {
  readonly spawn: number | undefined;
  readonly create: number | undefined;
  readonly ready: number | undefined;
  /** Finish event of what created it. */
  readonly creator: bigint;
  /** Event that it waited for before it could begin. */
  readonly critical: bigint;
}

export function lifeTimes(source: FieldSource, item: ItemFacts): LifeTimes {
  const record = source.record(item);
  const row = item.recordRow;
  if (item.type === 'prof_task') return profTimes(source, record.id('creator', row), record.has('completion') && record.number('completion', row) === 0);
  if (item.type === 'instance') {
    return { spawn: undefined, create: record.time('create', row), ready: item.startNs, creator: record.id('creator', row), critical: 0n };
  }
  return { spawn: record.time('spawn', row), create: record.time('create', row), ready: record.time('ready', row), creator: record.id('creator', row), critical: record.id('critical', row) };
}

/** Source: legion_prof_rs state.rs, the completion of prof tasks after a file. */
function profTimes(source: FieldSource, event: bigint, isAllocation: boolean): LifeTimes {
  const critical = isAllocation ? 0n : event;
  const profiled = source.byEvent(event);
  if (profiled === undefined || profiled.type === 'prof_task') return { spawn: undefined, create: undefined, ready: undefined, creator: event, critical };
  const { spawn, create, creator } = lifeTimes(source, profiled);
  return { spawn: undefined, create: spawn ?? create, ready: isAllocation && profiled.type === 'instance' ? profiled.startNs : profiled.stopNs, creator, critical };
}
