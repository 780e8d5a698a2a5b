/** Which texts the items of a page carry, by number in the page's table. */
import type { Awaited } from '../../index/origin_fields.ts';
import type { TrackId } from '../../protocol/items.ts';
import type { TextFact } from '../item_fact_kinds.ts';
import type { FactPage, Facts } from '../item_facts.ts';
import { textOf, waitedFor } from '../item_origins.ts';
import type { TextBytes } from './nvtxw_text_bytes.ts';

/** What many items say is asked for by what they have it from, and once. */
export class PageTexts {
  readonly #bytes: TextBytes;
  readonly #facts: Facts;
  readonly #track: TrackId;
  readonly #page: FactPage;
  readonly #known = new Map<TextFact | 'title', Map<number, number>>();
  readonly #creators = new Map<string, number>();
  readonly #awaited = new Map<Awaited, number>();

  constructor(bytes: TextBytes, facts: Facts, track: TrackId, page: FactPage) {
    this.#bytes = bytes;
    this.#facts = facts;
    this.#track = track;
    this.#page = page;
  }

  title(i: number): number {
    const { names, numsHi, numsLo } = this.#page.page;
    // A name and its number make a title.
    return this.#once('title', numsHi[i] === 0 ? names[i] * 2 ** 32 + numsLo[i] : Infinity, () => this.#facts.title(this.#page.page, i));
  }

  number(fact: TextFact, i: number): number {
    const { page, operations, initiators, mappers } = this.#page;
    switch (fact) {
      case 'operation_name':
      case 'parent_operation': return this.#once(fact, initiators[2 * i] + initiators[2 * i + 1] * 2 ** 32, () => this.#text(fact, i));
      case 'provenance': return this.#once(fact, operations[2 * i] + operations[2 * i + 1] * 2 ** 32, () => this.#text(fact, i));
      case 'caller': return this.#once(fact, page.parents[i], () => this.#text(fact, i));
      case 'mapper': return this.#once(fact, mappers[i], () => this.#text(fact, i));
      case 'creator': return this.#creator(this.#text(fact, i));
      case 'critical_path': return this.#criticalPath(i);
    }
  }

  /** What ended a wait for an event. @param event unsigned, 0n = none */
  awaited(event: bigint): number {
    const awaited = this.#facts.awaited(event);
    if (awaited === undefined) return 0;
    // The words of an event that no record names differ between waits and items.
    return awaited.isLogged ? this.#ofAwaited(awaited) : this.#bytes.add(waitedFor(awaited));
  }

  /** Titles are few: most are of kinds of work, without a number. */
  #creator(title: string): number {
    let number = this.#creators.get(title);
    if (number === undefined) this.#creators.set(title, number = this.#bytes.add(title));
    return number;
  }

  #criticalPath(i: number): number {
    const { awaited } = this.#facts.origin(this.#track, this.#page, i);
    return awaited === undefined ? this.#bytes.add(this.#text('critical_path', i)) : this.#ofAwaited(awaited);
  }

  #ofAwaited(awaited: Awaited): number {
    let number = this.#awaited.get(awaited);
    if (number === undefined) this.#awaited.set(awaited, number = this.#bytes.add(textOf(awaited.value)));
    return number;
  }

  /** @param key what the text hangs on; not exact beyond 2^53, where nothing is kept */
  #once(what: TextFact | 'title', key: number, text: () => string): number {
    if (key > Number.MAX_SAFE_INTEGER) return this.#bytes.add(text());
    let known = this.#known.get(what);
    if (known === undefined) this.#known.set(what, known = new Map());
    let number = known.get(key);
    if (number === undefined) known.set(key, number = this.#bytes.add(text()));
    return number;
  }

  #text(fact: TextFact, i: number): string {
    return this.#facts.text(fact, this.#track, this.#page, i);
  }
}
