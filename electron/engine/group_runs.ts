/**
 * Which log files are of one run: log version, number of nodes and MaxDim are equal and their zero times lie within 10 s. The same
 * rank twice is read once if it is the same log, else it belongs to a second run. Engine worker.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { peekLog, type LogPeek } from '../decode/sniff.ts';
import type { Alert } from '../protocol/alerts.ts';
import type { FoundFile } from './expand_paths.ts';

export interface LogFile {
  readonly path: string;
  readonly rank: number;
  readonly bytes: number;
  readonly isGzip: boolean;
  /** Undefined where the file ends inside its header or is no log. */
  readonly peek: LogPeek | undefined;
  /** The log is kept in an index, which `path` names. */
  readonly isStored?: boolean;
}

export interface LogGroup {
  /** In rank order. */
  readonly files: readonly LogFile[];
  /** What grouping found doubtful. */
  readonly alerts: readonly Alert[];
}

interface OpenGroup {
  readonly files: LogFile[];
  readonly alerts: Alert[];
}

/** Each holds a file open and a piece of it in memory. */
const PEEKS_AT_ONCE = 16;
const ZERO_TIME_SLACK_NS = 10_000_000_000n;

/** `repeats`: paths among them that were named more than once. Groups in the order of their first file; files without a readable header join the run of their folder, or make one of their own. */
export async function groupRuns(found: readonly FoundFile[], repeats: readonly string[] = []): Promise<readonly LogGroup[]> {
  const files: LogFile[] = [];
  for (let at = 0; at < found.length; at += PEEKS_AT_ONCE) {
    files.push(...await Promise.all(found.slice(at, at + PEEKS_AT_ONCE).map(async ({ path, sort }, i) => {
      const [peek, { size }] = await Promise.all([peekLog(path), stat(path)]);
      return { path, rank: peek?.nodeId ?? numberInName(path) ?? at + i, bytes: size, isGzip: sort === 'log-gzip', peek };
    })));
  }
  const groups: OpenGroup[] = [];
  for (const file of files.filter(({ peek }) => peek !== undefined)) await place(groups, file);
  for (const file of files.filter(({ peek }) => peek === undefined)) placeUnreadable(groups, file);
  for (const { files: members, alerts } of groups) for (const { path } of members) if (repeats.includes(path)) alerts.push(givenTwice(path));
  for (const { files: members } of groups) members.sort((a, b) => a.rank - b.rank);
  return groups;
}

async function place(groups: OpenGroup[], file: LogFile): Promise<void> {
  for (const group of groups) {
    if (!group.files.every((other) => isSameRun(other.peek, file.peek))) continue;
    const twin = group.files.find(({ rank }) => rank === file.rank);
    if (twin === undefined) {
      group.files.push(file);
      return;
    }
    if (await isSameContent(twin, file)) {
      group.alerts.push(rankTwice(twin, file));
      return;
    }
  }
  const alerts = groups.length > 0 ? [otherRun(groups[0].files[0], file)] : [];
  groups.push({ files: [file], alerts });
}

function placeUnreadable(groups: OpenGroup[], file: LogFile): void {
  const home = groups.find(({ files }) => files.some(({ path }) => dirname(path) === dirname(file.path))) ?? groups[0];
  if (home === undefined) groups.push({ files: [file], alerts: [] });
  else home.files.push(file);
}

/** What a log does not say speaks against nothing. */
function isSameRun(a: LogPeek | undefined, b: LogPeek | undefined): boolean {
  if (a === undefined || b === undefined) return true;
  const agree = (x: unknown, y: unknown): boolean => x === undefined || y === undefined || x === y;
  if (!agree(a.version, b.version) || !agree(a.numNodes, b.numNodes) || !agree(a.maxDim, b.maxDim)) return false;
  if (a.zeroTimeNs === undefined || b.zeroTimeNs === undefined) return true;
  const apart = a.zeroTimeNs - b.zeroTimeNs;
  return apart <= ZERO_TIME_SLACK_NS && apart >= -ZERO_TIME_SLACK_NS;
}

async function isSameContent(a: LogFile, b: LogFile): Promise<boolean> {
  return a.bytes === b.bytes && (await hashFile(a.path)) === (await hashFile(b.path));
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

function numberInName(path: string): number | undefined {
  const digits = /(\d+)(?!.*\d)/.exec(basename(path))?.[1];
  return digits === undefined || digits.length > 7 ? undefined : Number(digits);
}

function rankTwice(kept: LogFile, dropped: LogFile): Alert {
  return {
    rule: 'rank-twice', severity: 'note', count: 1, file: dropped.path, offset: null, affects: [],
    message: `${dropped.path} is the same log as ${kept.path} (rank ${kept.rank}); it was read once.`,
  };
}

function givenTwice(path: string): Alert {
  return { rule: 'rank-twice', severity: 'note', count: 1, file: path, offset: null, affects: [], message: `${path} was given more than once; it was read once.` };
}

function otherRun(first: LogFile, file: LogFile): Alert {
  const [name, firstName] = shortNames(file.path, first.path);
  return {
    rule: 'other-run', severity: 'warning', count: 1, file: file.path, offset: null, affects: [],
    message: `${name} is of another run than ${firstName} (${difference(first, file)}); it was opened as a run of its own.`,
  };
}

/** Two paths from the last folders on in which they differ. */
export function shortNames(a: string, b: string): readonly [string, string] {
  const parts = [a, b].map((path) => path.split(/[\\/]/));
  let count = 1;
  while (count < Math.max(parts[0].length, parts[1].length) && parts[0].at(-count) === parts[1].at(-count)) count++;
  return [parts[0].slice(-count).join('/'), parts[1].slice(-count).join('/')];
}

function difference(first: LogFile, file: LogFile): string {
  const a = first.peek;
  const b = file.peek;
  if (a?.version !== b?.version) return `log version ${b?.version} instead of ${a?.version}`;
  if (a?.numNodes !== b?.numNodes) return `${b?.numNodes} nodes instead of ${a?.numNodes}`;
  if (a?.maxDim !== b?.maxDim) return `dimensions ${b?.maxDim} instead of ${a?.maxDim}`;
  if (first.rank === file.rank) return `rank ${file.rank} is already there with other content`;
  return 'it started at another time';
}
