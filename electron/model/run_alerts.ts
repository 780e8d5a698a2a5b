/** Sentences for what was doubtful in the run as a whole. Engine worker. */
import { grouped } from '../decode/decode_alerts.ts';
import type { Alert } from '../protocol/alerts.ts';
import type { MessageCheck, MessagePlace } from './message_figures.ts';
import type { RankFacts } from './machine_facts.ts';
import { viewWords, type RunView } from './run_view.ts';
import { counted } from './tally.ts';

/** Where an item of a message is: slug of the track and path of the file, if the rank's processor is shown. */
export type PlaceNames = (place: MessagePlace) => { readonly track: string; readonly file: string } | undefined;

/** One alert for all missing nodes. */
export function missingRanks(loaded: readonly number[], declared: number): Alert[] {
  const present = new Set(loaded);
  const missing: number[] = [];
  // A hostile log may declare billions of nodes; a few thousand names are enough.
  for (let node = 0; node < declared && missing.length <= present.size + 4096; node++) if (!present.has(node)) missing.push(node);
  const count = declared - [...present].filter((node) => node < declared).length;
  if (count <= 0) return [];
  const given = `${grouped(present.size)} of ${counted(declared, 'log')} given`;
  const message = count === 1
    ? `Node ${missing[0]} is missing: ${given}. Its tracks, and paths through it, are not shown.`
    : `Nodes ${listed(missing, count)} are missing: ${given}. Their tracks, and paths through them, are not shown.`;
  return [{ rule: 'rank-missing', severity: 'warning', count, message, file: null, offset: null, affects: ['messages', 'critical path', 'channels'] }];
}

