/** Statistics as text, byte for byte as the reference prints them, and as a JSON document. */
import type { IndexDatabase } from '../index/database.ts';
import { processorKind } from '../model/kinds.ts';
import type { StatisticGroup } from '../model/run_statistics.ts';
import type { StatisticKind } from '../model/shard_statistics.ts';
import { exponentText, fixedText } from '../protocol/number_texts.ts';
import { KindNames } from './kind_names.ts';

const SECTIONS: readonly { readonly title: string; readonly kinds: readonly StatisticKind[] }[] = [
  { title: 'Task', kinds: ['task', 'gpu_kernel'] },
  { title: 'Runtime', kinds: ['meta_task', 'runtime_call', 'prof_task'] },
  { title: 'Mapper', kinds: ['mapper_call'] },
];

/** From this on the reference writes numbers with an exponent. */
const LARGE_US = 1e6;

/** The three sections, empty ones too, as lines. */
export function statisticsLines(groups: readonly StatisticGroup[], names: StatisticNames): string[] {
  return SECTIONS.flatMap(({ title, kinds }) => [
    '', '  -------------------------', `  ${title} Statistics`, '  -------------------------',
    ...groups.filter(({ kind }) => kinds.includes(kind)).flatMap((group) => groupLines(group, names.header(group))),
  ]);
}

function groupLines(group: StatisticGroup, header: string): string[] {
  const values: readonly (readonly [string, string])[] = [
    ['Invocations', String(group.count)],
    ['Total time', microseconds(group.totalNs / 1000)],
    ['Running time', `${microseconds(group.runningNs / 1000)} (${fixedText(100 * (group.runningNs / group.totalNs), 2)}%)`],
    ['Average time', microseconds(group.meanUs)],
    ['Std Dev', microseconds(group.deviationUs)],
    ['Min time', microseconds(group.minNs / 1000)],
    ['Max time', microseconds(group.maxNs / 1000)],
  ];
  return ['', `      ${header}`, ...values.map(([label, value]) => `          ${label}: ${value}`)];
}

function microseconds(us: number): string {
  return `${us < LARGE_US ? fixedText(us, 3) : exponentText(us)} us`;
}

/** `statistics/1`: times in ns, whole but for mean and deviation. */
export function statisticsDocument(groups: readonly StatisticGroup[], names: StatisticNames): object {
  return {
    schema: 'statistics/1',
    groups: groups.map((group) => ({
      ...names.facts(group), name: names.header(group).trim(), count: group.count, totalNs: group.totalNs, runningNs: group.runningNs,
      meanNs: Math.round(group.meanUs * 1000), deviationNs: Math.round(group.deviationUs * 1000), minNs: group.minNs, maxNs: group.maxNs,
    })),
  };
}

/** What the groups are called. */
export class StatisticNames {
  readonly #kinds: KindNames;
  readonly #mappers: ReadonlyMap<string, string>;
  readonly #processors: ReadonlyMap<string, string>;
  /** From log version 1010 on each mapper is named. */
  readonly #namesMappers: boolean;

  /** `database`: with what the logs describe, of an index or of `describe`. */
  constructor(database: IndexDatabase, logVersions: readonly number[]) {
    this.#kinds = new KindNames({ database });
    this.#mappers = new Map(database.all<{ mapper_id: number; hex: string; name: string }>("SELECT mapper_id, printf('0x%x', mapper_proc) AS hex, name FROM mapper").map(({ mapper_id, hex, name }) => [`${mapper_id} ${hex}`, name]));
    this.#processors = new Map(database.all<{ hex: string; node: number; kind: number }>('SELECT hex, node, kind FROM processor').map(({ hex, node, kind }) => [hex, `${processorKind(kind).container} Processor ${hex} (Node: ${node})`]));
    this.#namesMappers = logVersions.some((version) => version >= 1010);
  }

  /** First line of a group, without its indentation of six blanks. */
  header({ kind, key }: StatisticGroup): string {
    const [first] = key;
    switch (kind) {
      case 'task': return this.#task(key);
      case 'gpu_kernel': return `GPU Kernel for ${this.#task(key)}`;
      case 'meta_task': return `Meta-Task ${this.#kinds.name('meta_task', first)}`;
      case 'runtime_call': return `Runtime Call ${this.#kinds.name('runtime_call', first)}`;
      case 'prof_task': return ' Profiler Response';
      case 'mapper_call': {
        const call = `Mapper Call ${this.#kinds.name('mapper_call', key[3])}`;
        const proc = procHex(key);
        return this.#namesMappers ? `${call} for mapper ${this.#mappers.get(`${first} ${proc}`) ?? first} on proc ${this.#processors.get(proc) ?? 'NO_PROC'}` : call;
      }
    }
  }

  /** The group's ids, for programs. */
  facts({ kind, key }: StatisticGroup): Readonly<Record<string, string | number>> {
    switch (kind) {
      case 'task':
      case 'gpu_kernel': return { kind, taskId: key[0], variantId: key[1] };
      case 'mapper_call': return { kind, call: key[3], mapperId: key[0], mapperProc: procHex(key) };
      case 'prof_task': return { kind };
      default: return { kind, call: key[0] };
    }
  }

  #task([task, variant]: readonly number[]): string {
    return `Task ${this.#kinds.name('task', task)} Variant ${this.#kinds.variant(task, variant)}`;
  }
}

function procHex(key: readonly number[]): string {
  return `0x${((BigInt(key[1]) << 32n) | BigInt(key[2])).toString(16)}`;
}
