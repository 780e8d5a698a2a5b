/**
 * What the reference says on stdout while it reads a run, line for line: scripts look for these. Pure.
 * Source: legion tools/legion_prof_rs/src/main.rs and state.rs, check_message_latencies.
 */
import type { MessageCheck, NodeSkew } from '../model/message_figures.ts';
import { fixedText } from '../protocol/number_texts.ts';

/** What the lines are about. */
export interface SpokenRun {
  /** Names of the files as given, and how many records of each were used, in the order given. */
  readonly files: readonly { readonly name: string; readonly records: number }[];
  readonly nodesDeclared: number;
  /** Nodes of --nodes in the order given where the input was filtered. */
  readonly filteredNodes: readonly number[] | undefined;
  readonly messages: MessageCheck;
  readonly hasEventGraph: boolean;
}

const RULER = '!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!! WARNING !!!!!!!!!!!!!!!!!!!!!!!!!!!!!!';
const REPORT_SKEW = 'Please report this case to the Legion developers along with an accompanying Legion Prof profile and a description of the machine it was run on so we can understand why the timing skew is occuring. In the meantime you can still use this profile to performance debug but you should be aware that the relative position of boxes on different nodes might not be accurate.';
const REPORT_LATENCY = 'Please report this case to the Legion developers along with an accompanying Legion Prof profile so we can better understand why the network is so congested.';

/** All lines before what a command itself prints. */
export function runLines(run: SpokenRun): string[] {
  const { files, nodesDeclared, filteredNodes } = run;
  return [
    ...files.map(({ name }) => `Reading log file ${JSON.stringify(name)}...`),
    ...(filteredNodes === undefined ? [] : [`Filtering profiles to nodes: [${filteredNodes.map((node) => `NodeID(${node})`).join(', ')}]`]),
    ...files.map(({ records }) => `Matched ${records} objects`),
    ...(nodesDeclared > files.length ? [partialLine(nodesDeclared, files.length, 'provided. If --verbose is enabled')] : []),
    ...(filteredNodes !== undefined && filteredNodes.length < nodesDeclared ? [partialLine(nodesDeclared, filteredNodes.length, 'used. If --verbose ie enabled')] : []),
    'Sorting time ranges',
    ...skewLines(run.messages),
    ...latencyLines(run.messages),
    'Calculating critical paths',
    ...(run.hasEventGraph ? [] : ['Info: Realm event graph data was not present in these logs so critical paths will not be available in this profile.']),
  ];
}

function partialLine(declared: number, files: number, rest: string): string {
  return `Warning: This run involved ${declared} nodes, but only ${files} log files were ${rest}, subsequent warnings may not indicate a true error.`;
}

function skewLines({ skewed, skewedNs, pairs }: MessageCheck): string[] {
  if (skewed === 0) return [];
  return [
    RULER,
    `Detected timing skew! Legion Prof found ${skewed} messages between nodes that appear to have been sent before the (meta-)task on the creating node started (which is clearly impossible because messages can't time-travel into the future). The average skew was at least ${fixedText(skewedNs / 1000 / skewed, 2)} us. ${REPORT_SKEW}`,
    ...pairs.flatMap((pair) => pairLines(pair, pairs)),
    RULER,
  ];
}

function pairLines({ from, to, count, meanNs, squares }: NodeSkew, pairs: readonly NodeSkew[]): string[] {
  const mean = fixedText(meanNs / 1000, 3);
  const deviation = fixedText(Math.sqrt(squares / count) / 1000, 3);
  const isMutual = pairs.some((other) => other.from === to && other.to === from);
  return [
    `Node ${from} appears to be ${mean} us behind node ${to} for ${count} messages with standard deviation ${deviation} us.`,
    ...(isMutual ? [`WARNING: detected bi-directional skew between nodes ${from} and ${to}`] : []),
  ];
}

function latencyLines({ isSlow, slow, slowPercent, total, longestNs, limits }: MessageCheck): string[] {
  if (!isSlow) return [];
  const rulers = Array.from({ length: 5 }, () => RULER);
  return [
    ...rulers,
    `WARNING: A significant number of long latency messages were detected during this run meaning that the network was likely congested and could be causing a significant performance degredation. We detected ${slow} messages that took longer than ${fixedText(limits.thresholdUs, 2)}us to run, representing ${fixedText(slowPercent, 2)}% of ${total} total messages. The longest latency message required ${fixedText(longestNs / 1000, 2)}us to execute. ${REPORT_LATENCY}`,
    ...rulers,
  ];
}
