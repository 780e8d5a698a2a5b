// A run built from the logs of a folder, and the views of it that goldens are compared with. Test helper.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DecodedLog } from '../../electron/decode/decoded_log.ts';
import { decodeLog } from '../../electron/decode/decode_log.ts';
import { buildShard } from '../../electron/model/build_shard.ts';
import { RunBuilder } from '../../electron/model/run_builder.ts';
import type { ModelTrack, Published, RunModel, TrackItems } from '../../electron/model/run_model.ts';
import { type ItemName, itemTitle } from '../../electron/protocol/items.ts';

export interface BuiltRun {
  readonly model: RunModel;
  readonly tracks: ReadonlyMap<number, ModelTrack>;
  /** Items by track; of a mirror those of its original. */
  readonly items: ReadonlyMap<number, TrackItems>;
  /** Memories: bytes of all their instances together. */
  readonly bytes: ReadonlyMap<number, number>;
}

export function logsIn(folder: string): string[] {
  return readdirSync(folder).filter((name) => /\.(gz|prof|log)$/.test(name)).sort().map((name) => join(folder, name));
}

export async function buildRun(paths: readonly string[]): Promise<BuiltRun> {
  const builder = new RunBuilder();
  const logs: DecodedLog[] = [];
  const published: Published[] = [];
  for (const [place, path] of paths.entries()) {
    const shard = buildShard(await decodeLog(path), place);
    logs.push(shard.log);
    published.push(builder.addShard(shard));
  }
  const { model, published: rest } = builder.finish();
  return builtRun(logs, model, [...published, rest]);
}

/** The same of a run that somebody else has built. */
export function builtRun(decoded: readonly DecodedLog[], model: RunModel, published: readonly Published[]): BuiltRun {
  const logs = new Map(decoded.map((log, place) => [nodeOf(log) ?? place, log]));
  const items = new Map<number, TrackItems>();
  for (const part of published) part.tracks.forEach((track, i) => items.set(track.id, part.items[i]));
  for (const track of model.tracks) if (track.mirrorOf !== undefined) items.set(track.id, items.get(track.mirrorOf) ?? items.get(track.id) as TrackItems);
  const bytes = new Map(model.tracks.filter(({ memorySteps }) => memorySteps !== undefined).map(({ id }) => [id, bytesOf(items.get(id), logs)]));
  return { model, tracks: new Map(model.tracks.map((track) => [track.id, track])), items, bytes };
}

function nodeOf(log: DecodedLog): number | undefined {
  return log.tables.get('MachineDesc')?.columns.get('node_id')?.values[0];
}

function bytesOf(items: TrackItems | undefined, logs: ReadonlyMap<number, DecodedLog>): number {
  let sum = 0;
  for (let i = 0; i < (items?.count ?? 0); i++) {
    const sizes = logs.get(items?.ranks[i] ?? 0)?.tables.get('InstTimelineInfo')?.columns.get('size')?.values;
    const row = items?.rows[i] ?? 0;
    if (sizes !== undefined) sum += sizes[2 * row] + sizes[2 * row + 1] * 2 ** 32;
  }
  return sum;
}

export interface Segment {
  readonly start: number;
  readonly stop: number;
  readonly level: number;
  readonly state: number;
  readonly item: number;
  readonly title: string;
}

/**
 * All exact segments of a track, in its order, as the reference would draw them: without the points of empty items, and with
 * the title of a mapper call for no operation that it has (`… for 0`, ours says nothing).
 */
export function segmentsOf({ model, items }: BuiltRun, track: ModelTrack): Segment[] {
  const own = items.get(track.id);
  const isEmpty = (item: number): boolean => track.emptyCount > 0 && own !== undefined && own.starts[item] === own.stops[item]
    && own.waitEnds[item] === (item === 0 ? 0 : own.waitEnds[item - 1]);
  return track.lods[0].blocks.flatMap((block) => Array.from({ length: block.count }, (_, i) => ({
    start: block.starts[i], stop: block.stops[i], level: block.levels[i], state: block.states[i], item: block.ordinals[i],
    title: referenceTitle(model.names[block.names[i]], block.numsHi[i], block.numsLo[i]),
  }))).filter(({ item }) => !isEmpty(item));
}

function referenceTitle(name: ItemName, numHi: number, numLo: number): string {
  return name.type === 'mapper_call' && numHi === 0 && numLo === 0 ? `${name.text} 0` : itemTitle(name, numHi, numLo);
}

/** A row of the tree, as `info.json` of the reference has it. */
export interface TreeRow {
  readonly path: string;
  readonly longName: string;
  /** Slots only: levels in use. */
  readonly levels: number | undefined;
  readonly id: number;
}

export function treeRows({ model, tracks }: BuiltRun): TreeRow[] {
  const groups = new Map(model.groups.map((group) => [group.id, group]));
  const rows: TreeRow[] = [];
  const visit = (id: number, above: string): void => {
    const group = groups.get(id);
    const track = tracks.get(id);
    const row = group ?? track;
    if (row === undefined) throw new Error(`no row ${id}`);
    const path = above === '' ? row.name : `${above} / ${row.name}`;
    rows.push({ path, longName: row.longName, levels: track?.levelCount, id });
    // Kinds of all nodes have no rows below in the reference.
    if (group !== undefined && !(above === 'all')) group.members.forEach((member) => visit(member, path));
  };
  model.roots.forEach((root) => visit(root, ''));
  return rows;
}
