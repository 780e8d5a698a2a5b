// The panels' figures, against what the reference recorded and against slow and plain sums over the rows.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { IndexReader } from '../../../electron/index/index_reader.ts';
import { golden, traces } from '../../golden/shared_folders.ts';
import { LOGS, TestEngine } from './open_engine.ts';

async function opened(path: string) {
  const engine = new TestEngine();
  const [run] = (await engine.open([path])).runs;
  const summary = await engine.summary(run);
  const reader = IndexReader.open((await engine.host.host('host.indexes', {}))[0].path!);
  const [startNs, stopNs] = [0, summary.extent.stopNs];
  return { engine, run, summary, reader, range: { run, startNs, stopNs }, trackOf: (slug: string) => summary.tracks.find((track) => track.slug === slug)!, [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose]() };
}

describe('costs per line', () => {
  it('of two ranks are the sums over tasks, copies and instances of the operations of the line', async () => {
    await using run = await opened(join(LOGS, 'lgt-2rank-cg'));
    const { lines, runningNs } = await run.engine.call('lines.costs', { run: run.run });
    const operations = new Map(run.reader.database.all<{ op_id: number; file: string | null; line: number | null }>('SELECT op_id, file, line FROM operation_view').map(({ op_id, file, line }) => [op_id, `${file}:${line}`]));
    const sum = (sql: string): Map<string, number> => {
      const sums = new Map<string, number>();
      for (const { op_id, n } of run.reader.database.all<{ op_id: number; n: number }>(sql)) {
        const key = operations.get(op_id) ?? 'null:null';
        sums.set(key, (sums.get(key) ?? 0) + n);
      }
      return sums;
    };
    const running = sum('SELECT op_id, running_ns AS n FROM task');
    const overhead = [sum('SELECT op_id, running_ns AS n FROM meta_task'), sum('SELECT op_id, running_ns AS n FROM mapper_call'), sum('SELECT op_id, running_ns AS n FROM runtime_call')];
    expect(lines.length).toBeGreaterThan(10);
    for (const line of lines) {
      const key = `${line.file}:${line.line}`;
      expect([key, line.runningNs, line.overheadNs]).toEqual([key, running.get(key) ?? 0, overhead.reduce((all, sums) => all + (sums.get(key) ?? 0), 0)]);
    }
    expect(runningNs).toBe([...running.values()].reduce((a, b) => a + b, 0));
    const items = run.reader.database.get<{ n: number }>('SELECT sum(count) AS n FROM provenance_posting')!.n;
    expect(lines.reduce((all, line) => all + line.items, 0)).toBe(items);
    // What a line's instances held at most lies between its largest instance and the sum of all.
    const sizes = run.reader.database.all<{ op_id: number; n: number }>('SELECT op_id, size_bytes AS n FROM instance');
    for (const line of lines.filter(({ heldBytes }) => heldBytes > 0)) {
      const own = sizes.filter(({ op_id }) => (operations.get(op_id) ?? 'null:null') === `${line.file}:${line.line}`).map(({ n }) => n);
      expect(line.heldBytes).toBeGreaterThanOrEqual(Math.max(...own));
      expect(line.heldBytes).toBeLessThanOrEqual(own.reduce((a, b) => a + b, 0));
    }
  });
});

