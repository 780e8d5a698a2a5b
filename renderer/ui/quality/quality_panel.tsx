/** The Quality panel: every doubt about the data in one list, and the files that the run was read from. */
import { useState } from 'preact/hooks';
import type { Alert, Severity } from '../../../electron/protocol/alerts.ts';
import { Icon } from '../base/icon.tsx';
import type { IconName } from '../base/icon.tsx';
import { Button } from '../base/button.tsx';
import { useApp, useRun } from '../base/context.ts';
import { countOf, groupDigits } from '../base/numbers.ts';
import { Sentence } from '../base/sentence.tsx';
import { AddFile } from './add_file.tsx';
import { FilesTable } from './files_table.tsx';
import { goToAlert } from './go_to_alert.ts';
import { RULE_NAMES } from './rule_names.ts';

const ORDER: readonly Severity[] = ['error', 'warning', 'note'];
const ICONS: Readonly<Record<Severity, IconName>> = { error: 'circleAlert', warning: 'triangleAlert', note: 'info' };

/** The worst first; thousands (one per rank, say) come when asked for. */
const SHOWN_ALERTS = 200;

export function QualityPanel() {
  const { alerts, files } = useRun().summary.value;
  const [hasAll, setAll] = useState(false);
  const records = files.reduce((sum, file) => sum + file.records, 0);
  const sorted = [...alerts].sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
  const shown = hasAll ? sorted : sorted.slice(0, SHOWN_ALERTS);
  return (
    <div class="quality" data-testid="quality">
      {alerts.length === 0
        ? <p class="panel-state">No problems found in {countOf(files.length, 'file')}, {countOf(records, 'record')}.</p>
        : <ul class="alerts-list" aria-label="Alerts">{shown.map((alert, i) => <AlertRow key={`${alert.rule}/${i}`} alert={alert} />)}</ul>}
      {shown.length < sorted.length && <button type="button" class="text-button" onClick={() => setAll(true)}>Show all {groupDigits(sorted.length)} alerts</button>}
      <FilesTable files={files} />
    </div>
  );
}

function AlertRow({ alert }: { alert: Alert }) {
  const app = useApp();
  const run = useRun();
  return (
    <li class={`alert-row ${alert.severity}`} data-testid="alert" data-rule={alert.rule} data-severity={alert.severity}>
      <span class="severity"><Icon name={ICONS[alert.severity]} />{alert.severity}</span>
      <div class="alert-main">
        <div class="alert-title">
          <strong>{RULE_NAMES[alert.rule] ?? alert.rule}</strong>
          {alert.count > 1 && <span class="count">{groupDigits(alert.count)}</span>}
          <code class="muted">{alert.rule}</code>
        </div>
        <p><Sentence text={alert.message} /></p>
        {(alert.file !== null || alert.affects.length > 0) && (
          <p class="muted">
            {alert.file !== null && <span class="path">{alert.file}{alert.offset !== null && ` · byte ${groupDigits(alert.offset)}`}</span>}
            {alert.affects.length > 0 && <span>touches {alert.affects.join(', ')}</span>}
          </p>
        )}
      </div>
      {alert.rule === 'rank-missing' && <AddFile />}
      {alert.item && <Button icon="crosshair" onClick={() => void goToAlert(app, run, alert)}>Show</Button>}
    </li>
  );
}
