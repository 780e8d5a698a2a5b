/**
 * The engine of one desktop window: a plain Node process that its window starts. Over the IPC pipe go out {type: 'ready', url} and
 * {type: 'title', title}, in come {type: 'open', paths, vs, addTo}, {type: 'grant', run, place, path} (answered by {type: 'granted'}) and {type: 'stop'}; when the pipe closes, however the window died, this ends.
 * Its only argument, if there is one, is the view that `view` was asked for, as JSON.
 */
import { EngineHost } from '../engine/engine_host.ts';
import type { RunView } from '../model/run_view.ts';
import type { SessionState } from '../protocol/run_api.ts';
import { EXPORT_PLACES } from '../protocol/exports.ts';
import { makeToken } from '../transport/request_guard.ts';
import { startServer } from '../transport/http_server.ts';
import { endSoon, warn } from './context.ts';
import { engineOptions } from './engine_options.ts';
import { PAGE_FOLDER, pageBackend } from './server_options.ts';

async function run(): Promise<void> {
  if (process.send === undefined) {
    warn('legion_prof: this file is started by the desktop window; use `legion_prof view`.');
    process.exit(2);
  }
  const engine = new EngineHost({ ...engineOptions({ cache: undefined, useCache: true, ...(process.argv[2] === undefined ? {} : { view: JSON.parse(process.argv[2]) as RunView }) }), remembers: true });
  engine.onDeath = (error) => {
    warn(error.message);
    process.exit(1);
  };
  const server = await startServer({
    token: makeToken(), host: '127.0.0.1', port: 0, mayMove: false, allowedHosts: [], allowedOrigins: [],
    pageFolder: PAGE_FOLDER, backend: pageBackend(engine, false), info: () => engine.host('host.info', {}),
    idleMs: undefined, onIdle: () => {},
  });
  let isEnding = false;
  const end = async (): Promise<void> => {
    if (isEnding) return;
    isEnding = true;
    endSoon();
    await server.close();
    await engine.end();
    process.exit(0);
  };
  process.on('disconnect', () => void end());
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => void end());
  process.on('message', (message: unknown) => {
    const { type, paths, vs, addTo } = message as { type?: unknown; paths?: unknown; vs?: unknown; addTo?: unknown };
    if (type === 'stop') void end();
    if (type === 'grant') void grant(engine, message as { run: unknown; place: unknown; path: unknown });
    if (type === 'open' && Array.isArray(paths)) open(engine, paths.map(String), Array.isArray(vs) ? vs.map(String) : [], typeof addTo === 'string' ? addTo : undefined);
  });
  engine.listen((event) => {
    // A call that the end of the engine cuts off has no title to tell.
    if (event === 'run.changed' || event === 'run.closed') tellTitle(engine).catch((error: unknown) => isEnding || warn(String(error)));
  });
  send({ type: 'ready', url: server.url });
}

function open(engine: EngineHost, paths: readonly string[], vs: readonly string[], addTo: string | undefined): void {
  engine.host('host.open', { paths, vs, ...(addTo === undefined ? {} : { addTo }), until: 'known' }).catch((error: unknown) => warn(error instanceof Error ? error.message : String(error)));
}

/** A place for exports that a person chose. */
async function grant(engine: EngineHost, { run, place, path }: { readonly run: unknown; readonly place: unknown; readonly path: unknown }): Promise<void> {
  const known = EXPORT_PLACES.find((name) => name === place);
  if (known !== undefined && typeof run === 'string' && typeof path === 'string') await engine.host('host.grant', { run, place: known, path }).catch((error: unknown) => warn(String(error)));
  send({ type: 'granted' });
}

let lastTitle = '';

async function tellTitle(engine: EngineHost): Promise<void> {
  const { runs } = (await engine.call('session.state', {})) as SessionState;
  const title = runs.map(({ info }) => info.title).join(' · ');
  if (title === lastTitle) return;
  lastTitle = title;
  send({ type: 'title', title });
}

/** The callback takes the error of a pipe that closed in between: its end has its own event. */
function send(message: unknown): void {
  if (process.connected) process.send?.(message, undefined, {}, () => {});
}

await run();
