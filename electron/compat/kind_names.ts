/** What the logs call numbered kinds: tasks, variants, calls, meta tasks. A kind that no log names is called by its number. */
import type { IndexDatabase } from '../index/database.ts';

/** Families of `kind_name` (docs/index-schema.md). */
export type NameFamily = 'task' | 'meta_task' | 'mapper_call' | 'runtime_call' | 'operation';

export class KindNames {
  readonly #kinds: ReadonlyMap<string, string>;
  readonly #variants: ReadonlyMap<string, string>;

  constructor({ database }: { readonly database: IndexDatabase }) {
    const kinds = database.all<{ family: string; kind: number; name: string }>('SELECT family, kind, name FROM kind_name');
    const variants = database.all<{ task_id: number; variant_id: number; name: string }>('SELECT task_id, variant_id, name FROM task_variant');
    this.#kinds = new Map(kinds.map(({ family, kind, name }) => [`${family} ${kind}`, name]));
    this.#variants = new Map(variants.map(({ task_id, variant_id, name }) => [`${task_id} ${variant_id}`, name]));
  }

  name(family: NameFamily, kind: number): string {
    return this.#kinds.get(`${family} ${kind}`) ?? String(kind);
  }

  variant(task: number, variant: number): string {
    return this.#variants.get(`${task} ${variant}`) ?? String(variant);
  }
}
