/**
 * Reads one log file: container, preamble, records, and what is doubtful about them. Streams; runs in the worker that calls it
 * (the rank worker, which builds the model from the result), while inflating runs on libuv's pool.
 */
import { open, stat, type FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Alert } from '../protocol/alerts.ts';
import { ProfileError } from '../protocol/errors.ts';
import { openContainer, type ContainerEnd } from './container.ts';
import { alertsOf, changingAlert, emptyAlert, folderAlert, grouped, statusOf, type FileFacts } from './decode_alerts.ts';
import type { DecodedLog, FileStatus, LogHeader, RecordBatch, RecordTable } from './decoded_log.ts';
import { LogDecoder, type DecodeOutcome, type PackRule } from './log_decoder.ts';
import { StringPool } from './string_pool.ts';

export interface DecodeOptions {
  readonly signal?: AbortSignal;
  /** Called after each piece with bytes of the file on disk: those read so far, and all. */
  readonly onProgress?: (bytesRead: number, bytesTotal: number) => void;
  /** Kinds of records that shall be packed; none if left out. */
  readonly packs?: PackRule;
  /** Takes the records as they come, exact repeats too, instead of their being held: the log that results has none. Waited for. */
  readonly onBatch?: (batch: RecordBatch) => Promise<void>;
}

/** Records that are held for `onBatch`. */
const BATCH_RECORDS = 65_536;

/** Read from disk at a time. */
const READ_BYTES = 1 << 19;

/**
 * Decodes the log at `path`. Whatever is in the file gives a DecodedLog; its `status` and `alerts` say how much could be read.
 * @throws ProfileError 'not-found', 'no-permission', 'cancelled', 'out-of-memory', or 'system' when reading itself fails
 */
export async function decodeLog(path: string, options: DecodeOptions = {}): Promise<DecodedLog> {
  const info = await stat(path).catch((error: unknown) => { throw openError(path, error); });
  const file: FileFacts = { path, name: basename(path), bytes: info.size };
  // Pipes and devices may never end, and a folder has no bytes.
  if (!info.isFile()) return nothing(file, 'unreadable', folderAlert(file));
  if (info.size === 0) return nothing(file, 'empty', emptyAlert(file));
  const handle = await open(path, 'r').catch((error: unknown) => { throw openError(path, error); });
  try {
    const log = await decodePieces(filePieces(handle, file, options), file, options);
    const { size, mtimeMs } = await handle.stat();
    const hasChanged = size !== info.size || mtimeMs !== info.mtimeMs;
    return hasChanged ? { ...log, alerts: [...log.alerts, changingAlert(file)] } : log;
  } finally {
    await handle.close();
  }
}

/**
 * The same from bytes in memory, in pieces of any size: for tests, and for logs that are no files.
 * @throws ProfileError 'cancelled', 'out-of-memory'; errors of `chunks` pass through
 */
export async function decodeBytes(
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>, options: { readonly path?: string } & Pick<DecodeOptions, 'signal' | 'packs'> = {},
): Promise<DecodedLog> {
  const path = options.path ?? 'log';
  const counter = { bytes: 0 };
  const file = { path, name: basename(path), get bytes() { return counter.bytes; } };
  const decoded = await decodePieces(counted(chunks, counter), file, options);
  return counter.bytes === 0 ? nothing(file, 'empty', emptyAlert(file)) : decoded;
}

async function* counted(chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>, counter: { bytes: number }): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    counter.bytes += chunk.length;
    yield chunk;
  }
}

/** Pieces of the file; all lie in one buffer, so that each is valid until the next one is asked for. */
async function* filePieces(handle: FileHandle, file: FileFacts, options: DecodeOptions): AsyncGenerator<Uint8Array> {
  const buffer = new Uint8Array(READ_BYTES);
  for (let at = 0; ;) {
    const { bytesRead } = await handle.read(buffer, 0, READ_BYTES, at).catch((error: unknown) => {
      throw new ProfileError('system', `${file.name} cannot be read past byte ${grouped(at)}: ${messageOf(error)}.`, { cause: error });
    });
    if (bytesRead === 0) return;
    at += bytesRead;
    options.onProgress?.(at, Math.max(at, file.bytes));
    yield buffer.subarray(0, bytesRead);
  }
}

