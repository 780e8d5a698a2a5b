/** From what the command line says to what the server needs, and what it then says. */
import { join } from 'node:path';
import type { EngineHost } from '../engine/engine_host.ts';
import { checkRequest, isChanging } from '../engine/request_schemas.ts';
import { APP_ROOT } from '../engine/version.ts';
import type { SessionState } from '../protocol/run_api.ts';
import { ProfileError } from '../protocol/errors.ts';
import type { CancelSignal } from '../protocol/rpc.ts';
import type { Backend } from '../transport/web_socket.ts';

/** Folder of the built page. */
export const PAGE_FOLDER = join(APP_ROOT, 'dist', 'renderer');

/** The engine as pages see it: requests are checked, and a read-only page changes nothing. */
export function pageBackend(engine: EngineHost, isReadOnly: boolean): Backend {
  return {
    call: async (method, params, signal) => {
      const checked = checkRequest(method, params);
      if (isReadOnly && isChanging(method)) throw new ProfileError('read-only', 'This page is read-only: the server was started with --no-token.');
      const answer = await engine.call(method, checked, toAbortSignal(signal));
      if (method !== 'session.state') return answer;
      return { ...(answer as SessionState), isReadOnly };
    },
    listen: (listener) => engine.listen(listener),
  };
}

/** The index of the first run, once it is complete. @throws ProfileError 'not-loaded' where there will be none */
export async function completeIndex(engine: EngineHost): Promise<string> {
  for (;;) {
    const changed = Promise.withResolvers<void>();
    using _listening = engine.listen((event) => {
      if (event === 'jobs.changed' || event === 'run.changed' || event === 'session.changed') changed.resolve();
    });
    const [first] = await engine.host('host.indexes', {});
    if (first !== undefined && first.path !== null) return first.path;
    const { jobs } = (await engine.call('session.state', {})) as SessionState;
    if (!jobs.some(({ state }) => state === 'running')) throw new ProfileError('not-loaded', 'The run that is served has no index, which other viewers need: serve it without --no-cache.');
    await changed.promise;
  }
}

function toAbortSignal(signal: CancelSignal): AbortSignal {
  const controller = new AbortController();
  if (signal.aborted) controller.abort();
  else signal.addEventListener('abort', () => controller.abort());
  return controller.signal;
}
