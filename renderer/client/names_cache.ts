/**
 * Names of a run by dense id. Strings cross the wire once, in order; a name that is not here yet is asked for with all before it,
 * and `version` grows when more have come.
 */
import { signal } from '@preact/signals';
import type { EngineMethods } from '../../electron/protocol/engine_api.ts';
import type { RunId } from '../../electron/protocol/run_api.ts';
import type { ItemName } from '../../electron/protocol/items.ts';

interface NamesSource {
  call(method: 'names.get', params: EngineMethods['names.get']['params']): Promise<readonly ItemName[]>;
}

export class NamesCache {
  readonly version = signal(0);
  readonly #source: NamesSource;
  readonly #run: RunId;
  readonly #names: ItemName[] = [];
  #wanted = 0;
  #isAsking = false;

  constructor(source: NamesSource, run: RunId, nameCount: number) {
    this.#source = source;
    this.#run = run;
    this.grow(nameCount);
  }

  get all(): readonly ItemName[] {
    return this.#names;
  }

  get isBusy(): boolean {
    return this.#isAsking;
  }

  get(id: number): ItemName | undefined {
    if (id >= this.#wanted) this.grow(id + 1);
    return this.#names[id];
  }

  grow(nameCount: number): void {
    if (nameCount <= this.#wanted) return;
    this.#wanted = nameCount;
    if (!this.#isAsking) void this.#ask();
  }

  async #ask(): Promise<void> {
    this.#isAsking = true;
    try {
      while (this.#names.length < this.#wanted) {
        const from = this.#names.length;
        const got = await this.#source.call('names.get', { run: this.#run, from, to: this.#wanted });
        // A tile may name what the engine has not published yet: the next event brings it.
        if (got.length === 0) break;
        this.#names.push(...got);
        this.version.value++;
      }
    } catch {
      // Titles stay empty until the next growth asks again; the connection banner tells why.
    } finally {
      this.#isAsking = false;
      this.#wanted = this.#names.length;
    }
  }
}
