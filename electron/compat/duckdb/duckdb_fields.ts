/**
 * Types of columns that hold the reference's fields: what a value needs, what two values need together, and the change of a column that
 * has values already. Source: prof-viewer src/arrow_data.rs. Where that gives up we widen: a number or a text becomes a link without a
 * target, a number a text, and a single value a list of one.
 */
import type * as Duckdb from '@duckdb/node-api';
import type { FieldValue } from '../../protocol/fields.ts';
import { quoteText } from './duckdb_names.ts';

export type FieldType =
  | { readonly kind: 'text' | 'count' | 'interval' | 'link' | 'empty' }
  /** `of` is undefined while only empty lists were seen. */
  | { readonly kind: 'list'; readonly of: FieldType | undefined };

/** @throws Error if values in a list have nothing in common */
export function typeOfValue(value: FieldValue): FieldType {
  if (value.kind !== 'list') return { kind: value.kind };
  return { kind: 'list', of: value.values.map(typeOfValue).reduce<FieldType | undefined>((all, one) => (all === undefined ? one : widen(all, one)), undefined) };
}

/** The least type that holds both. @throws Error if there is none: the reference has no such pair under one name */
export function widen(a: FieldType, b: FieldType): FieldType {
  if (a.kind === 'list' || b.kind === 'list') {
    const [x, y] = [a, b].map((type) => (type.kind === 'list' ? type.of : type));
    return { kind: 'list', of: x === undefined || y === undefined ? x ?? y : widen(x, y) };
  }
  if (a.kind === b.kind) return a;
  const kinds = new Set([a.kind, b.kind]);
  if (!kinds.has('interval') && !kinds.has('empty')) return { kind: kinds.has('link') ? 'link' : 'text' };
  throw new Error(`no column holds both ${a.kind} and ${b.kind}`);
}

export function isSameType(a: FieldType | undefined, b: FieldType | undefined): boolean {
  return a?.kind === b?.kind && (a?.kind !== 'list' || b?.kind !== 'list' || isSameType(a.of, b.of));
}

/** Whether a value goes into a column without a change of it. Without making types, as every value of a run is asked. */
export function fits(value: FieldValue, type: FieldType): boolean {
  if (type.kind === 'list') return value.kind === 'list' ? value.values.every((one) => type.of !== undefined && fits(one, type.of)) : type.of !== undefined && fits(value, type.of);
  if (value.kind === type.kind) return true;
  return (value.kind === 'text' && type.kind === 'link') || (value.kind === 'count' && (type.kind === 'link' || type.kind === 'text'));
}

const INTERVAL = 'STRUCT("start" BIGINT, "stop" BIGINT, duration BIGINT)';

/** Makes values and types of DuckDB; links name the slot of their target by `slugOf`. */
export class FieldColumns {
  readonly #duckdb: typeof Duckdb;
  readonly #slugOf: (item: number) => string | null;
  readonly interval: Duckdb.DuckDBType;
  readonly #link: Duckdb.DuckDBType;

  constructor(duckdb: typeof Duckdb, slugOf: (item: number) => string | null) {
    this.#duckdb = duckdb;
    this.#slugOf = slugOf;
    const { BIGINT, UBIGINT, VARCHAR, STRUCT } = duckdb;
    this.interval = STRUCT({ start: BIGINT, stop: BIGINT, duration: BIGINT });
    this.#link = STRUCT({ item_uid: UBIGINT, title: VARCHAR, interval: this.interval, entry_slug: VARCHAR });
  }

  type(type: FieldType | undefined): Duckdb.DuckDBType {
    switch (type?.kind) {
      case 'count': return this.#duckdb.UBIGINT;
      case 'interval': return this.interval;
      case 'link': return this.#link;
      case 'empty': return this.#duckdb.BOOLEAN;
      case 'list': return this.#duckdb.LIST(this.type(type.of));
      // Of a list that nothing is known of, too.
      default: return this.#duckdb.VARCHAR;
    }
  }

  /** @param type one that it fits */
  value(value: FieldValue, type: FieldType): Duckdb.DuckDBValue {
    if (type.kind === 'list') {
      const values = value.kind === 'list' ? value.values : [value];
      return this.#duckdb.listValue(values.map((one) => this.value(one, type.of ?? { kind: 'text' })));
    }
    switch (value.kind) {
      case 'interval': return this.intervalValue(value.startNs, value.stopNs);
      case 'link': return this.#duckdb.structValue({ item_uid: BigInt(value.item), title: value.title, interval: this.intervalValue(value.startNs, value.stopNs), entry_slug: this.#slugOf(value.item) });
      case 'empty': return true;
      case 'count': return type.kind === 'count' ? BigInt(value.count) : this.#textAs(String(value.count), type);
      case 'text': return this.#textAs(value.text, type);
      case 'list': throw new Error('a list does not fit a column of single values');
    }
  }

  intervalValue(startNs: number, stopNs: number): Duckdb.DuckDBValue {
    return this.#duckdb.structValue({ start: BigInt(startNs), stop: BigInt(stopNs), duration: BigInt(stopNs - startNs) });
  }

  #textAs(text: string, type: FieldType): Duckdb.DuckDBValue {
    return type.kind === 'link' ? this.#duckdb.structValue({ item_uid: null, title: text, interval: null, entry_slug: null }) : text;
  }
}

/** SQL of a value of type `from` (SQL too) as `to`, which `widen` has given for it. */
export function widenedSql(sql: string, from: FieldType | undefined, to: FieldType): string {
  if (isSameType(from, to)) return sql;
  if (to.kind === 'list') {
    const element = to.of;
    if (element === undefined) return sql;
    if (from?.kind !== 'list') return `CASE WHEN ${sql} IS NOT NULL THEN [${widenedSql(sql, from, element)}] END`;
    return `[${widenedSql('x', from.of, element)} FOR x IN ${sql}]`;
  }
  if (to.kind !== 'link') return `CAST(${sql} AS VARCHAR)`;
  return `CASE WHEN ${sql} IS NOT NULL THEN {${quoteText('item_uid')}: NULL::UBIGINT, ${quoteText('title')}: CAST(${sql} AS VARCHAR), ${quoteText('interval')}: NULL::${INTERVAL}, ${quoteText('entry_slug')}: NULL::VARCHAR} END`;
}
