/** Options and help of `nvtxw`: the reference's, and one to merge each rank's report by itself. */
import { Option, type Command } from 'commander';
import { PATHS_HELP, cacheChoice, viewChoice, withCacheOptions, withViewOptions, type CommonOptions, type ViewOptions } from './args_shared.ts';
import { absolutePaths } from './context.ts';

interface NvtxwOptions extends CommonOptions, ViewOptions {
  readonly output: string;
  readonly backend?: string;
  readonly merge?: string;
  readonly nsysDir?: string;
  readonly force?: boolean;
  readonly verbose?: boolean;
  readonly plan?: boolean;
  readonly criticalPaths: boolean;
}

export function addNvtxw(program: Command, finish: (exitCode: number) => void): void {
  const command = program.command('nvtxw <paths...>')
    .description('write the run as a report for NVIDIA Nsight Systems, or merge it into one')
    .requiredOption('-o, --output <file>', 'report to write; .nsys-rep is added, and a number where it exists')
    .option('--backend <path>', 'Nsight Systems\' libNvtxwBackend.so, or its folder (default: looked for)')
    .option('--merge <report>', 'a report of the same run whose content is written too; it is not changed')
    .option('--nsys-dir <dir>', 'a report a rank, each merged with legate_<rank>.nsys-rep of this folder')
    .option('--no-critical-paths', 'leave out who made an item and what it waited for; much faster')
    .option('-f, --force', 'replace a file that exists')
    .option('--json', 'print a JSON document that names the reports (schema nvtxw/1) instead of their paths')
    .addOption(new Option('--plan', 'write nothing, print what would be used as JSON').hideHelp())
    .addHelpText('after', `
Arguments: ${PATHS_HELP}, of one run.

Needs Nsight Systems 2024.5.1 or newer (the full package). Its backend is looked for in the variables NSYS_WRITER_BACKEND, NVTXW_BACKEND and
NVTXW3_LIBRARY, beside the nsys on PATH, and where installers put it.

Examples:
  legion_prof nvtxw legate_*.prof -o run                                  writes run.nsys-rep
  legion_prof nvtxw legate_0.prof -o merged --merge legate_0.nsys-rep     Legion's facts and Nsight's in one
  legion_prof nvtxw logs/ -o merged --nsys-dir logs/                      merged_0.nsys-rep, merged_1.nsys-rep …`);
  withCacheOptions(withViewOptions(command)).action(async (paths: readonly string[], options: NvtxwOptions) => {
    const absolute = (path: string | undefined): string | undefined => (path === undefined ? undefined : absolutePaths([path])[0]);
    finish(await (await import('./commands/nvtxw.ts')).nvtxw(paths, {
      ...cacheChoice(options), view: viewChoice(options), output: absolutePaths([options.output])[0], backend: absolute(options.backend), merge: absolute(options.merge),
      nsysDir: absolute(options.nsysDir), force: options.force === true, hasOrigins: options.criticalPaths, verbose: options.verbose === true, json: options.json === true, plans: options.plan === true,
    }));
  });
}
