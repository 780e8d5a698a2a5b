/** Legion's words for the types of items. */
import type { ItemType } from '../../../electron/protocol/items.ts';

export const TYPE_NAMES: Readonly<Record<ItemType, string>> = {
  task: 'Task', gpu_kernel: 'GPU kernel', meta_task: 'Meta task', mapper_call: 'Mapper call', runtime_call: 'Runtime call',
  application_call: 'Application call', prof_task: 'Profiling task', copy: 'Copy', fill: 'Fill', deppart: 'Dependent partitioning',
  instance: 'Instance', async_effect: 'Asynchronous effect',
  cuda_kernel: 'CUDA kernel', cuda_memcpy: 'CUDA memcpy', cuda_memset: 'CUDA memset', cuda_call: 'CUDA call', nvtx_range: 'NVTX range', os_call: 'System call',
};

/** Items that have no name of their own are counted by what they are. */
const PLURALS: Readonly<Partial<Record<ItemType, string>>> = { copy: 'copies', fill: 'fills', instance: 'instances' };

/** What the items of the same name are called in "2nd longest of 4 …". */
export function likeName(type: ItemType, title: string): string {
  return PLURALS[type] ?? title.replace(/ (?:<\d+>|0x[0-9a-f]+)$/, '');
}

/** Copies, fills, partitioning and instances exist, they do not run on a processor: they have no states. */
export function hasProcessor(type: ItemType): boolean {
  return !['copy', 'fill', 'deppart', 'instance'].includes(type);
}
