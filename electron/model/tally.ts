/** Doubtful data as it is met: how often, and where first. Becomes alerts when the shard or the run is done. */
import { grouped } from '../decode/decode_alerts.ts';
import type { Alert, AlertRule, Severity } from '../protocol/alerts.ts';

interface Finding {
  count: number;
  /** Byte of the first example in the uncompressed file, null if it has none. */
  offset: number | null;
  /** Words for the first example, if the sentence of the rule names one. */
  example: string;
}

/** `key`: what went wrong; one rule may have several. */
export class Tally {
  readonly #findings = new Map<string, Finding>();

  add(key: string, offset: number | null, example = '', count = 1): void {
    if (count === 0) return;
    const finding = this.#findings.get(key);
    if (finding === undefined) {
      this.#findings.set(key, { count, offset, example });
      return;
    }
    finding.count += count;
    if (offset !== null && (finding.offset === null || offset < finding.offset)) {
      finding.offset = offset;
      finding.example = example;
    }
  }

  get(key: string): Readonly<Finding> | undefined {
    return this.#findings.get(key);
  }

  /** Alert for `key`, or nothing if it never happened. `say`: the sentence, given the count. */
  alert(key: string, rule: AlertRule, severity: Severity, file: string, affects: readonly string[], say: (count: number, example: string) => string): Alert[] {
    const finding = this.#findings.get(key);
    if (finding === undefined) return [];
    return [{ rule, severity, count: finding.count, message: say(finding.count, finding.example), file, offset: finding.offset, affects }];
  }
}

/** `1 copy`, `3 copies`, `12 345 copies`. */
export function counted(count: number, one: string, more = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : more}`;
}
