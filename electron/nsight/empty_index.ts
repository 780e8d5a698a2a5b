/** An index of a run without logs: what exports that stand alone are joined to. */
import { IndexWriter } from '../index/index_writer.ts';
import { runToEnd } from '../index/slices.ts';
import { DEFAULT_MESSAGE_LIMITS } from '../model/message_figures.ts';
import { COUNT_KEYS, type RunModel } from '../model/run_model.ts';

/** Path of the index. @throws ProfileError of the writer */
export function writeEmptyIndex(path: string, facts: { readonly contentId: string; readonly title: string; readonly program: string }): string {
  const model: RunModel = {
    tracks: [], groups: [], roots: [], names: [], stopNs: 0, alerts: [], counts: Object.fromEntries(COUNT_KEYS.map((key) => [key, 0])) as RunModel['counts'],
    machine: { logVersions: [], runtime: null, ranksDeclared: 0, ranksLoaded: [], startedAt: null, hosts: [], processors: {}, memories: {}, flags: [], maxDim: null },
    messages: { limits: DEFAULT_MESSAGE_LIMITS, total: 0, skewed: 0, skewedNs: 0, pairs: [], firstSkewed: undefined, slow: 0, slowPercent: 0, longestNs: 0, longest: undefined, isSlow: false },
  };
  const writer = IndexWriter.create(path, { ...facts, files: [] });
  try {
    return runToEnd(writer.finish(model, { tracks: [], items: [], names: [], firstName: 0, nameColors: new Uint8Array() }));
  } catch (error) {
    writer.abort();
    throw error;
  }
}
