/** Doubtful data: every broken assumption about a log becomes one of these, gathered beside the data and shown in one list. Pure. */

export type Severity = 'error' | 'warning' | 'note';

/** Stable names of the rules; scripts and tests rely on them. */
export type AlertRule =
  | 'file-cut' | 'file-empty' | 'file-unreadable' | 'no-timed-records' | 'rank-missing' | 'rank-twice' | 'other-run'
  | 'gzip-damaged' | 'trailing-bytes' | 'unknown-type' | 'unknown-record' | 'unknown-version' | 'preamble-mismatch' | 'duplicate-records' | 'dangling-reference'
  | 'negative-interval' | 'impossible-time' | 'instance-without-timeline' | 'overlap-on-processor' | 'over-capacity'
  | 'clock-skew' | 'long-latency' | 'event-cycle' | 'call-threshold' | 'no-event-graph' | 'slow-build'
  | 'too-many-levels' | 'still-being-written' | 'index-elsewhere' | 'index-not-saved' | 'index-stale' | 'partial-view'
  | 'nsight-joined' | 'nsight-clock' | 'nsight-not-joined';

/** Rules about a file as such, whatever it tells of its run. */
export const FILE_RULES: ReadonlySet<AlertRule> = new Set<AlertRule>([
  'file-cut', 'file-empty', 'file-unreadable', 'no-timed-records', 'gzip-damaged', 'trailing-bytes', 'unknown-type', 'unknown-record', 'unknown-version',
  'preamble-mismatch', 'duplicate-records', 'still-being-written',
]);

export interface Alert {
  readonly rule: AlertRule;
  readonly severity: Severity;
  /** How many records, messages or files the rule caught. */
  readonly count: number;
  /** A sentence: what happened, what still works, what to do. */
  readonly message: string;
  /** Path of the file of the first example; null where the alert is about the run. */
  readonly file: string | null;
  /** Uncompressed byte of the first example; null where there is none. */
  readonly offset: number | null;
  /** Names of the numbers that it touches, in the user's words ("idle", "utilization", …). */
  readonly affects: readonly string[];
  /** Where to look on the timeline: first example, if it is an item. */
  readonly item?: { readonly track: string; readonly startNs: number };
}
