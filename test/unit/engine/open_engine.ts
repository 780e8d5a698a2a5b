/** An engine of its own for a test, with folders of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EngineOptions } from '../../../electron/engine/engine.ts';
import { EngineHost } from '../../../electron/engine/engine_host.ts';
import type { EngineMethods } from '../../../electron/protocol/engine_api.ts';
import type { RunSummary, SessionState } from '../../../electron/protocol/run_api.ts';
import type { TileKey } from '../../../electron/protocol/tiles.ts';

export const LOGS = fileURLToPath(new URL('../../logs/', import.meta.url));

export class TestEngine implements AsyncDisposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'legion-prof-engine-'));
  #host: EngineHost;
  readonly #options: Partial<EngineOptions>;

  constructor(options: Partial<EngineOptions> = {}) {
    this.#options = options;
    this.#host = this.#start();
  }

  get host(): EngineHost {
    return this.#host;
  }

  get cache(): string {
    return join(this.folder, 'cache');
  }

  /** Another engine with the same cache. */
  async restart(options: Partial<EngineOptions> = {}): Promise<void> {
    await this.#host.end();
    this.#host = this.#start(options);
  }

  #start(options: Partial<EngineOptions> = {}): EngineHost {
    return new EngineHost({ program: '0.0.0', index: 'keep', cacheFolder: this.cache, ...this.#options, ...options });
  }

  open(paths: readonly string[], until: 'known' | 'read' | 'ready' = 'ready') {
    return this.#host.host('host.open', { paths, until });
  }

  async call<M extends keyof EngineMethods>(method: M, params: EngineMethods[M]['params']): Promise<EngineMethods[M]['result']> {
    return (await this.#host.call(method, params)) as EngineMethods[M]['result'];
  }

  async tile(method: 'tile.items' | 'tile.util', run: string, key: TileKey): Promise<Uint8Array> {
    return new Uint8Array((await this.#host.call(method, { run, key })) as Uint8Array);
  }

  summary(run: string): Promise<RunSummary> {
    return this.call('run.summary', { run });
  }

  session(): Promise<SessionState> {
    return this.call('session.state', {});
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#host.end();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
