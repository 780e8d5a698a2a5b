/** Options that several commands share, and how their values are read. */
import { InvalidArgumentError, Option, type Command } from 'commander';
import { DEFAULT_MESSAGE_LIMITS } from '../model/message_figures.ts';
import type { RunView } from '../model/run_view.ts';
import { ProfileError } from '../protocol/errors.ts';
import { absolutePaths } from './context.ts';
import type { CacheChoice } from './engine_options.ts';

export const PATHS_HELP = 'logs (legate_*.prof, prof_*.gz), folders of logs, .lprof files, or Nsight Systems exports (.sqlite, .nsys-rep)';

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

/** The same for commands that need no index: taken, as scripts give them to every command, and not spoken of. */
export function withUnusedCacheOptions(command: Command): Command {
  return command.addOption(new Option('--cache <dir>').hideHelp()).addOption(new Option('--no-cache').hideHelp());
}

/** Of the same options only --nodes is offered: the others are taken, as the reference takes them, and change nothing. */
export function withNodesOption(command: Command): Command {
  withViewOptions(command);
  for (const option of command.options) if (VIEW_ONLY.has(option.attributeName())) option.hideHelp();
  return command;
}

const VIEW_ONLY: ReadonlySet<string> = new Set(['startTrim', 'stopTrim', 'callThreshold', 'messageThreshold', 'messagePercentage']);

/** Options of the reference that say what of a run is looked at; all commands that read runs have them. */
export function withViewOptions(command: Command): Command {
  return command
    .option('--nodes <list>', 'only these nodes, as 0,2-5', parseNodes)
    .addOption(new Option('--no-filter-input', 'with --nodes: read the other nodes too, and only do not show them').hideHelp())
    .option('--start-trim <us>', 'leave out what ends before this time', parseMicroseconds)
    .option('--stop-trim <us>', 'leave out what starts after this time', parseMicroseconds)
    .option('--call-threshold <us>', 'leave out mapper and runtime calls shorter than this', parseMicroseconds, 0)
    .option('--message-threshold <us>', 'a message that took so long counts as slow', parseLimit, DEFAULT_MESSAGE_LIMITS.thresholdUs)
    .option('--message-percentage <percent>', 'warn when so many messages are slow', parsePercentage, DEFAULT_MESSAGE_LIMITS.percentage);
}

export interface ViewOptions {
  readonly nodes?: readonly number[];
  readonly filterInput: boolean;
  readonly startTrim?: number;
  readonly stopTrim?: number;
  readonly callThreshold: number;
  readonly messageThreshold: number;
  readonly messagePercentage: number;
}

/** @throws ProfileError 'usage' */
export function viewChoice({ nodes, filterInput, startTrim, stopTrim, callThreshold, messageThreshold, messagePercentage }: ViewOptions): RunView {
  if (startTrim !== undefined && stopTrim !== undefined && startTrim > stopTrim) {
    throw new ProfileError('usage', `Nothing lies between --start-trim ${startTrim} and --stop-trim ${stopTrim}: give the earlier time first.`);
  }
  return {
    nodes, filtersInput: filterInput, startNs: startTrim === undefined ? undefined : 1000 * startTrim, stopNs: stopTrim === undefined ? undefined : 1000 * stopTrim,
    callThresholdNs: 1000 * callThreshold, messages: { thresholdUs: messageThreshold, percentage: messagePercentage },
  };
}

/** Node numbers have 16 bits. */
const MAX_NODE = 65_535;

/** `0,2-5`: in the order given. */
function parseNodes(value: string): readonly number[] {
  return value.split(',').flatMap((part) => {
    const range = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(part.trim());
    const [first, last] = range === null ? [1, 0] : [Number(range[1]), Number(range[2] ?? range[1])];
    if (first > last || last > MAX_NODE) throw new InvalidArgumentError('Give node numbers and ranges of them, as 0,2-5.');
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });
}

function parseMicroseconds(value: string): number {
  const us = Number(value);
  if (!/^\d+$/.test(value) || us > Number.MAX_SAFE_INTEGER / 1000) throw new InvalidArgumentError('Give a whole number of microseconds.');
  return us;
}

function parseLimit(value: string): number {
  const limit = Number(value);
  if (value.trim() === '' || !(limit >= 0) || limit === Infinity) throw new InvalidArgumentError('Give a number of 0 or more.');
  return limit;
}

function parsePercentage(value: string): number {
  const percentage = parseLimit(value);
  if (percentage >= 100) throw new InvalidArgumentError('Give a percentage from 0 to below 100.');
  return percentage;
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
