// Trims: every one that was tried with the reference, most of which it does not survive. What runs, and for how long, against sums worked out
// by hand from the records (by_hand.ts); the reference moves no waits, so that its own running times are wrong where it trims.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { StatisticNames } from '../../electron/compat/statistics_text.ts';
import { countRun } from '../../electron/engine/counted_run.ts';
import { WHOLE_RUN } from '../../electron/model/run_view.ts';
import { itemsByHand } from './by_hand.ts';
import { compared } from './ledger.ts';
import { logsIn } from './model_run.ts';
import { readPlainLog, type PlainLog } from './plain_log.ts';
import { golden, isShared, traces } from './shared_folders.ts';

test.skipIf(isShared)('recorded answers are at hand', ({ skip }) => skip('no ../shared beside the checkout'));

describe.runIf(isShared)('trimmed at four places', () => {
  const trims = (isShared ? readFileSync(join(golden, 'TRIM.tsv'), 'utf8') : '').trimEnd().split('\n').slice(1).map((line) => {
    const [trace, option] = line.split('\t');
    const [name, us] = option.split(' ');
    return { trace, startNs: name === '--start-trim' ? 1000 * Number(us) : undefined, stopNs: name === '--stop-trim' ? 1000 * Number(us) : undefined };
  });
  let [done, sums] = [0, 0];

  test.each([...new Set(trims.map(({ trace }) => trace))])('%s', { timeout: 120_000 }, async (trace) => {
    const logs = logsIn(join(traces, trace));
    const plain = logs.map((path) => readPlainLog(path) as PlainLog);
    for (const { startNs, stopNs } of trims.filter((trim) => trim.trace === trace)) {
      const expected: Record<string, readonly number[]> = {};
      for (const item of itemsByHand(plain, { startNs: startNs ?? 0, stopNs: stopNs ?? Infinity })) {
        if (item.sort !== 'task' && item.sort !== 'meta') continue;
        const [count, total, running] = expected[item.group] ?? [0, 0, 0];
        expected[item.group] = [count + 1, total + item.stopNs - item.startNs, running + item.runningNs];
      }
      const { run } = await countRun(logs, { view: { ...WHOLE_RUN, startNs, stopNs }, onProgress: () => {} }, new AbortController().signal);
      const names = new StatisticNames(run!.descriptions, run!.logVersions);
      const groups = run!.groups.filter(({ kind }) => kind === 'task' || kind === 'meta_task');
      expect(Object.fromEntries(groups.map((group) => [names.header(group), [group.count, group.totalNs, group.runningNs]]))).toEqual(expected);
      run!.descriptions.close();
      done++;
      sums += 3 * groups.length;
    }
  });

  test('none is left out', () => compared('.', 'TRIM.tsv', { trims: done }));

  afterAll(() => console.log(`${done} trims, ${sums} sums worked out by hand`));
});
