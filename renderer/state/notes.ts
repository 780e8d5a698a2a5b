/** The user's notes on the run on screen: kept by the engine, the same in all windows. */
import { effect, signal } from '@preact/signals';
import type { RunId } from '../../electron/protocol/run_api.ts';
import type { Note } from '../../electron/protocol/notes.ts';
import { isCancelled } from '../base/cancel.ts';
import { DisposableStore } from '../base/disposable.ts';
import type { EngineClient, Notes } from './app.ts';

export function createNotes(client: EngineClient, run: RunId): Notes & Disposable {
  const store = new DisposableStore();
  const list = signal<readonly Note[]>([]);
  const opened = signal<string | null>(null);
  const load = (): void => {
    client.call('notes.list', { run }).then(
      ({ notes }) => { list.value = notes; },
      // Away or closed; the next connection asks again.
      (error: unknown) => { if (!isCancelled(error)) console.warn('Notes could not be read:', error); },
    );
  };
  store.add(client.on('notes.changed', (changed) => { if (changed.run === run) load(); }));
  store.defer(effect(() => { if (client.connection.value === 'open') load(); }));
  const set = async (id: string, note: Omit<Note, 'id'> | null): Promise<void> => {
    // Shown at once; the engine's own list follows, also where it refused.
    const others = list.peek().filter((one) => one.id !== id);
    list.value = note === null ? others : [...others, { id, ...note }].sort((a, b) => a.startNs - b.startNs);
    try {
      await client.call('notes.set', { run, id, note });
    } catch (error) {
      load();
      throw error;
    }
  };
  return {
    list, opened,
    add: async (note) => {
      const made = { ...note, id: crypto.getRandomValues(new Uint32Array(2)).join('-'), writtenAt: new Date().toISOString() };
      const { id, ...value } = made;
      await set(id, value);
      return made;
    },
    put: ({ id, ...value }) => set(id, value),
    remove: ({ id }) => set(id, null),
    [Symbol.dispose]: () => store[Symbol.dispose](),
  };
}
