/** In what two runs were set up differently. Pure. */
import type { RunIdentity } from './run_data.ts';

export interface ConfigurationChange {
  readonly what: string;
  readonly a: string;
  readonly b: string;
}

/** Differences that a reader must know before comparing times; none if the runs were set up alike as far as logs say. */
export function configurationChanges(a: RunIdentity, b: RunIdentity): readonly ConfigurationChange[] {
  const facts = (run: RunIdentity): readonly (readonly [what: string, value: string])[] => [
    ['nodes', String(run.nodes)], ['processors', amounts(run.processors)], ['memories', amounts(run.memories)],
    ['log version', String(run.logVersion ?? 'not recorded')], ['Legion', run.legion ?? 'not recorded'], ['flags', [...run.flags].sort().join(', ') || 'none'],
    ['missing ranks', run.missingRanks.join(', ') || 'none'], ['whole logs', run.truncated ? 'no' : 'yes'],
  ];
  const ofB = new Map(facts(b));
  return facts(a).flatMap(([what, value]) => (value === ofB.get(what) ? [] : [{ what, a: value, b: ofB.get(what) ?? '' }]));
}

function amounts(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts).filter(([, count]) => count > 0).map(([name, count]) => `${name} ${count}`).sort().join(', ') || 'none';
}

/** Why no claim may be made of these runs, whatever their times. `mayScale`: other numbers of nodes are wanted. */
export function caps(a: readonly RunIdentity[], b: readonly RunIdentity[], mayScale: boolean): string[] {
  const all = [...a, ...b];
  const differ = (value: (run: RunIdentity) => string): boolean => new Set(all.map(value)).size > 1;
  return [
    ...(all.some(({ missingRanks }) => missingRanks.length > 0) ? ['the logs of some ranks are missing'] : []),
    ...(all.some(({ truncated }) => truncated) ? ['a log is cut or unreadable'] : []),
    ...(differ(({ flags }) => [...flags].sort().join(' ')) ? ['the runs were built or started with different checks (flags)'] : []),
    ...(!mayScale && differ(({ nodes }) => String(nodes)) ? ['the numbers of nodes differ'] : []),
  ];
}
