/** Rules of alerts in words, and what the numbers they touch are called. */
import type { AlertRule } from '../../../electron/protocol/alerts.ts';

export const RULE_NAMES: Readonly<Record<AlertRule, string>> = {
  'file-cut': 'File ends early', 'file-empty': 'Empty file', 'file-unreadable': 'File cannot be read', 'gzip-damaged': 'Damaged gzip', 'trailing-bytes': 'Bytes after the end',
  'unknown-type': 'Unknown field type', 'no-timed-records': 'No timed records',
  'rank-missing': 'Rank missing', 'rank-twice': 'Same rank twice', 'other-run': 'Files of another run', 'unknown-record': 'Unknown records',
  'unknown-version': 'Other log version', 'preamble-mismatch': 'Preamble misdescribes a record', 'duplicate-records': 'Repeated records',
  'dangling-reference': 'Reference to nothing', 'negative-interval': 'Negative interval', 'impossible-time': 'Impossible time',
  'instance-without-timeline': 'Instance without timeline', 'overlap-on-processor': 'Overlap on a processor', 'over-capacity': 'Memory over capacity',
  'clock-skew': 'Clock skew', 'long-latency': 'Long-latency messages', 'event-cycle': 'Cycle of events', 'call-threshold': 'Call threshold in force',
  'no-event-graph': 'No event graph', 'slow-build': 'Slow build', 'still-being-written': 'Still being written', 'index-elsewhere': 'Index kept elsewhere',
  'index-not-saved': 'Index not saved', 'index-stale': 'Index out of date', 'partial-view': 'A part of the run',
  'too-many-levels': 'Too many levels', 'nsight-joined': 'Nsight Systems joined', 'nsight-clock': 'Clock of Nsight Systems', 'nsight-not-joined': 'Nsight Systems not joined',
};
