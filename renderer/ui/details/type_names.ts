/** Legion's words for the types of items. */
import type { ItemType } from '../../../electron/protocol/items.ts';

export const TYPE_NAMES: Readonly<Record<ItemType, string>> = {
  task: 'Task', gpu_kernel: 'GPU kernel', meta_task: 'Meta task', mapper_call: 'Mapper call', runtime_call: 'Runtime call',
  application_call: 'Application call', prof_task: 'Profiling task', copy: 'Copy', fill: 'Fill', deppart: 'Dependent partitioning',
  instance: 'Instance', async_effect: 'Asynchronous effect',
};
