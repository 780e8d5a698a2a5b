/** Collects the reference's fields of an item, in its order. */
import type { FieldTone, FieldValue, ItemField } from '../protocol/fields.ts';

export class FieldList {
  readonly fields: ItemField[] = [];

  add(name: string, value: FieldValue | undefined, tone: FieldTone = 'plain'): void {
    if (value !== undefined) this.fields.push({ name, value, tone });
  }

  text(name: string, text: string, tone: FieldTone = 'plain'): void {
    this.add(name, { kind: 'text', text }, tone);
  }

  interval(name: string, startNs: number, stopNs: number, tone: FieldTone = 'plain'): void {
    this.add(name, { kind: 'interval', startNs, stopNs }, tone);
  }

  list(name: string, values: readonly FieldValue[], tone: FieldTone = 'plain'): void {
    this.add(name, { kind: 'list', values }, tone);
  }

  /** Takes the place of an earlier field of that name, at the end. */
  remove(name: string): void {
    const at = this.fields.findIndex((field) => field.name === name);
    if (at >= 0) this.fields.splice(at, 1);
  }
}
