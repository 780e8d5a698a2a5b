// What is stored of the event graph does not depend on the order in which ranks come, nor on whether their tables come packed.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { decodeLog } from '../../../electron/decode/decode_log.ts';
import { EventGraphBuilder, type SolvedEvents } from '../../../electron/index/event_graph_builder.ts';
import { isIndexOnly } from '../../../electron/model/index_only.ts';

const folder = join(import.meta.dirname, '../../logs/lg-missing-4n');

async function solved(order: readonly number[], packs?: (record: string) => boolean): Promise<SolvedEvents> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.gz')).sort();
  const graph = new EventGraphBuilder();
  for (const rank of order) graph.add(rank, await decodeLog(join(folder, files[rank]), packs === undefined ? {} : { packs }));
  return graph.solve();
}

const bytesOf = ({ pages, cyclic }: SolvedEvents): unknown => ({ cyclic, pages: pages.map(({ lo, hi, count, data }) => [lo, hi, count, Buffer.from(data).toString('base64')]) });

test('ranks in any order, packed or not, give the same graph', async () => {
  const expected = await solved([0, 1, 2]);
  expect(expected.pages.length).toBeGreaterThan(1);
  expect(bytesOf(await solved([2, 0, 1], isIndexOnly))).toEqual(bytesOf(expected));
});

test('the first log of a rank counts', async () => {
  expect(bytesOf(await solved([0, 1, 2, 1]))).toEqual(bytesOf(await solved([0, 1, 2])));
});
