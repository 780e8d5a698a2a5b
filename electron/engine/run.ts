/**
 * A run that is open: what is known of it, where its columns come from and in which phase it is. Holds no threads; read_run.ts and
 * the index fill it. Engine worker.
 */
import type { DecodedLog } from '../decode/decoded_log.ts';
import type { ItemCounts, MachineFacts, RunModel } from '../model/run_model.ts';
import type { Alert } from '../protocol/alerts.ts';
import type { FileInfo, GroupSummary, RunInfo, RunPhase, RunSummary, TrackSummary } from '../protocol/run_api.ts';
import type { TrackId } from '../protocol/items.ts';
import type { RunFacts } from '../index/read_run.ts';
import type { IndexSource } from './index_source.ts';
import { MemorySource } from './memory_source.ts';
import { fileInfo, groupSummary, withComposedCurve, runInfo, slowBuildSentence, trackSummary } from './run_facts.ts';
import type { RunSource } from './run_source.ts';

/** Rows of the tree, whatever they come from. */
export interface RunRows {
  readonly tracks: readonly TrackSummary[];
  readonly groups: readonly GroupSummary[];
  readonly roots: readonly TrackId[];
  readonly nameCount: number;
}

export class Run {
  readonly id: string;
  readonly paths: readonly string[];
  title: string;
  isSample = false;
  phase: RunPhase = 'reading';
  revision = 1;
  files: FileInfo[] = [];
  /** What grouping the files found, and what logs without a shard say: the model does not know of these. */
  ownAlerts: Alert[] = [];
  #logAlerts: Alert[] = [];
  #modelAlerts: readonly Alert[] | undefined;
  #info: RunInfo | undefined;
  recordCounts = new Map<string, number>();
  machine: MachineFacts | undefined;
  counts: ItemCounts | undefined;
  stopNs = 0;
  source: RunSource;
  rows: RunRows = { tracks: [], groups: [], roots: [], nameCount: 0 };
  /** Called after every change that a page should know of. */
  onChanged: () => void = () => {};

  constructor(id: string, title: string, paths: readonly string[], source: RunSource = new MemorySource()) {
    this.id = id;
    this.title = title;
    this.paths = paths;
    this.source = source;
  }

  /** Whether anything was read: a timeline (that of an archive has no logs), or at least what the run was. */
  get isReadable(): boolean {
    return this.rows.tracks.length > 0 || this.files.some(({ status }) => status === 'whole' || status === 'cut' || status === 'no timed records');
  }

  changed(phase: RunPhase = this.phase): void {
    this.phase = phase;
    this.revision++;
    this.onChanged();
  }

  get alerts(): readonly Alert[] {
    return [...this.ownAlerts, ...(this.#modelAlerts ?? this.#logAlerts)];
  }

  /** The facts of one log; `isInModel`: the model will repeat its alerts. */
  addLog(log: DecodedLog, rank: number, isInModel: boolean): void {
    this.files.push(fileInfo(log, rank));
    this.files.sort((a, b) => a.rank - b.rank);
    (isInModel ? this.#logAlerts : this.ownAlerts).push(...log.alerts);
    for (const [name, count] of log.recordCounts) this.recordCounts.set(name, (this.recordCounts.get(name) ?? 0) + count);
  }

  /** Takes the rows of what has been published so far. */
  takeRows(memory: MemorySource): void {
    this.stopNs = memory.stopNs;
    this.rows = {
      tracks: memory.tracks.map(trackSummary), groups: memory.groups.map(groupSummary), roots: memory.roots, nameCount: memory.names.length,
    };
  }

  /** All logs are in. */
  takeModel(model: RunModel): void {
    this.machine = model.machine;
    this.counts = model.counts;
    this.stopNs = model.stopNs;
    this.#modelAlerts = model.alerts;
  }

  /** Forgets what its logs said: they are read again. */
  startAgain(source: RunSource): void {
    this.source = source;
    this.files = [];
    this.recordCounts.clear();
    this.#logAlerts = [];
    this.#modelAlerts = undefined;
    this.changed('reading');
  }

  /** From here on the rows come from the index. */
  takeIndexRows(source: IndexSource): void {
    this.rows = { tracks: source.tracks, groups: source.groups.map(withComposedCurve), roots: source.reader.run().roots, nameCount: source.reader.nameCount() };
  }

  /** A run that was opened from its index. */
  takeIndexFacts({ info, recordCounts }: RunFacts, files: readonly FileInfo[], alerts: readonly Alert[]): void {
    this.#info = info;
    this.stopNs = info.interval.stopNs;
    // Written as they came.
    this.files = files.toSorted((a, b) => a.rank - b.rank).map(({ path, rank, container, bytes, rawBytes, records, duplicates, status }) => ({ path, rank, container, bytes, rawBytes, records, duplicates, status }));
    this.recordCounts = new Map(Object.entries(recordCounts));
    this.#modelAlerts = alerts;
  }

  summary(): RunSummary {
    const info = this.#info === undefined ? runInfo(this.id, this.title, this.machine, this.counts, this.stopNs) : { ...this.#info, title: this.title };
    return {
      run: this.id, revision: this.revision, phase: this.phase, info,
      tracks: this.rows.tracks, groups: this.rows.groups, roots: this.rows.roots, nameCount: this.rows.nameCount,
      alerts: this.alerts,
      extent: { startNs: 0, stopNs: this.stopNs + Math.floor(this.stopNs / 200) },
      slowBuild: slowBuildSentence(info.flags),
      isSample: this.isSample,
      files: this.files,
    };
  }
}
