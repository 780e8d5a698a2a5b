/** Shapes that must not take their square, small ones of them: what their items say is right. `npm run bench:scale` measures the large ones. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { decodeLog } from '../../../electron/decode/decode_log.ts';
import { Details } from '../../../electron/index/details.ts';
import { writeLogs, type LogShape } from '../../../scripts/make_log/write_logs.mjs';
import { buildIndex } from './built_index.ts';

const folder = mkdtempSync(join(tmpdir(), 'scale-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function indexOf(shape: LogShape) {
  const { paths } = await writeLogs({ out: join(folder, shape), shape, items: 1 });
  return buildIndex(await Promise.all(paths.map((path) => decodeLog(path)))).reader;
}

describe('200,000 waits in one task', () => {
  test('a segment in their midst has its own fields', async () => {
    const reader = await indexOf('many-waits');
    const [{ item_id: key }] = reader.database.all<{ item_id: number }>('SELECT item_id FROM wait GROUP BY item_id ORDER BY count(*) DESC LIMIT 1');
    const waits = reader.items.waits(key);
    expect(waits.count).toBeGreaterThan(200_000);
    const item = reader.items.facts(key)!;
    const of = (ns: number) => new Details(reader, 'run').of(item.track, item.ordinal, ns);
    for (const i of [0, 1, 99_999, 150_001, waits.count - 1]) {
      const state = of(waits.start(i)).fields.find(({ name }) => name === 'Waiting');
      expect(state, `wait ${i}`).toBeDefined();
      expect(waits.startedBy(waits.start(i)) - 1).toBe(i);
    }
    const behind = of(waits.stop(waits.count - 1));
    expect(behind).toMatchObject({ waitCount: waits.count });
    expect(behind.waits).toHaveLength(1000);
    expect(behind.fields[1].name).toBe('Running');
  });
});

describe('a barrier of 100,000 phases', () => {
  test('has all of them in the graph, each with the one before', async () => {
    const reader = await indexOf('many-phases');
    const { total } = reader.database.get<{ total: number }>('SELECT sum(count) AS total FROM event_page')!;
    expect(total).toBeGreaterThan(100_000);
    expect(reader.alerts().filter(({ rule }) => rule === 'event-cycle')).toEqual([]);
  });
});
