// The event graph against a slow version that follows the reference's words: recursive, with every phase of a barrier as a vertex.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildGraph, eventKindNumber, EventStatements, EVENT_KINDS, hasEdges, ON_REPEAT, type EventGraph, type EventKind, type OnRepeat } from '../../electron/model/event_graph.ts';
import { solveEventGraph } from '../../electron/model/event_paths.ts';

/** A record about an event. Ids: `e3`, or `b2.5` for phase 5 of barrier 2. */
interface Statement {
  readonly event: string;
  readonly kind: EventKind;
  readonly creation: number;
  /** Of kinds that trigger by themselves. */
  readonly trigger: number | undefined;
  readonly before: readonly string[];
}

interface Answer {
  readonly critical: string;
  readonly trigger: number | undefined;
}

const REPEATS: Readonly<Partial<Record<EventKind, OnRepeat>>> = { merge: ON_REPEAT.join, completion_queue: ON_REPEAT.join, trigger: ON_REPEAT.join, barrier_arrival: ON_REPEAT.latest, external: ON_REPEAT.earliest };
const ONCE: ReadonlySet<EventKind> = new Set(['trigger', 'poison', 'barrier_arrival']);

function words(id: string): [lo: number, hi: number] {
  if (id.startsWith('e')) return [(Number(id.slice(1)) << 20 | 1) >>> 0, 0x80000000];
  const [barrier, phase] = id.slice(1).split('.').map(Number);
  return [(barrier << 20 | phase) >>> 0, 0x20000000];
}

function nameOf(lo: number, hi: number): string {
  return hi === 0x80000000 ? `e${lo >>> 20}` : `b${lo >>> 20}.${lo & 0xfffff}`;
}

function graphOf(statements: readonly Statement[]): EventGraph {
  const list = new EventStatements(4);
  for (const { event, kind, creation, trigger, before } of statements) {
    list.begin(...words(event), eventKindNumber(kind), REPEATS[kind] ?? ON_REPEAT.drop, 7, 7, creation, trigger ?? NaN);
    for (const id of before) list.addId(...words(id));
    list.end();
  }
  const work = buildGraph(list);
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

function solved(statements: readonly Statement[]): { answers: Map<string, Answer>; cyclic: number } {
  const graph = graphOf(statements);
  const { criticals, cyclic } = solveEventGraph(graph);
  const name = (vertex: number): string => nameOf(graph.los[vertex], graph.his[vertex]);
  return {
    cyclic,
    answers: new Map(Array.from({ length: graph.count }, (_, vertex) => [name(vertex), { critical: name(criticals[vertex]), trigger: Number.isNaN(graph.triggers[vertex]) ? undefined : graph.triggers[vertex] }])),
  };
}

interface Node {
  kind: EventKind;
  creation: number;
  trigger: number | undefined;
  before: string[];
}

/** As the semantics tell it; edges between events that wait for each other are left out. */
function slowly(statements: readonly Statement[]): Map<string, Answer> {
  const nodes = new Map<string, Node>();
  const name = (id: string): Node => {
    let node = nodes.get(id);
    if (node === undefined) {
      nodes.set(id, (node = { kind: 'unknown', creation: 0, trigger: undefined, before: [] }));
      const [barrier, phase] = id.split('.');
      if (phase !== undefined && Number(phase) > 1) {
        name(`${barrier}.${Number(phase) - 1}`);
        node.before.push(`${barrier}.${Number(phase) - 1}`);
      }
    }
    return node;
  };
  for (const { event, kind, creation, trigger, before } of statements) {
    const node = name(event);
    const repeat = REPEATS[kind] ?? ON_REPEAT.drop;
    const isFirst = node.kind === 'unknown';
    for (const id of before) name(id);
    if (!isFirst && (node.kind !== kind || repeat === ON_REPEAT.drop)) continue;
    if (isFirst || (repeat === ON_REPEAT.latest && creation > node.creation) || (repeat === ON_REPEAT.earliest && creation < node.creation)) Object.assign(node, { kind, creation, trigger });
    for (const id of before) if (!(ONCE.has(kind) && node.before.includes(id))) node.before.push(id);
  }
  // Unknown events are the end of every path.
  const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
    from === to || (nodes.get(from)!.kind !== 'unknown' && nodes.get(from)!.before.some((id) => !seen.has(id) && reaches(id, to, seen.add(id))));
  const answers = new Map<string, Answer>();
  const solve = (id: string): Answer => {
    const known = answers.get(id);
    if (known !== undefined) return known;
    const node = nodes.get(id)!;
    const answer = solveNode(id, node);
    answers.set(id, answer);
    return answer;
  };
  const solveNode = (id: string, node: Node): Answer => {
    if (node.kind === 'unknown') return { critical: id, trigger: undefined };
    let latest: Answer | undefined;
    let earliest: Answer | undefined;
    for (const source of node.before.filter((before) => !reaches(before, id)).toReversed()) {
      const answer = solve(source);
      if (answer.trigger === undefined) return { critical: answer.critical, trigger: node.trigger };
      if (latest === undefined || answer.trigger > latest.trigger!) latest = answer;
      if (earliest === undefined || answer.trigger < earliest.trigger!) earliest = answer;
    }
    const decides = node.kind === 'completion_queue' ? earliest : latest;
    if (decides !== undefined && node.creation < decides.trigger!) return { critical: decides.critical, trigger: node.trigger ?? decides.trigger };
    return { critical: id, trigger: node.trigger ?? node.creation };
  };
  for (const id of nodes.keys()) solve(id);
  return answers;
}

const ids = fc.oneof(fc.integer({ min: 1, max: 9 }).map((i) => `e${i}`), fc.tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 6 })).map(([barrier, phase]) => `b${barrier}.${phase}`));
const statement = fc.tuple(ids, fc.constantFrom<EventKind>('task', 'merge', 'merge', 'trigger', 'poison', 'barrier_arrival', 'barrier_arrival', 'completion_queue', 'external', 'instance_ready'),
  fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 12 }), fc.array(ids, { maxLength: 4 }))
  .map(([event, kind, creation, length, before]): Statement => {
    const isSource = kind === 'task' || kind === 'external';
    return { event, kind, creation, trigger: isSource ? creation + length : undefined, before: isSource || kind === 'poison' ? [] : before };
  });

