/** Sentences for what was doubtful in one log. What needs several logs is in run_alerts.ts. */
import type { Alert } from '../protocol/alerts.ts';
import type { DecodedLog } from '../decode/decoded_log.ts';
import type { Tally } from './tally.ts';
import { counted } from './tally.ts';

export function shardAlerts(log: DecodedLog, tally: Tally): Alert[] {
  const file = log.path;
  const name = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  return [
    ...tally.alert('time-lost', 'impossible-time', 'warning', file, ['busy', 'utilization'], (count, example) =>
      `${name}: ${counted(count, 'record')} without a usable start and stop left out, the first a ${example}.`),
    ...tally.alert('time-half', 'impossible-time', 'warning', file, ['busy', 'utilization'], (count, example) =>
      `${name}: ${counted(count, 'record')} with only one usable time drawn as a point in time, the first a ${example}.`),
    ...tally.alert('wait-time-lost', 'impossible-time', 'warning', file, ['waiting'], (count) =>
      `${name}: ${counted(count, 'wait')} without a usable start or end left out.`),
    ...tally.alert('inverted', 'negative-interval', 'warning', file, ['busy', 'utilization'], (count, example) =>
      `${name}: ${counted(count, 'record')} that stop before they start drawn as empty at their start, the first a ${example}.`),
    ...tally.alert('kernel-inverted', 'negative-interval', 'warning', file, ['busy', 'utilization'], (count) =>
      `${name}: ${counted(count, 'GPU kernel')} with an impossible start drawn as the last nanosecond before ${count === 1 ? 'its' : 'their'} stop.`),
    ...tally.alert('disordered', 'negative-interval', 'note', file, ['deferred', 'delayed'], (count, example) =>
      `${name}: ${counted(count, 'record')} with creation, readiness and start out of order, the first a ${example}; deferred and delayed times of these are negative.`),
    ...tally.alert('wait-inverted', 'negative-interval', 'note', file, ['waiting'], (count) =>
      `${name}: ${counted(count, 'wait')} with start, readiness and end out of order; put in order.`),
    ...tally.alert('call-without-task', 'dangling-reference', 'warning', file, ['running'], (count) =>
      `${name}: ${counted(count, 'call')} of tasks that the log does not hold; drawn on their processor, counted for no task.`),
    ...tally.alert('wait-without-task', 'dangling-reference', 'warning', file, ['waiting', 'running'], (count) =>
      `${name}: ${counted(count, 'wait')} of tasks that the log does not hold left out.`),
    ...tally.alert('details-without-owner', 'dangling-reference', 'warning', file, ['channels'], (count, example) =>
      `${name}: ${counted(count, 'record')} that describe a copy or fill the log does not hold left out, the first a ${example}.`),
    ...tally.alert('copy-without-memory', 'dangling-reference', 'warning', file, ['channels'], (count) =>
      `${name}: ${counted(count, 'copy', 'copies')} without a source or destination memory; shown on a channel of an unknown memory.`),
    ...tally.alert('overlap', 'overlap-on-processor', 'note', file, ['busy', 'utilization'], (count) =>
      `${name}: ${counted(count, 'time')} a second item began to run on a processor while one was running; the processor counts as busy once.`),
    ...tally.alert('levels-capped', 'too-many-levels', 'warning', file, ['levels'], (count) =>
      `${name}: ${counted(count, 'item')} beyond level 65 535 of a track drawn on that level over others.`),
  ];
}
