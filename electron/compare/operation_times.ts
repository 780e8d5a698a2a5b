/** What is known of operations from what ran for them, by number of the operation. Times: ns. */
interface Facts {
  firstStart: number;
  lastStop: number;
  firstRecord: number;
  taskName: string | undefined;
}

export class OperationTimes {
  readonly #facts = new Map<number, Facts>();

  /** A leaf task ran for a launch. */
  noteLeaf(launch: number, start: number, stop: number): void {
    const facts = this.#of(launch);
    facts.firstStart = Math.min(facts.firstStart, start);
    facts.lastStop = Math.max(facts.lastStop, stop);
  }

  /** A meta task was created for an operation. */
  noteRecord(operation: number, created: number): void {
    const facts = this.#of(operation);
    if (created < facts.firstRecord) facts.firstRecord = created;
  }

  /** The first task that is known to have run for an operation gives its name. */
  noteTask(operation: number, name: string): void {
    this.#of(operation).taskName ??= name;
  }

  /** Least start of the leaf tasks of a launch; Infinity for none. */
  firstStart(launch: number): number {
    return this.#facts.get(launch)?.firstStart ?? Infinity;
  }

  /** Greatest stop of them; -Infinity for none. */
  lastStop(launch: number): number {
    return this.#facts.get(launch)?.lastStop ?? -Infinity;
  }

  /** When the runtime first recorded something about an operation; Infinity for never. */
  firstRecord(operation: number): number {
    return this.#facts.get(operation)?.firstRecord ?? Infinity;
  }

  taskName(operation: number): string | undefined {
    return this.#facts.get(operation)?.taskName;
  }

  #of(operation: number): Facts {
    let facts = this.#facts.get(operation);
    if (facts === undefined) this.#facts.set(operation, (facts = { firstStart: Infinity, lastStop: -Infinity, firstRecord: Infinity, taskName: undefined }));
    return facts;
  }
}
