/** Which rows are open, how high they are and where the list is scrolled; remembered per run. */
import { batch, computed, effect, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import type { RunSummary } from '../../electron/protocol/run_api.ts';
import type { TrackId } from '../../electron/protocol/items.ts';
import type { TimeSpan } from '../../electron/protocol/time.ts';
import { toDisposable } from '../base/disposable.ts';
import type { EngineClient, Row, TrackTree } from './app.ts';
import { followBusy } from './busy_rows.ts';
import { createPinnedArea } from './pinned_rows.ts';
import { HEIGHT_LIMITS, indexTree, isFitted, layOutPinned, layOutTree, leavesBelow, levelTop, NO_CHOICES, type TreeChoices, type TreeIndex, type TreeLook, type TreePlaces } from './tree_layout.ts';
import { treeParts } from './tree_parts.ts';
import type { ViewParts } from './view_parts.ts';

const MIN_SCALE = 0.25;
const MAX_SCALE = 4;
const REVEAL_MARGIN_PX = 40;

export interface TrackTreeParts {
  readonly tree: TrackTree;
  readonly index: ReadonlySignal<TreeIndex>;
  readonly choices: ReadonlySignal<TreeChoices>;
  /** Rows as the run alone has them. */
  readonly plain: ReadonlySignal<TreePlaces>;
  /** Puts the rows elsewhere, between those of another run; undefined = they stay. */
  readonly arranged: Signal<ReadonlySignal<TreePlaces> | undefined>;
  restoreOpen(open: ReadonlyMap<string, boolean>): void;
}

export function createTrackTree(
  client: EngineClient, summary: ReadonlySignal<RunSummary>, span: ReadonlySignal<TimeSpan>, viewParts: ViewParts, look: ReadonlySignal<TreeLook>,
  filtered: ReadonlySignal<ReadonlySet<TrackId> | null>,
): TrackTreeParts & Disposable {
  const choices = signal<TreeChoices>(NO_CHOICES);
  const idle = signal<ReadonlySet<TrackId> | null>(null);
  const solo = signal<string | null>(null);
  const index = computed(() => indexTree(summary.value));
  /** Tracks left by filter, idle and solo; null = all. */
  const left = computed(() => {
    const alone = solo.value === null ? undefined : rowIdOf(index.value, solo.value);
    const sets = [filtered.value, alone === undefined ? null : leavesBelow(index.value, alone)].filter((set) => set !== null);
    if (sets.length === 0 && idle.value === null) return null;
    const tracks = summary.value.tracks.filter(({ mirrorOf }) => mirrorOf === null).map(({ id }) => id);
    return new Set(tracks.filter((id) => sets.every((set) => set.has(id)) && idle.value?.has(id) !== true));
  });
  const plain = computed(() => layOutTree(summary.value, index.value, choices.value, look.value, left.value));
  const arranged = signal<ReadonlySignal<TreePlaces> | undefined>(undefined);
  const layout = computed(() => (arranged.value ?? plain).value);
  const rows = computed(() => layout.value.rows);
  const scrollTop = signal(0);
  // Two runs in one list have no area of their own for pinned rows.
  const pinned = createPinnedArea(computed(() => (arranged.value ? [] : layOutPinned(summary.value, index.value, choices.value, look.value, left.value))));
  const { viewportHeight } = pinned;
  const focused = signal<string | null>(null);
  const busy = signal<ReadonlyMap<TrackId, number | null>>(new Map());

  function change(next: Partial<TreeChoices>): void {
    choices.value = { ...choices.peek(), ...next };
  }

  function openMany(slugs: Iterable<string>, open: boolean): void {
    const next = new Map(choices.peek().open);
    for (const slug of slugs) next.set(slug, open);
    change({ open: next });
  }

  function isOpen(slug: string): boolean {
    return choices.peek().open.get(slug) ?? index.peek().isOpenByDefault(slug);
  }

  /** Keeps what is at the top of the view there while rows above it change. */
  function keepingPlace(act: () => void): void {
    const top = rows.peek().findLast((row) => row.y <= scrollTop.peek());
    const offset = top ? scrollTop.peek() - top.y : 0;
    batch(() => {
      act();
      const after = top && rows.peek().find((row) => row.id === top.id);
      if (after) scrollTop.value = after.y + Math.min(offset, after.height);
    });
  }

  function reveal(track: TrackId, level?: number): void {
    const { parentOf, groupById, trackById } = index.peek();
    const slugs: string[] = [];
    const own = trackById.get(track)?.slug;
    if (own !== undefined && choices.peek().pinned.includes(own) && arranged.peek() === undefined) {
      // It is always there: the rows below stay where they are.
      if (!isOpen(own)) openMany([own], true);
      pinned.reveal(own);
      return;
    }
    for (let id: TrackId | undefined = track; id !== undefined; id = parentOf.get(id)) {
      const slug = trackById.get(id)?.slug ?? groupById.get(id)?.slug;
      if (slug !== undefined && !isOpen(slug)) slugs.push(slug);
    }
    batch(() => {
      // What is gone to is shown, whatever hid it.
      const hidden = new Set(choices.peek().hidden);
      let wasHidden = false;
      for (let id: TrackId | undefined = track; id !== undefined; id = parentOf.get(id)) wasHidden = hidden.delete(trackById.get(id)?.slug ?? groupById.get(id)?.slug ?? '') || wasHidden;
      if (wasHidden) change({ hidden });
      if (left.peek()?.has(trackById.get(track)?.mirrorOf ?? track) === false) {
        idle.value = null;
        solo.value = null;
      }
      if (slugs.length > 0) openMany(slugs, true);
      const row = rows.peek().find((candidate) => candidate.id === track);
      if (row) scrollIntoView(row, level);
    });
  }

  function isShown(track: TrackId): boolean {
    const { parentOf, groupById, trackById } = index.value;
    if (left.value?.has(trackById.get(track)?.mirrorOf ?? track) === false) return false;
    for (let id: TrackId | undefined = track; id !== undefined; id = parentOf.get(id)) if (choices.value.hidden.has(trackById.get(id)?.slug ?? groupById.get(id)?.slug ?? '')) return false;
    return true;
  }

  /** Moves a row among its siblings that are shown. */
  function moveRow(slug: string, by: 1 | -1): void {
    const { pinned: slugs } = choices.peek();
    if (slugs.includes(slug)) {
      change({ pinned: swapped(slugs, slug, by) });
      return;
    }
    reorder(slug, (siblings) => swapped(siblings, slug, by));
  }

  function reorder(slug: string, next: (siblings: readonly string[]) => readonly string[]): void {
    const all = rows.peek();
    const parent = index.peek().parentOf.get(all.find((row) => row.slug === slug)?.id ?? -1);
    const group = parent === undefined ? undefined : index.peek().groupById.get(parent);
    if (group === undefined) return;
    const siblings = all.filter((row) => index.peek().parentOf.get(row.id) === parent).map((row) => row.slug);
    change({ order: new Map([...choices.peek().order, [group.slug, next(siblings)]]) });
  }

  function setHeight(slug: string, times: number, all: boolean): void {
    const { groups, tracks } = summary.peek();
    const kindOf = (list: readonly { readonly slug: string; readonly kind: string | null }[]): string[] => {
      const kind = list.find((one) => one.slug === slug)?.kind ?? null;
      return kind === null ? [] : list.filter((one) => one.kind === kind).map((one) => one.slug);
    };
    const factor = Math.round(100 * Math.min(HEIGHT_LIMITS[1], Math.max(HEIGHT_LIMITS[0], times))) / 100;
    const heights = new Map(choices.peek().heights);
    for (const one of all ? [...kindOf(tracks), ...kindOf(groups)] : [slug]) {
      if (factor === 1) heights.delete(one);
      else heights.set(one, factor);
    }
    change({ heights });
  }

  /** Tracks of a row by slug, mirrors as themselves. */
  function tracksOf(slug: string): string[] {
    const { trackById } = index.peek();
    const id = rowIdOf(index.peek(), slug);
    return id === undefined ? [] : [...leavesBelow(index.peek(), id)].map((leaf) => trackById.get(leaf)?.slug ?? '');
  }

  function scrollIntoView(row: Row, level: number | undefined): void {
    const heightPx = viewportHeight.peek() || 400;
    const isLevel = level !== undefined && row.levelHeight > 0;
    const top = isLevel ? row.y + levelTop(row, row.levelHeight, level) : row.y;
    const bottom = isLevel ? top + row.levelHeight : row.y + Math.min(row.height, heightPx - 2 * REVEAL_MARGIN_PX);
    const above = Math.max(0, top - REVEAL_MARGIN_PX);
    const below = bottom + REVEAL_MARGIN_PX - heightPx;
    if (above < scrollTop.peek()) scrollTop.value = above;
    else if (below > scrollTop.peek()) scrollTop.value = Math.max(0, below);
  }

  const stopBusy = followBusy(client, { summary, rows, pinned: pinned.shown, span, scrollTop, viewportHeight }, (next) => { busy.value = next; });
  // Rows that close leave the scroll position past the end.
  const stopClamp = effect(() => {
    const limit = Math.max(0, layout.value.heightPx - viewportHeight.value);
    if (viewportHeight.value > 0 && scrollTop.value > limit) scrollTop.value = limit;
  });

  const tree: TrackTree = {
    rows, scrollTop, focused, busy, viewportHeight, pinned,
    contentHeight: computed(() => layout.value.heightPx),
    hidden: computed(() => {
      const kept = filtered.value;
      return summary.value.tracks.filter(({ id, mirrorOf }) => kept?.has(mirrorOf ?? id) !== false && !isShown(id)).length;
    }),
    isShown: (track) => isShown(track),
    isPinned: (slug) => choices.value.pinned.includes(slug),
    pin: (slug) => {
      const { pinned: slugs } = choices.peek();
      change({ pinned: slugs.includes(slug) ? slugs.filter((other) => other !== slug) : [...slugs, slug] });
      if (!slugs.includes(slug)) pinned.reveal(slug);
    },
    unpinAll: () => change({ pinned: [] }),
    hide: (slug) => keepingPlace(() => change({ hidden: new Set([...choices.peek().hidden, slug]) })),
    showHidden: () => keepingPlace(() => batch(() => {
      idle.value = null;
      solo.value = null;
      change({ hidden: new Set() });
    })),
    idle, solo,
    move: (slug, by) => keepingPlace(() => moveRow(slug, by)),
    moveTo: (slug, before) => keepingPlace(() => reorder(slug, (siblings) => {
      const others = siblings.filter((other) => other !== slug);
      const at = before === null ? others.length : others.indexOf(before);
      return at < 0 ? siblings : others.toSpliced(at, 0, slug);
    })),
    drop: signal(null),
    labelOf: (track) => index.value.labelOf(track, look.value.countsFromZero),
    toggle: (slug, open = !isOpen(slug)) => openMany([slug], open),
    reveal,
    setAll: (open) => keepingPlace(() => {
      const { groups, tracks } = summary.peek();
      openMany([...groups.filter((group) => open || group.kind !== null), ...tracks].map(({ slug }) => slug), open);
    }),
    setKind: (kind, open) => keepingPlace(() => {
      openMany(summary.peek().groups.filter((group) => group.kind === kind).map(({ slug }) => slug), open);
    }),
    scaleRows: (factor) => keepingPlace(() => {
      change({ scale: factor === 'reset' ? 1 : Math.min(MAX_SCALE, Math.max(MIN_SCALE, choices.peek().scale * factor)) });
    }),
    toggleFitted: (slug) => {
      const unfitted = new Set(choices.peek().unfitted);
      if (!unfitted.delete(slug)) unfitted.add(slug);
      change({ unfitted });
    },
    heightOf: (slug) => choices.value.heights.get(slug) ?? 1,
    setHeight: (slug, times, all = false) => keepingPlace(() => setHeight(slug, times, all)),
    showsBytes: (slug) => tracksOf(slug).every((one) => choices.value.asBytes.has(one)),
    toggleBytes: (slug) => keepingPlace(() => {
      const below = tracksOf(slug);
      const asBytes = new Set(choices.peek().asBytes);
      const isOn = below.every((one) => asBytes.has(one));
      for (const one of below) if (isOn) asBytes.delete(one); else asBytes.add(one);
      change({ asBytes });
    }),
    fitOf: (track) => {
      if (isFitted(track, choices.value)) return 'fitted';
      return choices.value.unfitted.has(track.slug) ? 'full' : 'none';
    },
  };
  for (const part of treeParts({ choices, rows, scrollTop, change })) viewParts.add(part);
  return {
    tree, choices, index, plain, arranged,
    restoreOpen: (open) => change({ open }),
    ...toDisposable(() => {
      stopBusy();
      stopClamp();
    }),
  };
}

function rowIdOf({ trackById, groupById }: TreeIndex, slug: string): TrackId | undefined {
  for (const [id, row] of [...groupById, ...trackById]) if (row.slug === slug) return id;
  return undefined;
}

function swapped(list: readonly string[], slug: string, by: 1 | -1): readonly string[] {
  const at = list.indexOf(slug);
  const other = at + by;
  if (at < 0 || other < 0 || other >= list.length) return list;
  const next = [...list];
  [next[at], next[other]] = [next[other], next[at]];
  return next;
}
