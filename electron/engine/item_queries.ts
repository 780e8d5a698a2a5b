/** Exact questions about items: which one is here, where is this one, which comes next, what is in this group. Engine worker. */
import type { ItemBlock } from '../model/item_blocks.ts';
import type { GroupDetails, ItemAt, TrackGap } from '../protocol/item_api.ts';
import { ProfileError } from '../protocol/errors.ts';
import { STATE_NAMES, STATE_NONE, STATE_RUNNING, itemTitle, type ItemName, type TrackId } from '../protocol/items.ts';
import type { Ns } from '../protocol/time.ts';
import type { ItemLife, RunSource } from './run_source.ts';
import { findSegment, firstAtOrAfter } from './segment_scan.ts';

const GROUP_NAMES = 20;

/** The track whose items are drawn in the row: itself, or the one that it mirrors. */
function drawnTrack(source: RunSource, id: TrackId): TrackId {
  const row = source.track(id);
  if (row === undefined || row.members !== undefined) throw new ProfileError('bad-request', `This run has no track number ${id}.`);
  return row.mirrorOf ?? id;
}

/** Item at a time: on the level asked for, else on the topmost there; null where there is none. */
export async function itemAt(source: RunSource, id: TrackId, ns: Ns, level: number | undefined): Promise<ItemAt | null> {
  const track = drawnTrack(source, id);
  if (source.track(track)?.lods.length === 0) return null;
  let best: { readonly block: ItemBlock; readonly i: number } | undefined;
  for (const block of await source.blocks(track, 0, ns, ns + 1)) {
    for (let i = 0; i < block.count && block.starts[i] <= ns; i++) {
      const isHere = block.stops[i] > ns || (block.starts[i] === ns && block.stops[i] <= ns);
      if (!isHere || (level !== undefined && block.levels[i] !== level)) continue;
      if (best === undefined || block.levels[i] > best.block.levels[best.i]) best = { block, i };
    }
  }
  return best === undefined ? null : describe(source, id, track, best.block, best.i);
}

/** Name of an item. @throws ProfileError 'bad-request' if there is no such item */
export async function nameOf(source: RunSource, id: TrackId, ordinal: number): Promise<string> {
  return source.name((await lifeOf(source, drawnTrack(source, id), ordinal)).name)?.text ?? '';
}

/** Where an item is. @throws ProfileError 'bad-request' if there is no such item */
export async function locateItem(source: RunSource, id: TrackId, ordinal: number): Promise<ItemAt> {
  const track = drawnTrack(source, id);
  const life = await lifeOf(source, track, ordinal);
  const found = await findSegment(source, track, life.startNs, 1, (block, i) => {
    if (block.ordinals[i] === ordinal) return { block, i };
    // Its first segment starts when it does; none there = nothing drawn.
    return block.starts[i] > life.startNs ? null : undefined;
  });
  if (found !== undefined && found !== null) return describe(source, id, track, found.block, found.i);
  return { track: id, ordinal, level: life.level, title: titleOf(source, life), state: null, startNs: life.startNs, stopNs: life.stopNs, life };
}

/** Next or previous item on its level, or of its name on the tracks of its kind; null at the end. */
export async function neighbour(source: RunSource, id: TrackId, ordinal: number, step: 1 | -1, same: 'level' | 'name'): Promise<ItemAt | null> {
  const track = drawnTrack(source, id);
  const life = await lifeOf(source, track, ordinal);
  if (same === 'level') {
    const from = step === 1 ? life.startNs : life.startNs + 1;
    const found = await findSegment(source, track, from, step, (block, i) => {
      if (block.levels[i] !== life.level || block.ordinals[i] === ordinal) return undefined;
      return (block.ordinals[i] > ordinal) === (step === 1) ? { block, i } : undefined;
    });
    return found === undefined ? null : locateItem(source, id, found.block.ordinals[found.i]);
  }
  return neighbourByName(source, track, ordinal, life, step);
}

async function neighbourByName(source: RunSource, track: TrackId, ordinal: number, life: ItemLife, step: 1 | -1): Promise<ItemAt | null> {
  const kind = source.track(track)?.kind;
  let best: { readonly track: TrackId; readonly ordinal: number; readonly startNs: Ns } | undefined;
  const isNearer = (startNs: Ns, other: TrackId): boolean => {
    if (best === undefined || startNs === best.startNs) return best === undefined || (other < best.track) === (step === 1);
    return startNs < best.startNs === (step === 1);
  };
  for (const other of kind === undefined ? [] : source.tracksOfKind(kind)) {
    const asked = new Set<number>();
    // On tracks after ours a start at the same time comes after us.
    const from = step === 1 ? life.startNs : life.startNs + 1;
    const found = await findSegment(source, other, from, step, async (block, i) => {
      if (block.names[i] !== life.name) return undefined;
      const candidate = block.ordinals[i];
      if (asked.has(candidate) || (other === track && (candidate > ordinal) !== (step === 1)) || (other === track && candidate === ordinal)) return undefined;
      asked.add(candidate);
      const { startNs } = await lifeOf(source, other, candidate);
      // A later segment of an item that began before: not the item's place in time.
      if (startNs !== block.starts[i]) return undefined;
      if (startNs === life.startNs && other !== track && (other > track) !== (step === 1)) return undefined;
      return { ordinal: candidate, startNs };
    });
    if (found !== undefined && isNearer(found.startNs, other)) best = { track: other, ...found };
  }
  return best === undefined ? null : locateItem(source, best.track, best.ordinal);
}

