/** Files by the names that the user gave them. */
import { basename, join, sep } from 'node:path';
import { absolutePaths } from './context.ts';

export type Named<File> = File & { readonly name: string };

/** In the order of the words that named them, those of one folder as they come. An index names the files that it was made of. */
export function nameFiles<File extends { readonly path: string }>(files: readonly File[], words: readonly string[]): Named<File>[] {
  const places = absolutePaths(words);
  return files.map((file) => {
    const place = places.findIndex((path) => file.path === path || file.path.startsWith(path.endsWith(sep) ? path : path + sep));
    if (place < 0) return { file: { ...file, name: basename(file.path) }, place: words.length };
    const rest = file.path.slice(places[place].length).replace(/^[\\/]/, '');
    return { file: { ...file, name: rest === '' ? words[place] : join(words[place], rest) }, place };
  }).sort((a, b) => a.place - b.place).map(({ file }) => file);
}
