/** The commands, their options and their help. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { PROGRAM_VERSION } from '../engine/version.ts';
import { clearCache, listCache } from './commands/cache.ts';
import { index } from './commands/index.ts';
import { info } from './commands/info.ts';
import { serve } from './commands/serve.ts';
import { view } from './commands/view.ts';
import { absolutePaths } from './context.ts';
import { SAMPLE_FOLDER } from './engine_options.ts';

const PATHS_HELP = 'logs (legate_*.prof, prof_*.gz), folders of logs, or .lprof files';

const EXAMPLES = `
Examples:
  legion_prof view legate_*.prof           look at a run (desktop window, or browser where there is none)
  legion_prof serve logs/ --port 8080      on a remote machine; prints the address and the ssh command
  legion_prof index logs/ -o run.lprof     one file that opens at once and without the logs
  legion_prof info logs/ --json            machine, tracks, counts and problems of the data, for scripts

How to get logs: legate --profile program.py, or for Legion programs -lg:prof N -lg:prof_logfile prof_%.gz
Exit codes: 0 all right, 1 nothing could be read or the system failed, 2 wrong usage`;

/** `finish` takes the exit code of the command that ran. */
export function makeProgram(finish: (exitCode: number) => void): Command {
  const program = new Command('legion_prof')
    .description('Profiler for NVIDIA Legate and Stanford Legion programs: opens their logs, draws them, answers questions.')
    .version(`legion_prof ${PROGRAM_VERSION}`, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    .addHelpText('after', EXAMPLES)
    .showHelpAfterError('(legion_prof --help shows how)')
    .showSuggestionAfterError()
    .exitOverride();
  addView(program, finish);
  addServe(program, finish);
  addIndex(program, finish);
  addInfo(program, finish);
  addCache(program, finish);
  for (const command of program.commands) for (const one of [command, ...command.commands]) withCommonOptions(one);
  return program;
}

function withCommonOptions(command: Command): void {
  command.exitOverride().option('-v, --verbose', 'with an error also say where in the program it happened').showHelpAfterError(`(legion_prof ${command.name()} --help shows how)`);
}

function withCacheOptions(command: Command): Command {
  return command
    .option('--cache <dir>', 'where indexes are kept (default: legion-prof in the user\'s cache folder)')
    .option('--no-cache', 'neither look for an index nor keep one');
}

interface CommonOptions {
  readonly cache?: string | boolean;
  readonly testHooks?: boolean;
}

function cacheChoice({ cache }: CommonOptions): { cache: string | undefined; useCache: boolean } {
  return { cache: typeof cache === 'string' ? absolutePaths([cache])[0] : undefined, useCache: cache !== false };
}

function addView(program: Command, finish: (exitCode: number) => void): void {
  const command = program.command('view [paths...]')
    .description('look at runs: desktop window, or browser where no window can be shown')
    .option('--vs <paths...>', 'open these beside them, as another run')
    .option('--sample', 'open the bundled sample run')
    .option('--browser', 'use the browser')
    .option('--no-open', 'print the address, start no browser')
    .addOption(new Option('--test-hooks', 'give scripts a handle in the page (window.profilerTest)').hideHelp())
    .addHelpText('after', `
Arguments: ${PATHS_HELP}. None: the home screen.

Examples:
  legion_prof view legate_*.prof
  legion_prof view before/ --vs after/
  legion_prof view run.lprof
  legion_prof view --sample --browser`);
  withCacheOptions(command).action(async (paths: readonly string[], options: CommonOptions & { vs?: readonly string[]; sample?: boolean; browser?: boolean; open: boolean }) => {
    const all = [...absolutePaths([...paths, ...(options.vs ?? [])]), ...(options.sample === true ? [SAMPLE_FOLDER] : [])];
    finish(await view(all, {
      ...cacheChoice(options), browser: options.browser === true, open: options.open, testHooks: options.testHooks === true,
      host: '127.0.0.1', port: 0, isPortGiven: true, token: true, allowOrigin: [], allowHost: [], idleTimeout: undefined, mayBeEmpty: true,
    }));
  });
}

interface ServeOptions extends CommonOptions {
  readonly host: string;
  readonly port?: number;
  readonly open?: boolean;
  readonly token: boolean;
  readonly allowOrigin: readonly string[];
  readonly allowHost: readonly string[];
  readonly idleTimeout?: number;
}

function addServe(program: Command, finish: (exitCode: number) => void): void {
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
  withCacheOptions(command).action(async (paths: readonly string[], options: ServeOptions) => {
    finish(await serve(absolutePaths(paths), {
      ...cacheChoice(options), host: options.host, port: options.port ?? 8080, isPortGiven: options.port !== undefined, open: options.open === true,
      token: options.token, allowOrigin: options.allowOrigin, allowHost: options.allowHost, idleTimeout: options.idleTimeout,
      testHooks: options.testHooks === true, mayBeEmpty: false,
    }));
  });
}

function addIndex(program: Command, finish: (exitCode: number) => void): void {
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
  command.action(async (paths: readonly string[], options: CommonOptions & { output?: string; force?: boolean; json?: boolean }) => {
    finish(await index(absolutePaths(paths), {
      ...cacheChoice(options), output: options.output === undefined ? undefined : absolutePaths([options.output])[0], force: options.force === true, json: options.json === true,
    }));
  });
}

function addInfo(program: Command, finish: (exitCode: number) => void): void {
  const command = program.command('info <paths...>')
    .description('print what is in logs or in an index: machine, tracks, counts, problems of the data')
    .option('--json', 'one JSON document (schema info/1) instead of text')
    .addHelpText('after', `
Arguments: ${PATHS_HELP}.

Examples:
  legion_prof info legate_0.prof
  legion_prof info logs/ --json | jq '.runs[0].counts'`);
  withCacheOptions(command).action(async (paths: readonly string[], options: CommonOptions & { json?: boolean }) => {
    finish(await info(absolutePaths(paths), { ...cacheChoice(options), json: options.json === true }));
  });
}

function addCache(program: Command, finish: (exitCode: number) => void): void {
  const cache = program.command('cache')
    .description('indexes that are kept so that runs open at once')
    .addHelpText('after', `
Examples:
  legion_prof cache list
  legion_prof cache clear`);
  const add = (name: string, about: string, run: (folder: string | undefined, isJson: boolean) => number): void => {
    cache.command(name).description(about)
      .option('--cache <dir>', 'where indexes are kept (default: legion-prof in the user\'s cache folder)')
      .option('--json', 'print a JSON document instead of text')
      .action((options: CommonOptions & { json?: boolean }) => finish(run(cacheChoice(options).cache, options.json === true)));
  };
  add('list', 'list them, most recently used first', listCache);
  add('clear', 'remove them all; logs are not touched', clearCache);
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

/** An origin is a scheme and a host, without a path. */
function collectOrigin(value: string, before: readonly string[]): readonly string[] {
  if (!URL.canParse(value)) throw new InvalidArgumentError('Give it as https://viewer.example.');
  const { origin } = new URL(value);
  if (origin === 'null') throw new InvalidArgumentError('Give it as https://viewer.example.');
  return [...before, origin];
}

function parsePort(value: string): number {
  const port = Number(value);
  if (!/^\d+$/.test(value) || port > 65_535) throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  return port;
}

function parseMinutes(value: string): number {
  const minutes = Number(value);
  if (!(minutes > 0)) throw new InvalidArgumentError('Give a number of minutes above 0.');
  return minutes;
}
