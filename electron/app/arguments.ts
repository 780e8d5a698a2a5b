import { resolve } from 'node:path';

export interface ShellArguments {
  /** Absolute paths to open. */
  readonly paths: readonly string[];
  /** Absolute paths of a run to compare with; undefined = none. */
  readonly vs: readonly string[] | undefined;
  readonly testHooks: boolean;
  /** What of the runs to show, in the words of the command line for the engine; undefined = all. */
  readonly view: string | undefined;
}

const VIEW = '--engine-view=';
/** So many of the last paths are of the run to compare with. */
const VS = '--vs-count=';

/**
 * Reads the command line of the shell. `view` puts paths after `--`; desktops and file associations just append them.
 * Chromium's own switches are among the rest, and unpackaged Electron has the application's folder as its first word.
 */
export function readArguments(argv: readonly string[], isPackaged: boolean, workingFolder: string): ShellArguments {
  const words = argv.slice(1);
  const end = words.indexOf('--');
  const before = end < 0 ? words : words.slice(0, end);
  let plain = before.filter((word) => !word.startsWith('-'));
  if (!isPackaged) plain = plain.slice(1);
  const paths = [...plain, ...(end < 0 ? [] : words.slice(end + 1))];
  const valueOf = (flag: string): string | undefined => before.find((word) => word.startsWith(flag))?.slice(flag.length);
  const absolute = paths.map((path) => resolve(workingFolder, path));
  const vsCount = Number(valueOf(VS) ?? 0) || 0;
  return {
    paths: absolute.slice(0, absolute.length - vsCount), vs: vsCount > 0 ? absolute.slice(-vsCount) : undefined,
    testHooks: before.includes('--test-hooks'), view: valueOf(VIEW),
  };
}
