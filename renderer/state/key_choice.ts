/** The user's own keys of commands, kept by the engine. Who takes a key takes it from the others. */
import type { Signal } from '@preact/signals';
import type { Command, CommandRegistry, KeyChoice, KeyChoices } from './app.ts';
import type { Settings } from './settings.ts';

/** These are the way out of everything, and how one moves without a pointer. */
const FIXED = /^(?:(?:Shift\+)?(?:Tab|F6|Enter)|Escape|Space)$/;

/** Who has a key now. */
export function ownersOf(commands: CommandRegistry, key: string): readonly Command[] {
  return commands.all.value.filter((command) => command.keys.includes(key));
}

/** `chosen` is what the registry was made with. */
export function createKeyChoice(chosen: Signal<KeyChoices>, commands: CommandRegistry, settings: Settings): KeyChoice & { load(): void } {
  const set = (next: KeyChoices): void => {
    chosen.value = next;
    settings.set('keys', next);
  };
  const keysOf = (id: string): readonly string[] => commands.all.peek().find((command) => command.id === id)?.keys ?? [];
  const without = (id: string, key: string): readonly string[] => keysOf(id).filter((other) => other !== key);
  return {
    chosen,
    load: () => {
      chosen.value = readChoices(settings.get('keys'));
    },
    refusalOf: (key) => (FIXED.test(key) ? `${key} always does the same.` : undefined),
    add: (id, key) => {
      const losers = ownersOf(commands, key).map((owner) => [owner.id, without(owner.id, key)] as const);
      set({ ...chosen.peek(), ...Object.fromEntries(losers), [id]: [...without(id, key), key] });
    },
    remove: (id, key) => set({ ...chosen.peek(), [id]: without(id, key) }),
    reset: (id) => set(Object.fromEntries(Object.entries(chosen.peek()).filter(([other]) => id !== undefined && other !== id))),
  };
}

/** Settings are a file of the user: what is no list of keys is left out. */
function readChoices(value: unknown): KeyChoices {
  if (typeof value !== 'object' || value === null) return {};
  const isKeys = (keys: unknown): keys is string[] => Array.isArray(keys) && keys.every((key) => typeof key === 'string');
  return Object.fromEntries(Object.entries(value).filter(([, keys]) => isKeys(keys)));
}
