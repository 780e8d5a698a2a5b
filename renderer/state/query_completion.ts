/** What could stand at the caret of a query: a field, or the value of one. Pure. */
import { QUERY_FIELDS, queryField } from '../../electron/protocol/query_fields.ts';

export interface Completing {
  /** What is completed: letters [from, to) of the text. */
  readonly from: number;
  readonly to: number;
  readonly written: string;
  /** The field whose value is being written; undefined: a field's name is. */
  readonly field: string | undefined;
}

export function completingAt(text: string, caret: number): Completing | undefined {
  const before = text.slice(0, caret);
  const value = /(?:^|[\s(-])(\w+):[=~]?([^\s(),"]*)$/.exec(before);
  if (value !== null) {
    const field = queryField(value[1]);
    return field?.kind === 'text' ? { from: caret - value[2].length, to: caret, written: value[2], field: field.name } : undefined;
  }
  const word = /(?:^|[\s(]|[\s(]-|^-)([a-z]+)$/i.exec(before);
  return word === null ? undefined : { from: caret - word[1].length, to: caret, written: word[1], field: undefined };
}

export interface FieldChoice {
  readonly label: string;
  readonly hint: string;
  /** What is written. */
  readonly text: string;
}

export function fieldChoices(written: string): FieldChoice[] {
  return QUERY_FIELDS.filter(({ name }) => name.startsWith(written.toLowerCase()))
    .map(({ name, kind, help }) => ({ label: name, hint: help, text: kind === 'number' && name !== 'node' && name !== 'line' ? `${name}>` : `${name}:` }));
}

/** A value as it has to be written. */
export function valueText(value: string): string {
  return /^[^\s(),"]+$/.test(value) && !/^[~=]/.test(value) ? value : `"${value.replaceAll(/["\\]/g, '\\$&')}"`;
}

/** The text with something in place of what is being written, and where the caret then stands. */
export function completed(text: string, { from, to }: Completing, inserted: string): { readonly text: string; readonly caret: number } {
  return { text: text.slice(0, from) + inserted + text.slice(to), caret: from + inserted.length };
}
