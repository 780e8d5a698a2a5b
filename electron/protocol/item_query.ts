/**
 * The one language for items (ui.md §6.1): search, filter, colour rules and links speak it. A text becomes a tree, the tree a text
 * again; nothing here knows a run. Pure.
 *
 *   query = or            or = and {"or" and}          and = unary {["and"] unary}
 *   unary = ["-" | "not"] (term | "(" or ")")          term = field ":" value | field cmp number | text
 *   value = ["~" | "="] alt {"," alt}                  alt = number[unit] [("-" | "..") number[unit]] | quoted | bare
 *   text  = quoted | "/" regex "/" ["i"] | bare        cmp = "=" "!=" "<" "<=" ">" ">="
 */
import { nearestField, queryField, UNANSWERED_FIELDS, type QueryField } from './query_fields.ts';
import { numberValue, readNumber } from './query_numbers.ts';
import { regexProblem } from './query_regex.ts';

/** `contains` ignores case, `exact` does not; `regex` ignores case. */
export type TextHow = 'contains' | 'exact' | 'regex';
export const COMPARISONS = ['!=', '<=', '>=', '=', '<', '>'] as const;
export type Comparison = (typeof COMPARISONS)[number];
/** Both ends belong to it; in the base unit of the field. */
export interface NumberRange {
  readonly from: number;
  readonly to: number;
}

export type ItemQuery =
  | { readonly type: 'and' | 'or'; readonly parts: readonly ItemQuery[] }
  | { readonly type: 'not'; readonly part: ItemQuery }
  /** In the name, the provenance, or as `<31>` the operation. */
  | { readonly type: 'text'; readonly how: 'contains' | 'regex'; readonly value: string; readonly hasCase: boolean }
  | { readonly type: 'words'; readonly field: string; readonly how: TextHow; readonly values: readonly string[] }
  | { readonly type: 'ranges'; readonly field: string; readonly ranges: readonly NumberRange[] }
  | { readonly type: 'compare'; readonly field: string; readonly is: Comparison; readonly value: number }
  /** A field of the details by its whole name. */
  | { readonly type: 'detail'; readonly field: string; readonly how: TextHow; readonly values: readonly string[] };

export interface QueryProblem {
  /** A sentence. */
  readonly message: string;
  /** Place in the text, and how much of it is meant. */
  readonly at: number;
  readonly length: number;
  /** The known field that was probably meant. */
  readonly nearest: string | undefined;
}

/** `query` null: the text is empty, everything matches. */
export type ParsedQuery = { readonly query: ItemQuery | null } | { readonly problem: QueryProblem };