function listed(nodes: readonly number[], count: number): string {
  const shown = nodes.slice(0, 8);
  if (count > shown.length) return `${shown.join(', ')} and ${grouped(count - shown.length)} more`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown[shown.length - 1]}`;
}

export function messageAlerts(check: MessageCheck, names: PlaceNames): Alert[] {
  const alerts: Alert[] = [];
  const at = (place: MessagePlace | undefined): Pick<Alert, 'file' | 'offset' | 'item'> => {
    const found = place === undefined ? undefined : names(place);
    if (place === undefined || found === undefined) return { file: null, offset: null };
    return { file: found.file, offset: place.offset, item: { track: found.track, startNs: place.startNs } };
  };
  if (check.skewed > 0) {
    const pairs = check.pairs.map(({ from, to, count, meanNs, squares }) =>
      `Node ${from} is ${micros(meanNs)} us behind node ${to} (${counted(count, 'message')}, standard deviation ${micros(Math.sqrt(squares / count))} us).`);
    const both = check.pairs.some(({ from, to }) => from < to && check.pairs.some((pair) => pair.from === to && pair.to === from));
    const message = [
      `${grouped(check.skewed)} of ${counted(check.total, 'message')} came before they were sent, by ${micros(check.skewedNs / check.skewed)} us on average: the clocks of the nodes differ.`,
      ...pairs, ...(both ? ['Clocks differ in both directions, so no single correction fits.'] : []),
    ].join(' ');
    alerts.push({ rule: 'clock-skew', severity: 'warning', count: check.skewed, message, ...at(check.firstSkewed), affects: ['message latency', 'critical path'] });
  }
  if (check.isSlow && check.slow > 0) {
    const limit = check.limits.thresholdUs >= 1000 ? `${check.limits.thresholdUs / 1000} ms` : `${check.limits.thresholdUs} us`;
    const message = `${grouped(check.slow)} of ${counted(check.total, 'message')} (${check.slowPercent.toFixed(2)} %, longest ${millis(check.longestNs)} ms) took ${limit} or more to arrive: the nodes may have shared cores with other work.`;
    alerts.push({ rule: 'long-latency', severity: 'warning', count: check.slow, message, ...at(check.longest), affects: ['message latency'] });
  }
  return alerts;
}

function micros(ns: number): string {
  return grouped((ns / 1000).toFixed(3));
}

function millis(ns: number): string {
  return grouped((Math.floor(ns / 1000) / 1000).toFixed(3));
}

/** `logs`: whether each log with timed records has any record of the event graph. */
export function eventGraphAlert(logs: readonly { readonly hasTimes: boolean; readonly hasEventGraph: boolean }[]): Alert[] {
  const timed = logs.filter(({ hasTimes }) => hasTimes);
  if (timed.length === 0 || timed.some(({ hasEventGraph }) => hasEventGraph)) return [];
  return [{
    rule: 'no-event-graph', severity: 'note', count: timed.length, file: null, offset: null, affects: ['critical path', 'triggering latency'],
    message: 'The run recorded no event graph (-lg:prof_no_critical_paths, or a runtime that leaves it out): critical paths are not shown.',
  }];
}

/** @param events that wait for themselves by way of others */
export function eventCycleAlert(events: number): Alert[] {
  if (events === 0) return [];
  const message = `${counted(events, 'event')} wait${events === 1 ? 's' : ''} for ${events === 1 ? 'itself' : 'each other in circles'}, which cannot be: the records are damaged or incomplete. Critical paths are shown as if the circles were not there.`;
  return [{ rule: 'event-cycle', severity: 'warning', count: events, message, file: null, offset: null, affects: ['critical path', 'triggering latency'] }];
}

/** Words of the reference for each flag, in its order. Source: legion tools/legion_prof_rs/src/state.rs, RuntimeConfig. */
const SLOW_FLAGS: readonly { readonly flag: string; readonly words: string; readonly unless?: string }[] = [
  { flag: 'debug', words: 'Debug Mode' }, { flag: 'spy', words: 'Legion Spy' }, { flag: 'gc', words: 'Legion GC' },
  { flag: 'inorder', words: '-lg:inorder' }, { flag: 'safe_mapper', words: '-lg:safe_mapper', unless: 'debug' },
  { flag: 'safe_runtime', words: 'Safe Runtime', unless: 'debug' }, { flag: 'safe_ctrlrepl', words: '-lg:safe_ctrlrepl' },
  { flag: 'part_checks', words: '-lg:partcheck' }, { flag: 'bounds_checks', words: 'Bounds Checks' }, { flag: 'resilient', words: 'Resilience' },
];

/** The last log's configuration counts, as in the reference. */
export function slowBuildAlert(ranks: readonly RankFacts[]): Alert[] {
  const flags = ranks.length === 0 ? [] : ranks[ranks.length - 1].flags;
  if (flags.length === 0) return [];
  const words = SLOW_FLAGS.filter(({ flag, unless }) => flags.includes(flag) && (unless === undefined || !flags.includes(unless))).map(({ words }) => words);
  const message = `This profile was generated with ${words.join(', ')}. Extreme performance degradation may occur.`;
  return [{ rule: 'slow-build', severity: 'warning', count: 1, message, file: null, offset: null, affects: ['times'] }];
}

/** Whoever sees a part of a run shall know that it is one. */
export function partialViewAlert(view: RunView): Alert[] {
  const words = viewWords(view);
  if (words === '') return [];
  return [{ rule: 'partial-view', severity: 'note', count: 1, message: `A part of the run is shown: ${words}.`, file: null, offset: null, affects: ['everything'] }];
}

export function lostInstanceAlert(count: number, file: string | null, offset: number | null): Alert[] {
  if (count === 0) return [];
  const message = `${counted(count, 'instance')} described without a lifetime (the log of the node that deleted ${count === 1 ? 'it is' : 'them is'} missing, or the run ended early): not drawn in any memory.`;
  return [{ rule: 'instance-without-timeline', severity: 'note', count, message, file, offset, affects: ['memory'] }];
}

export function overCapacityAlert(memories: readonly { readonly longName: string; readonly slug: string; readonly peakBytes: number; readonly capacityBytes: number; readonly atNs: number }[]): Alert[] {
  if (memories.length === 0) return [];
  const [{ longName, peakBytes, capacityBytes, slug, atNs }] = memories;
  const message = `${longName} held ${grouped(peakBytes)} bytes at its peak, more than the ${grouped(capacityBytes)} that the run declared${memories.length > 1 ? `; so did ${counted(memories.length - 1, 'other memory', 'other memories')}` : ''}.`;
  return [{ rule: 'over-capacity', severity: 'note', count: memories.length, message, file: null, offset: null, affects: ['memory'], item: { track: slug, startNs: atNs } }];
}
