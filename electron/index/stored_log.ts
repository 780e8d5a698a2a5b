/** A log of the run as an index keeps it: what was decoded from the file, without the file. */
import type { DecodedLog, LogHeader, RecordTable } from '../decode/decoded_log.ts';
import { FILE_RULES } from '../protocol/alerts.ts';
import { ProfileError } from '../protocol/errors.ts';
import { IndexReader } from './index_reader.ts';

interface FileRow {
  readonly path: string; readonly container: DecodedLog['container']; readonly bytes: number; readonly raw_bytes: number; readonly records: number;
  readonly duplicates: number; readonly status: DecodedLog['status']; readonly header: string | null; readonly record_counts: string;
}

/** Opens the index for one log. @throws ProfileError of the reader */
export function logOfIndex(path: string, rank: number): DecodedLog {
  const reader = IndexReader.open(path);
  try {
    return readStoredLog(reader, rank);
  } finally {
    reader.close();
  }
}

/** The log of a rank, its arrays in ordinary memory. @throws ProfileError 'index-damaged' if the index lacks it */
export function readStoredLog(reader: IndexReader, rank: number): DecodedLog {
  const file = reader.database.get<FileRow>('SELECT * FROM file WHERE rank = ? ORDER BY file_id LIMIT 1', rank);
  if (file === undefined) throw new ProfileError('index-damaged', `${reader.path} lacks the log of rank ${rank} that it names. Delete it and open the logs again.`);
  const tables = new Map<string, RecordTable>();
  for (const name of reader.recordNames(rank)) {
    const table = reader.recordTable(rank, name);
    if (table !== undefined) tables.set(name, table);
  }
  return {
    path: file.path, container: file.container, bytes: file.bytes, rawBytes: file.raw_bytes, status: file.status, records: file.records, duplicates: file.duplicates,
    header: file.header === null ? undefined : JSON.parse(file.header) as LogHeader,
    recordCounts: new Map(Object.entries(JSON.parse(file.record_counts) as Record<string, number>)),
    tables, packed: new Map(), strings: reader.strings(rank) ?? { bytes: new Uint8Array(0), ends: new Uint32Array(0), count: 0 },
    // The others are found again when the run is built.
    alerts: reader.alerts().filter(({ rule, file: about }) => about === file.path && FILE_RULES.has(rule)),
  };
}
