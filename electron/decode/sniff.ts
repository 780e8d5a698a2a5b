/**
 * What a file is, by its first bytes, and the few facts of a log that say which run it belongs to; cheap enough to ask of every
 * file of a folder before any is decoded. Main thread of the engine.
 */
import { open, stat, type FileHandle } from 'node:fs/promises';
import { constants, createGunzip } from 'node:zlib';
import { isGzip } from './container.ts';
import { headerOf, openError } from './decode_log.ts';
import type { Column } from './decoded_log.ts';
import { LogDecoder, type DecodeOutcome } from './log_decoder.ts';
import { startsLikeLog } from './log_header.ts';

export type FileSort = 'log-gzip' | 'log-raw' | 'sqlite-index' | 'sqlite-other' | 'gzip-other' | 'empty' | 'other';

/** What the first records of a log say of its run. Undefined where the log ends before it says so. */
export interface LogPeek {
  readonly version: number | undefined;
  /** Second line of the newer header form. */
  readonly runtime: string | undefined;
  /** Address space, also called rank, of the process that wrote the log. */
  readonly nodeId: number | undefined;
  /** Processes of the run. */
  readonly numNodes: number | undefined;
  /** LEGION_MAX_DIM: coordinates of a point. */
  readonly maxDim: number | undefined;
  /** Absolute ns at the node's time 0, as the writer's clock has it. */
  readonly zeroTimeNs: bigint | undefined;
  readonly isPrealm: boolean;
}

const SQLITE_MAGIC = 'SQLite format 3\0';
/** An index of this program says so here (index/schema.ts, APPLICATION_ID). */
const INDEX_MARK = { offset: 68, text: 'lprf' } as const;
/** Of the file: in every log seen the descriptions that a peek wants end before 60 kB. */
const PEEK_BYTES = 256 << 10;

/**
 * Sort of the file at `path` by its content; its name says nothing (Legate's `.prof` may be either container). Folders, pipes
 * and devices are 'other'. A gzip or raw file that is cut inside the first line still counts as a log.
 * @throws ProfileError 'not-found', 'no-permission', 'system'
 */
export async function sniffFile(path: string): Promise<FileSort> {
  const head = await readHead(path, 4096);
  if (head === undefined) return 'other';
  if (head.length === 0) return 'empty';
  const text = (from: number, length: number): string => Buffer.from(head.subarray(from, from + length)).toString('latin1');
  if (text(0, SQLITE_MAGIC.length) === SQLITE_MAGIC) return text(INDEX_MARK.offset, INDEX_MARK.text.length) === INDEX_MARK.text ? 'sqlite-index' : 'sqlite-other';
  if (isGzip(head)) return looksLikeLog(await inflateHead(head, 64)) ? 'log-gzip' : 'gzip-other';
  return looksLikeLog(head) ? 'log-raw' : 'other';
}

/** Fewer bytes than these would make a log of every file that begins with an F. */
function looksLikeLog(bytes: Uint8Array): boolean {
  return bytes.length >= 'FileType:'.length && startsLikeLog(bytes);
}

/**
 * The facts that group logs into runs, from the first 256 KiB of the file. Undefined if it is no log or ends inside its header.
 * @throws ProfileError 'not-found', 'no-permission', 'system'
 */
export async function peekLog(path: string): Promise<LogPeek | undefined> {
  const head = await readHead(path, PEEK_BYTES);
  if (head === undefined || head.length === 0) return undefined;
  const decoder = new LogDecoder();
  decoder.feed(isGzip(head) ? await inflateHead(head, PEEK_BYTES) : head);
  const outcome = decoder.finish();
  const header = headerOf(outcome);
  if (header === undefined) return undefined;
  const zero = firstOf(outcome, 'ZeroTime', 'zero_time');
  return {
    version: header.version,
    runtime: header.runtime,
    nodeId: firstNumber(outcome, 'MachineDesc', 'node_id'),
    numNodes: firstNumber(outcome, 'MachineDesc', 'num_nodes'),
    maxDim: firstNumber(outcome, 'MaxDimDesc', 'max_dim'),
    zeroTimeNs: zero?.type === 'i64' ? new BigInt64Array(zero.values.buffer, zero.values.byteOffset, 1)[0] : undefined,
    isPrealm: header.isPrealm,
  };
}

function firstOf(outcome: DecodeOutcome, record: string, field: string): Column | undefined {
  return outcome.tables.get(record)?.columns.get(field);
}

function firstNumber(outcome: DecodeOutcome, record: string, field: string): number | undefined {
  const column = firstOf(outcome, record, field);
  return column?.type === 'u32' || column?.type === 'i32' ? column.values[0] : undefined;
}

/** First bytes of a regular file; undefined for anything else. */
async function readHead(path: string, count: number): Promise<Uint8Array | undefined> {
  let handle: FileHandle | undefined;
  try {
    if (!(await stat(path)).isFile()) return undefined;
    handle = await open(path, 'r');
    const buffer = new Uint8Array(count);
    let filled = 0;
    while (filled < count) {
      const { bytesRead } = await handle.read(buffer, filled, count - filled, filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return buffer.subarray(0, filled);
  } catch (error) {
    throw openError(path, error);
  } finally {
    await handle?.close();
  }
}

/** Up to `limit` uncompressed bytes of the start of a gzip file; fewer where it is cut or damaged. */
async function inflateHead(head: Uint8Array, limit: number): Promise<Uint8Array> {
  const inflate = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH, chunkSize: Math.max(1024, Math.min(limit, 1 << 16)) });
  inflate.end(head);
  const chunks: Uint8Array[] = [];
  let count = 0;
  try {
    for await (const chunk of inflate as AsyncIterable<Uint8Array>) {
      chunks.push(chunk);
      count += chunk.length;
      if (count >= limit) break;
    }
  } catch {
    // Damage further on: what came before it is all that a peek needs.
    return Buffer.concat(chunks);
  }
  return Buffer.concat(chunks);
}
