/**
 * The items of a line as the rows of its table: one row a state, times in us.
 * Source: legion tools/legion_prof_rs/src/backend/visualize.rs, emit_tsv of processors, channels and memories.
 */
import type { FieldSource } from '../../index/field_source.ts';
import { lifeTimes } from '../../index/life_times.ts';
import type { ItemFacts } from '../../index/read_items.ts';
import { itemKey, STATE_READY, STATE_WAITING } from '../../protocol/items.ts';
import { hexColor } from './legacy_text.ts';
import type { ItemColors } from '../item_colors.ts';
import { itemsOf, statesOf } from '../item_states.ts';
import { plainHeight, type LegacyLine } from './legacy_lines.ts';
import { microseconds, tsvLine } from './legacy_text.ts';

const HEADER = ['level', 'level_ready', 'ready', 'start', 'end', 'color', 'opacity', 'title', 'initiation', 'in', 'out', 'children', 'parents', 'prof_uid', 'op_id', 'instances'];

/** All that a row says; what is left out is empty. */
interface Row {
  readonly level: number;
  readonly levelReady?: number;
  readonly ready?: number | undefined;
  readonly start: number;
  readonly stop: number;
  readonly color: string;
  readonly opacity: string;
  readonly title: string;
  readonly initiation?: bigint | undefined;
  readonly uid: number;
  readonly operation?: bigint | undefined;
  readonly instances?: string | undefined;
}

export function* legacyRows(source: FieldSource, line: LegacyLine, colors: ItemColors): Generator<string, void, void> {
  yield tsvLine(HEADER);
  const { id } = line.track;
  for (const { ordinal, page, at, waits } of itemsOf(source.reader, id)) {
    const item = source.items.facts(itemKey(id, ordinal));
    if (item === undefined) continue;
    const color = hexColor(colors.of(id, ordinal));
    const rows = line.sort === 'processor' ? processorRows(source, line, item, statesOf({ ordinal, page, at, waits }), waits.length > 0) : plainRows(source, line, item);
    for (const row of rows) {
      yield tsvLine([
        row.level, row.levelReady, microseconds(row.ready), microseconds(row.start), microseconds(row.stop), color, row.opacity, row.title, row.initiation,
        undefined, undefined, undefined, undefined, row.uid, row.operation, row.instances,
      ]);
    }
  }
}

type Drawn = Omit<Row, 'color'>;

const OPACITY = { running: '1.0', ready: '0.45', waiting: '0.15' } as const;

function* processorRows(source: FieldSource, { track }: LegacyLine, item: ItemFacts, states: ReturnType<typeof statesOf>, hasWaits: boolean): Generator<Drawn, void, void> {
  const level = track.levels - item.level;
  const row = {
    level, levelReady: level, title: titleOf(item), initiation: initiationOf(item), uid: item.key,
    operation: operationOf(source, item), instances: item.type === 'task' || item.type === 'gpu_kernel' ? usedInstances(source, ownOperation(source, item)) : undefined,
  };
  if (!hasWaits) {
    yield { ...row, ready: readyOf(source, item) ?? item.startNs, start: item.startNs, stop: item.stopNs, opacity: OPACITY.running };
    return;
  }
  for (const { state, startNs, stopNs } of states) {
    const [opacity, title] = state === STATE_WAITING ? [OPACITY.waiting, `${row.title} (waiting)`] : state === STATE_READY ? [OPACITY.ready, `${row.title} (ready)`] : [OPACITY.running, row.title];
    yield { ...row, ready: startNs, start: startNs, stop: stopNs, opacity, title };
  }
}

function* plainRows(source: FieldSource, line: LegacyLine, item: ItemFacts): Generator<Drawn, void, void> {
  const height = plainHeight(line.track);
  const row = { title: source.longName(item), initiation: item.initiator ?? 0n, uid: item.key, opacity: OPACITY.running, start: item.startNs, stop: item.stopNs };
  if (line.sort !== 'memory') {
    const moved = line.sort === 'channel';
    yield { ...row, level: height - item.level - 1, ready: moved ? lifeTimes(source, item).ready : undefined, instances: moved ? movedInstances(source, item) : undefined };
    return;
  }
  // Its rows are numbered from 1.
  const level = height - item.level - 1;
  yield { ...row, level, start: lifeTimes(source, item).create ?? item.startNs, stop: item.startNs, opacity: OPACITY.ready, title: `${row.title} (deferred)` };
  yield { ...row, level };
}

/** The reference names operation 0 where there is none. */
function titleOf(item: ItemFacts): string {
  return item.type === 'mapper_call' && item.initiator === undefined ? `${item.title} for 0` : item.title;
}

function initiationOf({ type, initiator }: ItemFacts): bigint | undefined {
  if (type === 'prof_task' || type === 'gpu_kernel' || type === 'async_effect') return undefined;
  return initiator ?? (type === 'task' ? undefined : 0n);
}

/** Calls have no ready time. */
function readyOf(source: FieldSource, item: ItemFacts): number | undefined {
  return item.type === 'task' || item.type === 'meta_task' || item.type === 'prof_task' ? lifeTimes(source, item).ready : undefined;
}

function ownOperation(source: FieldSource, item: ItemFacts): bigint {
  return source.record(item).id('op_id', item.recordRow);
}

function operationOf(source: FieldSource, item: ItemFacts): bigint | undefined {
  return item.type === 'task' || item.type === 'gpu_kernel' || item.type === 'prof_task' ? ownOperation(source, item) : undefined;
}

/** `[["0x4000000000000000",22]]`: instances that a task used, in the order in which the logs name them. */
function usedInstances(source: FieldSource, operation: bigint): string {
  const used = source.database.query<{ inst_uid: bigint }>('SELECT DISTINCT inst_uid FROM instance_usage WHERE op_id = ?', { wide: true }).all(BigInt.asIntN(64, operation));
  return instanceList(source, used.map(({ inst_uid }) => BigInt.asUintN(64, inst_uid)));
}

function movedInstances(source: FieldSource, item: ItemFacts): string {
  return instanceList(source, [...new Set(source.moves(item).flatMap(({ src, dst }) => [src, dst]).filter((uid) => uid !== 0n))]);
}

function instanceList(source: FieldSource, uids: readonly bigint[]): string {
  const ordered = uids.toSorted((a, b) => source.instanceOrder(a) - source.instanceOrder(b));
  return JSON.stringify(ordered.flatMap((uid) => {
    const item = source.instance(uid);
    return item === undefined ? [] : [[`0x${source.record(item).id('inst_id', item.recordRow).toString(16)}`, item.key]];
  }));
}