describe('memories and channels of a run that allocates much', () => {
  it('are those that the specification takes from the reference (ui.md J9)', async () => {
    await using run = await opened(join(LOGS, 'lg-small-churn-2n'));
    const s0 = run.trackOf('n0/system/s0');
    const uses = await run.engine.call('memory.use', run.range);
    expect(uses.find(({ track }) => track === s0.id)).toMatchObject({ instances: 80, peakBytes: 12_000_000, allocatedBytes: 160_000_000 });
    const curve = await run.engine.call('memory.curve', { ...run.range, track: s0.id, parts: 100 });
    expect(Math.max(...curve.most)).toBe(12_000_000);
    expect([curve.most[0], curve.least.at(-1)]).toEqual([0, 0]);
    const { count, rows } = await run.engine.call('memory.instances', { ...run.range, track: s0.id });
    expect([count, rows.length, new Set(rows.map(({ bytes }) => bytes)).size]).toEqual([80, 80, 1]);
    expect(rows[0]).toMatchObject({ bytes: 2_000_000, track: s0.id });
    const waits = await run.engine.call('memory.waits', { run: run.run });
    const waitsOf = (node: number): number => waits.rows.filter(({ track }) => run.summary.tracks.find(({ id }) => id === track)!.node === node).length;
    expect([waits.count, waitsOf(0), waitsOf(1)]).toEqual([80, 37, 43]);
    const recorded = join(golden, 'lg-small-churn-2n/metas.json.gz');
    if (existsSync(recorded)) {
      const text = gunzipSync(readFileSync(recorded)).toString();
      expect(text.match(/Waiting for deallocation of other instances until/g)).toHaveLength(80);
    }

    const channel = run.trackOf('n0/chan/n1s1-n0s1');
    const [use] = await run.engine.call('channels.use', { ...run.range, groups: run.summary.tracks.filter(({ kind, mirrorOf }) => kind === 'chan' && mirrorOf === null).map(({ id }) => [id, 7] as const) });
    const copies = run.reader.database.all<{ size_bytes: number; ns: number }>('SELECT size_bytes, stop_ns - start_ns AS ns FROM copy');
    const rates = copies.map(({ size_bytes, ns }) => (1e9 * size_bytes) / ns).sort((a, b) => a - b);
    expect(use).toMatchObject({ group: 7, count: 80, bytes: copies.reduce((all, { size_bytes }) => all + size_bytes, 0) });
    expect(use.meanRate).toBeCloseTo((1e9 * use.bytes) / copies.reduce((all, { ns }) => all + ns, 0), 3);
    expect(use.p95Rate).toBeCloseTo(rates[Math.ceil(0.95 * 80) - 1], 3);
    const list = await run.engine.call('channels.copies', { ...run.range, tracks: [channel.id] });
    expect([list.count, list.rows.length]).toEqual([80, 80]);
    // A range that only the first copy reaches into.
    const first = run.reader.database.get<{ start_ns: number; stop_ns: number }>('SELECT start_ns, stop_ns FROM copy ORDER BY start_ns LIMIT 1')!;
    await expect(run.engine.call('channels.copies', { run: run.run, tracks: null, startNs: 0, stopNs: first.start_ns })).resolves.toMatchObject({ count: 0 });
    await expect(run.engine.call('channels.copies', { run: run.run, tracks: null, startNs: 0, stopNs: first.start_ns + 1 })).resolves.toMatchObject({ count: 1 });
  });
});

