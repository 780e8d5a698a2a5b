/** Options that several commands share, and how their values are read. */
import { InvalidArgumentError, type Command } from 'commander';
import { absolutePaths } from './context.ts';
import type { CacheChoice } from './engine_options.ts';

export const PATHS_HELP = 'logs (legate_*.prof, prof_*.gz), folders of logs, or .lprof files';

export interface CommonOptions {
  readonly cache?: string | boolean;
  readonly testHooks?: boolean;
  readonly json?: boolean;
}

export function withCacheOptions(command: Command): Command {
  return command
    .option('--cache <dir>', 'where indexes are kept (default: legion-prof in the user\'s cache folder)')
    .option('--no-cache', 'neither look for an index nor keep one');
}

export function cacheChoice({ cache }: CommonOptions): CacheChoice {
  return { cache: typeof cache === 'string' ? absolutePaths([cache])[0] : undefined, useCache: cache !== false };
}

export function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

/** An origin is a scheme and a host, without a path. */
export function collectOrigin(value: string, before: readonly string[]): readonly string[] {
  if (!URL.canParse(value)) throw new InvalidArgumentError('Give it as https://viewer.example.');
  const { origin } = new URL(value);
  if (origin === 'null') throw new InvalidArgumentError('Give it as https://viewer.example.');
  return [...before, origin];
}

export function parsePort(value: string): number {
  const port = Number(value);
  if (!/^\d+$/.test(value) || port > 65_535) throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  return port;
}

export function parseMinutes(value: string): number {
  const minutes = Number(value);
  if (!(minutes > 0)) throw new InvalidArgumentError('Give a number of minutes above 0.');
  return minutes;
}
