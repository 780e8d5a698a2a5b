/**
 * Curves of tracks and groups: tiles for the screen and exact means of a range. From the stored pyramids where these are fine enough,
 * else from the segments themselves; rows of nodes and of the whole machine are weighted means of their members. Engine worker.
 */
import type { UtilPyramid } from '../model/item_blocks.ts';
import { ProfileError } from '../protocol/errors.ts';
import { isMemoryKind, type TrackId } from '../protocol/items.ts';
import { createUtilTile } from '../protocol/tile_codec.ts';
import type { TileKey } from '../protocol/tiles.ts';
import { TILE_BUCKETS, type Ns } from '../protocol/time.ts';
import type { RunSource, SourceTrack } from './run_source.ts';
import { busySteps, combineSteps, heldSteps, meanOfSteps, sampleSteps, type BucketColumns, type Steps } from './step_function.ts';

/** Exact curves read every segment of their window: past this width (ns) with a pyramid at hand its finest level is used inside. */
const EXACT_WINDOW_BUCKETS = 4;

/**
 * An encoded tile of a curve (tile_codec.ts) in shared memory.
 * @throws ProfileError 'bad-request' for an unknown track
 */
export async function utilTile(source: RunSource, key: TileKey): Promise<Uint8Array> {
  const row = source.track(key.track) ?? fail(key.track);
  const widthNs = 2 ** key.exp;
  const total = Math.ceil(source.extentNs / widthNs);
  const count = Math.max(0, Math.min(TILE_BUCKETS, total - key.index * TILE_BUCKETS));
  const { bytes, tile } = createUtilTile(key, count, true);
  if (count > 0) await fillCurve(source, row, key, tile);
  return bytes;
}

async function fillCurve(source: RunSource, row: SourceTrack, key: TileKey, into: BucketColumns): Promise<void> {
  const pyramid = await source.util(row.mirrorOf ?? row.id);
  if (pyramid !== undefined && key.exp >= pyramid.finestExp) {
    readPyramid(pyramid, key, into);
  } else if (row.members !== undefined && (await isSummedFromMembers(source, row, key.exp))) {
    await meanOfMembers(source, row, key, into);
  } else {
    const startNs = key.index * TILE_BUCKETS * 2 ** key.exp;
    const stopNs = startNs + into.means.length * 2 ** key.exp;
    sampleSteps(await stepsOf(source, row, startNs, stopNs), startNs, 2 ** key.exp, into);
  }
}

/** Rows above groups always are; a kind of a node only while it has no curve of its own and its members have one this coarse. */
async function isSummedFromMembers(source: RunSource, row: SourceTrack, exp: number): Promise<boolean> {
  if (row.kind === undefined) return true;
  // Channels and dependent partitioning: busy while any member is, which means do not tell.
  if (row.denominator === null && !isMemoryKind(row.kind)) return false;
  const members = (row.members ?? []).flatMap((id) => source.track(id) ?? []);
  if (members.some((member) => member.members !== undefined)) return true;
  const pyramids = await Promise.all(members.map((member) => source.util(member.mirrorOf ?? member.id)));
  return pyramids.every((pyramid) => pyramid !== undefined && exp >= pyramid.finestExp);
}

/** A level of the pyramid; above its top one bucket holds all, and what lies beyond it is empty. */
function readPyramid({ finestExp, levels }: UtilPyramid, { exp, index }: TileKey, into: BucketColumns): void {
  const level = Math.min(exp - finestExp, levels.length - 1);
  const beyond = 2 ** (exp - finestExp - level);
  const { means, mins, maxs } = levels[level];
  const first = index * TILE_BUCKETS;
  for (let i = 0; i < into.means.length; i++) {
    const from = first + i;
    const isInside = from < means.length;
    into.means[i] = isInside ? means[from] / beyond : 0;
    into.mins[i] = isInside && beyond === 1 ? mins[from] : 0;
    into.maxs[i] = isInside ? maxs[from] : 0;
  }
}

/** The exact function of a track, or of a group of tracks of one kind, in a window. */
async function stepsOf(source: RunSource, row: SourceTrack, startNs: Ns, stopNs: Ns): Promise<Steps> {
  if (row.members === undefined) return trackSteps(source, row, startNs, stopNs);
  const parts = await Promise.all(leavesOf(source, row).map((leaf) => trackSteps(source, leaf, startNs, stopNs)));
  if (isMemoryKind(row.kind)) return combineSteps(parts, startNs, 1);
  if (row.denominator === null) return combineSteps(parts, startNs, 1, true);
  return combineSteps(parts, startNs, 1 / Math.max(1, row.denominator));
}

async function trackSteps(source: RunSource, row: SourceTrack, startNs: Ns, stopNs: Ns): Promise<Steps> {
  const id = row.mirrorOf ?? row.id;
  const held = await source.memorySteps(id);
  if (held !== undefined) return heldSteps(held, startNs, stopNs);
  if (row.lods.length === 0 && row.mirrorOf === undefined) return { times: [startNs], values: [0] };
  return busySteps(await source.blocks(id, 0, startNs, stopNs), startNs, stopNs);
}