describe('SQL of the page', () => {
  it('answers with exact ids, knows the range and the item, refuses what is no question, and names the place of a mistake', async () => {
    await using run = await opened(join(LOGS, 'lg-tiny-provenance'));
    const ask = (sql: string) => run.engine.call('sql.run', { run: run.run, sql, bindings: { range_start: 10, range_stop: 20, selected_item: null } });
    const instance = await ask('SELECT inst_uid, item_id FROM instance ORDER BY item_id LIMIT 1');
    const exact = run.reader.database.query<[bigint, bigint]>('SELECT inst_uid, item_id FROM instance ORDER BY item_id LIMIT 1', { wide: true, raw: true }).get()!;
    expect(instance.rows).toEqual([[String(exact[0]), Number(exact[1])]]);
    expect(instance.columns.map(({ name, type }) => [name, type])).toEqual([['inst_uid', 'INTEGER'], ['item_id', 'INTEGER']]);
    await expect(ask('SELECT :range_start AS a, :range_stop - :range_start AS b, :selected_item AS c')).resolves.toMatchObject({ rows: [[10, 10, null]] });
    const many = await ask('WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n WHERE i < 30000) SELECT i FROM n');
    expect([many.rows.length, many.hasMore]).toEqual([20_000, true]);
    await expect(ask('DELETE FROM task')).rejects.toMatchObject({ kind: 'usage' });
    await expect(ask('SELECT titel FROM task_view')).rejects.toMatchObject({ kind: 'usage', message: expect.stringMatching(/line 1, column 8.*title/s) as string });
    await expect(ask('SELECT :nosuch')).rejects.toMatchObject({ kind: 'usage', message: expect.stringContaining('parameter') as string });
    const schema = await run.engine.call('sql.schema', { run: run.run });
    expect(schema.find(({ name }) => name === 'task_view')?.columns.find(({ name }) => name === 'start_ns')?.about).toContain('ns since profile zero');
  });
  it('ends when the page stops waiting', async () => {
    await using run = await opened(join(LOGS, 'lg-tiny-hello'));
    const stop = new AbortController();
    const asked = run.engine.host.call('sql.run', { run: run.run, sql: 'WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n', bindings: { range_start: 0, range_stop: 1, selected_item: null } }, stop.signal);
    setTimeout(() => stop.abort(), 300);
    await expect(asked).rejects.toMatchObject({ kind: 'cancelled' });
  });
});

describe.skipIf(!existsSync(join(traces, 'lgt-cg-every1')))('a solver in Python (needs ../shared)', () => {
  it('lists the 17 lines of cg.py (ui.md J2)', async () => {
    await using run = await opened(join(traces, 'lgt-cg-every1'));
    const { lines } = await run.engine.call('lines.costs', { run: run.run });
    expect(lines.filter(({ file }) => file === '/home/user1/apps/cg.py')).toHaveLength(17);
    expect(lines.every(({ file, text }) => text === null || file === null)).toBe(true);
  });
});

describe('points of a launch', () => {
  it.each(['lg-tiny-provenance', 'lg-small-mix'])('are the tasks of the operations that SliceOwner records tie together (%s)', async (name) => {
    await using run = await opened(join(LOGS, name));
    const owners = run.reader.database.all<{ p: string; o: string }>('SELECT CAST(parent_op_id AS TEXT) AS p, CAST(op_id AS TEXT) AS o FROM slice_owner');
    const parent = new Map(owners.map(({ p, o }) => [o, p]));
    const rootOf = (operation: string): string => {
      const above = parent.get(operation);
      return above === undefined ? operation : rootOf(above);
    };
    const tasks = run.reader.database.all<{ track_id: number; item_id: number; op: string }>('SELECT track_id, item_id, CAST(op_id AS TEXT) AS op FROM task');
    const byRoot = Map.groupBy(tasks, ({ op }) => rootOf(op));
    let launches = 0;
    for (const [, points] of byRoot) {
      for (const { track_id: track, item_id } of points.slice(0, 3)) {
        const answer = await run.engine.call('items.points', { run: run.run, track, ordinal: item_id % 2 ** 27 });
        if (points.length < 2) expect(answer).toBeNull();
        else {
          launches++;
          expect(answer?.count).toBe(points.length);
          expect(new Set(answer?.rows.map((row) => row.track * 2 ** 27 + row.ordinal))).toEqual(new Set(points.map((one) => one.item_id)));
          expect(answer?.rows.map(({ startNs }) => startNs)).toEqual(answer?.rows.map(({ startNs }) => startNs).toSorted((a, b) => a - b));
        }
      }
    }
    expect(launches).toBeGreaterThan(0);
  });
});

