/** An engine client that answers from fixtures, at once or never, as a test wants it. Runs in the browser. */
import { signal, type Signal } from '@preact/signals';
import type { EngineEvents, EngineMethods } from '../../../electron/protocol/engine_api.ts';
import type { SessionState } from '../../../electron/protocol/run_api.ts';
import { ProfileError, type ProfileErrorKind } from '../../../electron/protocol/errors.ts';
import type { EngineClient } from '../../../renderer/state/app.ts';
import { detailsOf, GROUP, placeOf, searchFor, TOTALS, valuesFor } from './fixture_items.ts';
import { SESSION, SUMMARY } from './fixture_run.ts';
import { TABLE_ANSWERS } from './fixture_tables.ts';

type Connection = EngineClient['connection']['value'];
type Answers = { [M in keyof EngineMethods]?: (params: never) => EngineMethods[M]['result'] | Promise<EngineMethods[M]['result']> };

export interface FakeClient extends EngineClient {
  readonly connection: Signal<Connection>;
  session: SessionState;
  /** Calls made so far, in order. */
  readonly calls: { method: string; params: unknown }[];
  /** Answers put in front of the usual ones. */
  readonly answers: Answers;
  /** Methods that are refused, and why. */
  readonly refusals: { [M in keyof EngineMethods]?: ProfileErrorKind };
  emit<E extends keyof EngineEvents>(event: E, data: EngineEvents[E]): void;
}

export function createFakeClient(): FakeClient {
  const listeners = new Map<string, Set<(data: never) => void>>();
  const usual: Answers = {
    'session.state': () => client.session,
    'run.summary': () => SUMMARY,
    'run.openSample': () => ({ run: SUMMARY.run }),
    'run.openRecent': () => {
      throw new Error('legate_0.prof is not where it was: /home/u/runs/cg/legate_0.prof. Put it back, or open it from its new place.');
    },
    'run.close': () => ({}),
    'run.setTitle': () => ({}),
    'notes.list': () => ({ notes: [] }),
    'notes.set': () => ({}),
    'item.flows': () => ({ flows: [], isCut: false }),
    'run.view': () => ({ view: null }),
    'run.setView': () => ({}),
    'recent.forget': () => ({}),
    'names.get': () => [],
    'item.details': ({ track, ordinal }: EngineMethods['item.details']['params']) => detailsOf(track, ordinal),
    'item.at': ({ track }: EngineMethods['item.at']['params']) => placeOf(track, 31),
    'item.locate': ({ track, ordinal }: EngineMethods['item.locate']['params']) => placeOf(track, ordinal),
    'item.neighbour': ({ track, ordinal, step }: EngineMethods['item.neighbour']['params']) => placeOf(track, ordinal + step),
    'item.name': () => ({ name: 'daxpy' }),
    'track.gap': () => null,
    'group.details': () => GROUP,
    'range.names': () => TOTALS,
    'util.mean': ({ tracks }: EngineMethods['util.mean']['params']) => tracks.map((track) => {
      const kind = SUMMARY.tracks.find((one) => one.id === track)?.kind ?? SUMMARY.groups.find((one) => one.id === track)?.kind ?? '';
      return ['system', 'framebuffer'].includes(kind) ? 9.1 * 2 ** 30 : (track * 37 % 100) / 100;
    }),
    'search.start': ({ text }: EngineMethods['search.start']['params']) => searchFor(text),
    'search.step': () => ({ hit: placeOf(SUMMARY.tracks[4].id, 31), index: 40, wrapped: false }),
    'search.ticks': ({ buckets }: EngineMethods['search.ticks']['params']) => Array.from({ length: buckets }, (_, i) => (i % 40 === 0 ? 3 : 0)),
    'search.around': () => ({ before: 41, after: 1239 }),
    'search.list': ({ from, count }: EngineMethods['search.list']['params']) => ({ hits: Array.from({ length: count }, (_, i) => placeOf(SUMMARY.tracks[(from + i) % 3 === 0 ? 17 : 4].id, from + i)), count: 1280, isSorted: true }),
    'search.values': ({ field, text }: EngineMethods['search.values']['params']) => valuesFor(field, text),
    'color.legend': () => ({ rows: [{ color: 11, label: 'daxpy', query: 'name:=daxpy', totalNs: 67_665_438 }, { color: 32, label: 'Copy', query: 'name:=Copy', totalNs: 1_200_000 }], others: 3 }),
    ...TABLE_ANSWERS as Answers,
    'job.cancel': () => ({}),
    'settings.set': () => ({}),
  };
  const client: FakeClient = {
    connection: signal<Connection>('open'),
    session: SESSION,
    calls: [],
    answers: {},
    refusals: {},
    async call(method, params) {
      client.calls.push({ method, params });
      const refusal = client.refusals[method];
      if (refusal !== undefined) throw new ProfileError(refusal, `${method} is refused.`);
      const answer = client.answers[method] ?? usual[method];
      if (!answer) throw new Error(`the fake engine does not know ${method}`);
      return answer(params as never) as never;
    },
    // Tiles never come: what is drawn is not this page's matter.
    itemTile: () => new Promise(() => undefined),
    utilTile: () => new Promise(() => undefined),
    markTile: () => new Promise(() => undefined),
    on(event, listener) {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set.add(listener as (data: never) => void));
      return { [Symbol.dispose]: () => void set.delete(listener as (data: never) => void) };
    },
    retryNow: () => {
      client.calls.push({ method: 'retryNow', params: {} });
      client.connection.value = 'open';
    },
    emit(event, data) {
      for (const listener of listeners.get(event) ?? []) listener(data as never);
    },
  };
  return client;
}
