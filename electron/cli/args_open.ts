/** Options and help of the commands that open runs: view, serve, index, info; and cache. */
import { Option, type Command } from 'commander';
import { PATHS_HELP, cacheChoice, collect, collectOrigin, parseMinutes, parsePort, viewChoice, withCacheOptions, withViewOptions, type CommonOptions, type ViewOptions } from './args_shared.ts';
import { absolutePaths } from './context.ts';
import { ProfileError } from '../protocol/errors.ts';
import { SAMPLE_FOLDER } from './engine_options.ts';

export function addView(program: Command, finish: (exitCode: number) => void): void {
  const command = program.command('view [paths...]')
    .description('look at runs: desktop window, or browser where no window can be shown')
    .option('--vs <paths...>', 'compare with this run: both in one window')
    .option('--nsys <files...>', 'Nsight Systems exports (.sqlite) or reports (.nsys-rep) of the run: kernels, CUDA calls and NVTX ranges on its timeline')
    .option('--sample', 'open the bundled sample run')
    .option('--browser', 'use the browser')
    .option('--no-open', 'print the address, start no browser')
    .addOption(new Option('--test-hooks', 'give scripts a handle in the page (window.profilerTest)').hideHelp())
    .addHelpText('after', `
Arguments: ${PATHS_HELP}. None: the home screen.

Examples:
  legion_prof view legate_*.prof
  legion_prof view before/ --vs after/
  legion_prof view legate_*.prof --nsys legate_*.sqlite
  legion_prof view run.lprof
  legion_prof view --sample --browser`);
  withCacheOptions(withViewOptions(command)).action(async (paths: readonly string[], options: CommonOptions & ViewOptions & { vs?: readonly string[]; nsys?: readonly string[]; sample?: boolean; browser?: boolean; open: boolean }) => {
    const all = [...absolutePaths([...paths, ...(options.nsys ?? [])]), ...(options.sample === true ? [SAMPLE_FOLDER] : [])];
    const vs = absolutePaths(options.vs ?? []);
    if (vs.length > 0 && all.length === 0) throw new ProfileError('usage', 'Give the run to compare with before --vs: legion_prof view before/ --vs after/');
    finish(await (await import('./commands/view.ts')).view(all, {
      vs,
      ...cacheChoice(options), view: viewChoice(options), browser: options.browser === true, open: options.open, testHooks: options.testHooks === true,
      host: '127.0.0.1', port: 0, isPortGiven: true, token: true, allowOrigin: [], allowHost: [], idleTimeout: undefined, mayBeEmpty: true,
    }));
  });
}

interface ServeOptions extends CommonOptions, ViewOptions {
  readonly host: string;
  readonly port?: number;
  readonly open?: boolean;
  readonly token: boolean;
  readonly allowOrigin: readonly string[];
  readonly allowHost: readonly string[];
  readonly idleTimeout?: number;
}

export function addServe(program: Command, finish: (exitCode: number) => void): void {
  const command = program.command('serve <paths...>')
    .description('show runs to a browser, also from a remote machine through an SSH tunnel')
    .option('--host <name>', 'address to listen on', '127.0.0.1')
    .option('--port <number>', 'port to listen on; 0 = any free one (default: 8080 or the next free one)', parsePort)
    .option('--open', 'open it in a browser of this machine')
    .option('--no-token', 'serve at / to everybody who reaches the port, read-only')
    .option('--allow-origin <url>', 'a web page that may read the profile (may be repeated)', collectOrigin, [])
    .option('--allow-host <name>', 'another name of this machine (may be repeated)', collect, [])
    .option('--idle-timeout <minutes>', 'end after so long without any page', parseMinutes)
    .addOption(new Option('--test-hooks', 'print the address with ?test=1').hideHelp())
    .addHelpText('after', `
Arguments: ${PATHS_HELP}.

The address that is printed holds a secret: whoever has it can read the profile. It is new at each start.

Examples:
  legion_prof serve logs/                      then open the printed address
  legion_prof serve logs/ --port 8080          on a login node; run the printed ssh command on your machine
  legion_prof serve run.lprof --idle-timeout 60`);
  withCacheOptions(withViewOptions(command)).action(async (paths: readonly string[], options: ServeOptions) => {
    finish(await (await import('./commands/serve.ts')).serve(absolutePaths(paths), {
      ...cacheChoice(options), view: viewChoice(options), host: options.host, port: options.port ?? 8080, isPortGiven: options.port !== undefined, open: options.open === true,
      token: options.token, allowOrigin: options.allowOrigin, allowHost: options.allowHost, idleTimeout: options.idleTimeout,
      testHooks: options.testHooks === true, mayBeEmpty: false,
    }));
  });
}

export function addIndex(program: Command, finish: (exitCode: number) => void): void {
  const command = program.command('index <paths...>')
    .description('write the index of a run: one file that opens at once and without the logs')
    .option('-o, --output <file>', 'where to write it (default: into the cache)')
    .option('-f, --force', 'replace a file that exists')
    .option('--json', 'print a JSON document instead of the path')
    .option('--cache <dir>', 'where indexes are kept (default: legion-prof in the user\'s cache folder)')
    .addHelpText('after', `
Arguments: logs of one run (legate_*.prof, prof_*.gz), or a folder of them. Prints the path of the index.
It is an SQLite file: sqlite3, pandas and DuckDB can query it (docs/index-schema.md has the tables).

Examples:
  legion_prof index legate_*.prof                  into the cache: the next \`view\` opens at once
  legion_prof index logs/ -o run.lprof             a file to keep or to mail
  sqlite3 "$(legion_prof index logs/)" 'SELECT count(*) FROM task'`);
  command.action(async (paths: readonly string[], options: CommonOptions & { output?: string; force?: boolean }) => {
    finish(await (await import('./commands/index.ts')).index(absolutePaths(paths), {
      ...cacheChoice(options), output: options.output === undefined ? undefined : absolutePaths([options.output])[0], force: options.force === true, json: options.json === true,
    }));
  });
}

export function addInfo(program: Command, finish: (exitCode: number) => void): void {
  const command = program.command('info <paths...>')
    .description('print what is in logs or in an index: machine, tracks, counts, problems of the data')
    .option('--json', 'one JSON document (schema info/1) instead of text')
    .addHelpText('after', `
Arguments: ${PATHS_HELP}.

Examples:
  legion_prof info legate_0.prof
  legion_prof info logs/ --json | jq '.runs[0].counts'`);
  withCacheOptions(command).action(async (paths: readonly string[], options: CommonOptions) => {
    finish(await (await import('./commands/info.ts')).info(absolutePaths(paths), { ...cacheChoice(options), json: options.json === true }));
  });
}

export function addCache(program: Command, finish: (exitCode: number) => void): void {
  const cache = program.command('cache')
    .description('indexes that are kept so that runs open at once')
    .addHelpText('after', `
Examples:
  legion_prof cache list
  legion_prof cache clear`);
  const add = (name: string, about: string, command: 'listCache' | 'clearCache'): void => {
    cache.command(name).description(about)
      .option('--cache <dir>', 'where indexes are kept (default: legion-prof in the user\'s cache folder)')
      .option('--json', 'print a JSON document instead of text')
      .action(async (options: CommonOptions) => finish((await import('./commands/cache.ts'))[command](cacheChoice(options).cache, options.json === true)));
  };
  add('list', 'list them, most recently used first', 'listCache');
  add('clear', 'remove them all; logs are not touched', 'clearCache');
}