describe('critical events', () => {
  test('are those of the slow version', () => {
    fc.assert(fc.property(fc.array(statement, { maxLength: 24 }), (statements) => {
      const { answers } = solved(statements);
      const slow = slowly(statements);
      for (const [event, answer] of answers) expect([event, answer]).toEqual([event, slow.get(event)]);
    }), { numRuns: 2000 });
  });

  test('of events that wait for each other: those are counted, and answered as if they did not', () => {
    const { answers, cyclic } = solved([
      { event: 'e1', kind: 'merge', creation: 5, trigger: undefined, before: ['e2', 'e4'] }, { event: 'e2', kind: 'merge', creation: 6, trigger: undefined, before: ['e1'] },
      { event: 'e3', kind: 'trigger', creation: 1, trigger: undefined, before: ['e3'] }, { event: 'e4', kind: 'task', creation: 2, trigger: 9, before: [] },
      { event: 'e5', kind: 'merge', creation: 0, trigger: undefined, before: ['e2'] },
    ]);
    expect(cyclic).toBe(3);
    expect([...answers]).toEqual([
      ['e1', { critical: 'e4', trigger: 9 }], ['e2', { critical: 'e2', trigger: 6 }], ['e3', { critical: 'e3', trigger: 1 }], ['e4', { critical: 'e4', trigger: 9 }], ['e5', { critical: 'e2', trigger: 6 }],
    ]);
  });

  test('of two preconditions at the same time the one told last counts; a queue counts from its first', () => {
    const tasks: Statement[] = [{ event: 'e1', kind: 'task', creation: 0, trigger: 8, before: [] }, { event: 'e2', kind: 'task', creation: 0, trigger: 8, before: [] }, { event: 'e3', kind: 'task', creation: 0, trigger: 4, before: [] }];
    expect(solved([...tasks, { event: 'e9', kind: 'merge', creation: 1, trigger: undefined, before: ['e1', 'e2', 'e3'] }]).answers.get('e9')).toEqual({ critical: 'e2', trigger: 8 });
    expect(solved([...tasks, { event: 'e9', kind: 'completion_queue', creation: 1, trigger: undefined, before: ['e1', 'e2', 'e3'] }]).answers.get('e9')).toEqual({ critical: 'e3', trigger: 4 });
  });

  test('a chain of a million events and a barrier of 100,000 phases take neither stack nor long', () => {
    const list = new EventStatements(16);
    const kind = eventKindNumber('merge');
    // The last first, so that each waits for one that comes later.
    for (let i = 1_000_000; i > 0; i--) {
      list.begin(i, 0x80000000, kind, ON_REPEAT.join, 1, 1, i, NaN);
      if (i > 1) list.addId(i - 1, 0x80000000);
      list.end();
    }
    for (let phase = 100_000; phase > 0; phase--) {
      list.begin(phase, 0x20000000, eventKindNumber('barrier_arrival'), ON_REPEAT.latest, 1, 1, 5, NaN);
      list.end();
    }
    const work = buildGraph(list);
    let step = work.next();
    while (step.done !== true) step = work.next();
    const graph = step.value;
    const { criticals, cyclic } = solveEventGraph(graph);
    expect([graph.count, cyclic, hasEdges(graph)]).toEqual([1_100_000, 0, true]);
    // Negative as two's complement: events come before barriers. Each is made after the one before it has triggered.
    expect([criticals[999_999], graph.triggers[999_999]]).toEqual([999_999, 1_000_000]);
    expect([criticals[1_099_999], graph.triggers[1_099_999]]).toEqual([1_099_999, 5]);
  });

  test('kinds keep their numbers, as indexes hold them', () => {
    expect(EVENT_KINDS.slice(0, 3)).toEqual(['unknown', 'task', 'copy']);
    expect(EVENT_KINDS.length).toBeLessThan(0x80);
  });
});
