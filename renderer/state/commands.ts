/** The registry of commands. A later registration of an id stands in front of an earlier one until it is disposed. */
import { computed, signal } from '@preact/signals';
import { toDisposable } from '../base/disposable.ts';
import type { Command, CommandRegistry } from './app.ts';

export function createCommandRegistry(): CommandRegistry {
  const registered = signal<readonly Command[]>([]);
  const all = computed(() => {
    const byId = new Map<string, Command>();
    for (const command of registered.value) byId.set(command.id, command);
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
      const reason = command.disabled?.();
      if (reason !== undefined) throw new Error(`${command.name}: ${reason}`);
      await command.run(args);
    },
  };
}
