/** Builds the fields of a details panel. */
import type { DetailField, FieldPart } from '../protocol/engine_api.ts';
import { formatInterval } from '../protocol/format_time.ts';
import type { Tone } from './detail_texts.ts';

export class FieldList {
  readonly fields: DetailField[] = [];

  /** A field of the reference's set. */
  add(name: string, parts: readonly FieldPart[], tone: Tone = 'plain', isLong = false): void {
    this.fields.push({ name, parts, added: false, ...(tone === 'plain' ? {} : { tone }), ...(isLong ? { isLong } : {}) });
  }

  text(name: string, text: string, tone: Tone = 'plain'): void {
    this.add(name, [{ text }], tone, text.length > 300);
  }

  interval(name: string, startNs: number, stopNs: number, tone: Tone = 'plain'): void {
    this.text(name, formatInterval({ startNs, stopNs }), tone);
  }

  /** A field that the reference does not have; shown after its. Empty parts leave it out. */
  extra(name: string, parts: readonly FieldPart[] | string | undefined): void {
    if (parts === undefined || parts.length === 0) return;
    this.fields.push({ name, parts: typeof parts === 'string' ? [{ text: parts }] : parts, added: true });
  }

  /** The reference's first, in their order. */
  ordered(): DetailField[] {
    return [...this.fields.filter(({ added }) => !added), ...this.fields.filter(({ added }) => added)];
  }
}
