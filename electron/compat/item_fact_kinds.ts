/** The facts that exports say about items, by name: those of the details panel, as values. */
import type { ItemType } from '../protocol/items.ts';

/** id: u64, 0 = none. number: NaN = not recorded. text: '' = nothing known. */
export type FactType = 'id' | 'number' | 'text' | 'state';

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
} as const satisfies Readonly<Record<string, FactType>>;
export type Fact = keyof typeof FACTS;
type FactOf<Type extends FactType> = { [Name in Fact]: (typeof FACTS)[Name] extends Type ? Name : never }[Fact];
export type NumberFact = FactOf<'number'>;
/** Of items; what ended a wait is a fact of the wait. */
export type TextFact = Exclude<FactOf<'text'>, 'waiting_for'>;
/** What differs between an item's segments. */
export const EVENT_FACTS: ReadonlySet<Fact> = new Set(['state', 'waiting_for']);
export const FACT_NAMES = Object.keys(FACTS) as readonly Fact[];

const STATES: readonly Fact[] = ['state', 'lifetime_ns'];
const WAITS: readonly Fact[] = ['deferred_ns', 'delayed_ns'];
const DONE_FOR: readonly Fact[] = ['operation', 'operation_name', 'provenance'];
const ORIGIN: readonly Fact[] = ['creator', 'critical_path'];
const WAITED: readonly Fact[] = ['waiting_for'];
/** What takes long to look up. */
export const LOOKED_UP: ReadonlySet<Fact> = new Set([...ORIGIN, ...WAITED]);
const SIZES: readonly Fact[] = ['size_bytes', 'bandwidth_bytes_per_s'];

export const FACTS_OF: Readonly<Record<ItemType, readonly Fact[]>> = {
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
  cuda_kernel: ['lifetime_ns'], cuda_memcpy: ['lifetime_ns'], cuda_memset: ['lifetime_ns'], cuda_call: ['lifetime_ns'], nvtx_range: ['lifetime_ns'], os_call: ['lifetime_ns'],
};

