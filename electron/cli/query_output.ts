/** Rows of a query as text: a table for people, CSV, or one JSON document. Each form takes batches and keeps no rows that it has written. Pure. */
import type { Cell, ResultColumn } from '../index/user_query.ts';

export interface RowFormat {
  /** What the rows add to the output. */
  push(rows: readonly (readonly Cell[])[]): string;
  /** The end of the output. */
  finish(): string;
}

export type FormatName = 'table' | 'csv' | 'json';

/** `maxCell`: characters after which a cell of the table is cut; undefined = never. */
export function rowFormat(name: FormatName, columns: readonly ResultColumn[], maxCell: number | undefined): RowFormat {
  if (name === 'csv') return new Csv(columns);
  return name === 'json' ? new Json(columns) : new TextTable(columns, maxCell);
}

/** RFC 4180 with line feeds. NULL is an empty field, an empty text "". Integers are exact, as SQL has them: 64 bits, signed. */
class Csv implements RowFormat {
  #head: string;

  constructor(columns: readonly ResultColumn[]) {
    this.#head = `${columns.map(({ name }) => quoted(name)).join(',')}\n`;
  }

  push(rows: readonly (readonly Cell[])[]): string {
    const head = this.#head;
    this.#head = '';
    return head + rows.map((row) => `${row.map((cell) => (typeof cell === 'string' ? quoted(cell) : plain(cell))).join(',')}\n`).join('');
  }

  finish(): string {
    return this.#head;
  }
}

function quoted(text: string): string {
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A real number keeps its point, so that it does not look like an integer. */
function plain(cell: number | bigint | null): string {
  if (cell === null) return '';
  return typeof cell === 'number' && Number.isInteger(cell) && Math.abs(cell) < 1e21 ? `${cell}.0` : String(cell);
}

/** {"schema":"query/1","columns":[…],"rows":[{…}]}. Integers beyond 2^53 are decimal strings, as other programs would round them. */
class Json implements RowFormat {
  readonly #names: readonly string[];
  #before: string;

  constructor(columns: readonly ResultColumn[]) {
    this.#names = columns.map(({ name }) => JSON.stringify(name));
    this.#before = `{"schema":"query/1","columns":[${this.#names.join(',')}],"rows":[\n`;
  }

  push(rows: readonly (readonly Cell[])[]): string {
    return rows.map((row) => {
      const text = `${this.#before}{${row.map((cell, i) => `${this.#names[i]}:${jsonCell(cell)}`).join(',')}}`;
      this.#before = ',\n';
      return text;
    }).join('');
  }

  finish(): string {
    return `${this.#before === ',\n' ? '\n' : this.#before}]}\n`;
  }
}

function jsonCell(cell: Cell): string {
  if (typeof cell === 'bigint') return cell >= -Number.MAX_SAFE_INTEGER && cell <= Number.MAX_SAFE_INTEGER ? String(cell) : `"${cell}"`;
  // JSON has no word for the infinite.
  return typeof cell === 'number' && !Number.isFinite(cell) ? `"${cell}"` : JSON.stringify(cell);
}

/** Rows by which the widths of a table's columns are chosen; later ones that are wider stick out. */
const MEASURED_ROWS = 1000;

class TextTable implements RowFormat {
  readonly #names: readonly string[];
  readonly #maxCell: number;
  #waiting: string[][] = [];
  #isRight: boolean[];
  #widths: number[] | undefined;

  constructor(columns: readonly ResultColumn[], maxCell = Infinity) {
    this.#names = columns.map(({ name }) => shown(name));
    this.#isRight = columns.map(() => true);
    this.#maxCell = maxCell;
  }

  push(rows: readonly (readonly Cell[])[]): string {
    const texts = rows.map((row) => row.map((cell, i) => {
      if (typeof cell === 'string' && this.#widths === undefined) this.#isRight[i] = false;
      return cell === null ? '' : this.#cut(typeof cell === 'string' ? shown(cell) : plain(cell));
    }));
    if (this.#widths) return this.#lines(texts);
    this.#waiting.push(...texts);
    return this.#waiting.length < MEASURED_ROWS ? '' : this.#begin();
  }

  finish(): string {
    return this.#widths ? '' : this.#begin();
  }

  #begin(): string {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#widths = this.#names.map((name, i) => waiting.reduce((width, row) => Math.max(width, row[i].length), name.length));
    return this.#lines([this.#names, this.#widths.map((width) => '-'.repeat(width)), ...waiting]);
  }

  #lines(rows: readonly (readonly string[])[]): string {
    const widths = this.#widths ?? [];
    return rows.map((row) => `${row.map((text, i) => (this.#isRight[i] ? text.padStart(widths[i]) : text.padEnd(widths[i]))).join('  ').trimEnd()}\n`).join('');
  }

  #cut(text: string): string {
    return text.length > this.#maxCell ? `${text.slice(0, this.#maxCell - 1)}…` : text;
  }
}

/** Texts come from logs, and a terminal obeys control characters. */
function shown(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (sign) => (sign === '\n' ? '⏎' : sign === '\t' ? ' ' : `\\x${sign.charCodeAt(0).toString(16).padStart(2, '0')}`));
}
