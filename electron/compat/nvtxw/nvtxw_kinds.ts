/** What events in an Nsight Systems file carry: a payload schema for each type of item, with the facts that the details panel shows. */
import { ITEM_TYPES, type ItemType } from '../../protocol/items.ts';
import { EVENT_FACTS, FACT_NAMES, FACTS, FACTS_OF, LOOKED_UP } from '../item_fact_kinds.ts';
import type { WriterDeclaration } from './nvtxw_addon.ts';

/** Names of the schemas, as people call the items. */
const NAMES: Readonly<Record<ItemType, string>> = {
  task: 'Legion task', gpu_kernel: 'Legion GPU task', meta_task: 'Legion meta task', mapper_call: 'Legion mapper call', runtime_call: 'Legion runtime call',
  application_call: 'Legion application call', prof_task: 'Legion profiling task', copy: 'Legion copy', fill: 'Legion fill', deppart: 'Legion dependent partitioning',
  instance: 'Legion instance', async_effect: 'Legion asynchronous effect',
  cuda_kernel: 'CUDA kernel', cuda_memcpy: 'CUDA memcpy', cuda_memset: 'CUDA memset', cuda_call: 'CUDA call', nvtx_range: 'NVTX range', os_call: 'System call',
};

/** Kinds are in the order of ITEM_TYPES; `state` values are those of protocol/items.ts. @param hasOrigins see Facts */
export function declareWriter(session: string, config: string, hasOrigins: boolean): WriterDeclaration {
  return {
    session, config,
    columns: FACT_NAMES.map((name) => ({ name, type: FACTS[name], isOfEvent: EVENT_FACTS.has(name) })),
    kinds: ITEM_TYPES.map((type) => ({ name: NAMES[type], columns: FACTS_OF[type].filter((fact) => hasOrigins || !LOOKED_UP.has(fact)).map((fact) => FACT_NAMES.indexOf(fact)) })),
    states: ['running', 'ready', 'waiting', 'none'],
  };
}
