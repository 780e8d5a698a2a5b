/** Totals are of what the filter leaves, and say so. */
import type { NameTotals } from '../../../electron/protocol/name_totals_api.ts';
import { useRun } from '../base/context.ts';
import { useAnswer, type Answer } from '../base/use_answer.ts';
import type { Scope } from '../base/use_scope.ts';

export function useNameTotals({ startNs, stopNs }: Scope): Answer<NameTotals> {
  const run = useRun();
  const kept = run.filter.kept.value;
  const left = run.filter.tracks.value;
  return useAnswer('range.names', { run: run.id, tracks: left === null ? null : [...left], startNs, stopNs, ...(kept === null ? {} : { kept }) });
}

/** Whose figures these are while a filter is on. `isIgnored`: it does not change them. */
export function FilterNote({ isIgnored = false }: { readonly isIgnored?: boolean }) {
  const { text } = useRun().filter;
  if (text.value === '') return null;
  return isIgnored ? <p class="muted">The filter does not change this table.</p> : <p class="totals-filter" data-testid="totals-filter">Filter on: only <code>{text.value}</code></p>;
}
