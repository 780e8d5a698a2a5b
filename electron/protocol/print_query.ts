/** A query as text: reading it gives the same query again. Pure. */
import type { ItemQuery, NumberRange } from './item_query.ts';
import { queryField, type Dimension } from './query_fields.ts';
import { numberText } from './query_numbers.ts';

const SIGNS = { contains: '', exact: '=', regex: '~' } as const;

export function printQuery(query: ItemQuery | null): string {
  return query === null ? '' : print(query);
}

function print(query: ItemQuery): string {
  switch (query.type) {
    case 'or': return query.parts.map((part) => (part.type === 'or' ? `(${print(part)})` : print(part))).join(' or ');
    case 'and': return query.parts.map((part) => (part.type === 'or' || part.type === 'and' ? `(${print(part)})` : print(part))).join(' ');
    case 'not': return query.part.type === 'and' || query.part.type === 'or' ? `-(${print(query.part)})` : `-${print(query.part)}`;
    case 'text': return query.how === 'regex' ? `/${query.value}/${query.hasCase ? '' : 'i'}` : freeText(query.value);
    case 'words': return `${query.field}:${SIGNS[query.how]}${query.values.map((value, i) => word(value, i === 0 && query.how === 'contains')).join(',')}`;
    case 'detail': return `${quote(query.field)}:${SIGNS[query.how]}${query.values.map((value, i) => word(value, i === 0 && query.how === 'contains')).join(',')}`;
    case 'ranges': return `${query.field}:${query.ranges.map((range) => rangeText(range, dimensionOf(query.field))).join(',')}`;
    case 'compare': return `${query.field}${query.is}${numberText(query.value, dimensionOf(query.field))}`;
  }
}

/** `name:=…` for a text that stands for itself, as a click on a name means it. */
export function exactly(field: string, value: string): string {
  return print({ type: 'words', field, how: 'exact', values: [value] });
}

/** A value of a query as people write it: quoted where it holds what would end it. */
export function queryValue(text: string): string {
  return /^[\w./:-]+$/.test(text) ? text : `"${text.replaceAll('"', '')}"`;
}

function dimensionOf(field: string): Dimension {
  return queryField(field)?.dimension ?? 'count';
}

function rangeText({ from, to }: NumberRange, dimension: Dimension): string {
  return from === to ? numberText(from, dimension) : `${numberText(from, dimension)}..${numberText(to, dimension)}`;
}

function quote(text: string): string {
  return `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
}

/** Bare where that reads as the same; a first value may not look like `~` or `=`. */
function word(value: string, isFirst: boolean): string {
  return value !== '' && /^[^\s(),"]+$/.test(value) && !(isFirst && /^[~=]/.test(value)) ? value : quote(value);
}

/** What could be a keyword, a field, a pattern or a negation goes in quotes. */
function freeText(value: string): string {
  const isPlain = /^[^\s()",/-][^\s(),":=<>!~]*$/.test(value) || /^<\d+>$/.test(value);
  return isPlain && !/^(?:and|or|not)$/i.test(value) ? value : quote(value);
}
