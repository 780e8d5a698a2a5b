/** `serve`, and `view` where there is no window: the page from our own server, until a signal ends it. */
import { hostname, userInfo } from 'node:os';
import { TileServer } from '../../compat/tiles/tile_server.ts';
import { EngineHost } from '../../engine/engine_host.ts';
import { ProfileError } from '../../protocol/errors.ts';
import { openInBrowser } from '../../transport/open_browser.ts';
import { isLoopback, makeToken } from '../../transport/request_guard.ts';
import { startServer, type RunningServer } from '../../transport/http_server.ts';
import { EXIT_FAILED, EXIT_OK, say, showProgress, untilSignalled, warn, whenAborted } from '../context.ts';
import { engineOptions, type RunChoice } from '../engine_options.ts';
import { sayOfRuns } from '../spoken_state.ts';
import { completeIndex, PAGE_FOLDER, pageBackend } from '../server_options.ts';

export interface ServeChoice extends RunChoice {
  readonly host: string;
  readonly port: number;
  /** The user named the port: then it is that one or none. */
  readonly isPortGiven: boolean;
  readonly open: boolean;
  readonly token: boolean;
  readonly allowOrigin: readonly string[];
  readonly allowHost: readonly string[];
  /** Minutes; undefined = never. */
  readonly idleTimeout: number | undefined;
  readonly testHooks: boolean;
  /** The run to show beside them, for comparing. */
  readonly vs?: readonly string[];
  /** A page that shows only why nothing could be read is still a page. */
  readonly mayBeEmpty: boolean;
}

/** Serves until a signal comes; exit code. @throws ProfileError */
export async function serve(paths: readonly string[], choice: ServeChoice): Promise<number> {
  const signal = untilSignalled();
  const controller = new AbortController();
  const engine = new EngineHost({ ...engineOptions(choice), remembers: choice.useCache });
  engine.onDeath = (error) => controller.abort(error);
  const progress = showProgress(engine);
  const tiles = new TileServer(() => completeIndex(engine));
  let server: RunningServer | undefined;
  try {
    server = await startServer({
      token: choice.token ? makeToken() : undefined,
      host: choice.host, port: choice.port, mayMove: !choice.isPortGiven,
      allowedHosts: choice.allowHost, allowedOrigins: choice.allowOrigin,
      pageFolder: PAGE_FOLDER,
      backend: pageBackend(engine, !choice.token),
      info: () => engine.host('host.info', {}), legion: (request) => tiles.answer(request),
      idleMs: choice.idleTimeout === undefined ? undefined : choice.idleTimeout * 60_000,
      onIdle: () => controller.abort(),
    });
    const { runs, failures } = await engine.host('host.open', { paths, vs: choice.vs ?? [], until: 'known' }, signal);
    if (runs.length === 0 && !choice.mayBeEmpty) {
      for (const { message } of failures) warn(`legion_prof: ${message}`);
      return EXIT_FAILED;
    }
    const hooks = choice.testHooks ? '?test=1' : '';
    const url = server.url + hooks;
    announce(url, server.outsideUrl === undefined ? undefined : server.outsideUrl + hooks, server.port, choice);
    sayOfRuns(engine, failures, choice.view);
    if (choice.open) await show(url);
    await Promise.race([whenAborted(signal), whenAborted(controller.signal)]);
    if (controller.signal.reason instanceof ProfileError) throw controller.signal.reason;
    return EXIT_OK;
  } catch (error) {
    if (signal.aborted) return EXIT_OK;
    throw error;
  } finally {
    progress[Symbol.dispose]();
    await server?.close();
    await tiles.end();
    await engine.end();
  }
}

function announce(url: string, outsideUrl: string | undefined, port: number, { host, token }: ServeChoice): void {
  say(`Serving on ${url}`);
  if (outsideUrl !== undefined) say(`From other machines: ${outsideUrl}`);
  const remote = process.env['SSH_CONNECTION'];
  if (remote !== undefined && isLoopback(host)) {
    say(`From your machine: ssh -L ${port}:127.0.0.1:${port} ${userName()}@${remote.split(' ')[2] ?? hostname()}`);
  }
  if (!token) warn('Warning: without a token everybody who can reach this port can read the profile. The page is read-only.');
  if (!isLoopback(host)) warn(`Warning: ${host} is reachable from other machines, and what goes over the network is not encrypted (plain HTTP). An SSH tunnel to 127.0.0.1 is safer.`);
}

async function show(url: string): Promise<void> {
  if (!(await openInBrowser(url))) warn('No browser could be started; open the address above in one.');
}

/** A user id without a passwd entry (containers) has no name to look up. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return process.env['USER'] ?? 'you';
  }
}
