/**
 * What makes up the picture of a run: interval, open rows, filter, selection … Each part of the state registers here once; links, saved
 * views, undo and what comes back after a restart are made of these parts, and know nothing else about them.
 */
export interface ViewPart<T> {
  /** Its name in links: `key=text`. */
  readonly key: string;
  /** The value now; an effect that calls it runs again when the value changes. Values are replaced, never changed in place. */
  read(): T;
  /** Shows a value. False: this run has nothing of the kind. */
  show(value: T): void | boolean | Promise<boolean>;
  /** Null: nothing to say, it is as in a new window. */
  toText(value: T): string | null;
  /** Undefined: the text means nothing. */
  fromText(text: string): T | undefined;
  /** What a link means that does not name the part; without it the part stays as it is. */
  readonly initial?: { readonly value: T };
  /** What a change of it is to the history: a step; one step with changes of the same name directly before it; what its owner tells; nothing. */
  readonly undo: 'step' | { readonly joins: string } | 'told' | 'none';
}

/** Of any value; each is only ever given values of its own. */
export type AnyPart = ViewPart<unknown>;

export class ViewParts {
  readonly #parts: AnyPart[] = [];
  readonly #onAdded: (part: AnyPart) => void;

  constructor(onAdded: (part: AnyPart) => void = () => {}) {
    this.#onAdded = onAdded;
  }

  /** In the order in which a link shows them: a part may rest on those before it. */
  get all(): readonly AnyPart[] {
    return this.#parts;
  }

  /** @throws Error where another part has the key */
  add<T>(part: ViewPart<T>): void {
    if (this.#parts.some(({ key }) => key === part.key)) throw new Error(`Two parts of the view are called "${part.key}".`);
    this.#parts.push(part);
    this.#onAdded(part);
  }

  /** Texts of the parts that differ from a new window's; an effect that calls it follows all of them. */
  texts(): Map<string, string> {
    const texts = new Map<string, string>();
    for (const part of this.#parts) {
      const text = part.toText(part.read());
      if (text !== null) texts.set(part.key, text);
    }
    return texts;
  }

  /** Shows what the texts say, and of parts that they do not name the usual. Names of the parts that could not be shown. */
  async show(texts: ReadonlyMap<string, string>): Promise<string[]> {
    const outcomes = this.#parts.map(async (part): Promise<string | null> => {
      const text = texts.get(part.key);
      if (text === undefined && part.initial === undefined) return null;
      const value: unknown = text === undefined ? part.initial?.value : part.fromText(text);
      if (text !== undefined && value === undefined) return part.key;
      return (await part.show(value)) === false ? part.key : null;
    });
    return (await Promise.all(outcomes)).filter((key) => key !== null);
  }
}
