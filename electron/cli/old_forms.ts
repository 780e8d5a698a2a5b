/** Up to 24.03 the program took flags where it now takes commands, and many manuals still say so. Pure. */

/** What was a flag; the name of its command is the same. */
const FLAGS = ['view', 'archive', 'attach', 'serve', 'nvtxw', 'duckdb', 'statistics', 'trace', 'legacy', 'dump'];
const LOG = /\.(prof|gz|log|lprof)$/;

/** Whether a command line has the old form, or names logs without a command: `oldForm` then has a sentence for it. */
export function isOldForm(argv: readonly string[]): boolean {
  const [first = ''] = argv;
  return LOG.test(first) || (first.startsWith('-') && flagOf(argv) !== undefined);
}

/** @param commands those that this version has */
export function oldForm(argv: readonly string[], commands: readonly string[]): string {
  const flag = flagOf(argv);
  if (flag === undefined) return `a command comes first: write \`legion_prof view ${argv.join(' ')}\`.`;
  const command = flag.slice(2);
  const rest = argv.filter((word) => word !== flag).join(' ');
  return commands.includes(command)
    ? `${flag} is the old form: write \`legion_prof ${command}${rest === '' ? ' LOGS…' : ` ${rest}`}\`.`
    : `${flag} is the old form and the command ${command} is not part of this version; \`legion_prof --help\` lists what there is.`;
}

function flagOf(argv: readonly string[]): string | undefined {
  return argv.find((word) => word.startsWith('--') && FLAGS.includes(word.slice(2)));
}
