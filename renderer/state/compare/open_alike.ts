/** Rows that stand for each other are open in both runs or in none; the run that was changed last decides. */
import { effect, type ReadonlySignal } from '@preact/signals';
import type { TrackId } from '../../../electron/protocol/items.ts';
import type { TrackTreeParts } from '../track_tree.ts';
import type { RowPairs } from './comparing_types.ts';

export function keepAlike(a: TrackTreeParts, b: TrackTreeParts, pairs: ReadonlySignal<RowPairs>): () => void {
  const follow = (from: TrackTreeParts, to: TrackTreeParts, partnersOf: (pairs: RowPairs) => ReadonlyMap<TrackId, TrackId>): () => void => effect(() => {
    const [ofFrom, ofTo] = [from, to].map((parts) => openness(parts));
    const wanted = new Map(to.choices.peek().open);
    let isOther = false;
    void from.choices.value;
    for (const [id, partner] of partnersOf(pairs.value)) {
      const [here, there] = [ofFrom(id), ofTo(partner)];
      if (here === undefined || there === undefined || here.isOpen === there.isOpen) continue;
      wanted.set(there.slug, here.isOpen);
      isOther = true;
    }
    if (isOther) to.restoreOpen(wanted);
  });
  const stops = [follow(a, b, ({ ofA }) => ofA), follow(b, a, ({ ofB }) => ofB)];
  // Both lists scroll as one.
  const scroll = (from: TrackTreeParts, to: TrackTreeParts): () => void => effect(() => { to.tree.scrollTop.value = from.tree.scrollTop.value; });
  stops.push(scroll(a, b), scroll(b, a));
  return () => stops.forEach((stop) => stop());
}

function openness({ choices, index }: TrackTreeParts): (id: TrackId) => { readonly slug: string; readonly isOpen: boolean } | undefined {
  const { groupById, trackById, isOpenByDefault } = index.peek();
  const { open } = choices.peek();
  return (id) => {
    const slug = trackById.get(id)?.slug ?? groupById.get(id)?.slug;
    return slug === undefined ? undefined : { slug, isOpen: open.get(slug) ?? isOpenByDefault(slug) };
  };
}
