/** The program's command line: `legion_prof` and `legate_prof`. Gives the exit code; the door (bin/legion_prof.mjs) sets it. */
import { CommanderError } from 'commander';
import { EXIT_OK, EXIT_USAGE, ignoreClosedPipes, reportError, speakMore, warn } from './context.ts';
import { isOldForm, oldForm } from './old_forms.ts';
import { restart, wantsRestart } from './restart.ts';
import { markSides } from './sides.ts';

/** Commands that start no engine. */
const WITHOUT_ENGINE = ['cache', 'help'];

/** `argv` without Node and script. Never throws. */
export async function main(argv: readonly string[]): Promise<number> {
  ignoreClosedPipes();
  const wantsHelp = argv.some((word) => word === '--help' || word === '-h');
  const startsEngine = argv[0] !== undefined && !argv[0].startsWith('-') && !WITHOUT_ENGINE.includes(argv[0]);
  if (startsEngine && !wantsHelp && wantsRestart()) return restart(argv);
  // Everything else is loaded only now: the process that only waits for its child needs none of it.
  const { makeProgram } = await import('./args.ts');
  if (isOldForm(argv)) {
    warn(`legion_prof: ${oldForm(argv, makeProgram(() => {}).commands.map((command) => command.name()))}`);
    return EXIT_USAGE;
  }
  if (argv.includes('--verbose') || argv.includes('-v')) speakMore();
  let exitCode = EXIT_OK;
  const program = makeProgram((code) => {
    exitCode = code;
  });
  if (argv.length === 0) {
    process.stderr.write(program.helpInformation());
    return EXIT_USAGE;
  }
  const [first, topic] = argv;
  if (first === 'help' && topic !== undefined && !program.commands.some((command) => command.name() === topic)) {
    warn(`legion_prof: there is no command ${topic}. (legion_prof --help shows what there is)`);
    return EXIT_USAGE;
  }
  try {
    await program.parseAsync([...markSides(argv)], { from: 'user' });
    return exitCode;
  } catch (error) {
    // Help and version end by an error of their own with exit code 0; usage errors have been told.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_OK : EXIT_USAGE;
    return reportError(error);
  }
}
