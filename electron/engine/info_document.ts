/** The document of `info --json` (schema "info/1"), made of the runs that are open and of what could not be opened. Pure. */
import { COUNT_KEYS } from '../model/run_model.ts';
import type { Alert } from '../protocol/alerts.ts';
import type { RunSummary, TrackSummary } from '../protocol/run_api.ts';
import type { TrackId } from '../protocol/items.ts';
import type { Failure } from './expand_paths.ts';

export interface RunForInfo {
  readonly summary: RunSummary;
  readonly recordCounts: ReadonlyMap<string, number>;
  /** False: the files are listed, but there is no run. */
  readonly isReadable: boolean;
}

export function infoDocument(program: string, opened: readonly RunForInfo[], failures: readonly Failure[]): Record<string, unknown> {
  const readable = opened.filter(({ isReadable }) => isReadable);
  const runs = readable.map(({ summary }) => {
    const { interval, counts, ...info } = summary.info;
    return { ...info, interval, counts, tracks: trackEntries(summary) };
  });
  const recordCounts: Record<string, number> = {};
  for (const run of opened) for (const [name, count] of run.recordCounts) recordCounts[name] = (recordCounts[name] ?? 0) + count;
  const only = runs.length === 1 ? runs[0] : undefined;
  const top = runs.length > 1 ? {} : {
    nodes: only?.machine.nodes ?? 0,
    interval: only?.interval ?? { startNs: 0, stopNs: 0 },
    counts: only?.counts ?? Object.fromEntries(COUNT_KEYS.map((key) => [key, 0])),
    tracks: only?.tracks ?? [],
  };
  return {
    schema: 'info/1', program, runs,
    files: opened.flatMap(({ summary }) => summary.files),
    logVersions: [...new Set(opened.flatMap(({ summary }) => summary.info.logVersions))].sort((a, b) => a - b),
    ...top,
    recordCounts,
    alerts: [...opened.flatMap(({ summary }) => summary.alerts.map(alertEntry)), ...failures.map(failureEntry)],
  };
}

/** In the order of the tree. A mirrored channel lists what it shows. */
function trackEntries({ tracks, groups, roots }: RunSummary): readonly Record<string, unknown>[] {
  const byId = new Map(tracks.map((track) => [track.id, track]));
  const membersOf = new Map(groups.map(({ id, members }) => [id, members]));
  const ordered: TrackSummary[] = [];
  const visit = (id: TrackId): void => {
    const track = byId.get(id);
    if (track === undefined) membersOf.get(id)?.forEach(visit);
    else if (byId.delete(id)) ordered.push(track);
  };
  // `all` sums what stands under the nodes.
  const isAll = new Set(groups.filter(({ node }) => node === null).map(({ id }) => id));
  roots.filter((id) => !isAll.has(id)).forEach(visit);
  // Tracks under no row: on processors of a node on which nothing ran.
  ordered.push(...byId.values());
  const found = new Map(tracks.map((track) => [track.id, track]));
  return ordered.map((track) => {
    const { items, segments, levels } = (track.mirrorOf === null ? undefined : found.get(track.mirrorOf)) ?? track;
    return { id: track.slug, node: track.node, kind: track.kind, name: track.name, longName: track.longName, items, segments, levels };
  });
}

function alertEntry({ rule, severity, count, message, file, offset, affects }: Alert): Record<string, unknown> {
  return { rule, severity, count, message, file, offset, affects };
}

function failureEntry({ path, message }: Failure): Record<string, unknown> {
  return { rule: 'file-unreadable', severity: 'error', count: 1, message, file: path, offset: null, affects: [] };
}
