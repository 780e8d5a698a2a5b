/**
 * A run that is only counted: every log is read and let go, a few at a time, and nothing is written. Takes a fraction of the time and memory
 * of an index, and as little disk.
 */
import type { IndexDatabase } from '../index/database.ts';
import { describe, onlyDescriptions } from '../index/descriptions.ts';
import { IndexReader } from '../index/index_reader.ts';
import type { DecodedLog } from '../decode/decoded_log.ts';
import type { MessageCheck } from '../model/message_figures.ts';
import { runStatistics, type StatisticGroup } from '../model/run_statistics.ts';
import type { RunView } from '../model/run_view.ts';
import type { ProcessorStatistics } from '../model/shard_statistics.ts';
import type { Alert } from '../protocol/alerts.ts';
import type { FileInfo, Job } from '../protocol/run_api.ts';
import { ProfileError } from '../protocol/errors.ts';
import { Admission } from './admission.ts';
import { expandPaths, isNsight, type Failure } from './expand_paths.ts';
import { groupRuns, type LogGroup } from './group_runs.ts';
import { JobList } from './jobs.ts';
import type { MemorySource } from './memory_source.ts';
import { RankPool } from './rank_pool.ts';
import { readRun } from './read_run.ts';
import { Run } from './run.ts';
import { unreadLogs } from './unread_logs.ts';

export interface CountedRun {
  readonly groups: readonly StatisticGroup[];
  /** What the logs describe; the caller closes it. */
  readonly descriptions: IndexDatabase;
  readonly logVersions: readonly number[];
  readonly nodesDeclared: number;
  readonly messages: MessageCheck;
  /** In rank order. */
  readonly files: readonly FileInfo[];
  readonly alerts: readonly Alert[];
}

export interface CountOptions {
  readonly view: RunView;
  readonly onProgress: (job: Job) => void;
}

/**
 * Counts the one run that the paths name; `run` is undefined if nothing of it could be read.
 * @throws ProfileError 'usage' for several runs; the signal's reason
 */
export async function countRun(paths: readonly string[], options: CountOptions, signal: AbortSignal): Promise<{ readonly run: CountedRun | undefined; readonly failures: readonly Failure[] }> {
  const { files, failures: lost, repeats } = await expandPaths(paths);
  const failures = [...lost];
  const groups: LogGroup[] = [];
  for (const { path } of files.filter(({ sort }) => sort === 'sqlite-index')) {
    try {
      groups.push(storedLogs(path));
    } catch (error) {
      if (!(error instanceof ProfileError)) throw error;
      failures.push({ path, kind: error.kind, message: error.message });
    }
  }
  for (const { path } of files.filter(isNsight)) failures.push({ path, kind: 'unknown-format', message: `${path} is of Nsight Systems: only what logs of Legion say is counted.` });
  groups.push(...await groupRuns(files.filter((file) => file.sort !== 'sqlite-index' && !isNsight(file)), repeats));
  if (groups.length > 1) throw new ProfileError('usage', `These are logs of ${groups.length} runs. Give the logs of one.`);
  if (groups.length === 0) return { run: undefined, failures };
  const { run, counted } = await countLogs(groups[0], options, signal);
  const unread = unreadLogs(run);
  return run.isReadable ? { run: counted, failures } : { run: undefined, failures: [...failures, ...unread] };
}

/** @throws ProfileError of the reader; 'unknown-format' for one that was made of tiles */
function storedLogs(path: string): LogGroup {
  const reader = IndexReader.open(path);
  try {
    const files = reader.files().map(({ rank, bytes }) => ({ path, rank, bytes, isGzip: false, peek: undefined, isStored: true }));
    if (files.length === 0) throw new ProfileError('unknown-format', `${path} keeps no logs: it was made of an archive or an export. Give the logs of the run.`);
    return { files, alerts: [] };
  } finally {
    reader.close();
  }
}

async function countLogs(group: LogGroup, { view, onProgress }: CountOptions, signal: AbortSignal): Promise<{ readonly run: Run; readonly counted: CountedRun | undefined }> {
  const job = new JobList((jobs) => onProgress(jobs[0])).start(null, 'Reading logs', group.files.reduce((sum, { bytes }) => sum + bytes, 0));
  const cancel = (): void => job.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  const pool = new RankPool();
  const run = new Run('', '', group.files.map(({ path }) => path));
  run.ownAlerts.push(...group.alerts);
  const statistics: ProcessorStatistics[] = [];
  const logs: { readonly rank: number; readonly log: DecodedLog }[] = [];
  try {
    pool.warm(group.files.length);
    const { built, written } = await readRun(run, run.source as MemorySource, group.files, {
      // A log for each thread and no more: nothing is gained by having others in memory.
      pool, admission: new Admission(0, pool.size), job, view,
      onStatistics: (parts) => statistics.push(...parts),
      sink: {
        add: ({ log, rank }) => {
          logs.push({ rank, log: onlyDescriptions(log) });
          return { closed: Promise.resolve(true), done: Promise.resolve() };
        },
        addFile: () => Promise.resolve(),
      },
    });
    await written;
    signal.throwIfAborted();
    if (built === undefined) return { run, counted: undefined };
    const { machine, messages } = built.model;
    return {
      run,
      counted: {
        groups: runStatistics(statistics, view), descriptions: describe(logs.sort((a, b) => a.rank - b.rank).map(({ log }) => log)),
        logVersions: machine.logVersions, nodesDeclared: machine.ranksDeclared, messages, files: run.files, alerts: run.alerts,
      },
    };
  } finally {
    signal.removeEventListener('abort', cancel);
    await pool.end();
  }
}
