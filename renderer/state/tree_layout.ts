/**
 * Rows of the tree with their places: pure arithmetic from the run's groups and tracks, from what is open and from the row scale.
 * Heights in css px at density normal.
 */
import type { GroupSummary, TrackSummary } from '../../electron/protocol/run_api.ts';
import type { TrackId } from '../../electron/protocol/items.ts';
import type { Row } from './app.ts';
import { labelsFromZero } from './numbering.ts';

export const NODE_HEIGHT = 24;
export const KIND_CLOSED_HEIGHT = 24;
/** An open kind is its own row with the curve; its leaves follow as rows. */
export const CURVE_HEIGHT = 40;
const LEAST_CLOSED_HEIGHT = 16;
export const LEVEL_HEIGHT = 18;
/** A track of more levels is fitted into the height that so many have. */
const FITTED_LEVELS = 12;
const MIN_LEVELS = 2;
const MIN_LEVEL_HEIGHT = 2;
const LEAF_PADDING = 2;
/** A run with at most so many leaves opens its kinds, one with more nodes than this closes the later ones. */
const FEW_LEAVES = 8;
const OPEN_NODES = 4;

export interface TreeInput {
  readonly groups: readonly GroupSummary[];
  readonly tracks: readonly TrackSummary[];
  readonly roots: readonly TrackId[];
  /** Its first look shows what there is to see: everything is open. */
  readonly isSample?: boolean;
}

export interface TreeChoices {
  /** What the user opened or closed, by slug; others follow the default rules. */
  readonly open: ReadonlyMap<string, boolean>;
  /** 0.25 … 4 */
  readonly scale: number;
  /** Slugs of tracks shown at full height although they have many levels. */
  readonly unfitted: ReadonlySet<string>;
  /** Slugs of rows that the user does not want to see. */
  readonly hidden: ReadonlySet<string>;
  /** Slugs of tracks that also stand on top, in order. */
  readonly pinned: readonly string[];
  /** Slug of a group → slugs of its rows in the user's order; others follow. */
  readonly order: ReadonlyMap<string, readonly string[]>;
  /** Rows that are higher or lower than the others, by slug: 0.25 … 4 times as high. */
  readonly heights: ReadonlyMap<string, number>;
  /** Slugs of memories that show the bytes they held instead of their instances. */
  readonly asBytes: ReadonlySet<string>;
}

/** How the user wants trees of all runs to look. */
export interface TreeLook {
  /** Height of a level at the window's density, css px. */
  readonly levelPx: number;
  /** Level 0 is the topmost of a track, not the lowest. */
  readonly growsDown: boolean;
  /** Names count from 0 in each kind of a node (numbering.ts). */
  readonly countsFromZero: boolean;
}

export interface TreePlaces {
  readonly rows: readonly Row[];
  readonly heightPx: number;
}

export const NO_CHOICES: TreeChoices = { open: new Map(), scale: 1, unfitted: new Set(), hidden: new Set(), pinned: [], order: new Map(), heights: new Map(), asBytes: new Set() };
export const PLAIN_LOOK: TreeLook = { levelPx: LEVEL_HEIGHT, growsDown: false, countsFromZero: false };
/** A row is at most so many times as low or as high as usual. */
export const HEIGHT_LIMITS = [0.25, 4] as const;

export interface TreeIndex {
  readonly groupById: ReadonlyMap<TrackId, GroupSummary>;
  readonly trackById: ReadonlyMap<TrackId, TrackSummary>;
  /** Group that lists the track or group among its members; the first one wins. */
  readonly parentOf: ReadonlyMap<TrackId, TrackId>;
  readonly isOpenByDefault: (slug: string) => boolean;
  readonly labelOf: (track: TrackSummary, countsFromZero: boolean) => string;
}

/** The machine's kind groups ("all" ▸ cpu) name members of every node but have no rows under them. */
function hasRows(group: GroupSummary): boolean {
  return group.node !== null || group.kind === null;
}

