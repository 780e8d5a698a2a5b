/**
 * Back and forward through the pictures of a run (ui.md §3.9). What changes in one turn of the page is one step, whatever parts it touches:
 * following a link opens rows, scrolls and moves the view, and one step takes all of it back.
 */
import { batch, effect } from '@preact/signals';
import type { AnyPart } from './view_parts.ts';

const HISTORY_LIMIT = 200;

type Snapshot = ReadonlyMap<AnyPart, unknown>;

export interface ViewChange {
  /** 'merge': one step with the change before it if that was of the same group; 'none': no step. */
  readonly history?: 'push' | 'merge' | 'none';
  readonly group?: string;
}

export class ViewHistory implements Disposable {
  readonly #stops: (() => void)[] = [];
  readonly #past: Snapshot[] = [];
  readonly #future: Snapshot[] = [];
  #now = new Map<AnyPart, unknown>();
  /** Changes of this turn that are not yet a step. */
  #pending: { isStep: boolean; group: string | undefined; told: AnyPart | undefined } | undefined;
  #lastGroup: string | undefined;

  /** Follows a part; one whose changes are 'told' has them told by its owner. */
  add(part: AnyPart): void {
    if (part.undo === 'none') return;
    this.#now.set(part, part.read());
    if (part.undo === 'told') return;
    const change: ViewChange = part.undo === 'step' ? {} : { history: 'merge', group: part.undo.joins };
    let isFirst = true;
    this.#stops.push(effect(() => {
      part.read();
      if (!isFirst) this.#note(change, undefined);
      isFirst = false;
    }));
  }

  /** Before the owner of a 'told' part changes it. */
  tell(part: AnyPart, change: ViewChange): void {
    // A second change of it in one turn is a step of its own.
    if (this.#pending?.told === part) this.#commit();
    this.#note(change, part);
  }

  undo(): void {
    this.#travel(this.#past, this.#future);
  }

  redo(): void {
    this.#travel(this.#future, this.#past);
  }

  /** What is on screen now is where undo ends. */
  forget(): void {
    this.#pending = undefined;
    this.#now = this.#snapshot();
    this.#past.length = 0;
    this.#future.length = 0;
  }

  #note({ history = 'push', group = 'pan' }: ViewChange, told: AnyPart | undefined): void {
    if (this.#pending === undefined) {
      this.#pending = { isStep: history !== 'none', group: history === 'merge' ? group : undefined, told };
      queueMicrotask(() => this.#commit());
      return;
    }
    const before = this.#pending;
    const isMergedBoth = before.isStep && history === 'merge' && before.group === group;
    if (history !== 'none') before.group = !before.isStep ? (history === 'merge' ? group : undefined) : isMergedBoth ? group : undefined;
    before.isStep ||= history !== 'none';
    before.told ??= told;
  }

  #commit(): void {
    const pending = this.#pending;
    this.#pending = undefined;
    if (pending === undefined) return;
    const before = this.#now;
    const now = this.#snapshot();
    if (isSame(before, now)) return;
    this.#now = now;
    if (!pending.isStep) return;
    const isMerged = pending.group !== undefined && pending.group === this.#lastGroup;
    this.#lastGroup = pending.group;
    if (isMerged) return;
    this.#past.push(before);
    if (this.#past.length > HISTORY_LIMIT) this.#past.shift();
    this.#future.length = 0;
  }

  #travel(from: Snapshot[], to: Snapshot[]): void {
    this.#commit();
    const next = from.pop();
    if (next === undefined) return;
    to.push(this.#now);
    this.#lastGroup = undefined;
    batch(() => {
      for (const [part, value] of next) if (!Object.is(part.read(), value)) void part.show(value);
    });
    this.#pending = undefined;
    this.#now = this.#snapshot();
  }

  #snapshot(): Map<AnyPart, unknown> {
    return new Map([...this.#now.keys()].map((part) => [part, part.read() as unknown]));
  }

  [Symbol.dispose](): void {
    for (const stop of this.#stops) stop();
  }
}

function isSame(a: Snapshot, b: Snapshot): boolean {
  return [...a].every(([part, value]) => Object.is(value, b.get(part)));
}
