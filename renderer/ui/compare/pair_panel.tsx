/** An item of A and its partner of B: what their fields say side by side, what differs marked. */
import type { ItemDetails } from '../../../electron/protocol/item_api.ts';
import { formatTime } from '../../../electron/protocol/format_time.ts';
import type { Selection } from '../../state/app.ts';
import { RunContext } from '../base/context.ts';
import { Parts } from '../details/field_list.tsx';
import { signedPercent, signedTime, toneOf } from './delta_text.ts';
import { SourceDiff, sourceSentence } from './source_diff.tsx';
import { useComparing } from './use_comparing.ts';

type ItemSelection = Extract<Selection, { type: 'item' }>;

const FIGURES = [['Length', (d: ItemDetails) => d.stopNs - d.startNs], ['Running in all', (d: ItemDetails) => d.runningNs], ['Ready in all', (d: ItemDetails) => d.readyNs], ['Waiting in all', (d: ItemDetails) => d.waitingNs]] as const;

export function PairPanel() {
  const { runs } = useComparing();
  const [a, b] = runs.map(({ selection }) => (selection.value?.type === 'item' ? selection.value : undefined));
  if (a === undefined && b === undefined) return <p class="panel-state" data-testid="pair-empty">Click an item in either run: its partner in the other one is found, and both are shown here.</p>;
  const [da, db] = [a?.details, b?.details];
  const names = [...new Set([...(da?.fields ?? []), ...(db?.fields ?? [])].map(({ name }) => name))];
  return (
    <article class="totals-panel pair-panel" data-testid="pair" aria-label="Item and partner">
      <div class={`pair-split ${da?.source && db?.source ? 'with-source' : ''}`}>
      <div class="pair-facts" role="region" tabIndex={0} aria-label="Facts of both">
      <table class="data pair">
        <thead><tr><th scope="col"><span class="visually-hidden">Fact</span></th><Title side="A" selection={a} /><Title side="B" selection={b} /><th scope="col" class="right">Δ</th></tr></thead>
        <tbody>
          {FIGURES.map(([name, of]) => {
            const [x, y] = [da && of(da), db && of(db)];
            if (!x && !y) return null;
            return (
              <tr key={name} data-testid="pair-figure" data-name={name}>
                <th scope="row">{name}</th><td class="number">{x === undefined ? '' : formatTime(x)}</td><td class="number">{y === undefined ? '' : formatTime(y)}</td>
                <td class={`number right delta ${toneOf((y ?? 0) - (x ?? 0))}`}>{x === undefined || y === undefined ? '' : `${signedTime(y - x)} ${x > 0 ? signedPercent(y / x - 1) : ''}`}</td>
              </tr>
            );
          })}
          {names.map((name) => {
            const [x, y] = [da, db].map((details) => details?.fields.find((field) => field.name === name));
            return (
              <tr key={name} data-testid="pair-field" data-name={name}>
                <th scope="row">{name}</th>
                {[x, y].map((field, side) => <td key={side} class={name === 'Backtrace' ? 'mono' : undefined}><RunContext.Provider value={runs[side as 0 | 1]}>{field && <Parts parts={field.parts} />}</RunContext.Provider></td>)}
                <td />
              </tr>
            );
          })}
        </tbody>
      </table>
      {da && db && !(da.source && db.source) && (da.source || db.source) && <p class="muted" data-testid="pair-source">{sourceSentence(da.source, db.source)}</p>}
      </div>
      {da?.source && db?.source && <SourceDiff places={[da.source, db.source]} />}
      </div>
    </article>
  );
}

function Title({ side, selection }: { readonly side: 'A' | 'B'; readonly selection: ItemSelection | undefined }) {
  const { runs } = useComparing();
  const track = selection && runs[side === 'A' ? 0 : 1].track(selection.item.track);
  return (
    <th scope="col" class="pair-title" data-testid={`pair-title-${side.toLowerCase()}`}>
      <span class={`lane-side side-${side.toLowerCase()}`} aria-hidden="true">{side}</span>
      <span class="visually-hidden">Run {side}: </span>
      {selection?.item.title ?? (side === 'A' ? 'only in B' : 'only in A')} <span class="muted">{track?.slug}</span>
    </th>
  );
}
