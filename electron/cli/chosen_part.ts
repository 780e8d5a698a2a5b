/** What is said of the part of a run that --nodes, trims and thresholds chose, and of what was asked for and is not there. */
import { viewWords, type RunView } from '../model/run_view.ts';
import type { Alert } from '../protocol/alerts.ts';
import { ProfileError } from '../protocol/errors.ts';
import { isWorthSaying, warn } from './context.ts';

/** Says which part of the run the output is of. @param declared nodes of the run @throws ProfileError 'not-found' if it has none of the nodes asked for */
export function sayPart(view: RunView, declared: number): void {
  const absent = sayAbsentNodes(view, declared);
  if (absent !== undefined) throw new ProfileError('not-found', absent);
  const words = viewWords(view);
  if (words !== '') warn(`legion_prof: A part of the run was asked for: ${words}.`);
}

/** Says which of the nodes asked for the run does not have; gives the sentence instead if it has none of them. */
export function sayAbsentNodes({ nodes = [] }: RunView, declared: number): string | undefined {
  const absent = nodes.filter((node) => node >= declared);
  if (absent.length === 0) return undefined;
  const sentence = `${absent.length === 1 ? `Node ${absent[0]} is` : `Nodes ${absent.join(', ')} are`} not in this run, which has ${declared === 1 ? 'node 0 only' : `nodes 0 to ${declared - 1}`}.`;
  if (absent.length === nodes.length) return sentence;
  warn(`legion_prof: ${sentence}`);
  return undefined;
}

/** Says what could not be read, each once, and that the output is without it where there is one. */
export function sayFailures(failures: readonly { readonly message: string }[], hasOutput: boolean): void {
  for (const { message } of failures) warn(`legion_prof: ${message}`);
  if (failures.length > 0 && hasOutput) warn(`legion_prof: The rest was read; what comes is without ${failures.length === 1 ? 'this' : `these ${failures.length}`}.`);
}

/** Says what is doubtful of a run, with --verbose also what is only odd, but not what was said already. */
export function sayAlerts(alerts: readonly Alert[], failures: readonly { readonly message: string }[]): void {
  const said = new Set(failures.map(({ message }) => message));
  for (const { severity, message } of alerts) if (isWorthSaying(severity) && !said.has(message)) warn(`legion_prof: ${message}`);
}
