/**
 * What is looked at of a run: all of it, or some nodes, a span of time, the longer calls. A view is made from the records as logged,
 * so the same transformation serves logs and indexes, and everything that reads a run reads a view alike (docs/adr/0012). Pure.
 */
import { DEFAULT_MESSAGE_LIMITS, type MessageLimits } from './message_figures.ts';

export interface RunView {
  /** Nodes that are shown, in the order given; undefined = all. */
  readonly nodes: readonly number[] | undefined;
  /** Whether records of other nodes are left out; else their tracks are only not shown. */
  readonly filtersInput: boolean;
  /** Time that becomes 0, and the last time shown, ns; undefined = the run's own. */
  readonly startNs: number | undefined;
  readonly stopNs: number | undefined;
  /** Mapper and runtime calls shorter than this are left out, ns. */
  readonly callThresholdNs: number;
  readonly messages: MessageLimits;
}

export const WHOLE_RUN: RunView = { nodes: undefined, filtersInput: true, startNs: undefined, stopNs: undefined, callThresholdNs: 0, messages: DEFAULT_MESSAGE_LIMITS };

/** Whether nothing is left out and nothing is judged otherwise than by default. */
export function isWholeRun({ nodes, startNs, stopNs, callThresholdNs, messages }: RunView): boolean {
  return nodes === undefined && startNs === undefined && stopNs === undefined && callThresholdNs === 0
    && messages.thresholdUs === DEFAULT_MESSAGE_LIMITS.thresholdUs && messages.percentage === DEFAULT_MESSAGE_LIMITS.percentage;
}

/** The view of a command that counts what is loaded, shown or not: nodes matter only where they filter what is read. */
export function loadedView(view: RunView): RunView {
  return view.filtersInput ? view : { ...view, nodes: undefined };
}

/** Whether the node's tracks are shown. */
export function showsNode({ nodes }: RunView, node: number): boolean {
  return nodes === undefined || nodes.includes(node);
}

/** In the user's words; '' for the whole run. */
export function viewWords({ nodes, startNs, stopNs, callThresholdNs }: RunView): string {
  return [
    ...(nodes === undefined ? [] : [`nodes ${nodes.join(', ')}`]),
    ...(startNs === undefined ? [] : [`from ${startNs / 1000} us`]),
    ...(stopNs === undefined ? [] : [`to ${stopNs / 1000} us`]),
    ...(callThresholdNs === 0 ? [] : [`calls of ${callThresholdNs / 1000} us and more`]),
  ].join(', ');
}
