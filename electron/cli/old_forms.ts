/** Up to 24.03 the program took flags where it now takes commands, and many manuals still say so. Pure. */

const COMMANDS = ['view', 'archive', 'attach', 'serve', 'nvtxw', 'duckdb', 'statistics', 'trace', 'legacy', 'dump'];
const AVAILABLE = ['view', 'serve'];

/** The sentence for a command line in the old form, or for logs without a command; undefined for any other. */
export function oldForm(argv: readonly string[]): string | undefined {
  const flag = argv.find((word) => word.startsWith('--') && COMMANDS.includes(word.slice(2)));
  const first = argv[0] ?? '';
  if (flag !== undefined && first.startsWith('-')) {
    const command = flag.slice(2);
    const rest = argv.filter((word) => word !== flag).join(' ');
    return AVAILABLE.includes(command)
      ? `${flag} is the old form: write \`legion_prof ${command}${rest === '' ? ' LOGS…' : ` ${rest}`}\`.`
      : `${flag} is the old form and the command ${command} is not part of this version; \`legion_prof --help\` lists what there is.`;
  }
  if (/\.(prof|gz|log|lprof)$/.test(first)) return `a command comes first: write \`legion_prof view ${argv.join(' ')}\`.`;
  return undefined;
}
