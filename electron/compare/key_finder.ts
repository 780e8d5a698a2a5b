/** Key of (stage, numbered kind, operation's line) without making a text each time. */
import type { KeyTable } from './key_table.ts';
import type { OperationTable } from './operation_table.ts';
import type { Stage } from './stages.ts';

export class KeyFinder {
  readonly #keys: KeyTable;
  readonly #operations: OperationTable;
  readonly #stage: Stage;
  readonly #nameOf: (kind: number) => string;
  readonly #known = new Map<number, Map<number, number>>();

  /** `nameOf`: asked once per kind and line. */
  constructor(keys: KeyTable, operations: OperationTable, stage: Stage, nameOf: (kind: number) => string) {
    this.#keys = keys;
    this.#operations = operations;
    this.#stage = stage;
    this.#nameOf = nameOf;
  }

  /** `operation`: number in the table, NONE for none. */
  find(kind: number, operation: number): number {
    const line = this.#operations.lineNumber(operation);
    let ofKind = this.#known.get(kind);
    if (ofKind === undefined) this.#known.set(kind, (ofKind = new Map()));
    let key = ofKind.get(line);
    if (key === undefined) ofKind.set(line, (key = this.#keys.intern(this.#stage, this.#nameOf(kind), this.#operations.lineText(line))));
    return key;
  }
}
