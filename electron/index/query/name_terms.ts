/** Fields that all items of a name share: name, type, variant. Pure. */
import type { ItemQuery } from '../../protocol/item_query.ts';
import type { ItemName, ItemType } from '../../protocol/items.ts';
import { textTest } from './value_tests.ts';

/** What people call the types in queries. */
const TYPE_WORDS: Readonly<Record<ItemType, string>> = {
  task: 'task', gpu_kernel: 'kernel', meta_task: 'meta', mapper_call: 'mapper', runtime_call: 'runtime', application_call: 'app', prof_task: 'prof',
  copy: 'copy', fill: 'fill', deppart: 'dep', instance: 'inst', async_effect: 'effect',
  cuda_kernel: 'cuda-kernel', cuda_memcpy: 'memcpy', cuda_memset: 'memset', cuda_call: 'cuda-call', nvtx_range: 'nvtx', os_call: 'os',
};

/** Ids of the names that pass; undefined for another field. */
export function namesFor(query: Extract<ItemQuery, { type: 'words' }>, names: readonly ItemName[]): number[] | undefined {
  const test = textTest(query.how, query.values);
  const idsWhere = (passes: (name: ItemName) => boolean): number[] => names.flatMap((name, id) => (passes(name) ? [id] : []));
  switch (query.field) {
    case 'name': return idsWhere(({ text }) => test(text));
    // A type is meant as a whole: `type:task` leaves meta tasks out.
    case 'type': return idsWhere(query.how === 'regex' ? ({ type }) => test(TYPE_WORDS[type]) : ({ type }) => query.values.some((value) => [TYPE_WORDS[type], type].includes(value.toLowerCase())));
    case 'variant': return idsWhere(({ type, text }) => {
      const variant = type === 'task' || type === 'gpu_kernel' ? /\[([^\]]*)\]$/.exec(text)?.[1] : undefined;
      return variant !== undefined && test(variant);
    });
    default: return undefined;
  }
}

export function typeWord(type: ItemType): string {
  return TYPE_WORDS[type];
}
