/** Which arrows of the selected item are drawn: a key per kind that there is, each switches its kind off and on. */
import { useApp, useRun } from './base/context.ts';
import { countOf } from './base/numbers.ts';
import type { FlowKind } from '../state/app.ts';
import { FLOW_KINDS } from '../state/flows.ts';

const NAMES: Readonly<Record<FlowKind, readonly [short: string, hint: string]>> = {
  critical: ['critical path', 'What determined when this could begin, back to the start of the run'],
  creator: ['creator', 'What created this'],
  operation: ['operation', 'The task of an operation, and the copies and instances made for it'],
  previous: ['previous', 'What ran before on the same processor'],
};
const DASHES: Readonly<Record<FlowKind, string>> = { critical: '', creator: '6 4', operation: '', previous: '2 3' };

export function FlowLegend() {
  const app = useApp();
  const { flows } = useRun();
  const found = flows.found.value?.flows ?? [];
  if (found.length === 0) return null;
  const shown = flows.shown.value;
  return (
    <div class="flow-legend" role="group" aria-label="Arrows of the selection" data-testid="flows">
      {FLOW_KINDS.map((kind) => {
        const count = found.filter((flow) => flow.kind === kind).length;
        if (count === 0) return null;
        const [short, hint] = NAMES[kind];
        return (
          <button
            key={kind} type="button" class={`text-button flow-key ${kind}`} aria-pressed={shown.has(kind)} data-hint={`${hint}: ${countOf(count, 'arrow')}`}
            onClick={() => void app.commands.run('timeline.toggleFlows', kind)}
          >
            <svg viewBox="0 0 22 8" aria-hidden="true"><path d="M0 4h15" fill="none" stroke="var(--flow)" stroke-width={kind === 'critical' ? 2 : 1.5} stroke-dasharray={DASHES[kind]} /><path d="M22 4l-7 -3.5v7z" fill="var(--flow)" /></svg>
            {short} {count}{kind === 'critical' && flows.found.value?.isCut ? '+' : ''}
          </button>
        );
      })}
    </div>
  );
}
