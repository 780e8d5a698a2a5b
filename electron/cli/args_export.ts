/** Options and help of the commands that print or write what a run says: those of the reference, with its names. */
import type { Command } from 'commander';
import { PATHS_HELP, cacheChoice, viewChoice, withCacheOptions, withViewOptions, type CommonOptions, type ViewOptions } from './args_shared.ts';
import { statistics } from './commands/statistics.ts';

export function addStatistics(program: Command, finish: (exitCode: number) => void): void {
  const command = program.command('statistics <paths...>')
    .description('how often tasks, runtime calls and mapper calls ran, and for how long')
    .option('--json', 'one JSON document (schema statistics/1) instead of text')
    .addHelpText('after', `
Arguments: ${PATHS_HELP}, of one run.

Examples:
  legion_prof statistics legate_*.prof
  legion_prof statistics logs/ --json | jq '.groups[:5]'`);
  withCacheOptions(withViewOptions(command)).action(async (paths: readonly string[], options: CommonOptions & ViewOptions) => {
    finish(await statistics(paths, { ...cacheChoice(options), view: viewChoice(options), json: options.json === true }));
  });
}
