/** Indexes give what decoded logs give: the same ledger; and the places of lines are items of the timeline. */
import { expect, test } from 'vitest';
import { ItemFinder } from '../../../electron/compare/find_item.ts';
import { readRunData } from '../../../electron/compare/read_run_data.ts';
import { runToEnd } from '../../../electron/index/slices.ts';
import { logFolders } from '../../cli/run_cli.ts';
import { indexOfLogs } from '../index/built_index.ts';
import { compareRuns, OWN_LOGS, runOfFolder, traceFolder } from './compared.ts';

const LOGS = ['lg-small-mix', 'lg-small-cgsolver-2n', 'lgt-hdf5', 'lg-missing-4n', 'lg-tiny-hello'].filter((name) => logFolders(OWN_LOGS).includes(name));
test('there are logs', () => expect(LOGS.length).toBeGreaterThan(0));

test.each(LOGS)('%s from its index', async (name) => {
  const { reader, model } = await indexOfLogs(name);
  const [ofIndex, ofLogs] = [runToEnd(readRunData(reader, 'index')), await runOfFolder(traceFolder(name)!)];
  expect(ofIndex.identity.wallNs).toBe(model.stopNs);
  const { difference, matched: { keys, runs: [run] } } = compareRuns(ofIndex, ofLogs);
  expect(difference.lines).toEqual([]);
  expect(ofIndex.memories.some(({ peakBytes }) => peakBytes > 0)).toBe((model.counts['instance'] ?? 0) > 0);

  // Everything that a ledger could point at is an item, with the life that its record says.
  const finder = new ItemFinder(reader);
  const types = new Map([['task', 'task'], ['dispatch', 'task'], ['copy', 'copy|fill|deppart'], ['mapper', 'mapper_call'], ['analysis', 'meta_task|prof_task'], ['message', 'meta_task'], ['backlog', 'meta_task'], ['program', 'task'], ['wait', 'task']]);
  let found = 0;
  for (const { intervals, keyOf } of run.parts) {
    for (let i = 0; i < intervals.count; i += 1 + Math.floor(intervals.count / 200)) {
      const record = intervals.place(i);
      if (record === undefined) continue;
      const item = finder.find({ record, start: intervals.start(i), stop: intervals.stop(i) });
      const { stage } = keys.get(keyOf[intervals.key(i)]);
      const facts = item === undefined ? undefined : reader.items.facts(item);
      expect(facts?.type, stage).toMatch(new RegExp(`^(${types.get(stage)})$`));
      if (stage !== 'dispatch' && stage !== 'backlog') expect(facts!.startNs <= intervals.start(i) && intervals.stop(i) <= facts!.stopNs).toBe(true);
      else expect(intervals.stop(i)).toBe(facts!.startNs);
      expect(finder.text(item!)).toMatch(/^n\d+\/[\w-]+\/.+#\d+$/);
      found++;
    }
  }
  expect(found).toBeGreaterThan(10);
});
