/** Name and options of an export; what means nothing for the chosen format is grey and says why. */
import { exportName, hasOption, type ExportChoice, type ExportPlace, type ExportPlan } from '../../../electron/protocol/exports.ts';
import { Button } from '../base/button.tsx';
import { Choice } from '../base/choice.tsx';

interface Props {
  readonly choice: ExportChoice;
  readonly plan: ExportPlan | undefined;
  readonly onChange: (part: Partial<ExportChoice>) => void;
  /** Lets the person choose a place; absent where only the command line can name paths. */
  readonly onPlace: ((place: ExportPlace) => void) | undefined;
}

export function ExportOptions({ choice, plan, onChange, onPlace }: Props) {
  const { format, name, replaces } = choice;
  const isTrace = format === 'perfetto' || format === 'chrome';
  return (
    <>
      <label class="export-name">
        <span>Name</span>
        <input value={name} maxLength={150} spellcheck={false} onInput={(event) => onChange({ name: event.currentTarget.value })} />
      </label>
      {plan && <p class="muted">Becomes <b>{format === 'nsight' && choice.merges ? plan.reports.map(({ rank }) => exportName(choice).replace(/\.nsys-rep$/i, `_${rank}.nsys-rep`)).join(', ') : exportName(choice)}</b> in {plan.folder}</p>}
      <Choice
        name="export-existing" legend="Where that exists" value={replaces ? 'replace' : 'keep'} onChange={(what) => onChange({ replaces: what === 'replace' })}
        options={[['keep', isTrace ? 'write nothing' : 'add a number'], ['replace', 'replace it']]}
      />
      <Option
        label="Who made each item, and what it waited for (slower)" isOn={choice.hasOrigins} onChange={(hasOrigins) => onChange({ hasOrigins })}
        why={hasOption(format, 'hasOrigins') ? undefined : 'this format has no place for them'}
      />
      <Option label="A report a rank, merged with that rank's own" isOn={choice.merges} onChange={(merges) => onChange({ merges })} why={whyNoMerge(format, plan)} />
      {plan && onPlace && (
        <p class="export-places" role="group" aria-label="Places">
          <Button onClick={() => onPlace('folder')}>Write into…</Button>
          {format === 'nsight' && <Button onClick={() => onPlace('library')}>Writer library…</Button>}
          {format === 'nsight' && <Button onClick={() => onPlace('reports')}>Folder of reports…</Button>}
        </p>
      )}
      {format === 'nsight' && plan && <Nsight plan={plan} merges={choice.merges} />}
    </>
  );
}

function whyNoMerge(format: ExportChoice['format'], plan: ExportPlan | undefined): string | undefined {
  if (!hasOption(format, 'merges')) return 'only reports of Nsight Systems are merged';
  return plan && plan.reports.every(({ report }) => report === null) ? `there is no legate_<rank>.nsys-rep in ${plan.chosen.reports ?? plan.folder}` : undefined;
}

function Option({ label, isOn, why, onChange }: { readonly label: string; readonly isOn: boolean; readonly why: string | undefined; readonly onChange: (isOn: boolean) => void }) {
  return (
    <label class="export-option">
      <input type="checkbox" checked={isOn && why === undefined} disabled={why !== undefined} onChange={(event) => onChange(event.currentTarget.checked)} />
      <span>{label}{why !== undefined && <span class="muted"> – {why}</span>}</span>
    </label>
  );
}

/** The writer that was found, and which report each rank is merged with. */
function Nsight({ plan: { backend, reports }, merges }: { readonly plan: ExportPlan; readonly merges: boolean }) {
  return (
    <>
      {'searched' in backend && (
        <details class="export-searched" data-testid="export-searched">
          <summary>Where the writer was looked for</summary>
          <ol>{backend.searched.map((place) => <li key={place}>{place}</li>)}</ol>
          <p>Name it in the variable NSYS_WRITER_BACKEND before this program starts, or by --backend on the command line.</p>
        </details>
      )}
      {'library' in backend && (
        <p class="muted" data-testid="export-backend">
          Writer: {backend.library}{backend.version === null ? '' : `, version ${backend.version}`}, interface {backend.interface}
          {backend.interface === 1 ? ' (has no curves of utilization and memory: only interface 2 has)' : ''}
        </p>
      )}
      {merges && (
        <table class="export-reports" aria-label="Reports to merge">
          <thead><tr><th scope="col">Rank</th><th scope="col">Merged with</th></tr></thead>
          <tbody>{reports.map(({ rank, report }) => <tr key={rank}><td class="number">{rank}</td><td>{report ?? 'none: written alone'}</td></tr>)}</tbody>
        </table>
      )}
    </>
  );
}
