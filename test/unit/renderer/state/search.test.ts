// A search that takes long: what was found so far is shown first, and gives way to all of it.
import { signal } from '@preact/signals';
import { expect, test } from 'vitest';
import type { SearchResult } from '../../../../electron/protocol/item_api.ts';
import { createSearch } from '../../../../renderer/state/search.ts';
import { Settings } from '../../../../renderer/state/settings.ts';
import { createFakeClient } from '../../../browser/fake_app/fake_client.ts';
import { SUMMARY } from '../../../browser/fake_app/fixture_run.ts';

const found = (search: number, total: number, isRunning: boolean): SearchResult => ({ search, total, isExact: !isRunning, totalNs: 0, perTrack: [], tracks: null, first: [], close: null, ...(isRunning ? { isRunning } : {}) });

/** A search whose first answer is a part, and whose rest comes when it is told to. */
function longSearch() {
  const client = createFakeClient();
  const rest = Promise.withResolvers<SearchResult>();
  client.answers['search.start'] = () => found(1, 40, true);
  client.answers['search.rest'] = () => rest.promise;
  client.answers['search.ticks'] = () => [1, 2];
  client.answers['search.around'] = () => ({ before: 0, after: 0 });
  const search = createSearch(client, SUMMARY.run, { summary: signal(SUMMARY), scope: signal('run'), span: signal({ startNs: 0, stopNs: 10 }), range: signal(null), rows: signal([]), settings: new Settings(client), show: () => undefined });
  return { client, search, rest };
}

test('hits so far are there while the rest is looked for', async () => {
  const { client, search, rest } = longSearch();
  const done = search.start('wait>1ms');
  await expect.poll(() => search.result.value?.total).toBe(40);
  expect(search.isBusy.value).toBe(true);
  expect(search.result.value).toMatchObject({ isExact: false, isRunning: true });
  rest.resolve(found(2, 1280, false));
  await done;
  expect(search.result.value).toMatchObject({ search: 2, total: 1280, isExact: true });
  expect(search.isBusy.value).toBe(false);
  expect(search.ticks.value).toEqual([1, 2]);
  expect(client.calls.filter(({ method }) => method === 'search.start')).toHaveLength(1);
  search[Symbol.dispose]();
});

test('the rest of a search that was cleared meanwhile is not shown', async () => {
  const { search, rest } = longSearch();
  const done = search.start('wait>1ms');
  await expect.poll(() => search.result.value?.total).toBe(40);
  search.clear();
  rest.resolve(found(2, 1280, false));
  await done;
  expect(search.result.value).toBeNull();
  search[Symbol.dispose]();
});
