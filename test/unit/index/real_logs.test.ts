/** Logs of real runs: all that the model and the decoder made comes back from the index, and search and lookups agree with a slow look at the model. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { decodeLog } from '../../../electron/decode/decode_log.ts';
import { NONE } from '../../../electron/model/run_model.ts';
import { ITEM_TYPES, itemKey, itemTitle, ordinalOfKey, trackOfKey } from '../../../electron/protocol/items.ts';
import { printQuery } from '../../../electron/protocol/print_query.ts';
import { Details } from '../../../electron/index/details.ts';
import { runToEnd, SliceClock } from '../../../electron/index/slices.ts';
import { indexOfLogs, type BuiltIndex } from './built_index.ts';
import { searchIndex, searchSteps } from './search_index.ts';

const LOGS = ['lg-small-mix', 'lg-small-cgsolver-2n', 'lg-tiny-raw-dim2', 'lgt-2rank-cg', 'lgt-killed', 'lgt-hdf5', 'lg-trunc-record-gz'];
const ALL = { startNs: -Number.MAX_SAFE_INTEGER, stopNs: Number.MAX_SAFE_INTEGER };

/** Every item with its track, as published. */
function* publishedItems({ published }: BuiltIndex) {
  for (const part of published) {
    for (const [i, track] of part.tracks.entries()) if (track.mirrorOf === undefined) yield { track, items: part.items[i] };
  }
}