const MAX_DEPTH = 64;
const WORD = /^[^\s:(),"<>=!~]+/;
/** A text of its own may hold all but blanks and round brackets. */
const BARE_TEXT = /^[^\s()"]+/;
const BARE_VALUE = /^[^\s(),"]+/;

export function parseQuery(text: string): ParsedQuery {
  const parser = new Parser(text);
  try {
    return { query: parser.whole() };
  } catch (error) {
    if (error instanceof Problem) return { problem: error.problem };
    throw error;
  }
}

class Problem extends Error {
  readonly problem: QueryProblem;
  constructor(problem: QueryProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

class Parser {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): ItemQuery | null {
    this.#skipBlanks();
    if (this.#isEnd) return null;
    const query = this.#or();
    if (!this.#isEnd) this.#fail(this.#text[this.#at] === ')' ? 'This bracket closes nothing.' : `"${this.#text[this.#at]}" is not expected here; put a text with it in quotes.`, this.#at, 1);
    return query;
  }

  #or(): ItemQuery {
    const parts = [this.#and()];
    while (this.#takeWord('or')) parts.push(this.#and());
    return parts.length === 1 ? parts[0] : { type: 'or', parts };
  }

  #and(): ItemQuery {
    const parts = [this.#unary()];
    for (;;) {
      const isAsked = this.#takeWord('and');
      if (!isAsked && (this.#isEnd || this.#text[this.#at] === ')' || this.#text[this.#at] === ',' || this.#isWord('or'))) break;
      parts.push(this.#unary());
    }
    return parts.length === 1 ? parts[0] : { type: 'and', parts };
  }

  #unary(): ItemQuery {
    if (this.#isEnd) this.#fail('Something is missing here.', this.#at, 0);
    if (++this.#depth > MAX_DEPTH) this.#fail(`No more than ${MAX_DEPTH} brackets and negations inside each other.`, this.#at, 1);
    try {
      const isNegated = this.#text[this.#at] === '-' && /^-\S/.test(this.#text.slice(this.#at, this.#at + 2));
      if (isNegated || this.#takeWord('not')) {
        if (isNegated) this.#at++;
        return { type: 'not', part: this.#unary() };
      }
      return this.#text[this.#at] === '(' ? this.#bracket() : this.#term();
    } finally {
      this.#depth--;
    }
  }

  #bracket(): ItemQuery {
    const open = this.#at++;
    this.#skipBlanks();
    const inner = this.#or();
    if (this.#text[this.#at] !== ')') this.#fail('This bracket is not closed.', open, 1);
    this.#at++;
    this.#skipBlanks();
    return inner;
  }

  #term(): ItemQuery {
    const start = this.#at;
    if (this.#text[start] === '"') {
      const name = this.#quoted();
      if (this.#text[this.#at] === ':') {
        this.#at++;
        return this.#words('detail', name);
      }
      this.#skipBlanks();
      return { type: 'text', how: 'contains', value: name, hasCase: false };
    }
    const word = WORD.exec(this.#text.slice(start))?.[0];
    if (word !== undefined) {
      const after = start + word.length;
      const is = COMPARISONS.find((sign) => this.#text.startsWith(sign, after));
      // `vector<double>` and `a::b` are texts; `foo:bar` and `foo>1ms` are fields that do not exist.
      if (this.#text[after] === ':' && this.#text[after + 1] !== ':') return this.#valueOf(this.#field(word, start), after + 1);
      if (is !== undefined && (queryField(word) !== undefined || readNumber(this.#text, after + is.length) !== undefined)) return this.#compare(this.#field(word, start), is, after + is.length);
    }
    return this.#freeText();
  }

  #field(name: string, at: number): QueryField {
    const field = queryField(name);
    if (field !== undefined) return field;
    const reason = UNANSWERED_FIELDS.get(name.toLowerCase());
    if (reason !== undefined) this.#fail(`"${name}" cannot be searched: ${reason}.`, at, name.length);
    const nearest = nearestField(name);
    this.#fail(`There is no field "${name}".${nearest === undefined ? ` Put a text with a colon in quotes.` : ` Did you mean "${nearest}"?`}`, at, name.length, nearest);
  }

  #valueOf(field: QueryField, at: number): ItemQuery {
    this.#at = at;
    return field.kind === 'text' ? this.#words('words', field.name) : this.#ranges(field);
  }

  #compare(field: QueryField, is: Comparison, at: number): ItemQuery {
    if (field.kind === 'text') this.#fail(`"${field.name}" is a text: use ${field.name}:… or ${field.name}:=…`, at - is.length, is.length);
    this.#at = at;
    const value = this.#number(field);
    this.#endOfTerm();
    return { type: 'compare', field: field.name, is, value };
  }

  #words(type: 'words' | 'detail', field: string): ItemQuery {
    const sign = this.#text[this.#at];
    const how: TextHow = sign === '~' ? 'regex' : sign === '=' ? 'exact' : 'contains';
    if (how !== 'contains') this.#at++;
    const values: string[] = [];
    do {
      const at = this.#at;
      const value = this.#text[at] === '"' ? this.#quoted() : this.#take(BARE_VALUE, 'A value is missing here.');
      if (how === 'regex') this.#checkRegex(value, at);
      values.push(value);
    } while (this.#takeComma());
    this.#endOfTerm();
    return { type, field, how, values };
  }

  #ranges(field: QueryField): ItemQuery {
    if (this.#text[this.#at] === '=') this.#at++;
    if (this.#text[this.#at] === '~') this.#fail(`"${field.name}" is a number: a pattern finds nothing in it.`, this.#at, 1);
    const ranges: NumberRange[] = [];
    do ranges.push(this.#range(field)); while (this.#takeComma());
    this.#endOfTerm();
    return { type: 'ranges', field: field.name, ranges };
  }

  #range(field: QueryField): NumberRange {
    const at = this.#at;
    const first = readNumber(this.#text, at);
    if (first === undefined) this.#fail(`"${field.name}" is a number, as in ${field.name}:${EXAMPLES[field.dimension]}.`, at, Math.max(1, BARE_VALUE.exec(this.#text.slice(at))?.[0].length ?? 0));
    // The number's own point is taken with it: `1..2` has none.
    const dots = /^-?\d+(?=\.\.)/.exec(this.#text.slice(at));
    const length = dots === null ? first.length : dots[0].length;
    const sign = /^(?:\.\.|-)/.exec(this.#text.slice(at + length))?.[0];
    if (sign === undefined) {
      const value = this.#number(field);
      return { from: value, to: value };
    }
    const secondAt = at + length + sign.length;
    const second = readNumber(this.#text, secondAt);
    if (second === undefined) this.#fail('The range has no end.', at, secondAt - at);
    // The first unit may be left out: 1-5ms.
    const from = this.#valueAt(dots === null ? first.text : dots[0], dots === null && first.unit !== '' ? first.unit : second.unit, field, at, length);
    const to = this.#valueAt(second.text, second.unit, field, secondAt, second.length);
    if (to < from) this.#fail('The range ends before it begins.', at, secondAt + second.length - at);
    this.#at = secondAt + second.length;
    return { from, to };
  }

  #number(field: QueryField): number {
    const found = readNumber(this.#text, this.#at);
    if (found === undefined) this.#fail(`A number is missing here, as in ${field.name}>${EXAMPLES[field.dimension]}.`, this.#at, 1);
    const value = this.#valueAt(found.text, found.unit, field, this.#at, found.length);
    this.#at += found.length;
    return value;
  }

  #valueAt(text: string, unit: string, field: QueryField, at: number, length: number): number {
    const read = numberValue(text, unit, field.dimension);
    if ('problem' in read) this.#fail(read.problem, at, length);
    return read.value;
  }

  #freeText(): ItemQuery {
    const at = this.#at;
    const pattern = /^\/((?:[^/\\\n]|\\.)+)\/(i?)(?=[\s()]|$)/.exec(this.#text.slice(at));
    if (pattern !== null) {
      this.#checkRegex(pattern[1], at + 1);
      this.#at += pattern[0].length;
      this.#skipBlanks();
      return { type: 'text', how: 'regex', value: pattern[1], hasCase: pattern[2] === '' };
    }
    const value = this.#take(BARE_TEXT, 'A text is missing here.');
    this.#endOfTerm();
    return { type: 'text', how: 'contains', value, hasCase: false };
  }

  #checkRegex(source: string, at: number): void {
    const problem = regexProblem(source);
    if (problem !== undefined) this.#fail(problem, at, source.length);
  }

  #take(pattern: RegExp, missing: string): string {
    const found = pattern.exec(this.#text.slice(this.#at))?.[0];
    if (found === undefined) this.#fail(missing, this.#at, Math.min(1, this.#text.length - this.#at));
    this.#at += found.length;
    return found;
  }

  /** After the opening quote: `\"` and `\\` stand for themselves. */
  #quoted(): string {
    const open = this.#at;
    const found = /^"((?:[^"\\]|\\[^])*)"/.exec(this.#text.slice(open));
    if (found === null) this.#fail('This quote is not closed.', open, 1);
    this.#at += found[0].length;
    return found[1].replaceAll(/\\(["\\])/g, '$1');
  }

  #takeComma(): boolean {
    if (this.#text[this.#at] !== ',') return false;
    this.#at++;
    return true;
  }

  /** A term ends at a blank, a bracket or the end: what else follows belongs to it, and is not understood. */
  #endOfTerm(): void {
    if (!this.#isEnd && !/[\s()]/.test(this.#text[this.#at])) {
      const rest = /^[^\s()]+/.exec(this.#text.slice(this.#at))?.[0] ?? '';
      this.#fail(`"${rest}" is not expected here; put a text with it in quotes.`, this.#at, rest.length);
    }
    this.#skipBlanks();
  }

  #isWord(word: string): boolean {
    return new RegExp(`^${word}(?=[\\s()]|$)`, 'i').test(this.#text.slice(this.#at, this.#at + word.length + 1));
  }

  #takeWord(word: string): boolean {
    if (!this.#isWord(word)) return false;
    this.#at += word.length;
    this.#skipBlanks();
    return true;
  }

  #skipBlanks(): void {
    while (this.#at < this.#text.length && /\s/.test(this.#text[this.#at])) this.#at++;
  }

  get #isEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  #fail(message: string, at: number, length: number, nearest?: string): never {
    throw new Problem({ message, at, length, nearest });
  }
}

const EXAMPLES = { time: '5ms', bytes: '4MiB', rate: '1GB', percent: '50%', count: '3' } as const;
