/** What ledger entries are about: (stage, name, source line), numbered densely. Keys hold no runtime ids. Pure. */
import { STAGES, stageNumber, type Stage } from './stages.ts';

export interface LedgerKey {
  readonly stage: Stage;
  readonly name: string;
  /** Reduced provenance (provenance_line.ts); '' where there is none. */
  readonly line: string;
}

export class KeyTable {
  readonly #ids = new Map<string, number>();
  readonly #keys: LedgerKey[] = [];

  get count(): number {
    return this.#keys.length;
  }

  get(id: number): LedgerKey {
    return this.#keys[id];
  }

  intern(stage: Stage, name: string, line: string): number {
    const text = `${stageNumber(stage)}\n${name}\n${line}`;
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    this.#ids.set(text, this.#keys.length);
    return this.#keys.push({ stage, name, line }) - 1;
  }

  /** Stage number of each key. */
  stages(): Uint8Array {
    return Uint8Array.from(this.#keys, ({ stage }) => STAGES.indexOf(stage));
  }

  /** Place of each key among all keys by (name, line): what breaks ties. */
  order(): Uint32Array {
    const sorted = this.#keys.map((_, id) => id).sort((a, b) => compareNames(this.#keys[a], this.#keys[b]));
    const places = new Uint32Array(sorted.length);
    sorted.forEach((id, place) => (places[id] = place));
    return places;
  }
}

/** By (name, line), UTF-16 code units. */
export function compareNames(a: Pick<LedgerKey, 'name' | 'line'>, b: Pick<LedgerKey, 'name' | 'line'>): number {
  return compareText(a.name, b.name) || compareText(a.line, b.line);
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
