/** From the provenance of an operation to the line that comparisons speak of: `base name:line`. Pure. */
import { provenanceObject, sourcePlace } from '../index/provenance_text.ts';

/**
 * A JSON pair gives its first element, a JSON object its file and line, any other text what stands before `|`; of a path only the
 * last component stays, as two checkouts of one program lie in different folders.
 */
export function provenanceLine(text: string): string {
  return lastComponent(plainText(text).split('|', 1)[0].trim());
}

function plainText(text: string): string {
  const first = text.trimStart()[0];
  if (first !== '[' && first !== '{') return text;
  const value = parsed(text);
  if (Array.isArray(value) && provenanceObject(text) !== undefined && typeof value[0] === 'string') return value[0];
  const place = sourcePlace(first === '{' ? `["",${text}]` : text);
  return place === undefined ? text : `${place.file}:${place.line}`;
}

/** Undefined for what is no JSON: provenance is free text that may begin with a bracket. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function lastComponent(text: string): string {
  return text.slice(Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\')) + 1);
}

/** File and line number of a reduced line; undefined where it is other text. */
export function splitLine(line: string): { readonly file: string; readonly number: number } | undefined {
  const found = /^(.+):(\d{1,9})$/.exec(line);
  return found === null ? undefined : { file: found[1], number: Number(found[2]) };
}
