/** What the tooltip of an item says about its partner in the other run. */
import { NOT_PAIRED, ONLY_HERE, type Side } from '../../../electron/protocol/compare_api.ts';
import type { App, Hover } from '../../state/app.ts';
import type { TipLine } from '../hover_text.ts';

/** Values of the engine are cut off here. */
const MOST = 126;

export function changeLine({ deltas, pairs, result }: NonNullable<App['comparing']['value']>, side: Side, { box, track }: Hover): TipLine | undefined {
  const known = side === 0 ? pairs.value.ofA : pairs.value.ofB;
  if (box.type !== 'item' || result.value === null) return undefined;
  void deltas.version.value;
  const delta = known.has(track) ? deltas.get(side, track, box.ordinal) : ONLY_HERE;
  if (delta === undefined || delta === NOT_PAIRED) return undefined;
  if (delta === ONLY_HERE) return { name: 'Other run', text: 'has none that corresponds' };
  const amount = `${Math.abs(delta) >= MOST ? 'more than ' : ''}${Math.abs(delta)} %`;
  return { name: 'B against A', text: delta === 0 ? 'runs as long' : `runs ${amount} ${delta > 0 ? 'longer' : 'shorter'}` };
}
