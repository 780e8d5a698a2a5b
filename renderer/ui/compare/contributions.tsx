/** What a line of the ledger consists of: its time iteration by iteration, and its items side by side; each leads to both places. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import { formatTime } from '../../../electron/protocol/format_time.ts';
import type { Contribution, Contributions as Parts, LedgerLine } from '../../../electron/protocol/compare_api.ts';
import { isCancelled, messageOf } from '../../base/cancel.ts';
import { Button } from '../base/button.tsx';
import { useApp } from '../base/context.ts';
import { DataGrid } from '../base/data_grid.tsx';
import { GridMenu } from '../base/grid_menu.tsx';
import { useGrid, type GridColumn } from '../base/grid_model.ts';
import { countOf, groupDigits } from '../base/numbers.ts';
import { Skeleton } from '../base/skeleton.tsx';
import { signedTime, toneOf } from './delta_text.ts';
import { LengthHistogram } from './length_histogram.tsx';
import { useComparing } from './use_comparing.ts';

export function Contributions({ line, onBack }: { readonly line: LedgerLine; readonly onBack: () => void }) {
  const app = useApp();
  const { ids } = useComparing();
  const [parts, setParts] = useState<Parts | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    setParts(null);
    setProblem(null);
    app.client.call('compare.contributions', { ...ids.peek(), phase: line.phase, key: line.key }, abort.signal)
      .then(setParts, (error: unknown) => { if (!isCancelled(error)) setProblem(messageOf(error)); });
    return () => abort.abort();
  }, [line]);
  return (
    <div class="ledger" data-testid="contributions">
      <div class="totals-bar">
        <Button tone="quiet" icon="chevronLeft" onClick={onBack}>All lines</Button>
        <h3>{line.stage} · {line.name}{line.line === '' ? '' : ` · ${line.line}`}</h3>
        <span class={`number delta ${toneOf(line.deltaNs)}`}>{signedTime(line.deltaNs)}</span>
      </div>
      {problem !== null && <p class="panel-state" role="alert">{problem}</p>}
      {parts === null && problem === null && <Skeleton rows={5} label="Parts of the line" />}
      {parts && <Tables parts={parts} />}
    </div>
  );
}

function Tables({ parts }: { readonly parts: Parts }) {
  const { cells, items, itemCount, lengths } = parts;
  return (
    <>
      {lengths && <LengthHistogram histogram={lengths} />}
      {cells.length > 1 && <PartsTable rows={cells} name="parts" label="Exposed time by iteration" caption={`Exposed time in ${countOf(cells.length, 'iteration')}; adds up to the line`} />}
      {items.length > 0 && (
        <PartsTable
          rows={items} name="items" label="Items side by side"
          caption={`Running time of items, the k-th of A beside the k-th of B${itemCount > items.length ? `; the ${groupDigits(items.length)} of ${groupDigits(itemCount)} that differ most` : ''}`}
        />
      )}
      {items.length === 0 && <p class="panel-state">This line has no items of its own: it is time in which nothing else was recorded.</p>}
    </>
  );
}

function PartsTable({ rows, name, label, caption }: { readonly rows: readonly Contribution[]; readonly name: string; readonly label: string; readonly caption: string }) {
  const comparing = useComparing();
  const columns = useMemo((): readonly GridColumn<Contribution>[] => [
    { id: 'where', title: 'Where', width: 120, isText: true, value: ({ label: text }) => text, open: (row) => () => void comparing.jump(row.places), openHint: () => 'show it in both runs' },
    { id: 'a_ns', title: 'A', width: 96, value: ({ aNs }) => aNs, text: ({ aNs, places }) => (places[0] === null && aNs === 0 ? '–' : formatTime(aNs)) },
    { id: 'b_ns', title: 'B', width: 96, value: ({ bNs }) => bNs, text: ({ bNs, places }) => (places[1] === null && bNs === 0 ? '–' : formatTime(bNs)) },
    {
      id: 'delta_ns', title: 'Δ', width: 104, value: ({ aNs, bNs }) => bNs - aNs, text: ({ aNs, bNs }) => signedTime(bNs - aNs),
      cell: ({ aNs, bNs }) => <span class={`delta ${toneOf(bNs - aNs)}`}>{signedTime(bNs - aNs)}</span>,
    },
    { id: 'item_a', title: 'Item of A', width: 150, isText: true, value: ({ places }) => places[0]?.item ?? null },
    { id: 'item_b', title: 'Item of B', width: 150, isText: true, value: ({ places }) => places[1]?.item ?? null },
  ], [comparing]);
  const grid = useGrid(columns, rows);
  return (
    <section aria-label={label}>
      <div class="totals-bar"><span class="muted">{caption}</span><GridMenu grid={grid} name={name} /></div>
      <DataGrid grid={grid} label={label} name={`ledger-${name}`} keyOf={(_, index) => index} onRow={(row) => void comparing.jump(row.places)} />
    </section>
  );
}
