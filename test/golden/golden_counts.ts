/** How much the reference's recorded answers hold, counted in the files themselves and by nothing of ours. Test helper. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { readTar } from './tar.ts';

export type Counts = Readonly<Record<string, number>>;

/** Folders below this one, by their path from it, in order. */
export function foldersBelow(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ parentPath, name }) => join(parentPath, name).slice(root.length + 1)).sort();
}

type Rows = readonly (readonly (readonly unknown[])[])[];
interface Tiles { readonly entries: readonly { readonly rows: Rows }[] }
interface Summary { readonly entries: readonly { readonly util: readonly number[] }[] }
interface Entry { readonly Panel?: { readonly slots: readonly Entry[] } }

const sum = <T>(values: readonly T[], of: (value: T) => number): number => values.reduce((total, value) => total + of(value), 0);
const linesOf = (text: string): string[] => text.trimEnd().split('\n');
const entriesBelow = ({ Panel: panel }: Entry): number => sum(panel?.slots ?? [], (slot) => 1 + entriesBelow(slot));
const boxesOf = (rows: Rows): number => sum(rows, (row) => row.length);

function slotCounts({ entries }: Tiles): Counts {
  return { slots: entries.length, boxes: sum(entries, ({ rows }) => boxesOf(rows)), items: sum(entries, ({ rows }) => new Set(rows.flat().map(([uid]) => uid)).size) };
}

function metaCounts({ entries }: Tiles): Counts {
  return { slots: entries.length, boxes: sum(entries, ({ rows }) => boxesOf(rows)), fields: sum(entries, ({ rows }) => sum(rows.flat(), (meta) => (meta[4] as unknown[]).length)) };
}

function summaryCounts({ entries }: Summary): Counts {
  return { curves: entries.length, samples: sum(entries, ({ util }) => util.length) };
}

function digestCounts(text: string): Counts {
  const rows = linesOf(text).slice(1).map((line) => line.split('\t'));
  return { slots: rows.length, boxes: sum(rows, ([, , items]) => Number(items)) };
}

const gunzipped = (path: string): string => gunzipSync(readFileSync(path)).toString('utf8');
const json = <T>(path: string): T => JSON.parse(gunzipped(path)) as T;

/** How each file is counted, by its name. */
const COUNTS: Readonly<Record<string, (path: string) => Counts>> = {
  'statistics.txt': (path) => {
    const lines = linesOf(readFileSync(path, 'utf8'));
    return { lines: lines.length, groups: lines.filter((line) => line.startsWith('          Invocations: ')).length };
  },
  'trace.json.gz': (path) => ({ events: json<unknown[]>(path).length }),
  'dump.txt.gz': (path) => ({ records: linesOf(gunzipped(path)).filter((line) => line.startsWith('{')).length }),
  'legacy.tar.gz': (path) => {
    const files = [...readTar(path).values()];
    return { files: files.length, rows: sum(files, (file) => file.toString('utf8').split('\n').length - 1) };
  },
  'legacy-files.tsv': (path) => {
    const rows = linesOf(readFileSync(path, 'utf8')).slice(1).map((line) => line.split('\t'));
    return { files: rows.length, rows: sum(rows, ([, , lines]) => Number(lines)) };
  },
  'info.json.gz': (path) => ({ entries: entriesBelow(json<{ entry_info: Entry }>(path).entry_info) }),
  'slots.json.gz': (path) => slotCounts(json(path)),
  'slots-lod.json.gz': (path) => slotCounts(json(path)),
  'metas.json.gz': (path) => metaCounts(json(path)),
  'metas-without-utility.json.gz': (path) => metaCounts(json(path)),
  'metas-lod.json.gz': (path) => metaCounts(json(path)),
  'summary.json.gz': (path) => summaryCounts(json(path)),
  'summary-lod.json.gz': (path) => summaryCounts(json(path)),
  'slots-digest.tsv.gz': (path) => digestCounts(gunzipped(path)),
  'slots-lod-digest.tsv.gz': (path) => digestCounts(gunzipped(path)),
  'archive-raw.tar.gz': (path) => ({ tiles: [...readTar(path).keys()].filter((name) => /_tile\//.test(name)).length }),
  'http.tar': (path) => ({ requests: linesOf(readTar(path).get('http/requests.txt')?.toString() ?? '').filter((line) => line.startsWith('GET ')).length }),
  'TRIM.tsv': (path) => ({ trims: linesOf(readFileSync(path, 'utf8')).length - 1 }),
  'FAILS.txt': (path) => ({ commands: failedCommands(path).length }),
  'ARCHIVE-FAILS.txt': (path) => ({ commands: failedCommands(path).length }),
};

/** @throws Error for a name that nobody knows how to count */
export function countsIn(folder: string, file: string): Counts {
  const count = COUNTS[file];
  if (count === undefined) throw new Error(`${file}: nothing counts what is in it`);
  return count(join(folder, file));
}

/** Names of the commands that the reference fails at, as a FAILS.txt lists them. */
export function failedCommands(path: string): string[] {
  return [...readFileSync(path, 'utf8').matchAll(/^\$ legion_prof (\w+)/gm)].map(([, command]) => command);
}
