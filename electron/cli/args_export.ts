/** Options and help of the commands that print or write what a run says: those of the reference, with its names. */
import { Option, type Command } from 'commander';
import { PATHS_HELP, cacheChoice, viewChoice, withCacheOptions, withNodesOption, withUnusedCacheOptions, withViewOptions, type CommonOptions, type ViewOptions } from './args_shared.ts';
import { TRACE_FORMATS, type TraceFormat } from './trace_formats.ts';

export function addStatistics(program: Command, finish: (exitCode: number) => void): void {
  const command = program.command('statistics <paths...>')
    .description('how often tasks, runtime calls and mapper calls ran, and for how long')
    .option('--json', 'one JSON document (schema statistics/1) instead of text')
    .addHelpText('after', `
Arguments: ${PATHS_HELP}, of one run.

Examples:
  legion_prof statistics legate_*.prof
  legion_prof statistics logs/ --json | jq '.groups[:5]'`);
  withUnusedCacheOptions(withViewOptions(command)).action(async (paths: readonly string[], options: CommonOptions & ViewOptions) => {
    finish(await (await import('./commands/statistics.ts')).statistics(paths, { view: viewChoice(options), json: options.json === true }));
  });
}

interface OutputOptions {
  readonly output: string;
  readonly force?: boolean;
}

function withOutputOptions(command: Command, what: string): Command {
  return command.option(`-o, --output <${what}>`, 'where to write it', 'legion_prof').option('-f, --force', `replace a ${what} that exists`);
}

export function addTrace(program: Command, finish: (exitCode: number) => void): void {
  const command = withOutputOptions(program.command('trace <paths...>').description('write a run as a trace, for about:tracing and Perfetto'), 'file')
    .addOption(new Option('--format <name>', 'json: Chromium\'s trace format as the reference writes it; perfetto: Perfetto\'s own, with levels, facts, arrows and curves').choices(TRACE_FORMATS).default('json'))
    .option('--no-critical-paths', 'perfetto: leave out who made an item and what it waited for; much faster')
    .option('--json', 'print a JSON document that names the file (schema trace/1) instead of text')
    .addHelpText('after', `
Arguments: ${PATHS_HELP}, of one run.

Examples:
  legion_prof trace legate_*.prof -o trace.json
  legion_prof trace logs/ -o trace.json -f --nodes 0
  legion_prof trace logs/ --format perfetto -o run.perfetto-trace   open it in ui.perfetto.dev`);
  withCacheOptions(withViewOptions(command)).action(async (paths: readonly string[], options: CommonOptions & ViewOptions & OutputOptions & { format: TraceFormat; criticalPaths: boolean }) => {
    finish(await (await import('./commands/trace.ts')).trace(paths, { ...cacheChoice(options), view: viewChoice(options), output: options.output, force: options.force === true, json: options.json === true, format: options.format, hasOrigins: options.criticalPaths }));
  });
}

export function addDump(program: Command, finish: (exitCode: number) => void): void {
  const command = program.command('dump <paths...>')
    .description('print every record of logs as JSON, one a line')
    .option('--json', 'one JSON document (schema dump/1) instead of lines')
    .addHelpText('after', `
Arguments: ${PATHS_HELP}.

Memory does not grow with the logs.

Examples:
  legion_prof dump legate_0.prof | grep TaskInfo | head
  legion_prof dump logs/ --nodes 0`);
  withNodesOption(command).action(async (paths: readonly string[], options: CommonOptions & ViewOptions) => {
    finish(await (await import('./commands/dump.ts')).dump(paths, { view: viewChoice(options), json: options.json === true }));
  });
}

export function addLegacy(program: Command, finish: (exitCode: number) => void): void {
  const command = withOutputOptions(program.command('legacy <paths...>').description('write a run as the tables of the older page: items, operations, utilization'), 'folder')
    .option('--json', 'print a JSON document that names the folder (schema legacy/1) instead of text')
    .addHelpText('after', `
Arguments: ${PATHS_HELP}, of one run.

A folder that is there stays, and folder.1, folder.2 … is taken, unless -f is given. The tables are for scripts; to look at a run use \`legion_prof view\`.

Examples:
  legion_prof legacy legate_*.prof -o tables
  legion_prof legacy logs/ -o tables -f --nodes 0-3`);
  withCacheOptions(withViewOptions(command)).action(async (paths: readonly string[], options: CommonOptions & ViewOptions & OutputOptions) => {
    finish(await (await import('./commands/legacy.ts')).legacy(paths, { ...cacheChoice(options), view: viewChoice(options), output: options.output, force: options.force === true, json: options.json === true }));
  });
}
