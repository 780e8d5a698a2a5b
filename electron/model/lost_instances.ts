/** Instances that a log describes but says no life of: deleted on another node, or the run was killed. Runs in a rank worker. */
import type { DecodedLog } from '../decode/decoded_log.ts';
import { LogTable } from './log_tables.ts';
import { NONE } from './run_model.ts';
import { sharedU32 } from './shared_columns.ts';
import { U64Index, U64Interner } from './u64_map.ts';

const DESCRIPTIONS = ['PhysicalInstRegionDesc', 'PhysicalInstLayoutDesc', 'PhysicalInstDimOrderDesc'];

/** Their inst_uids as word pairs, each once, and the byte of the first record that names one. */
export function findLostInstances(log: DecodedLog): { readonly uids: Uint32Array; readonly offset: number | null } {
  const timelines = new LogTable(log, 'InstTimelineInfo');
  const alive = new U64Index(timelines.words('inst_uid'), timelines.count);
  const lost = new U64Interner();
  let offset: number | null = null;
  for (const name of DESCRIPTIONS) {
    const table = new LogTable(log, name);
    const uids = table.words('inst_uid');
    for (let row = 0; row < table.count; row++) {
      const [lo, hi] = [uids[2 * row], uids[2 * row + 1]];
      if ((lo === 0 && hi === 0) || alive.find(lo, hi) !== NONE) continue;
      lost.intern(lo, hi);
      offset = Math.min(offset ?? Infinity, table.offsets[row]);
    }
  }
  const uids = sharedU32(2 * lost.count);
  for (let i = 0; i < lost.count; i++) {
    uids[2 * i] = lost.lo(i);
    uids[2 * i + 1] = lost.hi(i);
  }
  return { uids, offset };
}

/** Those that no log of the run says a life of; path and byte of the first. */
export function lostInstances(shards: readonly LostShard[]): { readonly count: number; readonly path: string | null; readonly offset: number | null } {
  const alive = shards.map(({ aliveInstances }) => new U64Index(aliveInstances));
  const lost = new U64Interner();
  let first: LostShard | undefined;
  shards.forEach((shard, own) => {
    const uids = shard.lostInstances;
    for (let i = 0; 2 * i < uids.length; i++) {
      const [lo, hi] = [uids[2 * i], uids[2 * i + 1]];
      if (alive.some((index, rank) => rank !== own && index.find(lo, hi) !== NONE)) continue;
      lost.intern(lo, hi);
      first ??= shard;
    }
  });
  return { count: lost.count, path: first?.path ?? null, offset: first?.lostInstanceOffset ?? null };
}

interface LostShard {
  readonly path: string;
  readonly lostInstances: Uint32Array;
  readonly lostInstanceOffset: number | null;
  readonly aliveInstances: Uint32Array;
}
