/** What a panel is about: the selected range, else the whole run or the view. */
import { formatInterval } from '../../../electron/protocol/format_time.ts';
import type { TimeSpan } from '../../../electron/protocol/time.ts';
import { useRun } from './context.ts';

export interface Scope extends TimeSpan {
  /** For the head of the panel: "whole run", or "range from … to …". */
  readonly text: string;
}

/** `without` = what it is where no range is selected. */
export function useScope(without: 'run' | 'view' = 'run'): Scope {
  const { view } = useRun();
  const range = view.range.value;
  const extent = view.extent.value;
  const span = range ?? (without === 'run' ? extent : view.span.value);
  // Whole ns, and not beyond the run's ends.
  const startNs = Math.max(extent.startNs, Math.floor(span.startNs));
  const stopNs = Math.max(startNs + 1, Math.min(extent.stopNs, Math.ceil(span.stopNs)));
  const text = range === null && without === 'run' ? 'whole run' : `${range ? 'range' : 'view'} ${formatInterval({ startNs, stopNs })}`;
  return { startNs, stopNs, text };
}
