/** Arrows of items of real logs: they follow the links of the details, begin and end on their items, and lead back in time. */
import { beforeAll, describe, expect, test } from 'vitest';
import { Details } from '../../../electron/index/details.ts';
import type { ItemFlow } from '../../../electron/protocol/item_api.ts';
import { indexOfLogs, type BuiltIndex } from './built_index.ts';

describe.each(['lg-tiny-provenance', 'lg-small-cgsolver-2n'])('%s', (log) => {
  let built: BuiltIndex;
  let details: Details;
  beforeAll(async () => {
    built = await indexOfLogs(log);
    details = new Details(built.reader, 'c0ffee');
  });

  test('ends lie on their items, and hops of the critical path join', () => {
    let seen = 0;
    for (const track of built.reader.tracks().filter(({ mirrorOf }) => mirrorOf === null)) {
      for (let ordinal = 0; ordinal < Math.min(40, track.items); ordinal++) {
        const { flows, isCut } = details.flows(track.id, ordinal);
        for (const { from, to } of flows) {
          seen++;
          for (const end of [from, to]) {
            expect(end.ns).toBeGreaterThanOrEqual(end.startNs);
            expect(end.ns).toBeLessThanOrEqual(Math.max(end.startNs, end.stopNs));
          }
        }
        const path = flows.filter(({ kind }) => kind === 'critical');
        const place = ({ track: on, ordinal: at }: ItemFlow['from']) => `${on}/${at}`;
        path.forEach((hop, i) => expect(place(hop.to)).toBe(i === 0 ? `${track.id}/${ordinal}` : place(path[i - 1]!.from)));
        expect(new Set(path.map(({ from }) => place(from))).size).toBe(path.length);
        expect(isCut).toBe(path.length === 50);
      }
    }
    expect(seen).toBeGreaterThan(100);
  });
});

test('the arrows of a task lead where its links lead', async () => {
  const built = await indexOfLogs('lg-tiny-provenance');
  const details = new Details(built.reader, 'c0ffee');
  const slugs = new Map(built.reader.tracks().map(({ id, slug }) => [id, slug]));
  const [track] = [...slugs].find(([, slug]) => slug === 'n0/cpu/c2')!;
  const { items } = built.reader.tracks().find(({ id }) => id === track)!;
  const ordinal = Array.from({ length: items }, (_, i) => i).find((i) => details.of(track, i).title === 'daxpy <34>')!;
  const { flows } = details.flows(track, ordinal);
  const path = flows.filter(({ kind }) => kind === 'critical');
  // ui.md §15, journey 6.
  expect(path.slice(0, 2).map(({ from }) => [from.title, slugs.get(from.track), from.startNs])).toEqual([['Trigger Task Mapping', 'n0/utility/u0', 239_437_691], ['Scheduler', 'n0/utility/u0', expect.any(Number)]]);
  const linked = details.of(track, ordinal).fields.flatMap(({ name, parts }) => parts.flatMap((part) => ('link' in part ? [[name, part.link.title] as const] : [])));
  const previous = flows.find(({ kind }) => kind === 'previous');
  expect(previous?.from.title).toBe(linked.find(([name]) => name === 'Previous Executing')?.[1]);
});
