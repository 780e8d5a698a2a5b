/**
 * Writes a run as the reference's archive: a folder of tiles that its viewers and ours open, from a disk or any web server. Plans the tiles,
 * hands slots to threads, writes `info` last. Source: prof-viewer src/archive_data.rs (prof-viewer.md §8).
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { WorkerCalls, workerFile } from '../../engine/worker_calls.ts';
import type { IndexReader } from '../../index/index_reader.ts';
import { archivePage } from './archive_page.ts';
import { planArchive, type ArchiveShape } from './archive_plan.ts';
import type { ArchiveTarget } from './archive_worker.ts';
import { encodeInfo } from '../tiles/legion_encode.ts';
import { LegionSource } from '../tiles/legion_source.ts';
import type { EntryId } from '../tiles/legion_types.ts';
import { writeWholeFolder } from '../output_folder.ts';
import { zstdOptions } from '../tiles/tile_file.ts';

/** Each thread keeps some hundred MB of the index. */
const MAX_THREADS = 4;
/** Room for new objects: fields of items are many that die young, and the default has them collected ten times as often. */
const YOUNG_MB = 96;
const INFO = 'info';

export interface ArchiveOptions extends ArchiveShape {
  readonly path: string;
  readonly force: boolean;
  /** zstd's, 1 … 22. */
  readonly zstdLevel: number;
  readonly onProgress: (part: number, text: string) => void;
}

/** A slot or a curve, and about how much work it is. */
interface Entry {
  readonly entry: EntryId;
  readonly method: 'slot' | 'summary';
  readonly weight: number;
}

/** Where it was written. @throws ProfileError 'usage', 'index-exists', 'disk-full' …; 'cancelled' */
export function writeArchive(reader: IndexReader, options: ArchiveOptions, signal: AbortSignal): Promise<string> {
  return writeWholeFolder({ path: options.path, force: options.force, mark: INFO }, async (folder) => {
    await using pool = new ArchivePool();
    await fill(reader, folder, options, pool, signal);
  });
}

async function fill(reader: IndexReader, folder: string, options: ArchiveOptions, pool: ArchivePool, signal: AbortSignal): Promise<void> {
  const source = new LegionSource(reader);
  const target: ArchiveTarget = { index: reader.path, folder, zstdLevel: options.zstdLevel };
  const slots = [...source.tree.slots.values()].map(({ entry, track }): Entry => ({ entry, method: 'slot', weight: 1 + (source.tree.tracks.get(track.mirrorOf ?? track.id)?.segments ?? 0) }));
  const curves = [...source.tree.summaries.values()].map(({ entry, group }): Entry => ({ entry, method: 'summary', weight: 1 + group.members.length }));
  const plan = await planArchive(source.span, options, async (tiles) => {
    options.onProgress(0, 'Choosing tiles');
    const sizes = new Float64Array(tiles.length);
    await pool.forEach(slots, signal, async ({ entry }, call) => {
      const own = (await call('measure', { target, entry, tiles })) as Float64Array;
      for (let i = 0; i < sizes.length; i++) sizes[i] = Math.max(sizes[i], own[i]);
    });
    return sizes;
  });
  for (const kind of ['summary_tile', 'slot_tile', 'slot_meta_tile']) mkdirSync(join(folder, kind));
  const nonempty = new Map<EntryId, readonly number[]>();
  const jobs = [...slots, ...curves];
  const total = jobs.reduce((sum, { weight }) => sum + weight, 0);
  let done = 0;
  await pool.forEach(jobs, signal, async ({ entry, method, weight }, call) => {
    const places = await call(method, { target, entry, tiles: plan.tiles });
    if (method === 'slot') nonempty.set(entry, places as readonly number[]);
    done += weight;
    options.onProgress(done / total, 'Writing tiles');
  });
  writeFileSync(join(folder, 'index.html'), archivePage(reader.run().info.title));
  const byStart = plan.tiles.map((tile, place) => ({ tile, place })).sort((a, b) => a.tile.start - b.tile.start || a.tile.stop - b.tile.stop);
  const info = encodeInfo({
    ...source.info(), tileSet: plan.levels,
    // A slot that is empty everywhere is named too: the reference would look for its tiles and paint it red.
    nonemptyTiles: slots.map(({ entry }) => {
      const places = new Set(nonempty.get(entry));
      return [entry, byStart.filter(({ place }) => places.has(place)).map(({ tile }) => tile)] as const;
    }),
  });
  writeFileSync(join(folder, INFO), zstdCompressSync(info, zstdOptions(options.zstdLevel)));
}

type Call = (method: string, params: unknown) => Promise<unknown>;

/** Threads that take one entry at a time, the largest first. */
class ArchivePool implements AsyncDisposable {
  readonly #workers: WorkerCalls[] = [];
  readonly #size = Math.min(MAX_THREADS, availableParallelism());

  async forEach(entries: readonly Entry[], signal: AbortSignal, work: (entry: Entry, call: Call) => Promise<void>): Promise<void> {
    const waiting = entries.toSorted((a, b) => a.weight - b.weight);
    const threads = Math.min(this.#size, waiting.length);
    while (this.#workers.length < threads) this.#workers.push(new WorkerCalls(workerFile('archive_worker', import.meta.url), 'A writer of the archive', { resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } }));
    const ended = this.#workers.map(async (worker) => {
      for (let entry = waiting.pop(); entry !== undefined; entry = waiting.pop()) await work(entry, (method, params) => worker.call(method, params));
    });
    // A thread in the middle of a slot hears nothing: it is ended with the pool.
    await Promise.race([Promise.all(ended), rejectsWhenAborted(signal)]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.end()));
  }
}

function rejectsWhenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
