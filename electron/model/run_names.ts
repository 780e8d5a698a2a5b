/** Names of a run: those of all shards, each once, numbered in the order in which shards bring them. Engine worker. */
import type { BuiltTrack } from './built_track.ts';
import type { ItemName } from '../protocol/items.ts';
import type { LocalName, TaskNames } from './item_names.ts';
import { nameIdentity, taskTitle } from './item_names.ts';

export class RunNames {
  readonly list: ItemName[] = [];
  readonly colors: number[] = [];
  readonly #ids = new Map<string, number>();
  readonly #known: TaskNames = { tasks: new Map(), variants: new Map() };
  /** Names that no log so far could give a task, by number. */
  readonly #open = new Map<number, NonNullable<LocalName['task']>>();

  /** Run-wide number of each local name. */
  merge(names: readonly LocalName[], taskNames: TaskNames): Uint32Array {
    for (const [id, text] of taskNames.tasks) if (!this.#known.tasks.has(id)) this.#known.tasks.set(id, text);
    for (const [id, text] of taskNames.variants) if (!this.#known.variants.has(id)) this.#known.variants.set(id, text);
    return Uint32Array.from(names, (name) => this.#add(name));
  }

  /**
   * Completes names of tasks that their own rank did not describe but another did; true if any changed. Numbers stay, so the
   * index only rewrites the names.
   */
  complete(): boolean {
    let hasChanged = false;
    for (const [id, { taskId, variantId }] of this.#open) {
      const { text, form } = taskTitle(this.#known, taskId, variantId);
      const { type } = this.list[id];
      const full = type === 'gpu_kernel' ? `GPU Kernel(s) for ${text}` : text;
      if (full === this.list[id].text) continue;
      this.list[id] = { type, text: full, form };
      hasChanged = true;
    }
    return hasChanged;
  }

  #add(local: LocalName): number {
    const name = this.#resolved(local);
    const identity = nameIdentity(name.type, name.form, name.text);
    const known = this.#ids.get(identity);
    if (known !== undefined) return known;
    const id = this.list.length;
    this.#ids.set(identity, id);
    this.list.push(name);
    this.colors.push(local.color);
    if (local.task !== undefined) this.#open.set(id, local.task);
    return id;
  }

  #resolved({ type, text, form, task }: LocalName): ItemName {
    if (task === undefined) return { type, text, form };
    const known = taskTitle(this.#known, task.taskId, task.variantId);
    return { type, text: type === 'gpu_kernel' ? `GPU Kernel(s) for ${known.text}` : known.text, form: known.form };
  }
}

/** Replaces local name numbers of a track by run-wide ones, in place: items and boxes of all levels of detail. */
export function renumberNames({ items, lods }: BuiltTrack, ids: Uint32Array): void {
  renumber(items.names, ids);
  // Boxes of whole items are their items' columns (segments.ts): what is done there is done.
  for (const { blocks } of lods) for (const { names } of blocks) if (!isPartOf(names, items.names)) renumber(names, ids);
}

function isPartOf(part: Uint32Array, whole: Uint32Array): boolean {
  return part.buffer === whole.buffer && part.byteOffset >= whole.byteOffset && part.byteOffset < whole.byteOffset + whole.byteLength;
}

function renumber(names: Uint32Array, ids: Uint32Array): void {
  for (let i = 0; i < names.length; i++) names[i] = ids[names[i]];
}
