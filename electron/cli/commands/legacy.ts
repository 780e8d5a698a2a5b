/** `legacy`: a run as the tables of the reference's older page. */
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LEGACY_MARK, legacyFiles } from '../../compat/legacy/legacy.ts';
import { writeWholeFolder } from '../../compat/output_folder.ts';
import { runLines } from '../../compat/run_lines.ts';
import type { RunView } from '../../model/run_view.ts';
import { absolutePaths, EXIT_OK, say, untilSignalled } from '../context.ts';
import type { RunChoice } from '../engine_options.ts';
import { withIndexedRun } from '../indexed_run.ts';
import { writeFile, writeLines } from '../output.ts';
import { spokenIndex } from '../spoken_run.ts';

export interface LegacyChoice extends RunChoice {
  readonly view: RunView;
  /** As the user wrote it. */
  readonly output: string;
  readonly force: boolean;
  readonly json: boolean;
}

/** @throws ProfileError */
export async function legacy(paths: readonly string[], choice: LegacyChoice): Promise<number> {
  const signal = untilSignalled();
  return withIndexedRun(paths, choice, signal, async (run) => {
    if (!choice.json) await writeLines(runLines(spokenIndex(run, choice.view)), process.stdout, signal);
    const [path] = absolutePaths([choice.output]);
    let count = 0;
    const folder = await writeWholeFolder({ path, force: choice.force, mark: LEGACY_MARK }, async (partial) => {
      for (const { name, pieces } of legacyFiles(run.reader)) {
        const file = join(partial, name);
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, pieces, signal);
        count++;
      }
    });
    say(choice.json ? JSON.stringify({ schema: 'legacy/1', path: folder, files: count }, undefined, 2) : `Generating interactive visualization files in directory ${JSON.stringify(folder)}`);
    return EXIT_OK;
  });
}
