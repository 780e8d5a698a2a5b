/** What is said about a joined export, beside the data: how its clock was found, what was left out, why it could not be joined. */
import { basename } from 'node:path';
import type { Alert } from '../protocol/alerts.ts';
import { formatTime } from '../protocol/format_time.ts';
import type { ProcessClock } from './export_clock.ts';
import type { JoinCounts } from './join_export.ts';

export function joinedAlerts(path: string, counts: JoinCounts, clocks: readonly ProcessClock[], isAlone: boolean): Alert[] {
  const events = sum(counts.byProcess.values());
  const left = [
    counts.outside > 0 ? `${counts.outside} events outside of the time of the run were left out` : '',
    counts.broken > 0 ? `${counts.broken} without sound times were left out` : '',
    counts.untied > 0 && !isAlone ? `${counts.untied} kernels and copies belong to no task that was found` : '',
  ].filter((part) => part !== '');
  const matched = clocks.filter(({ found }) => found === 'matched');
  const by = matched.length > 0 ? ` Its clock was moved onto the run's by ${sum(matched.map(({ matches }) => matches))} starts and ends of GPU tasks.` : '';
  const joined: Alert = {
    rule: 'nsight-joined', severity: 'note', count: events, file: path, offset: null, affects: [],
    message: `${basename(path)} of Nsight Systems is joined: ${events} events.${by}${left.length === 0 ? '' : ` ${left.join('; ')}.`}`,
  };
  return [joined, ...isAlone ? [] : clocks.flatMap((clock) => clockAlert(path, clock))];
}

function clockAlert(path: string, { found, offsetNs }: ProcessClock): Alert[] {
  if (found === 'matched') return [];
  const how = found === 'utc'
    ? `Its clock was moved by ${formatTime(offsetNs)}, by the wall clock alone: no times of GPU tasks and kernels agree. Its events may be off by some milliseconds.`
    : 'It does not say when it was taken, and no times of GPU tasks and kernels agree: its start was put at the start of the run. Do not compare its times with those of the run.';
  return [{ rule: 'nsight-clock', severity: 'warning', count: 1, file: path, offset: null, affects: ['times'], message: `${basename(path)}: ${how}` }];
}

export function notJoinedAlert(path: string, reason: string): Alert {
  return { rule: 'nsight-not-joined', severity: 'warning', count: 1, file: path, offset: null, affects: [], message: `${basename(path)} was not joined: ${reason}` };
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