/** Members that stand under the group as rows: "all" sums up the nodes, which have rows of their own. */
function rowMembers(group: GroupSummary, roots: readonly TrackId[]): readonly TrackId[] {
  return hasRows(group) ? group.members.filter((member) => !roots.includes(member)) : [];
}

export function indexTree(input: TreeInput): TreeIndex {
  const groupById = new Map(input.groups.map((group) => [group.id, group]));
  const trackById = new Map(input.tracks.map((track) => [track.id, track]));
  const parentOf = new Map<TrackId, TrackId>();
  const defaults = new Map<string, boolean>();
  let leaves = 0;
  const visit = (id: TrackId): void => {
    const group = groupById.get(id);
    if (!group) {
      leaves++;
      return;
    }
    for (const member of rowMembers(group, input.roots)) {
      if (!parentOf.has(member)) parentOf.set(member, id);
      visit(member);
    }
  };
  for (const root of input.roots) visit(root);
  const nodes = input.roots.filter((root) => groupById.get(root)?.node !== null);
  for (const group of input.groups) {
    const isFew = leaves <= FEW_LEAVES || input.isSample === true;
    if (group.kind === null) defaults.set(group.slug, nodes.length <= OPEN_NODES || nodes.indexOf(group.id) < OPEN_NODES);
    else defaults.set(group.slug, isFew);
  }
  let fromZero: ReadonlyMap<TrackId, string> | undefined;
  return {
    groupById, trackById, parentOf, isOpenByDefault: (slug) => defaults.get(slug) ?? true,
    labelOf: (track, countsFromZero) => (countsFromZero ? (fromZero ??= labelsFromZero(input.tracks)).get(track.id) : undefined) ?? track.name,
  };
}

/** `levelPx` = height of a level at the window's density. */
export function levelHeightOf(track: TrackSummary, choices: TreeChoices, levelPx: number): number {
  const fullPx = levelPx * choices.scale * (choices.heights.get(track.slug) ?? 1);
  if (track.levels <= FITTED_LEVELS || choices.unfitted.has(track.slug)) return fullPx;
  return Math.max(MIN_LEVEL_HEIGHT, Math.min(fullPx, (FITTED_LEVELS * fullPx) / track.levels));
}

export function isFitted(track: TrackSummary, choices: TreeChoices): boolean {
  return track.levels > FITTED_LEVELS && !choices.unfitted.has(track.slug);
}

/** All tracks below a row, mirrors as what they mirror. */
export function leavesBelow(index: TreeIndex, id: TrackId, into = new Set<TrackId>()): Set<TrackId> {
  const track = index.trackById.get(id);
  if (track) into.add(track.mirrorOf ?? track.id);
  for (const member of index.groupById.get(id)?.members ?? []) if (!into.has(member)) leavesBelow(index, member, into);
  return into;
}

/** Rows under a group in the user's order. */
export function orderedMembers(group: GroupSummary, index: TreeIndex, choices: TreeChoices, roots: readonly TrackId[]): readonly TrackId[] {
  const members = rowMembers(group, roots);
  const wanted = choices.order.get(group.slug);
  if (wanted === undefined) return members;
  const place = (id: TrackId): number => {
    const at = wanted.indexOf(index.groupById.get(id)?.slug ?? index.trackById.get(id)?.slug ?? '');
    return at < 0 ? wanted.length : at;
  };
  return [...members].sort((a, b) => place(a) - place(b));
}

/** Height of a row that shows a curve. */
function curveHeight(slug: string, { scale, heights }: TreeChoices): number {
  return Math.round(CURVE_HEIGHT * Math.min(2, Math.max(0.6, scale)) * (heights.get(slug) ?? 1));
}

/** Height from the top of a row to the top of a level of its items, css px. */
export function levelTop({ height, growsDown }: Pick<Row, 'height' | 'growsDown'>, levelHeight: number, level: number): number {
  return growsDown === true ? LEAF_PADDING / 2 + level * levelHeight : height - LEAF_PADDING / 2 - (level + 1) * levelHeight;
}

