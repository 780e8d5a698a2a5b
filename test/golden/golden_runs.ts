/**
 * What the reference was asked: every folder of recorded answers with the logs and the view that they are of. The one list from which all
 * comparisons take their runs; coverage.test.ts holds it against the folders that there are. Test helper.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WHOLE_RUN, type RunView } from '../../electron/model/run_view.ts';
import { foldersBelow } from './golden_counts.ts';
import { logsIn } from './model_run.ts';
import { golden, isShared, traces } from './shared_folders.ts';

export interface GoldenRun {
  /** Folder of the answers, below golden. */
  readonly answers: string;
  /** Files in the order of the reference's arguments. */
  readonly logs: readonly string[];
  readonly view: RunView;
  /** The reference moves no waits where it trims, so its running times of what waits are wrong. */
  readonly isTrimmed: boolean;
  /** The reference was given less than the logs hold, as it reads them in no other way (INPUT.txt): ours must hold what it shows. */
  readonly isRepaired: boolean;
}

/** A number in µs, as the options have it, in ns. */
const ns = (text: string): number => 1000 * Number(text);

/** What the options of the reference that were recorded say of a view. */
const OPTIONS: Readonly<Record<string, (value: string) => Partial<RunView>>> = {
  '--levels': () => ({}),
  '--nodes': (value) => ({ nodes: value.split(',').map(Number) }),
  '--call-threshold': (value) => ({ callThresholdNs: ns(value) }),
  '--start-trim': (value) => ({ startNs: ns(value) }),
  '--stop-trim': (value) => ({ stopNs: ns(value) }),
};

/** View and file names of a recorded command. @throws Error for an option that nobody knows here */
function readCommand(text: string): { readonly view: Partial<RunView>; readonly files: readonly string[] } {
  let view: Partial<RunView> = {};
  const files: string[] = [];
  const words = text.trim().split(' ').slice(2);
  for (let i = 0; i < words.length; i++) {
    if (words[i] === '--no-filter-input') view = { ...view, filtersInput: false };
    else if (words[i].startsWith('--')) view = { ...view, ...OPTIONS[words[i]](words[++i]) };
    else files.push(words[i]);
  }
  return { view, files };
}

function runOf(answers: string): GoldenRun {
  const [trace, part = ''] = answers.split(/\/(.*)/);
  const command = join(golden, answers, 'COMMAND.txt');
  const { view, files } = existsSync(command) ? readCommand(readFileSync(command, 'utf8')) : { view: {}, files: undefined };
  const logs = part === 'as-v1008' ? [join(golden, answers, 'prof_0.v1008.gz')] : files?.map((name) => join(traces, trace, name)) ?? logsIn(join(traces, trace));
  return {
    answers, logs, view: { ...WHOLE_RUN, ...view },
    isTrimmed: view.startNs !== undefined || view.stopNs !== undefined, isRepaired: ['pruned', 'salvaged', 'without-orphans'].includes(part),
  };
}

/** Every folder with answers or failures. */
export const goldenRuns: readonly GoldenRun[] = isShared ? foldersBelow(golden).filter((folder) => !folder.endsWith('/options')).map(runOf) : [];

/** Runs of which this file is recorded, the repaired ones left out: what is compared with equality. */
export function runsWith(file: string): GoldenRun[] {
  return goldenRuns.filter(({ answers, isRepaired }) => !isRepaired && existsSync(join(golden, answers, file)));
}
