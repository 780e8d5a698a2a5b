/** Runs that this session has open, to go back to. */
import { formatTime } from '../../../electron/protocol/format_time.ts';
import type { RunSummary } from '../../../electron/protocol/run_api.ts';
import { useApp } from '../base/context.ts';
import { countOf } from '../base/numbers.ts';

export function OpenRuns({ runs }: { runs: readonly RunSummary[] }) {
  const app = useApp();
  if (runs.length === 0) return null;
  return (
    <section class="runs" aria-label="Open runs">
      <h2>Open</h2>
      <ul class="run-list">
        {runs.map(({ run, info, phase, alerts }) => (
          <li key={run}>
            <button type="button" class="run-row" onClick={() => void app.openRun(run)}>
              <span class="run-name">{info.title}</span>
              <span class="muted">{countOf(info.machine.nodes, 'node')}</span>
              <span class="muted number">{formatTime(info.interval.stopNs - info.interval.startNs)}</span>
              <span class="muted">{alerts.length > 0 ? countOf(alerts.length, 'alert') : ''}</span>
              <span class="muted">{phase}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
