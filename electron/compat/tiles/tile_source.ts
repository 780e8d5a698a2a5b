/**
 * An archive in a folder or behind a web server, or a server of tiles: of the reference since 0.5, or ours. Whatever is there may be cut, wrong or
 * hostile; it ends in a sentence that names the file or address. Source: prof-viewer src/{file,http}_data_source.rs (prof-viewer.md §8–§10).
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import { ProfileError } from '../../protocol/errors.ts';
import { CborError, type CborReader } from './cbor_reader.ts';
import { decodeResult, readSlotMetaTile, RemoteError } from './legion_decode.ts';
import { readInfo } from './legion_decode_info.ts';
import type { DataSourceInfo, EntryId, SlotMetaTile, TileId } from './legion_types.ts';

/** More than a tile of ten million items; a small file can unpack to anything. */
const MAX_BYTES = 2 ** 31 - 1;
const MAX_PACKED_BYTES = 1 << 30;
const TIMEOUT_MS = 120_000;
const unpack = promisify(zstdDecompress);

export class TileSource {
  /** Folder or address. */
  readonly locator: string;
  readonly info: DataSourceInfo;
  readonly #signal: AbortSignal;
  /** Tiles that hold items, by slot. */
  readonly #nonempty: ReadonlyMap<string, ReadonlySet<string>>;

  private constructor(locator: string, info: DataSourceInfo, signal: AbortSignal) {
    this.locator = locator;
    this.info = info;
    this.#signal = signal;
    this.#nonempty = new Map(info.nonemptyTiles.map(([entry, tiles]) => [entry.join('_'), new Set(tiles.map(tileText))]));
  }

  /** @param locator a folder, or an http(s) address @throws ProfileError 'not-found', 'unknown-format', 'system'; the signal's reason */
  static async open(locator: string, signal: AbortSignal): Promise<TileSource> {
    const bytes = await load(locator, 'info', signal);
    if (bytes === undefined) throw new ProfileError('not-found', `${locator} is no archive: it has no file "info". (Logs and .lprof files are opened by legion_prof view.)`);
    return new TileSource(locator, await decode(locator, 'info', bytes, readInfo), signal);
  }

  /** The finest tiles: those of the last level, or one over everything where the source cuts any tile. */
  get finestTiles(): readonly TileId[] {
    return this.info.tileSet.at(-1) ?? [this.info.interval];
  }

  /** Items of a slot and what is said of them; undefined where there are none. @throws ProfileError as `open` */
  async metaTile(entry: EntryId, tile: TileId): Promise<SlotMetaTile | undefined> {
    const slug = entry.join('_');
    if (this.#nonempty.get(slug)?.has(tileText(tile)) === false) return undefined;
    const path = `slot_meta_tile/${slug}/${tileText(tile)}`;
    const bytes = await load(this.locator, path, this.#signal);
    return bytes && decode(this.locator, path, bytes, readSlotMetaTile);
  }
}

function tileText({ start, stop }: TileId): string {
  return `${start}_${stop}`;
}

export function isAddress(locator: string): boolean {
  return /^https?:\/\//i.test(locator);
}

/** Packed bytes; undefined where there is nothing of that name. */
async function load(locator: string, path: string, signal: AbortSignal): Promise<Buffer | undefined> {
  signal.throwIfAborted();
  if (isAddress(locator)) return fetched(locator, path, signal);
  try {
    return await readFile(join(locator, path), { signal });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    signal.throwIfAborted();
    throw new ProfileError('system', `${join(locator, path)} cannot be read: ${(error as Error).message}.`, { cause: error });
  }
}

async function fetched(locator: string, path: string, signal: AbortSignal): Promise<Buffer | undefined> {
  const base = new URL(locator);
  if (!base.pathname.endsWith('/')) base.pathname += '/';
  const url = new URL(base);
  url.pathname += path;
  if (path !== 'info') url.searchParams.set('full', 'true');
  try {
    const answer = await fetch(url, { headers: { Accept: '*/*', 'Content-Type': 'application/octet-stream;' }, signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]) });
    if (answer.status === 404) return undefined;
    if (!answer.ok) throw new ProfileError('system', `${url.href} answers ${answer.status} ${answer.statusText}.`);
    return await limited(answer, url);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ProfileError) throw error;
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw new ProfileError('system', `${url.href} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}.`, { cause: error });
  }
}

async function limited(answer: Response, url: URL): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of answer.body ?? []) {
    size += piece.length;
    if (size > MAX_PACKED_BYTES) throw new ProfileError('unknown-format', `${url.href} sends more than ${MAX_PACKED_BYTES} bytes for one tile.`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

async function decode<T>(locator: string, path: string, packed: Buffer, read: (reader: CborReader) => T): Promise<T> {
  const name = isAddress(locator) ? `${locator} (${path})` : join(locator, path);
  let bytes: Buffer;
  try {
    bytes = await unpack(packed, { maxOutputLength: MAX_BYTES });
  } catch (error) {
    throw new ProfileError('unknown-format', `${name} cannot be unpacked: it is damaged, cut, or no file of an archive.`, { cause: error });
  }
  try {
    return decodeResult(bytes, read);
  } catch (error) {
    if (error instanceof CborError) throw new ProfileError('unknown-format', `${name} is damaged or of an unknown version: at byte ${error.offset} of what it unpacks to, ${error.message}.`, { cause: error });
    if (error instanceof RemoteError) throw new ProfileError('system', `${name}: the server says "${error.message}".`, { cause: error });
    throw error;
  }
}
