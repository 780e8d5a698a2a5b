/** `archive`: writes a run as a folder of tiles that viewers open from a disk or a web server. */
import { writeArchive, type ArchiveOptions } from '../../compat/archive_writer.ts';
import { EXIT_OK, say, untilSignalled } from '../context.ts';
import type { CacheChoice } from '../engine_options.ts';
import { withIndexedRun } from '../indexed_run.ts';

export type ArchiveChoice = CacheChoice & Omit<ArchiveOptions, 'onProgress'> & { readonly json: boolean };

/** @throws ProfileError */
export async function archive(paths: readonly string[], choice: ArchiveChoice): Promise<number> {
  const signal = untilSignalled();
  const started = performance.now();
  const path = await withIndexedRun(paths, choice, signal, ({ reader }) => {
    using line = new ProgressLine();
    return writeArchive(reader, { ...choice, onProgress: (part, text) => line.show(`${text} ${Math.floor(100 * part)} %`) }, signal);
  });
  if (choice.json) say(JSON.stringify({ schema: 'archive/1', path, seconds: (performance.now() - started) / 1000 }));
  else say(`Created output directory ${path}`);
  return EXIT_OK;
}

/** One line of a terminal, rewritten in place; nothing where stderr is none. */
class ProgressLine implements Disposable {
  #width = 0;

  show(text: string): void {
    if (process.stderr.isTTY !== true) return;
    process.stderr.write(`\r${text.padEnd(this.#width)}`);
    this.#width = text.length;
  }

  [Symbol.dispose](): void {
    this.show('');
    if (this.#width > 0) process.stderr.write('\r');
  }
}
