/** Kinds of rows in plain words, for somebody who reads a profile for the first time. */
export const KINDS: readonly (readonly [string, string])[] = [
  ['cpu', 'Processors that run tasks on the CPU.'],
  ['gpu dev, gpu host', 'What runs on a GPU, and the host thread that issues its work.'],
  ['openmp, python, io', 'Processors for OpenMP tasks, for Python code, and for input and output; Legate’s top-level program runs on one of these.'],
  ['external', 'The main Python thread of Legate 26 and newer: your program itself.'],
  ['utility', 'Processors that run Legion itself: dependence analysis, mapping, messages. These are meta tasks, mapper calls and runtime calls.'],
  ['system, framebuffer, zerocopy, …', 'Memories. An item is an instance, from when it is ready until it is deleted.'],
  ['chan', 'Channels: copies and fills between memories. One between two nodes is listed under both.'],
  ['dp', 'Dependent partitioning: work that computes partitions.'],
  ['all', 'The same kinds over all nodes.'],
];

/** What a row of this kind is; of memories of any kind the same. */
export function kindText(kind: string, isMemory: boolean): string | undefined {
  const short = kind.replace('-', ' ');
  const found = KINDS.find(([names]) => names.split(', ').includes(short) || (isMemory && names.startsWith('system')));
  return found?.[1];
}
