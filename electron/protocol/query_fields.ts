/** The fields of the query grammar (ui.md §6.1): what each is about, how it is compared, and which units its numbers take. Pure. */

export type Dimension = 'time' | 'bytes' | 'rate' | 'percent' | 'count';

export interface QueryField {
  readonly name: string;
  /** 'track' fields say which tracks are meant, 'item' fields which items. */
  readonly scope: 'track' | 'item';
  readonly kind: 'text' | 'number';
  readonly dimension: Dimension;
  /** For people, after the name: "length of its life". */
  readonly help: string;
}

const text = (scope: QueryField['scope'], name: string, help: string): QueryField => ({ name, scope, kind: 'text', dimension: 'count', help });
const number = (scope: QueryField['scope'], name: string, dimension: Dimension, help: string): QueryField => ({ name, scope, kind: 'number', dimension, help });

export const QUERY_FIELDS: readonly QueryField[] = [
  text('item', 'name', 'name of the item, as in its title'),
  number('item', 'dur', 'time', 'length of its life'),
  text('item', 'prov', 'where in the program it comes from: cg.py:107'),
  text('track', 'kind', 'kind of processor or memory: cpu, gpu, chan'),
  number('track', 'node', 'count', 'number of the node'),
  text('track', 'track', 'short or long name of the track'),
  text('item', 'type', 'task, meta, mapper, runtime, app, kernel, copy, fill, inst, dep, prof'),
  text('item', 'variant', 'name of the task variant'),
  number('item', 'line', 'count', 'line of the program'),
  number('item', 'start', 'time', 'when it starts'),
  number('item', 'stop', 'time', 'when it ends'),
  number('item', 'run', 'time', 'how long it runs in all'),
  number('item', 'wait', 'time', 'how long it waits in all'),
  number('item', 'ready', 'time', 'how long it could go on and is not resumed'),
  number('item', 'deferred', 'time', 'from created to ready'),
  number('item', 'delayed', 'time', 'from ready to started'),
  number('item', 'size', 'bytes', 'bytes of a copy, fill or instance'),
  number('item', 'bw', 'rate', 'bytes per second of a copy or fill'),
  number('item', 'op', 'count', 'operation that it is, or is done for'),
  number('item', 'uid', 'count', 'operation number in its title'),
  text('item', 'inst', 'id of an instance: 0x4000'),
  number('item', 'mapper', 'count', 'number of the mapper of a mapper call'),
  text('item', 'creator', 'what created it'),
  text('item', 'prev', 'what ran before it'),
  text('item', 'region', 'index or field space of an instance'),
  text('item', 'field', 'fields of an instance'),
  text('item', 'layout', 'layout of an instance'),
  number('item', 'hops', 'count', 'hops of a copy'),
  number('item', 'level', 'count', 'level in its track, from 0'),
  text('track', 'proc', 'name of a processor'),
  text('track', 'mem', 'name of a memory'),
  text('track', 'src', 'memory that a channel reads'),
  text('track', 'dst', 'memory that a channel or fill writes'),
  number('track', 'items', 'count', 'items on the track'),
  number('track', 'busy', 'percent', 'busy share of the view'),
];

const BY_NAME: ReadonlyMap<string, QueryField> = new Map(QUERY_FIELDS.map((field) => [field.name, field]));

/** Case does not matter. */
export function queryField(name: string): QueryField | undefined {
  return BY_NAME.get(name.toLowerCase());
}

/** Fields that the design names and no log or index can answer, with the reason. */
export const UNANSWERED_FIELDS: ReadonlyMap<string, string> = new Map([
  ['cp', 'the critical path of the whole run is not computed'],
  ['note', 'notes are listed with their flags and not part of the run'],
]);

/** The known name that is fewest changed letters away, if that is not far. */
export function nearestField(name: string): string | undefined {
  const wanted = name.toLowerCase();
  let best: string | undefined;
  let least = Math.min(3, Math.max(1, Math.ceil(wanted.length / 2)) + 1);
  for (const field of QUERY_FIELDS) {
    const distance = field.name.startsWith(wanted) || wanted.startsWith(field.name) ? 1 : editDistance(wanted, field.name, least);
    if (distance >= least) continue;
    least = distance;
    best = field.name;
  }
  return best;
}

/** Letters to add, drop or change; `limit` where there are as many or more. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next.push(Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return Math.min(limit, row[b.length]);
}
