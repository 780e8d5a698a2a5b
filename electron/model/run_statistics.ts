/** How often things of a kind ran in a run and for how long: the reduce step of `statistics`. Source: legion tools/legion_prof_rs/src/backend/analyze.rs. */
import { ownerNode } from './realm_ids.ts';
import { showsNode, type RunView } from './run_view.ts';
import { STATISTIC_KINDS, type ProcessorStatistics, type StatisticKind, type StatisticPart } from './shard_statistics.ts';

/** Items of one kind; times in ns, means and deviations in us as the reference counts them. */
export interface StatisticGroup extends Pick<StatisticPart, 'kind' | 'key'> {
  readonly count: number;
  readonly totalNs: number;
  readonly runningNs: number;
  readonly minNs: number;
  readonly maxNs: number;
  readonly meanUs: number;
  /** Of the sample (n - 1); 0 for a single item. */
  readonly deviationUs: number;
}

/** All groups of the processors that the view shows, by running time descending, then by kind and key. `processors`: of all logs, in any order of logs. */
export function runStatistics(processors: readonly ProcessorStatistics[], view: RunView): StatisticGroup[] {
  const sums = new Map<string, GroupSum>();
  const shown = processors.filter(({ hi }) => showsNode(view, ownerNode(hi)));
  // The order in which the reference adds up.
  for (const { parts } of shown.sort((a, b) => a.hi - b.hi || a.lo - b.lo || a.rank - b.rank)) {
    for (const part of parts) {
      const name = `${part.kind} ${part.key.join(' ')}`;
      let sum = sums.get(name);
      if (sum === undefined) sums.set(name, (sum = new GroupSum(part.kind, part.key)));
      sum.add(part);
    }
  }
  const groups = Array.from(sums.values(), (sum) => sum.finish());
  return groups.sort((a, b) => b.runningNs - a.runningNs || STATISTIC_KINDS.indexOf(a.kind) - STATISTIC_KINDS.indexOf(b.kind) || compareKeys(a.key, b.key));
}

function compareKeys(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at < 0 ? 0 : a[at] - b[at];
}

/** Sums of a group; mean and squares by Welford, in us, as the reference. */
class GroupSum {
  readonly #kind: StatisticKind;
  readonly #key: readonly number[];
  #count = 0;
  #totalNs = 0;
  #runningNs = 0;
  #minNs = Infinity;
  #maxNs = 0;
  #meanUs = 0;
  #squares = 0;

  constructor(kind: StatisticKind, key: readonly number[]) {
    this.#kind = kind;
    this.#key = key;
  }

  add({ lengths, runningNs }: StatisticPart): void {
    this.#runningNs += runningNs;
    for (const ns of lengths) {
      this.#count++;
      this.#totalNs += ns;
      if (ns < this.#minNs) this.#minNs = ns;
      if (ns > this.#maxNs) this.#maxNs = ns;
      const us = ns / 1000;
      const before = us - this.#meanUs;
      this.#meanUs += before / this.#count;
      this.#squares += before * (us - this.#meanUs);
    }
  }

  finish(): StatisticGroup {
    return {
      kind: this.#kind, key: this.#key, count: this.#count, totalNs: this.#totalNs, runningNs: this.#runningNs, minNs: this.#minNs, maxNs: this.#maxNs,
      meanUs: this.#meanUs, deviationUs: this.#count > 1 ? Math.sqrt(this.#squares / (this.#count - 1)) : 0,
    };
  }
}
