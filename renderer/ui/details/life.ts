/** The stages of an item's life from the times that the log has. Pure. */
import type { ItemDetails } from '../../../electron/protocol/item_api.ts';
import type { Ns } from '../../../electron/protocol/time.ts';

export interface Stage {
  readonly name: 'sent' | 'deferred' | 'delayed' | 'alive';
  readonly startNs: Ns;
  readonly stopNs: Ns;
}

export interface Moment {
  readonly name: 'spawn' | 'create' | 'ready' | 'start' | 'stop';
  readonly ns: Ns;
}

/** The moments in the order of a life; one that the log lacks is left out, its two stages become one. */
const ORDER = ['spawn', 'create', 'ready', 'start', 'stop'] as const;
const STAGE_INTO = { create: 'sent', ready: 'deferred', start: 'delayed', stop: 'alive' } as const;

export function lifeOf(details: Pick<ItemDetails, 'times'>): { moments: Moment[]; stages: Stage[] } {
  const moments: Moment[] = [];
  for (const name of ORDER) {
    const ns = details.times[name];
    if (ns !== undefined) moments.push({ name, ns });
  }
  const stages: Stage[] = [];
  for (let i = 1; i < moments.length; i++) {
    const { name, ns } = moments[i];
    if (name !== 'spawn') stages.push({ name: STAGE_INTO[name], startNs: moments[i - 1].ns, stopNs: ns });
  }
  return { moments, stages };
}

export interface Shade {
  readonly state: 'running' | 'ready' | 'waiting';
  readonly startNs: Ns;
  readonly stopNs: Ns;
}

/** `[start, stop)` cut at its waits: waiting until the event triggers, ready until it goes on, running in between. */
export function shadesOf(details: Pick<ItemDetails, 'startNs' | 'stopNs' | 'waits' | 'waitCount'>): Shade[] {
  const shades: Shade[] = [];
  let at = details.startNs;
  const add = (state: Shade['state'], stopNs: Ns): void => {
    if (stopNs > at) shades.push({ state, startNs: at, stopNs });
    at = Math.max(at, stopNs);
  };
  // With more waits than were sent the cuts would be a half-truth.
  if (details.waits.length === details.waitCount) {
    for (const wait of [...details.waits].sort((a, b) => a.startNs - b.startNs)) {
      add('running', wait.startNs);
      add('waiting', wait.readyNs);
      add('ready', wait.endNs);
    }
  }
  add('running', details.stopNs);
  return shades;
}
