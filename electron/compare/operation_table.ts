/** All operations of a run, whichever rank logged them, numbered densely: kind, parent, source line, and the launch that a slice is of. */
import { isNoId } from '../protocol/words.ts';
import { describedNames, readTaskNames, type TaskNames } from '../model/item_names.ts';
import type { LogContent } from '../decode/decoded_log.ts';
import { LogStrings, LogTable } from '../model/log_tables.ts';
import { NONE } from '../model/run_model.ts';
import { U64Index, U64Interner } from '../model/u64_map.ts';
import { provenanceLine } from './provenance_line.ts';

/** Slices of slices go no deeper than the machine's tree of nodes; the bound is for damaged data. */
const MOST_SLICES = 64;

export class OperationTable {
  readonly ids = new U64Interner();
  /** By operation; `undefined` where no record says it. */
  readonly #kinds: (string | undefined)[] = [];
  readonly #parents: number[] = [];
  readonly #provenances: (string | undefined)[] = [];
  readonly #owners: number[] = [];
  readonly #indexTasks: (number | undefined)[] = [];
  /** Number of its line, -1 until it is asked for. */
  readonly #lineNumbers: number[] = [];
  readonly #lineOfText = new Map<string, number>([['', 0]]);
  readonly #numberOfLine = new Map<string, number>([['', 0]]);
  readonly #lines: string[] = [''];
  readonly #fullTexts: string[] = [''];
  readonly taskNames: TaskNames = { tasks: new Map(), variants: new Map() };

  get count(): number {
    return this.ids.count;
  }

  /** Takes what one rank says. The first description of an operation wins. */
  addRank(log: LogContent): void {
    const strings = new LogStrings(log);
    this.#addTaskNames(readTaskNames(log, strings));
    const textOf = provenanceTexts(log, strings);
    const kindNames = describedNames(log, strings, 'OpDesc');
    const operations = new LogTable(log, 'OperationInstance');
    const [ids, parents, kinds, provenances] = [operations.words('op_id'), operations.words('parent_id'), operations.numbers('kind'), operations.words('provenance')];
    for (let row = 0; row < operations.count; row++) {
      const op = this.number(ids[2 * row], ids[2 * row + 1]);
      if (this.#kinds[op] !== undefined) continue;
      this.#kinds[op] = kindNames.get(kinds[row]) ?? `operation ${kinds[row]}`;
      this.#parents[op] = this.number(parents[2 * row], parents[2 * row + 1]);
      this.#provenances[op] = textOf(provenances[2 * row], provenances[2 * row + 1]);
    }
    const slices = new LogTable(log, 'SliceOwner');
    const [owners, members] = [slices.words('parent_id'), slices.words('op_id')];
    for (let row = 0; row < slices.count; row++) {
      const owner = this.number(owners[2 * row], owners[2 * row + 1]);
      const member = this.number(members[2 * row], members[2 * row + 1]);
      if (owner !== NONE && member !== NONE && owner !== member && this.#owners[member] === NONE) this.#owners[member] = owner;
    }
    const launches = new LogTable(log, 'MultiTask');
    const [launchIds, taskIds] = [launches.words('op_id'), launches.numbers('task_id')];
    for (let row = 0; row < launches.count; row++) {
      const op = this.number(launchIds[2 * row], launchIds[2 * row + 1]);
      if (op !== NONE) this.#indexTasks[op] ??= taskIds[row];
    }
  }

  /** Number of an operation, given one if it is new; NONE for 0 and for all ones, which mean no operation. */
  number(lo: number, hi: number): number {
    if (isNoId(hi, lo)) return NONE;
    const op = this.ids.intern(lo, hi);
    if (op === this.#kinds.length) {
      this.#kinds.push(undefined);
      this.#parents.push(NONE);
      this.#provenances.push(undefined);
      this.#owners.push(NONE);
      this.#indexTasks.push(undefined);
      this.#lineNumbers.push(-1);
    }
    return op;
  }

  kind(op: number): string {
    return this.#kinds[op] ?? '';
  }

  parent(op: number): number {
    return this.#parents[op];
  }

  isSlice(op: number): boolean {
    return this.#owners[op] !== NONE;
  }

  isIndexLaunch(op: number): boolean {
    return this.#indexTasks[op] !== undefined;
  }

  indexTask(op: number): number | undefined {
    return this.#indexTasks[op];
  }

  /** The launch that an operation is a slice of, or itself. */
  root(op: number): number {
    let at = op;
    for (let depth = 0; depth < MOST_SLICES; depth++) {
      const owner = this.#owners[at];
      if (owner === NONE) return at;
      at = owner;
    }
    return at;
  }

  /** Provenance as logged, its own or that of the launch it is a slice of; '' for none and for NONE. */
  provenance(op: number): string {
    let at = op;
    for (let depth = 0; at !== NONE && depth < MOST_SLICES; depth++) {
      const text = this.#provenances[at];
      if (text !== undefined) return text;
      at = this.#owners[at];
    }
    return '';
  }

  /** Source line of an operation; '' for none. */
  line(op: number): string {
    return this.#lines[this.lineNumber(op)];
  }

  /** Dense number of that line; 0 = none. */
  lineNumber(op: number): number {
    if (op === NONE) return 0;
    if (this.#lineNumbers[op] < 0) this.#lineNumbers[op] = this.lineOfText(this.provenance(op));
    return this.#lineNumbers[op];
  }

  /** Number of the line that a provenance text means. */
  lineOfText(text: string): number {
    const known = this.#lineOfText.get(text);
    if (known !== undefined) return known;
    const line = provenanceLine(text);
    let number = this.#numberOfLine.get(line);
    if (number === undefined) {
      this.#numberOfLine.set(line, (number = this.#lines.length));
      this.#lines.push(line);
      this.#fullTexts.push(text);
    }
    this.#lineOfText.set(text, number);
    return number;
  }

  lineText(number: number): string {
    return this.#lines[number];
  }

  /** Provenance in full of each line that was asked for: what people see. */
  fullTexts(): ReadonlyMap<string, string> {
    return new Map(this.#lines.map((line, i) => [line, this.#fullTexts[i]]));
  }

  /** Order by id, which is the order of the program on one node. */
  compareIds(a: number, b: number): number {
    return this.ids.hi(a) - this.ids.hi(b) || this.ids.lo(a) - this.ids.lo(b);
  }

  /** Name of a task kind, else of its variant, else `task N`. */
  taskName(taskId: number, variantId: number): string {
    return this.taskNames.tasks.get(taskId) ?? this.taskNames.variants.get(`${taskId}:${variantId}`) ?? `task ${taskId}`;
  }

  #addTaskNames({ tasks, variants }: TaskNames): void {
    for (const [id, name] of tasks) if (!this.taskNames.tasks.has(id)) this.taskNames.tasks.set(id, name);
    for (const [id, name] of variants) if (!this.taskNames.variants.has(id)) this.taskNames.variants.set(id, name);
  }
}

/** Text of a provenance id of one rank; undefined for none. */
export function provenanceTexts(log: LogContent, strings: LogStrings): (lo: number, hi: number) => string | undefined {
  const table = new LogTable(log, 'Provenance');
  const index = new U64Index(table.words('provenance'), table.count);
  const texts = table.numbers('prov');
  return (lo, hi) => {
    const row = (lo | hi) === 0 ? NONE : index.find(lo, hi);
    return row === NONE ? undefined : strings.text(texts[row]);
  };
}
