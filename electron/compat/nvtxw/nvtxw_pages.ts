/** What is said of a page's items, as the native writer takes it: every fact of every item once, however many events it has. */
import { ITEM_TYPES, type TrackId } from '../../protocol/items.ts';
import { EVENT_FACTS, type Fact, FACT_NAMES, FACTS, FACTS_OF, type NumberFact, type TextFact } from '../item_fact_kinds.ts';
import type { FactPage, Facts } from '../item_facts.ts';
import type { WriterPage } from './nvtxw_addon.ts';
import { TextTable } from './nvtxw_texts.ts';

/** By type of item, which of its texts are its own. */
const TEXTS_OF = ITEM_TYPES.map((type) => FACTS_OF[type].filter((fact): fact is TextFact => FACTS[fact] === 'text' && !EVENT_FACTS.has(fact)));
const NUMBERS_OF = ITEM_TYPES.map((type) => FACTS_OF[type].filter((fact): fact is NumberFact => FACTS[fact] === 'number'));

export function writerPage(facts: Facts, track: TrackId, page: FactPage): WriterPage {
  const { count, types } = page.page;
  const texts = new PageTexts(facts, track, page);
  const messages = new Uint32Array(count);
  const columns = new Map<Fact, Float64Array | Uint32Array>(FACT_NAMES.filter((fact) => !EVENT_FACTS.has(fact)).map((fact) => [fact, columnOf(fact, page)]));
  for (let i = 0; i < count; i++) {
    const type = types[i];
    messages[i] = texts.title(i);
    for (const fact of NUMBERS_OF[type]) columns.get(fact)![i] = facts.number(fact, track, page, i);
    for (const fact of TEXTS_OF[type]) columns.get(fact)![i] = texts.number(fact, i);
  }
  return { count, kinds: types, messages, columns: FACT_NAMES.map((fact) => columns.get(fact)), ...texts.table.encoded() };
}

function columnOf(fact: Fact, { page, operations, instances }: FactPage): Float64Array | Uint32Array {
  if (FACTS[fact] === 'id') return fact === 'instance' ? instances : operations;
  return FACTS[fact] === 'number' ? new Float64Array(page.count) : new Uint32Array(page.count);
}

/** Texts of a page. What many items say is asked for by what they have it from, and once. */
class PageTexts {
  readonly table = new TextTable();
  readonly #facts: Facts;
  readonly #track: TrackId;
  readonly #page: FactPage;
  readonly #known = new Map<string, Map<number, number>>();

  constructor(facts: Facts, track: TrackId, page: FactPage) {
    this.#facts = facts;
    this.#track = track;
    this.#page = page;
  }

  title(i: number): number {
    return this.table.add(this.#facts.title(this.#page.page, i));
  }

  number(fact: TextFact, i: number): number {
    const { page, operations, initiators, mappers } = this.#page;
    switch (fact) {
      case 'operation_name':
      case 'parent_operation': return this.#once(fact, initiators[2 * i] + initiators[2 * i + 1] * 2 ** 32, i);
      case 'provenance': return this.#once(fact, operations[2 * i] + operations[2 * i + 1] * 2 ** 32, i);
      case 'caller': return this.#once(fact, page.parents[i], i);
      case 'mapper': return this.#once(fact, mappers[i], i);
      case 'creator':
      case 'critical_path': return this.table.add(this.#text(fact, i));
    }
  }

  /** @param key what the text hangs on; not exact beyond 2^53, where nothing is kept */
  #once(fact: TextFact, key: number, i: number): number {
    if (key > Number.MAX_SAFE_INTEGER) return this.table.add(this.#text(fact, i));
    let known = this.#known.get(fact);
    if (known === undefined) this.#known.set(fact, known = new Map());
    let number = known.get(key);
    if (number === undefined) known.set(key, number = this.table.add(this.#text(fact, i)));
    return number;
  }

  #text(fact: TextFact, i: number): string {
    return this.#facts.text(fact, this.#track, this.#page, i);
  }
}
