/** The README of a folder of logs, read as the expected answer: what each file holds and how it ends. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../..');

export interface ExpectedFile {
  readonly path: string;
  readonly rawBytes: number;
  readonly container: 'gzip' | 'raw';
  readonly records: number;
  readonly ending: 'whole' | 'cut' | 'empty' | 'unreadable';
  /** First byte of the record that the end cuts. */
  readonly cutAt: number | undefined;
}

export interface ExpectedTrace {
  readonly name: string;
  readonly files: readonly ExpectedFile[];
  /** Records per kind, all files together. */
  readonly counts: ReadonlyMap<string, number>;
  /** PhysicalInstanceUsage records that are not exact repeats, if the README says so. */
  readonly distinctUsages: number | undefined;
}

/** Logs of the repository itself. */
export function ownTraces(): ExpectedTrace[] {
  return tracesIn(join(ROOT, 'test/logs'));
}

/** The larger set beside the checkout, where there is one. */
export function sharedTraces(): ExpectedTrace[] {
  const folder = join(ROOT, '../shared/traces');
  return existsSync(folder) ? tracesIn(folder) : [];
}

export function ownLog(name: string): string {
  return join(ROOT, 'test/logs', name);
}

function tracesIn(folder: string): ExpectedTrace[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'README.md')))
    .map((entry) => readTrace(join(folder, entry.name), entry.name))
    .filter((trace) => trace.files.length > 0);
}

function readTrace(folder: string, name: string): ExpectedTrace {
  const text = readFileSync(join(folder, 'README.md'), 'utf8');
  const files = text.split('\n').filter((line) => /^\| (prof|legate)_/.test(line)).map((line) => readFileRow(folder, line));
  const listed = text.slice(text.indexOf('Records by type')).matchAll(/(?:^- |[:,] )(\w+):? (\d+)/gm);
  const distinct = /PhysicalInstanceUsage records: \d+, distinct: (\d+)/.exec(text)?.[1];
  const counts = new Map(text.includes('Records by type') ? [...listed].map((match) => [match[1], Number(match[2])]) : []);
  counts.delete('together');
  return { name, files, counts, distinctUsages: distinct === undefined ? undefined : Number(distinct) };
}

/** `| name | bytes | uncompressed bytes | container | records | how decoding ends | sha256 |`; raw files may lack the second number. */
function readFileRow(folder: string, line: string): ExpectedFile {
  const cells = line.split('|').slice(1, -1).map((cell) => cell.trim());
  if (cells.length === 6) cells.splice(2, 0, cells[1]);
  const [file, , raw, container, records, ends] = cells;
  const rawBytes = Number(raw);
  const at = /at (\d+)$/.exec(ends)?.[1];
  const left = /(\d+) bytes left/.exec(ends)?.[1];
  const cutAt = at !== undefined ? Number(at) : left !== undefined ? rawBytes - Number(left) : undefined;
  const ending = ends === 'clean EOF' ? 'whole' : ends === 'empty file' ? 'empty' : ends === 'no complete preamble' ? 'unreadable' : 'cut';
  return { path: join(folder, file), rawBytes, container: container.startsWith('gzip') ? 'gzip' : 'raw', records: records === '-' ? 0 : Number(records), ending, cutAt };
}
