/** The program's command line: `legion_prof` and `legate_prof`. Gives the exit code; the door (bin/legion_prof.mjs) sets it. */
import { CommanderError } from 'commander';
import { makeProgram } from './args.ts';
import { EXIT_OK, EXIT_USAGE, ignoreClosedPipes, reportError, warn } from './context.ts';
import { oldForm } from './old_forms.ts';

/** `argv` without Node and script. Never throws. */
export async function main(argv: readonly string[]): Promise<number> {
  ignoreClosedPipes();
  const old = oldForm(argv);
  if (old !== undefined) {
    warn(`legion_prof: ${old}`);
    return EXIT_USAGE;
  }
  let exitCode = EXIT_OK;
  const program = makeProgram(argv, (code) => {
    exitCode = code;
  });
  if (argv.length === 0) {
    process.stderr.write(program.helpInformation());
    return EXIT_USAGE;
  }
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    // Help and version end by an error of their own with exit code 0; usage errors have been told.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_OK : EXIT_USAGE;
    return reportError(error, argv.includes('--verbose') || argv.includes('-v'));
  }
}
