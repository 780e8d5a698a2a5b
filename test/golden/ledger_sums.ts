/**
 * Which test compares which recorded answer, and the sum of what a run of the tests has compared (ledger.ts writes it down): said at the
 * end, and an answer that no test compared is an error. Test helper, also of the setup of all tests.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Counts } from './golden_counts.ts';
import { golden, isShared } from './shared_folders.ts';

/** The test that compares each kind of answer, wherever one lies. */
export const COMPARED_BY: Readonly<Record<string, string>> = {
  'statistics.txt': 'reports.test.ts', 'trace.json.gz': 'reports.test.ts', 'legacy.tar.gz': 'reports.test.ts', 'legacy-files.tsv': 'reports.test.ts', 'dump.txt.gz': 'dump.test.ts',
  'info.json.gz': 'tiles.test.ts', 'slots.json.gz': 'tiles.test.ts', 'slots-lod.json.gz': 'tiles.test.ts', 'summary.json.gz': 'tiles.test.ts', 'summary-lod.json.gz': 'tiles.test.ts',
  'metas.json.gz': 'tiles.test.ts', 'metas-lod.json.gz': 'tiles.test.ts', 'metas-without-utility.json.gz': 'tiles.test.ts',
  'slots-digest.tsv.gz': 'tiles.test.ts', 'slots-lod-digest.tsv.gz': 'tiles.test.ts', 'archive-raw.tar.gz': 'archive.test.ts', 'http.tar': 'http.test.ts',
  'FAILS.txt': 'fails.test.ts', 'ARCHIVE-FAILS.txt': 'fails.test.ts', 'TRIM.tsv': 'options.test.ts',
};

/** No answers: notes about them, and a log. */
const NO_ANSWERS: ReadonlySet<string> = new Set(['README.md', 'lgt-README.md', 'FAILS.md', 'COMMAND.txt', 'INPUT.txt', 'ARCHIVE.txt', 'prof_0.v1008.gz']);

/**
 * Answers to a log of which records were left out. Sums, rows and curves over all items differ where ours has the others too; what can be
 * held against them, as the README of the answers says, are tasks, times and names: those of the files that are not named here.
 */
const OF_LESS = /\/(pruned|without-orphans)\/(info\.json\.gz|summary\.json\.gz|summary-lod\.json\.gz|slots-lod\.json\.gz|slots-digest\.tsv\.gz|legacy\.tar\.gz)$/;

/** Every answer that is to be compared, by its path below golden. */
export function recordedAnswers(): string[] {
  return readdirSync(golden, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && !NO_ANSWERS.has(entry.name))
    .map(({ parentPath, name }) => join(parentPath, name).slice(golden.length + 1)).filter((path) => !OF_LESS.test(`/${path}`)).sort();
}

/** Where the comparisons of a run of the tests are written down. */
export function bookIn(folder: string): string {
  return join(folder, 'compared.jsonl');
}

interface Entry {
  readonly path: string;
  readonly counts: Counts;
}

/** What the book says at the end. @throws Error where all comparing tests have run and an answer was compared by none of them */
export function sumUp(folder: string): string | undefined {
  const book = bookIn(folder);
  if (!isShared || !existsSync(book)) return undefined;
  const entries = new Map(readFileSync(book, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line) as Entry).map((entry) => [entry.path, entry]));
  const lines = [...Map.groupBy(entries.values(), ({ path }) => basename(path))].sort().map(([file, all]) => {
    const sums = new Map<string, number>();
    for (const { counts } of all) for (const [what, count] of Object.entries(counts)) sums.set(what, (sums.get(what) ?? 0) + count);
    return `  ${file} of ${new Set(all.map(({ path }) => dirname(path))).size} folders: ${[...sums].map(([what, count]) => `${count} ${what}`).join(', ')}`;
  });
  const all = recordedAnswers();
  const missing = all.filter((path) => !entries.has(path));
  const ran = new Set([...entries.keys()].map((path) => COMPARED_BY[basename(path)]));
  const text = `recorded answers compared: ${entries.size} of ${all.length}; each in full, by counts taken from the answers\n${lines.join('\n')}`;
  if (missing.length > 0 && Object.values(COMPARED_BY).every((test) => ran.has(test))) throw new Error(`${text}\n  compared by no test: ${missing.join(', ')}`);
  return text;
}