async function decodePieces(pieces: AsyncIterable<Uint8Array>, file: FileFacts, { signal, packs, onBatch }: Pick<DecodeOptions, 'signal' | 'packs' | 'onBatch'>): Promise<DecodedLog> {
  const decoder = new LogDecoder(packs, onBatch !== undefined);
  // Says the version of older logs, and must not be lost with its batch.
  let machine: RecordTable | undefined;
  const handOut = async (): Promise<void> => {
    if (onBatch === undefined) return;
    const batch = withinMemory(file, () => decoder.take());
    machine ??= batch.tables.get('MachineDesc');
    await onBatch(batch);
  };
  const end: ContainerEnd = { container: 'raw', isCut: false, damage: undefined, hasBadChecksum: false, memberBytes: undefined };
  for await (const chunk of openContainer(pieces, end)) {
    if (signal?.aborted === true) throw new ProfileError('cancelled', `Reading ${file.name} was cancelled.`);
    withinMemory(file, () => decoder.feed(chunk));
    if (onBatch !== undefined && decoder.pending >= BATCH_RECORDS) await handOut();
    if (!decoder.wantsMore) break;
  }
  await handOut();
  const outcome = withinMemory(file, () => decoder.finish());
  const header = headerOf(machine === undefined ? outcome : { ...outcome, tables: new Map([['MachineDesc', machine]]) });
  return {
    path: file.path,
    container: end.container,
    bytes: file.bytes,
    rawBytes: outcome.rawBytes,
    header,
    status: statusOf(outcome, end),
    records: outcome.records,
    duplicates: outcome.duplicates,
    recordCounts: outcome.recordCounts,
    tables: outcome.tables,
    packed: outcome.packed,
    strings: outcome.strings,
    alerts: alertsOf(file, outcome, end, header?.version),
  };
}

/** Runs `work`; an allocation that the system refuses ends as an error kind. */
function withinMemory<T>(file: FileFacts, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof RangeError) || !/allocation failed|Invalid (?:typed )?array (?:buffer )?length/i.test(error.message)) throw error;
    throw new ProfileError('out-of-memory', `There is not enough memory to read ${file.name}. Open fewer files at a time, or use a machine with more memory.`, { cause: error });
  }
}

/** Preamble plus, for the older form, the version in MachineDesc. */
export function headerOf(outcome: Pick<DecodeOutcome, 'preamble' | 'tables'>): LogHeader | undefined {
  const { preamble } = outcome;
  if (preamble === undefined) return undefined;
  const column = outcome.tables.get('MachineDesc')?.columns.get('version');
  const version = preamble.version ?? (column?.type === 'u32' ? column.values[0] : undefined);
  const { runtime, length, isPrealm } = preamble;
  return { version, runtime, length, declared: preamble.formats.map((format) => format.name), isPrealm };
}

function nothing(file: FileFacts, status: FileStatus, alert: Alert): DecodedLog {
  return {
    path: file.path, container: 'raw', bytes: file.bytes, rawBytes: 0, header: undefined, status, records: 0, duplicates: 0,
    recordCounts: new Map(), tables: new Map(), packed: new Map(), strings: new StringPool().finish(), alerts: [alert],
  };
}

/** A file that cannot be opened at all, as the sentence that the user reads. */
export function openError(path: string, error: unknown): ProfileError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') return new ProfileError('not-found', `${path} does not exist. Check the path and the file name.`, { cause: error });
  if (code === 'EACCES' || code === 'EPERM') return new ProfileError('no-permission', `${path} may not be read by this user. Ask its owner for read permission, or copy it.`, { cause: error });
  return new ProfileError('system', `${path} cannot be opened: ${messageOf(error)}.`, { cause: error });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
