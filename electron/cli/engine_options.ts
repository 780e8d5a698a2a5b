/** Options of the engine that the command line sets. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineOptions } from '../engine/engine.ts';
import type { RunView } from '../model/run_view.ts';
import { APP_ROOT, PROGRAM_VERSION } from '../engine/version.ts';

export interface CacheChoice {
  /** Folder given with --cache. */
  readonly cache: string | undefined;
  /** False with --no-cache: no index is looked for or kept. */
  readonly useCache: boolean;
}

/** What of which run, for commands that read one. */
export interface RunChoice extends CacheChoice {
  /** Undefined = the whole run. */
  readonly view?: RunView;
}

/** Folder of the bundled run. */
export const SAMPLE_FOLDER = join(APP_ROOT, 'sample');

export function engineOptions(choice: RunChoice): EngineOptions {
  return {
    program: PROGRAM_VERSION, index: choice.useCache ? 'keep' : 'none', cacheFolder: choice.cache, ...(choice.view === undefined ? {} : { view: choice.view }),
    ...(existsSync(SAMPLE_FOLDER) ? { samplePaths: [SAMPLE_FOLDER] } : {}),
  };
}
