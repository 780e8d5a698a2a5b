/** Adds what the engine knows to what the pointer rests on: details of an item (the last few are remembered), names in a group, the exact idle time, what a memory held. */
import { effect, type Signal } from '@preact/signals';
import type { ItemDetails } from '../../electron/protocol/item_api.ts';
import type { RunId } from '../../electron/protocol/run_api.ts';
import type { TrackId } from '../../electron/protocol/items.ts';
import { heldText } from '../base/bytes.ts';
import { afterRest } from '../base/rest.ts';
import type { EngineClient, Hover } from './app.ts';

/** Sweeping over hundreds of items asks for none of them. */
const REST_MS = 25;
const REMEMBERED = 64;

function keyOf(hover: Hover | null): string | undefined {
  if (hover?.box.type === 'curve' && hover.box.capacityBytes !== undefined) return `${hover.track}/held/${Math.floor(hover.box.ns)}`;
  if (hover?.box.type === 'idle' && hover.box.gap === undefined) return `${hover.track}/idle/${hover.box.ns}`;
  if (hover?.box.type === 'group' && hover.box.names === undefined) return `${hover.track}/group/${hover.box.level}/${hover.box.startNs}`;
  return hover?.box.type === 'item' ? `${hover.track}/${hover.box.ordinal}/${hover.box.startNs}` : undefined;
}

export function enrichHover(client: EngineClient, run: RunId, hover: Signal<Hover | null>, tracksBelow: (row: TrackId) => ReadonlySet<TrackId>): () => void {
  const known = new Map<string, ItemDetails>();
  let abort: AbortController | undefined;
  let takeBack = (): void => undefined;
  let asked: string | undefined;

  const put = (key: string, details: ItemDetails): void => {
    const now = hover.peek();
    if (now && keyOf(now) === key && now.details !== details) hover.value = { ...now, details };
  };

  const ask = async (key: string, track: number, ordinal: number, segmentStartNs: number): Promise<void> => {
    abort = new AbortController();
    try {
      const details = await client.call('item.details', { run, track, ordinal, segmentStartNs }, abort.signal);
      known.set(key, details);
      if (known.size > REMEMBERED) known.delete(known.keys().next().value ?? key);
      put(key, details);
    } catch {
      // The tooltip keeps what the tile knows.
    }
  };

  const askGap = async (key: string, track: number, ns: number): Promise<void> => {
    abort = new AbortController();
    try {
      const gap = await client.call('track.gap', { run, track, ns }, abort.signal);
      const now = hover.peek();
      if (now?.box.type === 'idle' && keyOf(now) === key) hover.value = { ...now, box: { ...now.box, gap } };
    } catch {
      // No tooltip over what could not be asked.
    }
  };

  const askNames = async (key: string, track: number, { level, startNs, stopNs }: Extract<Hover['box'], { type: 'group' }>): Promise<void> => {
    abort = new AbortController();
    try {
      const { names } = await client.call('group.details', { run, track, level, startNs, stopNs }, abort.signal);
      const now = hover.peek();
      if (now?.box.type === 'group' && keyOf(now) === key) hover.value = { ...now, box: { ...now.box, names } };
    } catch {
      // The tooltip keeps what the tile knows.
    }
  };

  const askHeld = async (key: string, row: TrackId, ns: number): Promise<void> => {
    abort = new AbortController();
    try {
      const below = tracksBelow(row);
      const use = (await client.call('memory.use', { run, startNs: ns, stopNs: ns + 1 }, abort.signal)).filter(({ track }) => below.has(track));
      const now = hover.peek();
      if (now?.box.type !== 'curve' || keyOf(now) !== key) return;
      const sum = (of: 'peakBytes' | 'instances'): number => use.reduce((total, memory) => total + memory[of], 0);
      hover.value = { ...now, box: { ...now.box, text: heldText(sum('peakBytes'), now.box.capacityBytes ?? null, sum('instances')) } };
    } catch {
      // The tooltip keeps what the tile knows: the index may not be written yet.
    }
  };

  const stop = effect(() => {
    const now = hover.value;
    const key = keyOf(now);
    if (key === asked && now?.details !== undefined) return;
    const details = key === undefined ? undefined : known.get(key);
    if (key !== undefined && details) {
      asked = key;
      put(key, details);
      return;
    }
    if (key === asked) return;
    asked = key;
    abort?.abort();
    takeBack();
    if (now?.box.type === 'idle' && key !== undefined) {
      const { track, box: { ns } } = now;
      takeBack = afterRest(REST_MS, () => void askGap(key, track, Math.floor(ns)));
    }
    if (now?.box.type === 'group' && key !== undefined) {
      const { track, box } = now;
      takeBack = afterRest(REST_MS, () => void askNames(key, track, box));
    }
    if (now?.box.type === 'curve' && key !== undefined) {
      const { track, box: { ns } } = now;
      takeBack = afterRest(REST_MS, () => void askHeld(key, track, Math.floor(ns)));
    }
    if (now?.box.type !== 'item' || key === undefined) return;
    const { track, box: { ordinal, startNs } } = now;
    takeBack = afterRest(REST_MS, () => void ask(key, track, ordinal, startNs));
  });
  return () => {
    stop();
    takeBack();
    abort?.abort();
  };
}
