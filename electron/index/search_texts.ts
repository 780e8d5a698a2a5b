/** What a search text means: names, provenances, and single items by operation or instance id. */
import { type ItemKey } from '../protocol/items.ts';
import type { IndexDatabase } from './database.ts';
import type { ItemReads } from './read_items.ts';

export interface SearchTargets {
  readonly names: readonly number[];
  /** Two's complement ids. */
  readonly provenances: readonly bigint[];
  readonly items: readonly ItemKey[];
}

/** The trigram index finds nothing for fewer characters. */
const TRIGRAM = 3;

/**
 * Case-insensitive: texts that contain `text`; titles with a whole operation number (`<31>`, `daxpy <31>`) and instances whose
 * id contains a hexadecimal `0x…`. Before the text index is made (the run is being written) names and provenances are scanned.
 */
export function findTargets(database: IndexDatabase, items: ItemReads, text: string): SearchTargets {
  const found = [...text].length >= TRIGRAM && hasTextIndex(database) ? matchTexts(database, text) : scanTexts(database, text);
  return { ...found, items: [...itemsByOperation(items, text), ...instancesById(database, text)] };
}

function hasTextIndex(database: IndexDatabase): boolean {
  return database.get('SELECT 1 FROM search_text LIMIT 1') !== undefined;
}

interface TextRow {
  readonly name_id: bigint | null;
  readonly provenance_id: bigint | null;
}

function matchTexts(database: IndexDatabase, text: string): { names: number[]; provenances: bigint[] } {
  const rows = database.query<TextRow>('SELECT s.name_id, s.provenance_id FROM text_search JOIN search_text s ON s.text_id = text_search.rowid WHERE text_search MATCH ?', { wide: true })
    .all(`"${text.replaceAll('"', '""')}"`);
  return split(rows);
}

function scanTexts(database: IndexDatabase, text: string): { names: number[]; provenances: bigint[] } {
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  return split(database.query<TextRow>(
    `SELECT name_id, NULL AS provenance_id FROM name WHERE text LIKE ? ESCAPE '\\'
     UNION ALL SELECT NULL, provenance_id FROM provenance WHERE text LIKE ? ESCAPE '\\'`, { wide: true }).all(pattern, pattern));
}

function split(rows: readonly TextRow[]): { names: number[]; provenances: bigint[] } {
  return {
    names: rows.flatMap(({ name_id }) => (name_id === null ? [] : [Number(name_id)])),
    provenances: rows.flatMap(({ provenance_id }) => (provenance_id === null ? [] : [provenance_id])),
  };
}

/** Titles are made of a name and a number; only a text with the whole number is looked up by it. */
function itemsByOperation(items: ItemReads, text: string): ItemKey[] {
  const number = /<(\d{1,20})>/.exec(text)?.[1];
  if (number === undefined) return [];
  const wanted = text.toLowerCase();
  return items.ofOperation(BigInt.asUintN(64, BigInt(number))).filter((key) => items.facts(key)?.title.toLowerCase().includes(wanted));
}

/** `0x4000…`, or `instance 0x4000…`: part of an instance's id. */
function instancesById(database: IndexDatabase, text: string): ItemKey[] {
  const match = /^(?:[a-z]* )?(0x[\da-f]*)$/i.exec(text);
  if (match === null || !`instance ${match[1]}`.includes(text.toLowerCase())) return [];
  return database.all<{ item_id: number }>("SELECT item_id FROM instance WHERE printf('0x%x', inst_id) LIKE ? ORDER BY item_id", `${match[1]}%`).map(({ item_id }) => item_id);
}
