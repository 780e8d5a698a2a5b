// Events that the reference would pass to Nsight Systems, from its recorded tiles, and ours in the same form. Test helper.
import { basename } from 'node:path';
import type { GoldenSlot } from '../golden/model_golden.ts';
import type { Recording, RecordedEvent } from './backends.ts';

type GoldenValue = { readonly String?: string; readonly Interval?: { readonly start: number; readonly stop: number }; readonly ItemLink?: { readonly title: string } };

export interface MetaSlot {
  readonly name: string;
  readonly rows: readonly (readonly (readonly [uid: number, start: number, stop: number, title: string, fields: readonly (readonly [name: string, value: GoldenValue, tone?: string])[]])[])[];
}

/** Compared by key, as a multiset: `track: start-stop colour title | facts`. */
export type EventCounts = Map<string, number>;

const count = (counts: EventCounts, key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);

/** One line an event. Facts are those that both sides have: what the details name, and what payloads carry. */
function keyOf(track: string, start: string, stop: string, rgb: string, title: string, facts: readonly (readonly [string, string | undefined])[]): string {
  const shown = facts.filter(([, value]) => value !== undefined && value !== '').map(([name, value]) => `${name}=${value}`).join('; ');
  return `${track}: ${start}-${stop} ${rgb} ${title} | ${shown}`;
}

/** Slots and metas are parallel. */
export function goldenEvents(slots: readonly GoldenSlot[], metas: readonly MetaSlot[]): EventCounts {
  const counts: EventCounts = new Map();
  slots.forEach((slot, s) => slot.rows.forEach((row, r) => row.forEach(([, start, stop, color], i) => {
    const [, , , title, fields] = metas[s].rows[r][i];
    const value = (name: string): GoldenValue | undefined => fields.find(([own]) => own === name)?.[1];
    const length = (name: string): string | undefined => {
      const interval = value(name)?.Interval;
      return interval === undefined ? undefined : String(interval.stop - interval.start);
    };
    const text = (name: string): string | undefined => value(name)?.ItemLink?.title ?? value(name)?.String;
    count(counts, keyOf(slot.name, String(start), String(stop), color.slice(0, 6), withoutZero(title), [
      ['lifetime', length('Lifetime')], ['deferred', length('Deferred')], ['delayed', length('Delayed')], ['latency', length('Message Latency')],
      ['operation', text('Operation')], ['caller', text('Caller')], ['mapper', text('Mapper')], ['creator', text('Creator')], ['critical', fields.filter(([own]) => own === 'Critical Path').map(([, own]) => own.ItemLink?.title ?? own.String).join(' then ')],
    ]));
  })));
  return counts;
}

/** A mapper call for no operation is `… for 0` there, without it here. */
function withoutZero(title: string): string {
  return title.replace(/^(Mapper Call .*) for 0$/, '$1');
}

/**
 * @param zeros ns since 1970 at profile zero, by node
 * @param waitsReplace in details of waiting segments what ended the wait takes the place of what the item itself waited for (from log version 1010 on)
 */
export function recordedEvents({ events, calls }: Recording, zeros: ReadonlyMap<number, bigint>, waitsReplace: boolean): EventCounts {
  const counts: EventCounts = new Map();
  const tracks = new Map(calls.filter(({ call }) => call === 'StreamOpen').map(({ name, domain, scope }) => [name, trackOf(domain ?? '', scope ?? '')]));
  for (const event of events) {
    const track = tracks.get(event.stream) ?? basename(event.stream);
    count(counts, eventKey(event, track, zeros.get(Number(/^n(\d+)/.exec(track)?.[1])) ?? 0n, waitsReplace));
  }
  return counts;
}

/** `n0 / cpu / c1` from `Legion/n0/cpu/c1`, or from `Node[0]/cpu/c1` where all is one domain. */
function trackOf(domain: string, scope: string): string {
  const path = domain === 'Legion' ? scope.replace(/^Node\[(\d+)\]/, 'n$1').replaceAll(/\\(.)/g, '$1') : domain.replace(/^Legion\//, '');
  return path.split('/').join(' / ');
}

function criticalPaths(own: string, wait: string, waitsReplace: boolean): string {
  return (waitsReplace && wait !== '' ? [wait] : [own, wait]).filter((text) => text !== '').join(' then ');
}

function eventKey({ fields }: RecordedEvent, track: string, zeroNs: bigint, waitsReplace: boolean): string {
  const time = (name: string): string => String(BigInt(fields[name] ?? '') - zeroNs);
  const fact = (name: string): string | undefined => (fields[name] === undefined || fields[name] === null ? undefined : String(fields[name]));
  return keyOf(track, time('time_start'), time('time_stop'), String(fields['color']).slice(2), String(fields['name']), [
    ['lifetime', fact('lifetime_ns')], ['deferred', fact('deferred_ns')], ['delayed', fact('delayed_ns')], ['latency', fact('message_latency_ns')],
    ['operation', fact('operation_name') ?? fact('parent_operation')], ['caller', fact('caller')], ['mapper', fact('mapper')], ['creator', fact('creator')], ['critical', criticalPaths(fact('critical_path') ?? '', fact('waiting_for') ?? '', waitsReplace)],
  ]);
}

/** The first differences, `+` for what only we have. */
export function differences(ours: EventCounts, theirs: EventCounts): string[] {
  const found: string[] = [];
  for (const [key, times] of ours) if (times > (theirs.get(key) ?? 0)) found.push(`+ ${key}`);
  for (const [key, times] of theirs) if (times > (ours.get(key) ?? 0)) found.push(`- ${key}`);
  return found;
}
