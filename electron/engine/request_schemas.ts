/**
 * What a page may ask, checked before anything looks at it: pages come over a socket and may be hostile. Every text, number and list is
 * bounded, and no request names a path. Main thread.
 */
import * as v from 'valibot';
import { ALIGNMENTS } from '../protocol/compare_api.ts';
import type { EngineMethods, TileMethods } from '../protocol/engine_api.ts';
import { COLOR_MODES } from '../protocol/tiles.ts';
import { ProfileError } from '../protocol/errors.ts';
import { EXPORT_FORMATS } from '../protocol/exports.ts';
import { noteSchema } from './run_notes.ts';
import { ITEM_TYPES } from '../protocol/items.ts';

const MAX_U32 = 0xffffffff;
const MAX_TEXT = 4096;
const MAX_SQL = 1 << 16;
const MAX_LIST = 100_000;
const MAX_SETTING_BYTES = 1 << 18;

const none = v.object({});
const run = v.pipe(v.string(), v.maxLength(128));
const contentId = run;
const u32 = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_U32));
const ns = v.pipe(v.number(), v.finite(), v.minValue(-Number.MAX_SAFE_INTEGER), v.maxValue(Number.MAX_SAFE_INTEGER));
const step = v.union([v.literal(1), v.literal(-1)]);
const MOST_REPEATS = 15;
const repeats = v.pipe(v.array(run), v.maxLength(MOST_REPEATS));
const pair = { a: run, b: run, repeats: v.optional(v.tuple([repeats, repeats])) };
const side = v.union([v.literal(0), v.literal(1)]);
const text = v.pipe(v.string(), v.maxLength(MAX_TEXT));
const span = v.object({ startNs: ns, stopNs: ns });
const tile = v.object({
  run,
  key: v.object({
    track: u32,
    exp: v.pipe(v.number(), v.integer(), v.minValue(-64), v.maxValue(63)),
    index: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER)),
  }),
  revision: v.optional(v.number()),
});
const color = v.picklist(COLOR_MODES);
const ask = v.object({ found: v.nullable(u32), kept: v.nullable(u32), color, rules: v.pipe(v.array(u32), v.maxLength(8)) });
const smallJson = v.custom<unknown>((value) => JSON.stringify(value ?? null).length <= MAX_SETTING_BYTES, 'too long');

type Schemas = { readonly [M in keyof EngineMethods]: v.GenericSchema<unknown, EngineMethods[M]['params']> }
  & { readonly [M in keyof TileMethods]: v.GenericSchema<unknown, TileMethods[M]> };

