// Events that the reference would pass to Nsight Systems, from its recorded tiles, and ours in the same form. Test helper.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { sizeText } from '../../electron/index/detail_texts.ts';
import { provenancePairs } from '../../electron/index/provenance_text.ts';
import type { GoldenSlot } from '../golden/model_golden.ts';
import type { Recording, RecordedEvent } from './backends.ts';

type GoldenValue = { readonly String?: string; readonly Vec?: readonly GoldenValue[]; readonly Interval?: { readonly start: number; readonly stop: number }; readonly ItemLink?: { readonly title: string } };

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
    const text = (name: string): string | undefined => textOf(value(name));
    const state = ['Running', 'Ready', 'Waiting'].find((name) => value(name) !== undefined)?.toLowerCase();
    count(counts, keyOf(slot.name, String(start), String(stop), color.slice(0, 6), withoutZero(title), [
      ['state', state], ['size', text('Size')], ['bandwidth', text('Effective Bandwidth')], ['provenance', state === 'waiting' ? undefined : text('Provenance')],
      ['lifetime', length('Lifetime')], ['deferred', length('Deferred')], ['delayed', length('Delayed')], ['latency', length('Message Latency')],
      ['operation', text('Operation')], ['caller', text('Caller')], ['mapper', text('Mapper')], ['creator', text('Creator')], ['critical', fields.filter(([own]) => own === 'Critical Path').map(([, own]) => own.ItemLink?.title ?? own.String).join(' then ')],
    ]));
  })));
  return counts;
}

/** The other way round: titles that stand behind a hash. */
function withZero(title: string): string {
  return title.startsWith('Mapper Call ') && !/ for \d+$/.test(title) ? `${title} for 0` : title;
}

function textOf(value: GoldenValue | undefined): string | undefined {
  return value?.ItemLink?.title ?? value?.String ?? value?.Vec?.map(textOf).join(', ');
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

/** What the brief backend wrote, by track: every event's times, colour and title. @param zeros see `recordedEvents` */
export function briefTracks(path: string, zeros: ReadonlyMap<number, bigint>): ReadonlyMap<string, BriefTrack> {
  const tracks = new Map<string, { count: number; readonly lines: string[]; readonly nsByColor: Map<string, number> }>();
  const names = new Map<string, string>();
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (line.startsWith('{')) {
      const { call, name, domain, violation } = JSON.parse(line);
      if (violation !== undefined) throw new Error(violation);
      if (call === 'StreamOpen') names.set(name, trackOf(domain, ''));
      continue;
    }
    const [stream, start, stop, color, ...title] = line.split('\t');
    const name = names.get(stream);
    if (name === undefined) continue;
    const zero = zeros.get(Number(/^n(\d+)/.exec(name)?.[1])) ?? 0n;
    const [from, to] = [String(BigInt(start) - zero), String(BigInt(stop) - zero)];
    let track = tracks.get(name);
    if (track === undefined) tracks.set(name, track = { count: 0, lines: [], nsByColor: new Map() });
    track.count++;
    track.lines.push(`${from}\t${to}\t${withZero(title.join('\t'))}\n`);
    track.nsByColor.set(`${color}ff`, (track.nsByColor.get(`${color}ff`) ?? 0) + Number(to) - Number(from));
  }
  return new Map(Array.from(tracks, ([name, { count, lines, nsByColor }]) => [name, { count, titles: sha256(lines), nsByColor: Object.fromEntries([...nsByColor].sort()) }]));
}

/** Events of a track; `titles`: sha256 over its sorted lines `start, stop, title`, as the reference's digests have it. */
export interface BriefTrack {
  readonly count: number;
  readonly titles: string;
  /** By rrggbbaa. */
  readonly nsByColor: Readonly<Record<string, number>>;
}

function sha256(lines: readonly string[]): string {
  return createHash('sha256').update(Buffer.concat(lines.map((line) => Buffer.from(line)).sort(Buffer.compare))).digest('hex');
}

function criticalPaths(own: string, wait: string, waitsReplace: boolean): string {
  return (waitsReplace && wait !== '' ? [wait] : [own, wait]).filter((text) => text !== '').join(' then ');
}

function eventKey({ schema, fields }: RecordedEvent, track: string, zeroNs: bigint, waitsReplace: boolean): string {
  const time = (name: string): string => String(BigInt(fields[name] ?? '') - zeroNs);
  const fact = (name: string): string | undefined => (fields[name] === undefined || fields[name] === null ? undefined : String(fields[name]));
  const state = fact('state');
  return keyOf(track, time('time_start'), time('time_stop'), String(fields['color']).slice(2), String(fields['name']), [
    // A wait may name a place of its own.
    ['state', state === 'none' ? undefined : state], ['size', sizeOf(fact('size_bytes'))], ['bandwidth', sizeOf(fact('bandwidth_bytes_per_s'), '/s')], ['provenance', state === 'waiting' || !SAY_WHERE.has(schema) ? undefined : provenanceOf(fact('provenance'))],
    ['lifetime', fact('lifetime_ns')], ['deferred', fact('deferred_ns')], ['delayed', fact('delayed_ns')], ['latency', fact('message_latency_ns')],
    ['operation', fact('operation_name') ?? fact('parent_operation')], ['caller', fact('caller')], ['mapper', fact('mapper')], ['creator', fact('creator')], ['critical', criticalPaths(fact('critical_path') ?? '', fact('waiting_for') ?? '', waitsReplace)],
  ]);
}

/** Kinds whose details name the provenance; events of others carry that of their operation. */
const SAY_WHERE: ReadonlySet<string> = new Set(['Legion task', 'Legion GPU task', 'Legion copy', 'Legion fill', 'Legion dependent partitioning', 'Legion instance']);

function sizeOf(bytes: string | undefined, unit = ''): string | undefined {
  return bytes === undefined ? undefined : `${sizeText(Number(bytes))}${unit}`;
}

function provenanceOf(text: string | undefined): string | undefined {
  return text === undefined ? undefined : provenancePairs(text)?.map(([key, value]) => `${key}: ${value}`).join(', ') ?? text;
}

/**
 * Events whose ids are not those in the item's title or in the name of its operation (tasks carry their own, instances theirs, all else
 * the one that it was done for), and those that say something else of where an operation comes from than the others do.
 */
export function contradictions({ events }: Recording): string[] {
  const places = new Map<unknown, unknown>();
  return events.flatMap(({ schema, fields }) => {
    const { name, operation, operation_name: operationName, instance, provenance } = fields;
    const hasInstance = instance === undefined || String(name).endsWith(` 0x${BigInt(instance ?? 0).toString(16)}`);
    // An operation that no log describes has its number alone.
    const hasOperation = operation === undefined || operation === '0' || operationName === '' || String(operationName ?? name).endsWith(`<${operation}>`);
    if (operation !== undefined && operation !== '0' && !places.has(operation)) places.set(operation, provenance);
    const hasPlace = operation === undefined || operation === '0' || places.get(operation) === provenance;
    return hasInstance && hasOperation && hasPlace ? [] : [`${schema} ${name}: operation ${operation} ${operationName}, instance ${instance}, ${provenance}, others ${places.get(operation)}`];
  });
}

/** The first differences, `+` for what only we have. */
export function differences(ours: EventCounts, theirs: EventCounts): string[] {
  const found: string[] = [];
  for (const [key, times] of ours) if (times > (theirs.get(key) ?? 0)) found.push(`+ ${key}`);
  for (const [key, times] of theirs) if (times > (ours.get(key) ?? 0)) found.push(`- ${key}`);
  return found;
}
