/** Operands of two sides with `--` between them. Loaded by every start of the program: imports nothing. */

/** Stands for `--` among the operands: no path holds a NUL. To commander, `--` would end the options, and here options may follow. */
const SIDE_MARK = '\0--';

/** Marks the first `--` of a command that has two sides. */
export function markSides(argv: readonly string[]): readonly string[] {
  if (argv[0] !== 'compare' && argv[0] !== 'regress') return argv;
  const at = argv.indexOf('--');
  return at < 0 ? argv : argv.with(at, SIDE_MARK);
}

/** Operands before and after `--`; one list if there is none. */
export function sidesOf(operands: readonly string[]): readonly (readonly string[])[] {
  const at = operands.indexOf(SIDE_MARK);
  return at < 0 ? [operands] : [operands.slice(0, at), operands.slice(at + 1)];
}