const SCHEMAS: Schemas = {
  'session.state': none,
  'run.summary': v.object({ run }),
  'run.openSample': none,
  'run.openRecent': v.object({ contentId }),
  'run.close': v.object({ run }),
  'run.setTitle': v.object({ run, title: v.pipe(v.string(), v.maxLength(500)) }),
  'run.view': v.object({ run }),
  'run.setView': v.object({ run, view: v.pipe(v.string(), v.maxLength(MAX_SETTING_BYTES)) }),
  'notes.list': v.object({ run }),
  'notes.set': v.object({ run, id: v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/)), note: v.nullable(noteSchema) }),
  'recent.forget': v.object({ contentId }),
  'names.get': v.object({ run, from: u32, to: u32 }),
  'item.details': v.object({ run, track: u32, ordinal: u32, segmentStartNs: v.optional(ns) }),
  'range.items': v.object({ run, tracks: v.pipe(v.array(u32), v.maxLength(MAX_LIST)), startNs: ns, stopNs: ns, limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(20_000)) }),
  'item.flows': v.object({ run, track: u32, ordinal: u32 }),
  'item.at': v.object({ run, track: u32, ns, level: v.optional(u32) }),
  'item.name': v.object({ run, track: u32, ordinal: u32 }),
  'item.locate': v.object({ run, track: u32, ordinal: u32 }),
  'track.gap': v.object({ run, track: u32, ns }),
  'item.neighbour': v.object({ run, track: u32, ordinal: u32, step, same: v.picklist(['level', 'name']) }),
  'group.details': v.object({ run, track: u32, level: u32, startNs: ns, stopNs: ns }),
  'util.mean': v.object({ run, tracks: v.pipe(v.array(u32), v.maxLength(MAX_LIST)), startNs: ns, stopNs: ns }),
  'range.names': v.object({ run, tracks: v.nullable(v.pipe(v.array(u32), v.maxLength(MAX_LIST))), startNs: ns, stopNs: ns, kept: v.optional(u32) }),
  'search.start': v.object({ run, text, span: v.optional(span), within: v.optional(v.object({ span: v.optional(span), tracks: v.optional(v.pipe(v.array(u32), v.maxLength(MAX_LIST))) })), patienceMs: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(60_000))) }),
  'search.rest': v.object({ run, search: u32 }),
  'search.step': v.object({ run, search: u32, from: v.nullable(v.object({ ns, track: u32, ordinal: u32 })), step }),
  'search.ticks': v.object({ run, search: u32, buckets: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_536)) }),
  'search.around': v.object({ run, search: u32, startNs: ns, stopNs: ns }),
  'search.list': v.object({ run, search: u32, tracks: v.nullable(v.pipe(v.array(u32), v.maxLength(MAX_LIST))), sorting: v.picklist(['time', 'duration', 'track']), from: u32, count: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(500)) }),
  'search.values': v.object({ run, field: v.pipe(v.string(), v.maxLength(64)), text }),
  'color.legend': v.object({ run, color, startNs: ns, stopNs: ns }),
  'compare.runs': v.object(pair),
  'compare.align': v.object({ ...pair, mode: v.picklist(ALIGNMENTS) }),
  'compare.contributions': v.object({ ...pair, phase: v.pipe(v.string(), v.maxLength(64)), key: u32 }),
  'compare.partner': v.object({ ...pair, side, track: u32, ordinal: u32 }),
  'compare.source': v.object({ ...pair, files: v.tuple([text, text]), lines: v.tuple([u32, u32]) }),
  'compare.page': v.object(pair),
  'compare.deltas': v.object({ ...pair, side, track: u32, from: u32, to: u32 }),
  'export.plan': v.object({ run }),
  'export.start': v.object({ run, choice: v.object({ format: v.picklist(EXPORT_FORMATS), name: v.pipe(v.string(), v.minLength(1), v.maxLength(200)), replaces: v.boolean(), hasOrigins: v.boolean(), merges: v.boolean() }) }),
  'lines.costs': v.object({ run }),
  'lines.source': v.object({ run, file: text }),
  'memory.use': v.object({ run, startNs: ns, stopNs: ns }),
  'memory.curve': v.object({ run, startNs: ns, stopNs: ns, track: u32, parts: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(16_384)) }),
  'memory.instances': v.object({ run, startNs: ns, stopNs: ns, track: u32 }),
  'memory.waits': v.object({ run }),
  'channels.use': v.object({ run, startNs: ns, stopNs: ns, groups: v.pipe(v.array(v.tuple([u32, u32])), v.maxLength(MAX_LIST)) }),
  'channels.copies': v.object({ run, startNs: ns, stopNs: ns, tracks: v.nullable(v.pipe(v.array(u32), v.maxLength(MAX_LIST))) }),
  'items.groups': v.object({ run, startNs: ns, stopNs: ns, type: v.picklist(ITEM_TYPES), by: v.picklist(['line', 'kind', 'node', 'mapper']) }),
  'items.list': v.object({ run, startNs: ns, stopNs: ns, type: v.picklist(ITEM_TYPES), name: u32 }),
  'items.points': v.object({ run, track: u32, ordinal: u32 }),
  'items.waiter': v.object({ run, track: u32, ordinal: u32 }),
  'sql.schema': v.object({ run }),
  'sql.run': v.object({ run, sql: v.pipe(v.string(), v.maxLength(MAX_SQL)), bindings: v.object({ range_start: ns, range_stop: ns, selected_item: v.nullable(ns) }) }),
  'job.cancel': v.object({ job: u32 }),
  'settings.set': v.object({ key: v.pipe(v.string(), v.minLength(1), v.maxLength(200)), value: smallJson }),
  'tile.items': tile,
  'tile.util': tile,
  'tile.marks': v.object({ run, key: tile.entries.key, ask }),
};

/** Methods that change something: refused on a read-only page. */
const CHANGING = new Set<string>(['run.openSample', 'run.openRecent', 'run.close', 'run.setTitle', 'run.setView', 'notes.set', 'recent.forget', 'export.start', 'job.cancel', 'settings.set']);

export function isChanging(method: string): boolean {
  return CHANGING.has(method);
}

/** Parameters with everything else removed. @throws ProfileError 'bad-request' for an unknown method or wrong parameters */
export function checkRequest(method: string, params: unknown): unknown {
  const schema = Object.hasOwn(SCHEMAS, method) ? SCHEMAS[method as keyof Schemas] : undefined;
  if (schema === undefined) throw new ProfileError('bad-request', 'The engine has no such method; reload the page so that it matches its engine.');
  const result = v.safeParse(schema as v.GenericSchema, params ?? {}, { abortEarly: true });
  if (result.success) return result.output;
  const issue = result.issues[0];
  throw new ProfileError('bad-request', `${method}: ${v.getDotPath(issue) ?? 'parameters'}: ${issue.message.slice(0, 200)}`);
}
