/** Names of tracks that count from 0 in each kind of a node: of GPUs 7 and 8 of a log, `g7d` is called `g0d`. Pure. */
import type { TrackSummary } from '../../electron/protocol/run_api.ts';
import type { TrackId } from '../../electron/protocol/items.ts';

/** A letter, the number, and what part of it the track shows (`d`, `h`, nothing). Names of channels and threads are of another form, and stay. */
const NUMBERED = /^([a-z])(\d+)([a-z]?)$/;

/** By track; tracks whose names stay are left out. Parts of one processor have one number. */
export function labelsFromZero(tracks: readonly TrackSummary[]): ReadonlyMap<TrackId, string> {
  const named = tracks.flatMap(({ id, node, kind, name }) => {
    const found = NUMBERED.exec(name);
    return found === null ? [] : [{ id, family: `${node} ${kind.replace(/-(dev|host)$/, '')} ${found[1]}`, letter: found[1], number: Number(found[2]), part: found[3] }];
  });
  const numbers = new Map<string, Set<number>>();
  for (const { family, number } of named) numbers.set(family, (numbers.get(family) ?? new Set()).add(number));
  const places = new Map([...numbers].map(([family, seen]) => [family, new Map([...seen].sort((a, b) => a - b).map((number, place) => [number, place]))]));
  return new Map(named.map(({ id, family, letter, number, part }) => [id, `${letter}${places.get(family)?.get(number) ?? number}${part}`]));
}
