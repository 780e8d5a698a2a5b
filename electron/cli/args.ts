/** The commands, their options and their help. */
import { Command } from 'commander';
import { PROGRAM_VERSION } from '../engine/version.ts';
import { addArchive, addAttach } from './args_archive.ts';
import { addCompare, addRegress } from './args_compare.ts';
import { addDump, addLegacy, addStatistics, addTrace } from './args_export.ts';
import { addNvtxw } from './args_nvtxw.ts';
import { addCache, addIndex, addInfo, addServe, addView } from './args_open.ts';
import { addDuckdb, addQuery } from './args_tables.ts';

const EXAMPLES = `
Examples:
  legion_prof view legate_*.prof           look at a run (desktop window, or browser where there is none)
  legion_prof serve logs/ --port 8080      on a remote machine; prints the address and the ssh command
  legion_prof index logs/ -o run.lprof     one file that opens at once and without the logs
  legion_prof info logs/ --json            machine, tracks, counts and problems of the data, for scripts
  legion_prof statistics logs/             how often things ran, and for how long
  legion_prof compare before/ after/       what changed between runs, added up to the ns
  legion_prof query logs/ "SELECT …"       any question, in SQL

How to get logs: legate --profile program.py, or for Legion programs -lg:prof N -lg:prof_logfile prof_%.gz
Exit codes: 0 all right, 1 nothing could be read or the system failed, 2 wrong usage`;

/** In the order in which help lists them. */
const COMMANDS = [
  addView,
  addServe,
  addIndex,
  addInfo,
  addStatistics,
  addCompare,
  addRegress,
  addQuery,
  addTrace,
  addDump,
  addArchive,
  addDuckdb,
  addNvtxw,
  addAttach,
  addLegacy,
  addCache,
];

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
  for (const add of COMMANDS) add(program, finish);
  for (const command of program.commands) for (const one of [command, ...command.commands]) withCommonOptions(one);
  return program;
}

function withCommonOptions(command: Command): void {
  command.exitOverride().option('-v, --verbose', 'also say what is only odd in the logs, and with an error where in the program it happened').showHelpAfterError(`(legion_prof ${command.name()} --help shows how)`);
}
