/**
 * The registry of commands. A later registration of an id stands in front of an earlier one until it is disposed. The user's own keys
 * stand in place of those that a command comes with.
 */
import { computed, signal, type ReadonlySignal } from '@preact/signals';
import { toDisposable } from '../base/disposable.ts';
import type { Command, CommandRegistry, KeyChoices } from './app.ts';

/** `chosen`: keys by command id; a command that it does not name has the keys that it was registered with. */
export function createCommandRegistry(chosen: ReadonlySignal<KeyChoices> = signal({})): CommandRegistry {
  const registered = signal<readonly Command[]>([]);
  const all = computed(() => {
    const byId = new Map<string, Command>();
    for (const command of registered.value) {
      const own = Object.hasOwn(chosen.value, command.id) ? chosen.value[command.id] : undefined;
      byId.set(command.id, own === undefined ? command : { ...command, keys: own });
    }
    return [...byId.values()];
  });
  return {
    all,
    register(...commands) {
      registered.value = [...registered.value, ...commands];
      return toDisposable(() => { registered.value = registered.value.filter((command) => !commands.includes(command)); });
    },
    async run(id, args) {
      const command = all.peek().find((candidate) => candidate.id === id);
      if (!command) throw new Error(`There is no command "${id}".`);
      const reason = command.disabled?.(args);
      if (reason !== undefined) throw new Error(`${command.name}: ${reason}`);
      await command.run(args);
    },
  };
}
