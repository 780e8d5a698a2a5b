/** From the model's tracks and facts to what the page and `info` print. Pure. */
import type { FileInfo, GroupSummary, RunInfo, TrackSummary } from '../protocol/run_api.ts';
import type { DecodedLog } from '../decode/decoded_log.ts';
import { COUNT_KEYS, type ItemCounts, type MachineFacts, type ModelGroup, type ModelTrack } from '../model/run_model.ts';

export function trackSummary(track: ModelTrack): TrackSummary {
  return {
    id: track.id, slug: track.slug, node: track.node, kind: track.kind, name: track.name, longName: track.longName, realmId: track.realmId,
    capacityBytes: track.capacityBytes, items: track.itemCount - track.emptyCount, segments: track.segmentCount, levels: track.levelCount,
    mirrorOf: track.mirrorOf ?? null, hasUtil: track.util !== undefined,
  };
}

export function groupSummary(group: ModelGroup): GroupSummary {
  return withComposedCurve({
    id: group.id, slug: group.slug, node: group.node, kind: group.kind ?? null, name: group.name, longName: group.longName, members: group.members,
    denominator: group.denominator, capacityBytes: group.capacityBytes, hasUtil: group.util !== undefined,
  });
}

/** Rows without a curve of their own have one when they stand for processors or memories: it is made of their members'. */
export function withComposedCurve(group: GroupSummary): GroupSummary {
  return { ...group, hasUtil: group.hasUtil || group.kind === null || group.denominator !== null || group.capacityBytes !== null };
}

export function fileInfo(log: DecodedLog, rank: number): FileInfo {
  return {
    path: log.path, rank, container: log.container, bytes: log.bytes, rawBytes: log.rawBytes, records: log.records,
    duplicates: log.duplicates, status: log.status,
  };
}

const NO_COUNTS = Object.fromEntries(COUNT_KEYS.map((key) => [key, 0])) as ItemCounts;

/** `machine` is undefined while nothing is known yet. */
export function runInfo(contentId: string, title: string, machine: MachineFacts | undefined, counts: ItemCounts | undefined, stopNs: number): RunInfo {
  return {
    contentId, title,
    logVersions: machine?.logVersions ?? [],
    runtime: machine?.runtime ?? null,
    ranksDeclared: machine?.ranksDeclared ?? 0,
    ranksLoaded: machine?.ranksLoaded ?? [],
    startedAt: machine?.startedAt ?? null,
    machine: { nodes: Math.max(machine?.ranksDeclared ?? 0, machine?.hosts.length ?? 0), processors: machine?.processors ?? {}, memories: machine?.memories ?? {} },
    flags: machine?.flags ?? [],
    interval: { startNs: 0, stopNs },
    counts: counts ?? NO_COUNTS,
  };
}

/** Source: legion tools/legion_prof_rs/src/backend/data_source.rs, the warning of `fetch_info`; words as semantics §10.5. */
const SLOW_FLAGS: readonly (readonly [string, string])[] = [
  ['debug', 'Debug Mode'], ['spy', 'Legion Spy'], ['gc', 'Legion GC'], ['inorder', '-lg:inorder'], ['safe_mapper', '-lg:safe_mapper'],
  ['safe_runtime', 'Safe Runtime'], ['safe_ctrlrepl', '-lg:safe_ctrlrepl'], ['part_checks', '-lg:partcheck'],
  ['bounds_checks', 'Bounds Checks'], ['resilient', 'Resilience'],
];

/** The reference's sentence for builds and options that make everything slow; null if none is set. */
export function slowBuildSentence(flags: readonly string[]): string | null {
  const has = new Set(flags);
  const words = SLOW_FLAGS.filter(([flag]) => has.has(flag) && !(has.has('debug') && (flag === 'safe_mapper' || flag === 'safe_runtime'))).map(([, word]) => word);
  return words.length === 0 ? null : `This profile was generated with ${words.join(', ')}. Extreme performance degradation may occur.`;
}
