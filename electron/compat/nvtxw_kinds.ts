/** What events in an Nsight Systems file carry: a payload schema for each type of item, with the facts that the details panel shows. */
import { ITEM_TYPES, type ItemType } from '../protocol/items.ts';
import type { ColumnType, WriterDeclaration } from './nvtxw_addon.ts';

/**
 * Facts of items. Times ns; NaN = not recorded. `operation`: of tasks their own, of all else the one that it was done for (0 = none), which
 * `operation_name` names.
 */
export const FACTS = {
  state: 'state',
  operation: 'id',
  instance: 'id',
  lifetime_ns: 'number',
  deferred_ns: 'number',
  delayed_ns: 'number',
  message_latency_ns: 'number',
  size_bytes: 'number',
  bandwidth_bytes_per_s: 'number',
  operation_name: 'text',
  parent_operation: 'text',
  provenance: 'text',
  caller: 'text',
  mapper: 'text',
  creator: 'text',
  critical_path: 'text',
  waiting_for: 'text',
} as const satisfies Readonly<Record<string, ColumnType>>;
export type Fact = keyof typeof FACTS;
export const FACT_NAMES = Object.keys(FACTS) as readonly Fact[];

const STATES: readonly Fact[] = ['state', 'lifetime_ns'];
const WAITS: readonly Fact[] = ['deferred_ns', 'delayed_ns'];
const DONE_FOR: readonly Fact[] = ['operation', 'operation_name', 'provenance'];
const ORIGIN: readonly Fact[] = ['creator', 'critical_path'];
const WAITED: readonly Fact[] = ['waiting_for'];
/** What takes long to look up. */
const LOOKED_UP: ReadonlySet<Fact> = new Set([...ORIGIN, ...WAITED]);
const SIZES: readonly Fact[] = ['size_bytes', 'bandwidth_bytes_per_s'];

const FACTS_OF: Readonly<Record<ItemType, readonly Fact[]>> = {
  task: [...STATES, ...WAITS, 'operation', 'parent_operation', 'provenance', ...ORIGIN, ...WAITED],
  gpu_kernel: [...STATES, 'operation', 'provenance'],
  meta_task: [...STATES, ...WAITS, 'message_latency_ns', ...DONE_FOR, ...ORIGIN, ...WAITED],
  mapper_call: [...STATES, ...DONE_FOR, 'caller', 'mapper', ...WAITED],
  runtime_call: [...STATES, ...DONE_FOR, 'caller', ...WAITED],
  application_call: [...STATES, ...DONE_FOR, 'caller', ...WAITED],
  prof_task: [...STATES, ...WAITS, ...DONE_FOR, ...ORIGIN, ...WAITED],
  copy: ['lifetime_ns', ...WAITS, ...SIZES, ...DONE_FOR, ...ORIGIN],
  fill: ['lifetime_ns', ...WAITS, ...SIZES, ...DONE_FOR, ...ORIGIN],
  deppart: ['lifetime_ns', ...WAITS, ...DONE_FOR, ...ORIGIN],
  instance: ['lifetime_ns', 'deferred_ns', 'size_bytes', 'instance', ...DONE_FOR, ...ORIGIN],
  async_effect: [...STATES],
};

/** Names of the schemas, as people call the items. */
const NAMES: Readonly<Record<ItemType, string>> = {
  task: 'Legion task', gpu_kernel: 'Legion GPU task', meta_task: 'Legion meta task', mapper_call: 'Legion mapper call', runtime_call: 'Legion runtime call',
  application_call: 'Legion application call', prof_task: 'Legion profiling task', copy: 'Legion copy', fill: 'Legion fill', deppart: 'Legion dependent partitioning',
  instance: 'Legion instance', async_effect: 'Legion asynchronous effect',
};

/** Kinds are in the order of ITEM_TYPES; `state` values are those of protocol/items.ts. @param hasOrigins see Facts */
export function declareWriter(session: string, config: string, hasOrigins: boolean): WriterDeclaration {
  return {
    session, config,
    columns: FACT_NAMES.map((name) => ({ name, type: FACTS[name] })),
    kinds: ITEM_TYPES.map((type) => ({ name: NAMES[type], columns: FACTS_OF[type].filter((fact) => hasOrigins || !LOOKED_UP.has(fact)).map((fact) => FACT_NAMES.indexOf(fact)) })),
    states: ['running', 'ready', 'waiting', 'none'],
  };
}
