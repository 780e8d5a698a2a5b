/** The life of an item as a strip: created ┆ deferred ┆ ready ┆ delayed ┆ running, waiting, ready ┆ stopped. */
import { formatTime } from '../../../electron/protocol/format_time.ts';
import type { ItemDetails } from '../../../electron/protocol/item_api.ts';
import { lifeOf, shadesOf } from './life.ts';
import { hasProcessor } from './type_names.ts';
import type { Stage } from './life.ts';

const STAGE_TEXT = { sent: 'in transit', deferred: 'deferred', delayed: 'delayed', alive: '' } as const;

export function LifeStrip({ details }: { details: ItemDetails }) {
  const { moments, stages } = lifeOf(details);
  if (stages.length === 0) return null;
  return (
    <div class="life" role="img" aria-label={`Life: ${moments.map(({ name, ns }) => `${name} at ${formatTime(ns)}`).join(', ')}`}>
      {stages.map((stage) => <StageBar key={stage.name} stage={stage} details={details} />)}
    </div>
  );
}

/** A stage is as wide as its share of the life, but never narrower than its words. */
function StageBar({ stage, details }: { stage: Stage; details: ItemDetails }) {
  const length = stage.stopNs - stage.startNs;
  const hint = `${STAGE_TEXT[stage.name] || 'from start to stop'}: ${formatTime(length)}, from ${formatTime(stage.startNs)} to ${formatTime(stage.stopNs)}`;
  const hasStates = stage.name === 'alive' && hasProcessor(details.type) && details.runningNs + details.readyNs + details.waitingNs > 0;
  const words = stage.name === 'alive' ? aliveText(details, hasStates) : `${STAGE_TEXT[stage.name]} ${formatTime(length)}`;
  return (
    <div class={`life-stage ${stage.name}`} data-hint={hint} style={{ flexGrow: Math.max(1, length) }}>
      <span class="life-text">{words}</span>
      {hasStates && (
        <span class="life-shades">
          {shadesOf(details).map((shade) => (
            <span
              key={shade.startNs} class={`shade ${shade.state}`} style={{
                left: `${((shade.startNs - stage.startNs) / length) * 100}%`, width: `${((shade.stopNs - shade.startNs) / length) * 100}%`,
              }}
            />
          ))}
        </span>
      )}
    </div>
  );
}

function aliveText(details: ItemDetails, hasStates: boolean): string {
  if (!hasStates) return formatTime(details.stopNs - details.startNs);
  return ([['running', details.runningNs], ['waiting', details.waitingNs], ['ready', details.readyNs]] as const)
    .filter(([, ns]) => ns > 0).map(([name, ns]) => `${name} ${formatTime(ns)}`).join(' · ');
}
