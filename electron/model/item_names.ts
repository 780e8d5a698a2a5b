/**
 * What items are called: texts of names, and the key that gives an item its colour. A shard numbers the names it meets; the
 * run's numbers come with `RunBuilder.addShard`.
 */
import type { LogContent } from '../decode/decoded_log.ts';
import type { ItemType, TitleForm } from '../protocol/items.ts';
import { colorSlot, taskColorKey } from '../protocol/colors.ts';
import { TITLE_HEX, TITLE_OPERATION, TITLE_PLAIN } from '../protocol/items.ts';
import { depPartName } from './kinds.ts';
import { LogTable, type LogStrings } from './log_tables.ts';
import { U64Index } from './u64_map.ts';
import { NONE } from './run_model.ts';

/** A name as a shard knows it. Survives structured clone. */
export interface LocalName {
  readonly type: ItemType;
  readonly text: string;
  readonly form: TitleForm;
  readonly color: number;
  /** Set where the log does not say what the task is called and another rank's may. */
  readonly task: { readonly taskId: number; readonly variantId: number } | undefined;
}

/** Names of tasks and variants by number, as one log gives them. Plain, so that it travels. */
export interface TaskNames {
  readonly tasks: Map<number, string>;
  /** Keyed by `taskId:variantId`. */
  readonly variants: Map<string, string>;
}

/** TaskKind: set if unset, or if it says overwrite. TaskVariant: the first wins. */
export function readTaskNames(log: LogContent, strings: LogStrings): TaskNames {
  const tasks = new Map<number, string>();
  const kinds = new LogTable(log, 'TaskKind');
  const [ids, names, overwrites] = [kinds.numbers('task_id'), kinds.numbers('name'), kinds.numbers('overwrite')];
  for (let row = 0; row < kinds.count; row++) {
    if (overwrites[row] !== 0 || !tasks.has(ids[row])) tasks.set(ids[row], strings.text(names[row]));
  }
  const variants = new Map<string, string>();
  const table = new LogTable(log, 'TaskVariant');
  const [taskIds, variantIds, texts] = [table.numbers('task_id'), table.numbers('variant_id'), table.numbers('name')];
  for (let row = 0; row < table.count; row++) {
    const key = `${taskIds[row]}:${variantIds[row]}`;
    if (!variants.has(key)) variants.set(key, strings.text(texts[row]));
  }
  return { tasks, variants };
}

/**
 * Title of a task without its operation. Source: legion tools/legion_prof_rs/src/state.rs, ProcEntry::name: `T [V] <op>`,
 * `T <op>` where both are equal, `V` where the task has no name. Without any name (the reference stops): `task <id>`.
 */
export function taskTitle(names: TaskNames, taskId: number, variantId: number): { text: string; form: TitleForm; key: string; isKnown: boolean } {
  const task = names.tasks.get(taskId);
  const variant = names.variants.get(`${taskId}:${variantId}`);
  if (task === undefined && variant !== undefined) return { text: variant, form: TITLE_PLAIN, key: variant, isKnown: false };
  if (task === undefined) return { text: `task ${taskId}`, form: TITLE_OPERATION, key: `task ${taskId}`, isKnown: false };
  const text = variant === undefined || variant === task ? task : `${task} [${variant}]`;
  return { text, form: TITLE_OPERATION, key: taskColorKey(task), isKnown: variant !== undefined };
}

/** Numbers the names of one shard in order of first need. */
export class LocalNames {
  readonly list: LocalName[] = [];
  readonly taskNames: TaskNames;
  readonly #strings: LogStrings;
  readonly #ids = new Map<string, number>();
  readonly #metas: Map<number, string>;
  readonly #mapperCalls: Map<number, string>;
  readonly #runtimeCalls: Map<number, string>;
  readonly #provenances: U64Index;
  readonly #provenanceTexts: ArrayLike<number>;

  constructor(log: LogContent, strings: LogStrings) {
    this.#strings = strings;
    this.taskNames = readTaskNames(log, strings);
    this.#metas = describedNames(log, strings, 'MetaDesc');
    this.#mapperCalls = describedNames(log, strings, 'MapperCallDesc');
    this.#runtimeCalls = describedNames(log, strings, 'RuntimeCallDesc');
    const provenances = new LogTable(log, 'Provenance');
    this.#provenances = new U64Index(provenances.words('provenance'));
    this.#provenanceTexts = provenances.numbers('prov');
  }

  task(type: 'task' | 'gpu_kernel', taskId: number, variantId: number): number {
    const { text, form, key, isKnown } = taskTitle(this.taskNames, taskId, variantId);
    const prefix = type === 'gpu_kernel' ? 'GPU Kernel(s) for ' : '';
    return this.#add(type, prefix + text, form, key, isKnown ? undefined : { taskId, variantId });
  }

  meta(kind: number): number {
    const name = this.#metas.get(kind) ?? `meta task ${kind}`;
    return this.#add('meta_task', name, TITLE_PLAIN, name);
  }

  mapperCall(kind: number): number {
    const name = this.#mapperCalls.get(kind) ?? `call ${kind}`;
    return this.#add('mapper_call', `Mapper Call ${name} for`, TITLE_OPERATION, name);
  }

  runtimeCall(kind: number): number {
    const name = this.#runtimeCalls.get(kind) ?? `runtime call ${kind}`;
    return this.#add('runtime_call', name, TITLE_PLAIN, name);
  }

  provenance(type: 'application_call' | 'async_effect', lo: number, hi: number): number {
    const row = this.#provenances.find(lo, hi);
    const text = row === NONE ? 'unknown provenance' : this.#strings.text(this.#provenanceTexts[row]);
    return this.#add(type, text, TITLE_PLAIN, text);
  }

  profTask(): number {
    return this.#add('prof_task', 'ProfTask', TITLE_OPERATION, 'ProfTask');
  }

  /** `kind`: Copy, Gather, Scatter or GatherScatter. */
  copy(kind: string): number {
    return this.#add('copy', kind, TITLE_PLAIN, kind);
  }

  fill(): number {
    return this.#add('fill', 'Fill', TITLE_PLAIN, 'Fill');
  }

  depPart(op: number): number {
    const name = depPartName(op);
    return this.#add('deppart', name, TITLE_PLAIN, name);
  }

  instance(): number {
    return this.#add('instance', 'Instance', TITLE_HEX, 'Instance');
  }

  #add(type: ItemType, text: string, form: TitleForm, key: string, task?: LocalName['task']): number {
    const identity = nameIdentity(type, form, text);
    const known = this.#ids.get(identity);
    if (known !== undefined) return known;
    const id = this.list.length;
    this.#ids.set(identity, id);
    this.list.push({ type, text, form, color: colorSlot(key), task });
    return id;
  }
}

/** What makes two names the same. */
export function nameIdentity(type: ItemType, form: TitleForm, text: string): string {
  return `${type}\n${form}\n${text}`;
}

/** `kind` → `name` of a description table; the last one wins, as in the reference. */
export function describedNames(log: LogContent, strings: LogStrings, table: string): Map<number, string> {
  const records = new LogTable(log, table);
  const [kinds, names] = [records.numbers('kind'), records.numbers('name')];
  const found = new Map<number, string>();
  for (let row = 0; row < records.count; row++) found.set(kinds[row], strings.text(names[row]));
  return found;
}
