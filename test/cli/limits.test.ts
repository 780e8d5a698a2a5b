// --message-threshold, --message-percentage and --call-threshold on a run of two nodes whose clocks differ: what they change, against figures
// worked out from the records by the reference's rules (semantics §3.1, §11.2) and nothing of ours.
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readPlainLog, type PlainLog, type PlainRecord } from '../golden/plain_log.ts';
import { makeScratch, OWN_LOGS, run } from './run_cli.ts';

const scratch = makeScratch();
afterAll(() => scratch[Symbol.dispose]());
const env = { XDG_CACHE_HOME: scratch.path, XDG_CONFIG_HOME: scratch.path, XDG_DATA_HOME: scratch.path };
const solver = join(OWN_LOGS, 'lg-small-cgsolver-2n');
const logs = ['prof_0.gz', 'prof_1.gz'].map((name) => readPlainLog(join(solver, name)) as PlainLog);

/** Node of what ends with an event. */
const nodeOf = new Map(logs.flatMap(({ records }, node) => ['TaskInfo', 'ImplicitTaskInfo', 'MetaInfo', 'MessageInfo', 'ProfTaskInfo'].flatMap((kind) => (records.get(kind) ?? []).map((record) => [record['fevent'], node] as const))));
const isMessage = new Map(logs.flatMap(({ records }) => (records.get('MetaDesc') ?? []).map((record) => [record['kind'], record['message'] !== 0n] as const)));
const messages = logs.flatMap(({ records }, node) => ['MetaInfo', 'MessageInfo'].flatMap((kind) => (records.get(kind) ?? []).filter((record) => isMessage.get(record['lg_id'])).map((record) => ({ record, node }))));
const spawned = logs.reduce((sum, { records }) => sum + (records.get('SpawnInfo') ?? []).length, 0);

/** Mean of how much too early messages of a pair of nodes came, ns, rounded down. */
const skews = new Map([...Map.groupBy(messages.filter(({ record }) => lateness(record) < 0 && nodeOf.has(record['creator'])), ({ record, node }) => `${nodeOf.get(record['creator'])} ${node}`)]
  .map(([pair, all]) => [pair, Math.floor(all.reduce((sum, { record }) => sum - lateness(record), 0) / all.length)]));

function lateness(record: PlainRecord): number {
  return Number(record['create']) - Number(record['spawn']);
}

/** Of each message that may be slow: how long it took once the skew of its nodes is taken into account, us. */
const latencies = messages.filter(({ record }) => nodeOf.has(record['creator']))
  .map(({ record, node }) => (lateness(record) + (skews.get(`${nodeOf.get(record['creator'])} ${node}`) ?? 0)) / 1000).filter((us) => us >= 0);

/** What is said of slow messages on stderr. */
async function said(...options: string[]): Promise<{ readonly slow: number; readonly total: number; readonly percent: number } | undefined> {
  const { code, stderr } = await run(['statistics', solver, ...options], env);
  expect(code).toBe(0);
  const [, slow, total, percent] = /(\d[\d ]*) of (\d[\d ]*) messages \(([\d.]+) %/.exec(stderr.split('\n').find((line) => line.includes('or more to arrive')) ?? '') ?? [];
  return slow === undefined ? undefined : { slow: Number(slow.replaceAll(/\D/g, '')), total: Number(total.replaceAll(/\D/g, '')), percent: Number(percent) };
}

describe('slow messages', () => {
  const total = messages.length + spawned;
  const slowFrom = (us: number): number => latencies.filter((latency) => latency >= us).length;
  const percent = (us: number): number => Number(((100 * slowFrom(us)) / total).toFixed(2));

  it('the log has some of every length', () => {
    expect(total).toBe(676);
    expect([0, 1000, 20_000].map(slowFrom).every((count, i, all) => count > 0 && (i === 0 || count < all[i - 1]))).toBe(true);
  });

  it.each([[1000, []], [250.5, ['--message-threshold', '250.5']], [20_000, ['--message-threshold', '20000', '--message-percentage', '0']]] as const)('from %d us on', async (us, options) => {
    expect(await said(...options)).toEqual({ slow: slowFrom(us), total, percent: percent(us) });
  });

  it('are told from their share on, with 0 even a single one; where there is none, nothing is told', async () => {
    const share = (100 * slowFrom(1000)) / total;
    expect(share).toBeGreaterThan(5);
    const [below, above, few, none] = await Promise.all([
      said('--message-percentage', String(Math.floor(share))), said('--message-percentage', String(Math.ceil(share))),
      said('--message-threshold', '20000'), said('--message-threshold', '1e9', '--message-percentage', '0'),
    ]);
    expect(below?.slow).toBe(slowFrom(1000));
    expect(above).toBeUndefined();
    // Less than five in a hundred.
    expect(few).toBeUndefined();
    expect(none).toBeUndefined();
  });
});

it('--call-threshold leaves out shorter calls of mappers and the runtime, not ranges of the application, and their time is what is around them', async () => {
  const us = 3;
  const callsOf = (kind: string): readonly PlainRecord[] => logs.flatMap(({ records }) => records.get(kind) ?? []);
  const counts = (least: number) => Object.fromEntries([['mapper_call', 'MapperCallInfo'], ['runtime_call', 'RuntimeCallInfo']].map(([kind, record]) => [kind, callsOf(record).filter((call) => Number(call['stop']) - Number(call['start']) >= least).length]));
  const ask = async (...options: string[]): Promise<readonly { readonly kind: string; readonly count: number; readonly totalNs: number; readonly runningNs: number }[]> =>
    (JSON.parse((await run(['statistics', solver, '--json', ...options], env)).stdout) as { groups: never }).groups;
  const [all, longer] = await Promise.all([ask(), ask('--call-threshold', String(us))]);
  const sum = (groups: typeof all, kind: string, what: 'count' | 'totalNs' | 'runningNs'): number => groups.filter((group) => group.kind === kind).reduce((total, group) => total + group[what], 0);
  for (const kind of ['mapper_call', 'runtime_call']) {
    expect(sum(all, kind, 'count')).toBe(counts(0)[kind]);
    expect(sum(longer, kind, 'count')).toBe(counts(1000 * us)[kind]);
    expect(counts(1000 * us)[kind]).toBeLessThan(counts(0)[kind]);
  }
  for (const kind of ['task', 'meta_task']) expect(sum(longer, kind, 'totalNs')).toBe(sum(all, kind, 'totalNs'));
  expect(sum(longer, 'meta_task', 'runningNs')).toBeGreaterThan(sum(all, 'meta_task', 'runningNs'));
  // All that runs runs somewhere: what the calls that are left out ran for, others run for.
  const running = (groups: typeof all): number => ['task', 'meta_task', 'mapper_call', 'runtime_call', 'prof_task'].reduce((total, kind) => total + sum(groups, kind, 'runningNs'), 0);
  expect(running(longer)).toBe(running(all));
});
