/** How many doubts about the data there are; opens the Quality panel. */
import { IconButton } from '../base/button.tsx';
import { useApp, useRun } from '../base/context.ts';
import { countOf } from '../base/numbers.ts';

export function AlertButton() {
  const app = useApp();
  const { alerts } = useRun().summary.value;
  const errors = alerts.filter((alert) => alert.severity === 'error').length;
  const tone = errors > 0 ? 'error' : alerts.some((alert) => alert.severity === 'warning') ? 'warning' : 'note';
  const label = alerts.length === 0
    ? 'Data quality: no problems found'
    : `Data quality: ${countOf(alerts.length, 'alert')}${errors > 0 ? `, ${countOf(errors, 'error')}` : ''}`;
  return (
    <IconButton icon="shieldAlert" class={`alerts tone-${tone}`} label={label} data-testid="alerts" onClick={() => void app.commands.run('panel.showQuality')}>
      {alerts.length > 0 && <span class="count">{alerts.length}</span>}
    </IconButton>
  );
}