/** Tracks under a group of a kind, each once: a copy channel may stand under two nodes. */
function leavesOf(source: RunSource, row: SourceTrack): readonly SourceTrack[] {
  const leaves = new Map<TrackId, SourceTrack>();
  const visit = (member: SourceTrack | undefined): void => {
    if (member === undefined) return;
    if (member.members === undefined) leaves.set(member.mirrorOf ?? member.id, member);
    else for (const id of member.members) visit(source.track(id));
  };
  visit(row);
  return [...leaves.values()];
}

/** Members that a row sums up with their shares: bytes add up; of processors each counts as one, idle ones included. */
function shares(source: RunSource, row: SourceTrack): readonly { readonly row: SourceTrack; readonly share: number }[] {
  const members = (row.members ?? []).flatMap((id) => source.track(id) ?? []);
  if (isMemoryKind(row.kind)) return members.map((member) => ({ row: member, share: 1 }));
  const weights = members.map((member) => processorsOf(source, member, row.kind !== undefined));
  const all = row.denominator ?? weights.reduce((sum, weight) => sum + weight, 0);
  return members.flatMap((member, i) => (weights[i] > 0 ? [{ row: member, share: weights[i] / all }] : []));
}

/** Processors under a row; memories and channels have none. A single track stands for one under a kind. */
function processorsOf(source: RunSource, row: SourceTrack, isUnderKind: boolean): number {
  if (row.members === undefined) return isUnderKind ? 1 : 0;
  if (row.kind !== undefined) return row.denominator ?? 0;
  return row.members.reduce((sum, id) => {
    const member = source.track(id);
    return sum + (member === undefined ? 0 : processorsOf(source, member, false));
  }, 0);
}

/** Mean only: how members overlap in time is not looked at, so least and greatest are the mean. No processor at all: not recorded. */
async function meanOfMembers(source: RunSource, row: SourceTrack, key: TileKey, into: BucketColumns): Promise<void> {
  const members = shares(source, row);
  const count = into.means.length;
  const sums = new Float64Array(count);
  for (const { row: member, share } of members) {
    const part = { means: new Float64Array(count), mins: new Float64Array(count), maxs: new Float64Array(count) };
    await fillCurve(source, member, key, part);
    for (let i = 0; i < count; i++) sums[i] += part.means[i] * share;
  }
  for (let i = 0; i < count; i++) {
    const mean = members.length > 0 ? sums[i] : Number.NaN;
    into.means[i] = mean;
    into.mins[i] = mean;
    into.maxs[i] = mean;
  }
}

/**
 * Time-weighted mean of a track's or group's curve in [startNs, stopNs): busy share, or bytes held; null where nothing is recorded.
 * @throws ProfileError 'bad-request' for an unknown track
 */
export async function meanOf(source: RunSource, id: TrackId, startNs: Ns, stopNs: Ns): Promise<number | null> {
  const row = source.track(id) ?? fail(id);
  const mean = await meanOfRow(source, row, Math.max(0, startNs), stopNs);
  return Number.isNaN(mean) ? null : mean;
}

async function meanOfRow(source: RunSource, row: SourceTrack, startNs: Ns, stopNs: Ns): Promise<number> {
  const pyramid = await source.util(row.mirrorOf ?? row.id);
  if (pyramid === undefined && row.members !== undefined && (await isSummedFromMembers(source, row, Number.POSITIVE_INFINITY))) {
    const members = shares(source, row);
    let sum = 0;
    for (const { row: member, share } of members) sum += (await meanOfRow(source, member, startNs, stopNs)) * share;
    return members.length > 0 ? sum : Number.NaN;
  }
  const widthNs = pyramid === undefined ? 0 : 2 ** pyramid.finestExp;
  if (pyramid === undefined || stopNs - startNs < EXACT_WINDOW_BUCKETS * widthNs) return exactMean(source, row, startNs, stopNs);
  // Whole buckets inside, exact edges around them.
  const firstBucket = Math.ceil(startNs / widthNs);
  const endBucket = Math.floor(stopNs / widthNs);
  const { means } = pyramid.levels[0];
  let sum = 0;
  for (let i = firstBucket; i < Math.min(endBucket, means.length); i++) sum += means[i] * widthNs;
  const insideStart = firstBucket * widthNs;
  const insideStop = endBucket * widthNs;
  if (startNs < insideStart) sum += (await exactMean(source, row, startNs, insideStart)) * (insideStart - startNs);
  if (insideStop < stopNs) sum += (await exactMean(source, row, insideStop, stopNs)) * (stopNs - insideStop);
  return sum / (stopNs - startNs);
}

async function exactMean(source: RunSource, row: SourceTrack, startNs: Ns, stopNs: Ns): Promise<number> {
  return meanOfSteps(await stepsOf(source, row, startNs, stopNs), startNs, stopNs);
}

function fail(id: TrackId): never {
  throw new ProfileError('bad-request', `This run has no track number ${id}.`);
}