describe('a search within a span or some tracks', () => {
  it('finds what the search of the whole run finds there', async () => {
    await using run = await opened(join(LOGS, 'lg-small-mix'));
    const all = await run.engine.call('search.start', { run: run.run, text: 'type:task' });
    const pages = await Promise.all([0, 500].map((from) => run.engine.call('search.list', { run: run.run, search: all.search, tracks: null, sorting: 'time', from, count: 500 })));
    const hits = pages.flatMap((page) => page.hits);
    expect(hits.length).toBe(all.total);
    const middle = hits[hits.length >> 1].life;
    const span = { startNs: middle.startNs, stopNs: middle.stopNs };
    const touching = hits.filter(({ life }) => life.startNs < span.stopNs && life.stopNs > span.startNs);
    expect(touching.length).toBeGreaterThan(1);
    expect(touching.length).toBeLessThan(hits.length);
    const inSpan = await run.engine.call('search.start', { run: run.run, text: 'type:task', within: { span } });
    expect([inSpan.total, inSpan.isExact]).toEqual([touching.length, true]);
    expect(inSpan.first.map(({ track, ordinal }) => `${track}/${ordinal}`).sort()).toEqual(touching.map(({ track, ordinal }) => `${track}/${ordinal}`).sort());
    const tracks = [run.trackOf('n0/cpu/c3').id, run.trackOf('n0/cpu/c4').id];
    const onTracks = await run.engine.call('search.start', { run: run.run, text: 'type:task', within: { tracks } });
    expect(onTracks.perTrack).toEqual(all.perTrack.filter(({ track }) => tracks.includes(track)));
    expect(onTracks.total).toBeGreaterThan(0);
    // An or stays one: the span is asked of all that it finds.
    const either = await run.engine.call('search.start', { run: run.run, text: 'name:init or name:dp', within: { span, tracks } });
    expect(either.total).toBe(touching.filter(({ title, track }) => /init|dp/.test(title) && tracks.includes(track)).length);
    expect((await run.engine.call('search.start', { run: run.run, text: 'type:task', within: { tracks: [] } })).total).toBe(0);
  });
});

describe('who waited longest', () => {
  it.each(['lg-small-mix', 'lgt-2rank-cg'])('waited for it last by its own details, and not less than others that are known to (%s)', async (name) => {
    await using run = await opened(join(LOGS, name));
    type Link = { track: number; ordinal: number; title: string };
    const linksOf = async (track: number, ordinal: number, segmentStartNs?: number): Promise<Link[]> => {
      const { fields } = await run.engine.call('item.details', { run: run.run, track, ordinal, ...(segmentStartNs === undefined ? {} : { segmentStartNs }) });
      return fields.filter((field) => field.name === 'Critical Path').flatMap(({ parts }) => parts.flatMap((part) => ('link' in part && !part.link.title.startsWith('Created by') ? [part.link] : [])));
    };
    const rows = run.reader.database.all<{ item_id: number; waited: number }>('SELECT item_id, ready_at_ns - create_at_ns AS waited FROM task WHERE ready_at_ns > create_at_ns ORDER BY item_id');
    const longest = new Map<string, number>();
    for (const { item_id, waited } of rows.filter((_, i) => i % 5 === 0).slice(0, 60)) {
      for (const { track, ordinal } of await linksOf(Math.floor(item_id / 2 ** 27), item_id % 2 ** 27)) longest.set(`${track}/${ordinal}`, Math.max(waited, longest.get(`${track}/${ordinal}`) ?? 0));
    }
    expect(longest.size).toBeGreaterThan(3);
    let answered = 0;
    for (const [key, waited] of [...longest].slice(0, 20)) {
      const [track, ordinal] = key.split('/').map(Number);
      const waiter = await run.engine.call('items.waiter', { run: run.run, track, ordinal });
      if (waiter === null) continue;
      answered++;
      expect(waiter.waitedNs).toBeGreaterThanOrEqual(waited);
      expect((await linksOf(waiter.track, waiter.ordinal, waiter.segmentStartNs)).map((link) => `${link.track}/${link.ordinal}`)).toContain(key);
    }
    expect(answered).toBeGreaterThan(longest.size > 20 ? 15 : Math.floor(longest.size * 0.7));
  });
});
