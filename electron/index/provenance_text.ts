/** What a provenance string says: Legate writes a JSON pair of text and object, others `file:line` or free text. Pure. */
import type { FieldValue } from '../protocol/fields.ts';

export interface SourcePlace {
  readonly file: string;
  readonly line: number;
}

/** The object of a JSON array of exactly two whose second is an object; undefined for any other text. Source: legion_prof_rs data_source.rs (provenance parsing). */
export function provenanceObject(text: string): Readonly<Record<string, unknown>> | undefined {
  if (!text.startsWith('[')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (!Array.isArray(value) || value.length !== 2) return undefined;
    const second: unknown = value[1];
    return typeof second === 'object' && second !== null && !Array.isArray(second) ? second as Record<string, unknown> : undefined;
  } catch {
    return undefined;
  }
}

/** Name and value pairs as the reference shows them: keys ascending, strings bare, other values as compact JSON. */
export function provenancePairs(text: string): readonly (readonly [string, string])[] | undefined {
  const object = provenanceObject(text);
  if (object === undefined) return undefined;
  return Object.keys(object).sort().map((key) => {
    const value = object[key];
    return [key, typeof value === 'string' ? value : JSON.stringify(value)] as const;
  });
}

/** Provenance as a field shows it: a list of `key: value` where it is such an object, else the text. */
export function provenanceValue(text: string): FieldValue {
  const pairs = provenancePairs(text);
  return pairs === undefined ? { kind: 'text', text } : { kind: 'list', values: pairs.map(([key, value]) => ({ kind: 'text', text: `${key}: ${value}` })) };
}

/** The place in the source that the text names, if it names one. */
export function sourcePlace(text: string): SourcePlace | undefined {
  const object = provenanceObject(text);
  if (object !== undefined) {
    const file = object.file ?? object.filename;
    const line = Number(object.line ?? object.lineno);
    return typeof file === 'string' && Number.isInteger(line) ? { file, line } : undefined;
  }
  // `path/file.py:123`, perhaps with a column or a word in front; the first that looks like one.
  const found = /((?:[A-Za-z]:)?[^\s:"'()[\]{}]*\.[A-Za-z]\w{0,4}):(\d{1,9})(?!\d)/.exec(text);
  return found === null ? undefined : { file: found[1], line: Number(found[2]) };
}
