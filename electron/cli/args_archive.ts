/** Options and help of the commands that write and open archives. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { PATHS_HELP, cacheChoice, viewChoice, withCacheOptions, withViewOptions, type CommonOptions, type ViewOptions } from './args_shared.ts';
import { absolutePaths } from './context.ts';

interface ArchiveOptions extends CommonOptions, ViewOptions {
  readonly output: string;
  readonly force?: boolean;
  readonly levels: number;
  readonly branchFactor: number;
  readonly zstdCompression: number;
  readonly minTileSize: number;
}

export function addArchive(program: Command, finish: (exitCode: number) => void): void {
  const command = program.command('archive <paths...>')
    .description('write a run as a folder of tiles for viewers, on a disk or a web server')
    .option('-o, --output <dir>', 'where to write it; where that exists, with .1, .2 … behind it', 'legion_prof')
    .option('-f, --force', 'replace an archive that exists')
    .option('--levels <number>', 'zoom levels', whole(1, 64), 4)
    .option('--branch-factor <number>', 'parts that a tile is cut into on the next level', whole(2, 1000), 4)
    .option('--zstd-compression <level>', 'how hard to compress, 1 to 22', whole(1, 22), 10)
    .option('--min-tile-size <items>', 'do not cut tiles of so many items or fewer', whole(0, Number.MAX_SAFE_INTEGER), 1000)
    .option('--json', 'print a JSON document instead of text')
    .addHelpText('after', `
Arguments: ${PATHS_HELP}, of one run.

Examples:
  legion_prof archive legate_*.prof -o run
  legion_prof archive logs/ -o run -f --levels 6
  legion_prof attach run`);
  withCacheOptions(withViewOptions(command)).action(async (paths: readonly string[], options: ArchiveOptions) => {
    finish(await (await import('./commands/archive.ts')).archive(paths, {
      ...cacheChoice(options), view: viewChoice(options), path: absolutePaths([options.output])[0], force: options.force === true, levels: options.levels, branchFactor: options.branchFactor,
      zstdLevel: options.zstdCompression, minTileSize: options.minTileSize, json: options.json === true,
    }));
  });
}

export function addAttach(program: Command, finish: (exitCode: number) => void): void {
  const command = program.command('attach <sources...>')
    .description('look at archives and at servers of tiles, those of older versions too')
    .option('--browser', 'use the browser')
    .option('--no-open', 'print the address, start no browser')
    .addOption(new Option('--test-hooks', 'give scripts a handle in the page (window.profilerTest)').hideHelp())
    .addHelpText('after', `
Arguments: folders that \`archive\` wrote, addresses of such folders on a web server, or addresses of \`serve\`. Several come into one window.

Examples:
  legion_prof attach run
  legion_prof attach https://example.org/profiles/run
  legion_prof attach http://127.0.0.1:8080 before/`);
  withCacheOptions(command).action(async (sources: readonly string[], options: CommonOptions & { browser?: boolean; open: boolean }) => {
    finish(await (await import('./commands/attach.ts')).attach(sources, {
      ...cacheChoice(options), browser: options.browser === true, open: options.open, testHooks: options.testHooks === true,
      host: '127.0.0.1', port: 0, isPortGiven: true, token: true, allowOrigin: [], allowHost: [], idleTimeout: undefined, mayBeEmpty: true,
    }));
  });
}

function whole(least: number, most: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (!/^\d+$/.test(value) || number < least || number > most) throw new InvalidArgumentError(`Give a whole number from ${least}${most === Number.MAX_SAFE_INTEGER ? ' on' : ` to ${most}`}.`);
    return number;
  };
}
