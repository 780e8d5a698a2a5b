/** What is said of a page's items, as the native writer takes it: every fact of every item once, however many events it has. */
import type { ItemPage } from '../../index/item_pages.ts';
import { ITEM_TYPES, type TrackId } from '../../protocol/items.ts';
import { EVENT_FACTS, type Fact, FACT_NAMES, FACTS, FACTS_OF, type NumberFact, type TextFact } from '../item_fact_kinds.ts';
import type { FactPage, Facts } from '../item_facts.ts';
import type { WriterPage } from './nvtxw_addon.ts';
import type { TextBytes } from './nvtxw_text_bytes.ts';
import { PageTexts } from './nvtxw_texts.ts';

/** A page for the native writer, and what the events of its items differ in; arrays by item, of waits by wait. */
export interface PreparedPage {
  readonly firstOrdinal: number;
  readonly page: WriterPage;
  /** 0xRRGGBB, without the state. */
  readonly colors: Uint32Array;
  /** 1: without length and waits. */
  readonly arePoints: Uint8Array;
  /** Waits of the page up to and with each item's. */
  readonly waitEnds: Float64Array;
  /** ns. */
  readonly waitStarts: Float64Array;
  /** What ended each wait: number of a text of the page. */
  readonly waitTexts: Uint32Array;
}

/** By type of item, which of its facts are its own. */
const TEXTS_OF = ITEM_TYPES.map((type) => FACTS_OF[type].filter((fact): fact is TextFact => FACTS[fact] === 'text' && !EVENT_FACTS.has(fact)));
const NUMBERS_OF = ITEM_TYPES.map((type) => FACTS_OF[type].filter((fact): fact is NumberFact => FACTS[fact] === 'number'));

/**
 * @param bytes to collect texts in
 * @param track one that holds items itself
 */
export function preparePage(bytes: TextBytes, facts: Facts, track: TrackId, ordinal: number): PreparedPage {
  bytes.begin();
  const found = facts.page(track, ordinal);
  const { page, colors } = found;
  const { count, types } = page;
  const texts = new PageTexts(bytes, facts, track, found);
  const messages = new Uint32Array(count);
  const columns = new Map<Fact, Float64Array | Uint32Array>(FACT_NAMES.filter((fact) => !EVENT_FACTS.has(fact)).map((fact) => [fact, columnOf(fact, found)]));
  for (let i = 0; i < count; i++) {
    const type = types[i];
    messages[i] = texts.title(i);
    for (const fact of NUMBERS_OF[type]) columns.get(fact)![i] = facts.number(fact, track, found, i);
    for (const fact of TEXTS_OF[type]) columns.get(fact)![i] = texts.number(fact, i);
  }
  const waits = waitsOf(facts, track, page, texts);
  return {
    firstOrdinal: page.firstOrdinal, colors, arePoints: pointsOf(page), waitEnds: page.waitEnds, ...waits,
    page: { count, kinds: types, messages, columns: FACT_NAMES.map((fact) => columns.get(fact)), ...bytes.take() },
  };
}

function columnOf(fact: Fact, { page, operations, instances }: FactPage): Float64Array | Uint32Array {
  if (FACTS[fact] === 'id') return fact === 'instance' ? instances : operations;
  return FACTS[fact] === 'number' ? new Float64Array(page.count) : new Uint32Array(page.count);
}

function pointsOf({ count, starts, stops, waitEnds }: ItemPage): Uint8Array {
  const arePoints = new Uint8Array(count);
  for (let i = 0; i < count; i++) if (stops[i] <= starts[i] && waitEnds[i] === (i === 0 ? 0 : waitEnds[i - 1])) arePoints[i] = 1;
  return arePoints;
}

function waitsOf(facts: Facts, track: TrackId, { firstOrdinal, count, waitEnds }: ItemPage, texts: PageTexts): Pick<PreparedPage, 'waitStarts' | 'waitTexts'> {
  const total = count === 0 ? 0 : waitEnds[count - 1];
  const waitStarts = new Float64Array(total);
  const waitTexts = new Uint32Array(total);
  for (let i = 0, at = 0; at < total; i++) {
    if (waitEnds[i] === at) continue;
    const waits = facts.waits(track, firstOrdinal + i);
    for (let wait = 0; wait < waits.count; wait++, at++) {
      waitStarts[at] = waits.start(wait);
      waitTexts[at] = texts.awaited(waits.event(wait));
    }
  }
  return { waitStarts, waitTexts };
}