describe.each(LOGS.filter((name) => existsSync(join(import.meta.dirname, '../../logs', name))))('%s', (name) => {
  const built = indexOfLogs(name);

  test('blocks, curves, names, tree, counts and alerts', async () => {
    const { model, reader } = await built;
    expect(reader.names(0, 1e6)).toEqual(model.names);
    const tracks = new Map(reader.tracks().map((track) => [track.id, track]));
    expect(tracks.size).toBe(model.tracks.length);
    for (const track of model.tracks) {
      expect(tracks.get(track.id)).toMatchObject({ slug: track.slug, kind: track.kind, longName: track.longName, items: track.itemCount - track.emptyCount, segments: track.segmentCount, levels: track.levelCount });
      const source = model.tracks.find(({ id }) => id === track.mirrorOf) ?? track;
      // A track without items has nothing to store of its level.
      expect(reader.lods(track.id)).toEqual(source.lods.filter(({ blocks }) => blocks.length > 0).map(({ exp }) => exp));
      for (const [lod, { blocks }] of source.lods.entries()) expect(reader.blocks(track.id, lod, ALL.startNs, ALL.stopNs)).toEqual(blocks);
      expect(reader.util(track.id)).toEqual(source.util);
      expect(reader.memorySteps(track.id)).toEqual(source.memorySteps);
    }
    expect(reader.groups()).toEqual(model.groups.map(({ util, kind, ...group }) => ({ ...group, kind: kind ?? null, hasUtil: util !== undefined })));
    for (const group of model.groups) expect(reader.util(group.id)).toEqual(group.util);
    expect(reader.run()).toMatchObject({ roots: model.roots, info: { counts: model.counts, interval: { startNs: 0, stopNs: model.stopNs }, logVersions: model.machine.logVersions } });
    expect(reader.alerts()).toEqual(model.alerts);
  });

  test('records and strings as decoded', async () => {
    const { logs, model, reader } = await built;
    for (const log of logs) {
      const rank = logs.length === 1 ? model.machine.ranksLoaded[0] : model.machine.ranksLoaded[logs.indexOf(log)];
      const { tables } = await decodeLog(log.path);
      expect(reader.recordNames(rank)).toEqual([...tables.keys()]);
      for (const [record, table] of tables) expect(reader.recordTable(rank, record), record).toEqual(table);
      expect(reader.strings(rank)).toEqual(log.strings);
    }
    expect(reader.files()).toMatchObject(logs.map(({ path, records, status, duplicates }) => ({ path, records, status, duplicates })));
  });

  test('every item has its row and its facts', async () => {
    const all = await built;
    const { reader, model } = all;
    for (const { track, items } of publishedItems(all)) {
      for (let i = 0; i < items.count; i++) {
        const facts = reader.items.facts(itemKey(track.id, i))!;
        expect(facts).toMatchObject({
          type: ITEM_TYPES[items.types[i]], name: items.names[i], title: itemTitle(model.names[items.names[i]], items.numsHi[i], items.numsLo[i]), level: items.levels[i],
          startNs: items.starts[i], stopNs: items.stops[i], runningNs: items.runningNs[i], readyNs: items.readyNs[i], waitingNs: items.waitingNs[i],
          parent: items.parents[i] === NONE ? undefined : itemKey(track.id, items.parents[i]), rank: items.ranks[i], recordRow: items.rows[i],
        });
      }
      expect(reader.items.facts(itemKey(track.id, items.count))).toBeUndefined();
      const rows = reader.database.all<{ item_id: number }>(`SELECT item_id, name_id, level, start_ns, stop_ns FROM item WHERE track_id = ? ORDER BY item_id`, track.id);
      expect(rows).toEqual(Array.from({ length: items.count }, (_, i) => ({ item_id: itemKey(track.id, i), name_id: items.names[i], level: items.levels[i], start_ns: items.starts[i], stop_ns: items.stops[i] })));
      for (let i = 0; i < items.count; i += 7) {
        const [first, end] = [i === 0 ? 0 : items.waitEnds[i - 1], items.waitEnds[i]];
        const waits = reader.items.waits(itemKey(track.id, i));
        const wide = (words: Uint32Array, k: number): bigint => (BigInt(words[2 * k + 1]) << 32n) | BigInt(words[2 * k]);
        expect(Array.from({ length: waits.count }, (_, k) => [waits.start(k), waits.ready(k), waits.stop(k), waits.event(k), waits.callee(k), waits.backtrace(k), waits.provenance(k)])).toEqual(
          Array.from({ length: end - first }, (_, k) => first + k).map((k) => [
            items.waits.starts[k], items.waits.readys[k], items.waits.ends[k], wide(items.waits.events, k), items.waits.callees[k] === NONE ? undefined : items.waits.callees[k],
            wide(items.waits.backtraces, k), wide(items.waits.provenances, k),
          ]));
      }
    }
    expect(reader.database.pragma('integrity_check')).toBe('ok');
  });

  test('searching agrees with looking at every title', async () => {
    const all = await built;
    const { reader, model } = all;
    const firstTask = model.names.find(({ type }) => type === 'task')?.text ?? 'x';
    for (const text of [firstTask, firstTask.slice(0, 5).toUpperCase(), 'ma', 'Task', '%', 'no such title', '<3>', '<5>']) {
      const expected = new Set<number>();
      for (const { track, items } of publishedItems(all)) {
        for (let i = 0; i < items.count; i++) {
          const { type, text: nameText } = model.names[items.names[i]];
          const title = itemTitle(model.names[items.names[i]], items.numsHi[i], items.numsLo[i]).toLowerCase();
          const inName = nameText.toLowerCase().includes(text.toLowerCase());
          const inTitle = text.includes('<') && title.includes(text.toLowerCase());
          const operation = type === 'task' || type === 'gpu_kernel' ? (BigInt(items.numsHi[i]) << 32n) | BigInt(items.numsLo[i]) : (BigInt(items.initiators[2 * i + 1]) << 32n) | BigInt(items.initiators[2 * i]);
          const withProvenance = ['task', 'gpu_kernel', 'copy', 'fill', 'deppart', 'instance'].includes(type);
          const provenance = withProvenance ? reader.items.provenanceOf(operation) : undefined;
          if (inName || inTitle || provenance?.toLowerCase().includes(text.toLowerCase())) expected.add(itemKey(track.id, i));
        }
      }
      const query = printQuery({ type: 'text', how: 'contains', value: text, hasCase: false });
      const search = searchIndex(reader, query);
      for (const step of searchSteps(reader, query)) {
        const sofar = step.perTrack.flatMap(({ track }) => [...step.ordinals(track)].map((ordinal) => itemKey(track, ordinal)));
        expect(sofar.length, text).toBe(step.total);
        expect(sofar.every((key) => expected.has(key)), text).toBe(true);
        expect(step.first(9).every(({ track, ordinal }) => expected.has(itemKey(track, ordinal))), text).toBe(true);
      }
      const found = search.perTrack.flatMap(({ track, count }) => {
        const ordinals = [...search.ordinals(track)];
        expect(ordinals.length).toBe(count);
        return ordinals.map((ordinal) => itemKey(track, ordinal));
      });
      expect(new Set(found), text).toEqual(expected);
      expect(search.total).toBe(expected.size);
      const lives = found.map((key) => reader.items.facts(key)!);
      expect(search.totalNs).toBe(lives.reduce((sum, { startNs, stopNs }) => sum + stopNs - startNs, 0));
      const inOrder = lives.map(({ track, ordinal, startNs }) => ({ track, ordinal, startNs })).sort((a, b) => a.startNs - b.startNs || a.track - b.track || a.ordinal - b.ordinal);
      expect(search.first(50)).toEqual(inOrder.slice(0, 50));
      expect(runToEnd(search.ticks(10, model.stopNs, new SliceClock())).reduce((a, b) => a + b, 0)).toBe(expected.size);
      for (const index of [0, 1, Math.floor(inOrder.length / 2), inOrder.length - 1].filter((i) => i >= 0 && i < inOrder.length)) {
        const { track, ordinal, startNs } = inOrder[index];
        const next = (index + 1) % inOrder.length;
        expect(search.step({ ns: startNs, track, ordinal }, 1)).toEqual({ hit: inOrder[next], index: next, wrapped: next <= index });
        const previous = (index + inOrder.length - 1) % inOrder.length;
        expect(search.step({ ns: startNs, track, ordinal }, -1)).toEqual({ hit: inOrder[previous], index: previous, wrapped: previous >= index });
      }
      expect(search.step(null, 1)?.hit).toEqual(inOrder[0]);
    }
  });

  test('fields of queries agree with looking at every item', async () => {
    const all = await built;
    const { reader, model } = all;
    interface Item { readonly dur: number; readonly start: number; readonly level: number; readonly wait: number; readonly ready: number; readonly run: number; readonly type: string; readonly name: string; readonly uid: number; readonly node: number; readonly kind: string; readonly size: number | undefined }
    const sizes = new Map(['copy', 'fill', 'instance'].flatMap((table) => reader.database.all<{ item_id: number; size_bytes: number }>(`SELECT item_id, size_bytes FROM ${table}`).map((row) => [row.item_id, row.size_bytes] as const)));
    const middle = model.stopNs / 2;
    const task = model.names.find(({ type }) => type === 'task')?.text ?? 'x';
    const most = (times: 'waitingNs' | 'readyNs'): number => [...publishedItems(all)].reduce((greatest, { items }) => items[times].subarray(0, items.count).reduce((a, b) => Math.max(a, b), greatest), 0);
    const [mostWait, mostReady] = [most('waitingNs'), most('readyNs')];
    const CASES: readonly (readonly [string, (item: Item) => boolean])[] = [
      ['dur>10us', ({ dur }) => dur > 10_000],
      ['dur:1us..50us -type:task', ({ dur, type }) => dur >= 1000 && dur <= 50_000 && type !== 'task'],
      ['type:meta,mapper or level>=1', ({ type, level }) => type === 'meta_task' || type === 'mapper_call' || level >= 1],
      [`start<${Math.floor(middle)}ns wait>0ns`, ({ start, wait }) => start < Math.floor(middle) && wait > 0],
      // At the very edge of what makes a page worth reading.
      [`wait>=${mostWait}ns`, ({ wait }) => wait >= mostWait],
      [`wait>${mostWait}ns`, () => false],
      [`ready:${mostReady}ns..1000s`, ({ ready }) => ready >= mostReady],
      ['ready=0ns -wait!=0ns', ({ ready, wait }) => ready === 0 && wait === 0],
      ['run<=5us or run>100us', ({ run }) => run <= 5000 || run > 100_000],
      [`name:=${JSON.stringify(task)} not (uid<40)`, ({ name, uid }) => name === task && !(uid < 40)],
      ['node:0 kind:cpu,util', ({ node, kind }) => node === 0 && /cpu|util/.test(kind)],
      ['-kind:util -node:1', ({ node, kind }) => node !== 1 && !kind.includes('util')],
      ['size>=1KiB', ({ size }) => size !== undefined && size >= 1024],
      ['(type:copy or type:inst) size<1MiB dur>1us', ({ type, size, dur }) => (type === 'copy' || type === 'instance') && size !== undefined && size < 2 ** 20 && dur > 1000],
      ['/^Trigger/ or name:~"deferred|execution"', ({ name }) => name.startsWith('Trigger') || /deferred|execution/i.test(name)],
    ];
    for (const [text, passes] of CASES) {
      const expected = new Map<number, number>();
      let totalNs = 0;
      for (const { track, items } of publishedItems(all)) {
        if (track.mirrorOf !== undefined) continue;
        for (let i = 0; i < items.count; i++) {
          const name = model.names[items.names[i]];
          const item: Item = {
            dur: items.stops[i] - items.starts[i], start: items.starts[i], level: items.levels[i], wait: items.waitingNs[i], ready: items.readyNs[i], run: items.runningNs[i], type: name.type, name: name.text,
            uid: name.form === 1 ? items.numsHi[i] * 2 ** 32 + items.numsLo[i] : Number.NaN, node: track.node, kind: track.kind, size: sizes.get(itemKey(track.id, i)),
          };
          // `/^Trigger/` also looks at provenances, which start with no such word.
          if (!passes(item)) continue;
          expected.set(track.id, (expected.get(track.id) ?? 0) + 1);
          totalNs += item.dur;
        }
      }
      const found = searchIndex(reader, text);
      expect(new Map(found.perTrack.map(({ track, count }) => [track, count])), text).toEqual(expected);
      expect(found.totalNs, text).toBe(totalNs);
      // In small steps it finds the same, and on the way never one that it takes back.
      const steps = searchSteps(reader, text);
      const ends = steps.at(-1)!;
      expect(new Map(ends.perTrack.map(({ track, count }) => [track, count])), text).toEqual(expected);
      for (const { track } of ends.perTrack) expect(ends.ordinals(track), text).toEqual(found.ordinals(track));
      expect(steps.map(({ total }) => total), text).toEqual(steps.map(({ total }) => total).toSorted((a, b) => a - b));
      for (const step of [steps[0], steps[steps.length >> 1]]) {
        for (const { track, count } of step.perTrack) {
          const all = new Set(found.ordinals(track));
          expect(step.ordinals(track).length, text).toBe(count);
          expect(step.ordinals(track).every((ordinal) => all.has(ordinal)), text).toBe(true);
        }
      }
      expect(ends.first(20), text).toEqual(found.first(20));
    }
  });

  test('events and operations lead to their items', async () => {
    const { reader } = await built;
    for (const table of ['task', 'meta_task', 'copy', 'fill', 'deppart', 'prof_task', 'instance']) {
      const event = table === 'instance' ? 'inst_uid' : 'fevent';
      const rows = reader.database.query<[bigint, bigint | null, bigint | null]>(`SELECT item_id, ${event}, op_id FROM ${table} ORDER BY item_id`, { wide: true, raw: true }).all();
      for (const [item, value, operation] of rows.filter((_, i) => i % 13 === 0)) {
        if (value !== null) expect(reader.items.byEvent(value)).toContain(Number(item));
        if (operation !== null) expect(reader.items.ofOperation(operation)).toContain(Number(item));
      }
    }
    expect(reader.items.byEvent(0x1234_5678n)).toEqual([]);
  });

  test('details of every item can be asked for', async () => {
    const all = await built;
    const details = new Details(all.reader, 'run');
    for (const { track, items } of publishedItems(all)) {
      const stride = Math.max(1, Math.floor(items.count / 200));
      for (let i = 0; i < items.count; i += stride) {
        const found = details.of(track.id, i);
        expect(found.startNs).toBe(items.starts[i]);
        expect(found.fields.length).toBeGreaterThan(2);
        for (const { parts } of found.fields) {
          for (const part of parts) {
            if (!('link' in part)) continue;
            // Some links show a part of their target's life, or until when it mattered.
            const target = all.reader.items.facts(itemKey(part.link.track, part.link.ordinal));
            expect(target).toBeDefined();
            expect(part.link.startNs).toBeGreaterThanOrEqual(target!.startNs);
          }
        }
      }
    }
  });

  test('an item by time', async () => {
    const all = await built;
    for (const { track, items } of publishedItems(all)) {
      for (const ns of [-5, 0, items.starts[items.count >> 1] ?? 0, (items.starts[items.count - 1] ?? 0) + 1]) {
        const expected = items.starts.findIndex((start) => start >= ns);
        expect(all.reader.items.ordinalFrom(track.id, ns)).toBe(expected < 0 ? items.count : expected);
      }
    }
    expect(trackOfKey(itemKey(5, 6))).toBe(5);
    expect(ordinalOfKey(itemKey(5, 6))).toBe(6);
  });
});