function rowOfTrack(track: TrackSummary, isOpen: boolean, choices: TreeChoices, index: TreeIndex, look: TreeLook, depth: number, y: number): Row {
  const isCurve = isOpen && track.hasUtil && choices.asBytes.has(track.slug);
  const levelHeight = isOpen && !isCurve ? levelHeightOf(track, choices, look.levelPx) : 0;
  const height = isCurve ? curveHeight(track.slug, choices)
    : isOpen ? Math.ceil(Math.max(MIN_LEVELS, track.levels) * levelHeight) + LEAF_PADDING : Math.max(LEAST_CLOSED_HEIGHT, look.levelPx);
  return {
    id: track.id, slug: track.slug, label: index.labelOf(track, look.countsFromZero), longName: track.longName, kind: track.kind, depth, isOpen, type: 'leaf',
    group: undefined, track, y, height, levelHeight, ...(look.growsDown ? { growsDown: true } : {}),
  };
}

/** The pinned tracks one under the other; of a run of several nodes each says whose it is. Filters leave out of them what they leave out of the tree. */
export function layOutPinned(input: TreeInput, index: TreeIndex, choices: TreeChoices, look = PLAIN_LOOK, shown: ReadonlySet<TrackId> | null = null): readonly Row[] {
  const isOneNode = new Set(input.tracks.map(({ node }) => node)).size < 2;
  const rows: Row[] = [];
  let y = 0;
  for (const slug of choices.pinned) {
    const track = input.tracks.find((one) => one.slug === slug);
    if (!track || shown?.has(track.mirrorOf ?? track.id) === false) continue;
    const row = rowOfTrack(track, choices.open.get(slug) ?? index.isOpenByDefault(slug), choices, index, look, 0, y);
    rows.push(isOneNode ? row : { ...row, label: `n${track.node} ${row.label}` });
    y += row.height;
  }
  return rows;
}

/** All rows in order with their places, closed subtrees left out. `shown`: the tracks that are left by filters; null = all. */
export function layOutTree(input: TreeInput, index: TreeIndex, choices: TreeChoices, look = PLAIN_LOOK, shown: ReadonlySet<TrackId> | null = null): TreePlaces {
  const rows: Row[] = [];
  let y = 0;
  const isGone = (slug: string, id: TrackId): boolean => choices.hidden.has(slug)
    || (shown !== null && ![...leavesBelow(index, id)].some((leaf) => shown.has(leaf)));
  const isOpen = (slug: string): boolean => choices.open.get(slug) ?? index.isOpenByDefault(slug);

  const addTrack = (track: TrackSummary, depth: number): void => {
    if (isGone(track.slug, track.id)) return;
    rows.push(rowOfTrack(track, isOpen(track.slug), choices, index, look, depth, y));
    y += rows[rows.length - 1].height;
  };

  const addGroup = (group: GroupSummary, depth: number): void => {
    if (isGone(group.slug, group.id)) return;
    const type = group.kind !== null ? 'kind' : group.node === null ? 'all' : 'node';
    const open = isOpen(group.slug);
    const height = type !== 'kind' ? NODE_HEIGHT : open && group.hasUtil ? curveHeight(group.slug, choices) : KIND_CLOSED_HEIGHT;
    rows.push({
      id: group.id, slug: group.slug, label: group.name, longName: group.longName, kind: group.kind ?? '', depth, isOpen: open, type,
      group, track: undefined, y, height, levelHeight: 0,
    });
    y += height;
    if (!open) return;
    for (const member of orderedMembers(group, index, choices, input.roots)) {
      const child = index.groupById.get(member);
      const track = index.trackById.get(member);
      if (child) addGroup(child, depth + 1);
      else if (track) addTrack(track, depth + 1);
    }
  };

  for (const root of input.roots) {
    const group = index.groupById.get(root);
    const track = index.trackById.get(root);
    if (group) addGroup(group, 0);
    else if (track) addTrack(track, 0);
  }
  return { rows, heightPx: y };
}

/** Index of the row that holds `yPx` of the content; -1 above the first, the last row below the end. */
export function rowIndexAt(rows: readonly Row[], yPx: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle].y <= yPx) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
