/** `archive`: writes a run as a folder of tiles that viewers open from a disk or a web server. */
import { writeArchive, type ArchiveOptions } from '../../compat/archive/archive_writer.ts';
import { EXIT_OK, say, untilSignalled } from '../context.ts';
import type { RunChoice } from '../engine_options.ts';
import { withIndexedRun } from '../indexed_run.ts';
import { ProgressLine } from '../progress_line.ts';

export type ArchiveChoice = RunChoice & Omit<ArchiveOptions, 'onProgress'> & { readonly json: boolean };

/** @throws ProfileError */
export async function archive(paths: readonly string[], choice: ArchiveChoice): Promise<number> {
  const signal = untilSignalled();
  const started = performance.now();
  const path = await withIndexedRun(paths, choice, signal, ({ reader }) => {
    using line = new ProgressLine();
    return writeArchive(reader, { ...choice, onProgress: (part, text) => line.show(`${text} ${Math.floor(100 * part)} %`, part) }, signal);
  });
  if (choice.json) say(JSON.stringify({ schema: 'archive/1', path, seconds: (performance.now() - started) / 1000 }));
  else say(`Created output directory ${path}`);
  return EXIT_OK;
}