/** The idle time around a time; null where something is under way. */
export async function gapAt(source: RunSource, id: TrackId, ns: Ns): Promise<TrackGap | null> {
  const track = drawnTrack(source, id);
  if (source.track(track)?.lods.length === 0) return { startNs: 0, stopNs: source.extentNs, before: null, after: null };
  if ((await itemAt(source, track, ns, undefined)) !== null) return null;
  const before = await lastStopBefore(source, track, ns);
  const after = await findSegment(source, track, ns, 1, (block, i) => ({ block, i }));
  const title = async (found: Found | undefined): Promise<string | null> => found === undefined ? null : titleOf(source, await lifeOf(source, track, found.block.ordinals[found.i]));
  return {
    startNs: before === undefined ? 0 : before.block.stops[before.i],
    stopNs: after === undefined ? source.extentNs : after.block.starts[after.i],
    before: await title(before), after: await title(after),
  };
}

interface Found {
  readonly block: ItemBlock;
  readonly i: number;
}

/** The segment that ends last, of a track on which nothing is under way at `ns`. Looks back in windows that double. */
async function lastStopBefore(source: RunSource, track: TrackId, ns: Ns): Promise<Found | undefined> {
  let best: Found | undefined;
  for (let width = Math.max(1, source.extentNs / 1024), high = ns; best === undefined && high > 0; width *= 2) {
    const low = Math.max(0, high - width);
    for (const block of await source.blocks(track, 0, low, high)) {
      for (let i = firstAtOrAfter(block, ns) - 1; i >= 0; i--) {
        if (block.stops[i] >= low && block.stops[i] > (best?.block.stops[best.i] ?? Number.NEGATIVE_INFINITY)) best = { block, i };
      }
    }
    high = low;
  }
  return best;
}

/** What a grey group stands for: the items on its level that overlap its interval. */
export async function groupDetails(source: RunSource, id: TrackId, level: number, startNs: Ns, stopNs: Ns): Promise<GroupDetails> {
  const track = drawnTrack(source, id);
  const names = new Map<number, { count: number; totalNs: number }>();
  let count = 0;
  let busyNs = 0;
  let from = Number.POSITIVE_INFINITY;
  let until = Number.NEGATIVE_INFINITY;
  let lastOrdinal = -1;
  for (const block of await source.blocks(track, 0, startNs, stopNs)) {
    const end = firstAtOrAfter(block, stopNs);
    for (let i = 0; i < end; i++) {
      if (block.levels[i] !== level || (block.stops[i] <= startNs && block.starts[i] < startNs)) continue;
      const lengthNs = Math.max(0, block.stops[i] - block.starts[i]);
      const entry = names.get(block.names[i]) ?? { count: 0, totalNs: 0 };
      names.set(block.names[i], entry);
      // On one level an item's segments follow each other.
      if (block.ordinals[i] !== lastOrdinal) {
        count++;
        entry.count++;
        lastOrdinal = block.ordinals[i];
      }
      entry.totalNs += lengthNs;
      if (block.states[i] === STATE_RUNNING || block.states[i] === STATE_NONE) busyNs += lengthNs;
      from = Math.min(from, block.starts[i]);
      until = Math.max(until, block.stops[i]);
    }
  }
  const top = [...names].sort(([, a], [, b]) => b.totalNs - a.totalNs).slice(0, GROUP_NAMES);
  return {
    count, busyNs,
    span: count === 0 ? { startNs, stopNs } : { startNs: from, stopNs: until },
    names: top.map(([name, entry]) => ({ name, text: source.name(name)?.text ?? '', ...entry })),
  };
}

async function lifeOf(source: RunSource, track: TrackId, ordinal: number): Promise<ItemLife> {
  const life = await source.item(track, ordinal);
  if (life === undefined) throw new ProfileError('bad-request', `Track number ${track} has no item number ${ordinal}.`);
  return life;
}

/** `id` is the row that was asked for, which may mirror `track`. */
async function describe(source: RunSource, id: TrackId, track: TrackId, block: ItemBlock, i: number): Promise<ItemAt> {
  const ordinal = block.ordinals[i];
  const life = await lifeOf(source, track, ordinal);
  return {
    track: id, ordinal, level: block.levels[i], title: titleOf(source, life), state: STATE_NAMES[block.states[i]] ?? null,
    startNs: block.starts[i], stopNs: block.stops[i], life: { startNs: life.startNs, stopNs: life.stopNs },
  };
}

export function titleOf(source: RunSource, life: ItemLife): string {
  const name: ItemName | undefined = source.name(life.name);
  return name === undefined ? '' : itemTitle(name, life.numHi, life.numLo);
}
