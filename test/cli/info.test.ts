// `info --json` on every folder of real logs: exit code, records as its README counts them, tracks as the reference shows them.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { OWN_LOGS, SHARED, SHARED_LOGS, logFolders, makeScratch, run } from './run_cli.ts';

interface Document {
  readonly schema: string;
  readonly runs: readonly { readonly contentId: string; readonly tracks: readonly Track[] }[];
  readonly files: readonly { readonly path: string; readonly rank: number; readonly container: string; readonly bytes: number; readonly rawBytes: number; readonly records: number; readonly status: string }[];
  readonly tracks: readonly Track[];
  readonly interval: { readonly startNs: number; readonly stopNs: number };
  readonly recordCounts: Readonly<Record<string, number>>;
  readonly alerts: readonly { readonly rule: string; readonly message: string; readonly offset: number | null }[];
}

interface Track {
  readonly id: string;
  readonly kind: string;
  readonly items: number;
  readonly segments: number;
  readonly levels: number;
}

/** Nothing can be drawn from these. */
const UNREADABLE: Readonly<Record<string, string>> = {
  'lg-killed-default': 'empty', 'lg-trunc-preamble': 'unreadable',
};
/** They open, without a timeline. */
const WITHOUT_TIMES = ['lgt-killed', 'lgt-unique-crash'];
/** The reference reads these otherwise: instances without a timeline and a missing rank, explained in the folders' notes. */
const GOLDEN = join(SHARED, 'golden');
const scratch = makeScratch();
afterAll(() => scratch[Symbol.dispose]());

async function infoOf(folder: string): Promise<{ code: number | null; document: Document; stderr: string }> {
  const { code, stdout, stderr } = await run(['info', '--json', folder], { XDG_CACHE_HOME: scratch.path });
  return { code, document: JSON.parse(stdout) as Document, stderr };
}

/** `- TaskInfo: 12` lines, or `TaskInfo 12, …` after "Records by type". */
function recordsOfReadme(folder: string): Map<string, number> {
  const text = readFileSync(join(folder, 'README.md'), 'utf8');
  const records = new Map<string, number>();
  const after = text.slice(text.indexOf('Records by type'));
  for (const [, name, count] of after.matchAll(/\b([A-Z][A-Za-z]+):? (\d+)/g)) records.set(name, Number(count));
  return records;
}

interface GoldenTrack {
  readonly segments: number;
  readonly levels: number;
  readonly items: number | undefined;
}

/** `n0 / gpu dev / g7d` is our `n0/gpu-dev/g7d`. */
function slugOf(title: string): string {
  return title.split(' / ').join('/').replace('/gpu dev/', '/gpu-dev/').replace('/gpu host/', '/gpu-host/');
}

function goldenTracks(name: string): Map<string, GoldenTrack> | undefined {
  const digest = join(GOLDEN, name, 'slots-digest.tsv.gz');
  if (!existsSync(digest)) return undefined;
  const items = goldenItems(name);
  const tracks = new Map<string, GoldenTrack>();
  for (const line of gunzipSync(readFileSync(digest)).toString('utf8').trimEnd().split('\n').slice(1)) {
    const [, title, segments, , maxRows] = line.split('\t');
    const id = slugOf(title);
    tracks.set(id, { segments: Number(segments), levels: Number(maxRows) - 1, items: items?.get(id) });
  }
  return tracks;
}

function goldenItems(name: string): Map<string, number> | undefined {
  const file = join(GOLDEN, name, 'slots.json.gz');
  if (!existsSync(file) || statSync(file).size > 3 << 20) return undefined;
  const { entries } = JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')) as { entries: { name: string; rows: [number, number, number, string][][] }[] };
  return new Map(entries.map(({ name: title, rows }) => [slugOf(title), new Set(rows.flat().map(([uid]) => uid)).size]));
}

function checkFolder(root: string, name: string): void {
  it(`${name}`, async () => {
    const folder = join(root, name);
    const { code, document, stderr } = await infoOf(folder);
    expect(document.schema).toBe('info/1');
    const why = UNREADABLE[name];
    expect(code).toBe(why === undefined ? 0 : 1);
    if (why !== undefined) {
      expect(document.files.map(({ status }) => status)).toEqual([why]);
      expect(stderr.split('\n').filter((line) => line !== '').length).toBeGreaterThan(0);
      expect(stderr).not.toContain('    at ');
    }
    if (WITHOUT_TIMES.includes(name)) {
      expect(document.files.map(({ status }) => status)).toEqual(['no timed records']);
      expect(document).toMatchObject({ runs: [{ logVersions: [1011], machine: { processors: { CPU: 2 } }, tracks: [] }], logVersions: [1011], tracks: [], interval: { startNs: 0, stopNs: 0 } });
      expect(stderr).toContain('no timed record');
      expect(stderr).not.toContain('torn edge');
    }
    const expected = recordsOfReadme(folder);
    if (expected.size > 0) expect(document.recordCounts).toEqual(Object.fromEntries(expected));
    const golden = why === undefined && !WITHOUT_TIMES.includes(name) ? goldenTracks(name) : undefined;
    if (golden === undefined) return;
    const ours = new Map(document.tracks.map((track) => [track.id, track]));
    const seen = [...golden].map(([id, { segments, levels, items }]) => ({ id, segments, levels, ...(items === undefined ? {} : { items }) }));
    expect(seen.map(({ id, items }) => ({ id, segments: ours.get(id)?.segments, levels: ours.get(id)?.levels, ...(items === undefined ? {} : { items: ours.get(id)?.items }) }))).toEqual(seen);
    expect([...ours.keys()]).toEqual([...golden.keys()]);
  }, 120_000);
}

describe('info on the logs beside the sources', () => {
  for (const name of logFolders(OWN_LOGS)) checkFolder(OWN_LOGS, name);
});

describe.skipIf(!existsSync(SHARED_LOGS))('info on all logs that lie beside this checkout', () => {
  for (const name of logFolders(SHARED_LOGS).filter((folder) => !existsSync(join(OWN_LOGS, folder)))) checkFolder(SHARED_LOGS, name);
});
