/** Where the difference comes from: a waterfall from A's length to B's by stage, its lines, and what a line consists of. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import { formatTime } from '../../../electron/protocol/format_time.ts';
import type { LedgerLine } from '../../../electron/protocol/compare_api.ts';
import { Button } from '../base/button.tsx';
import { useApp } from '../base/context.ts';
import { DataGrid } from '../base/data_grid.tsx';
import { GridMenu } from '../base/grid_menu.tsx';
import { useGrid, type GridColumn } from '../base/grid_model.ts';
import { countOf } from '../base/numbers.ts';
import { Skeleton } from '../base/skeleton.tsx';
import { Contributions } from './contributions.tsx';
import { exactNs, MATCH_WORDS, signedTime, toneOf } from './delta_text.ts';
import { useComparing } from './use_comparing.ts';
import { Waterfall } from './waterfall.tsx';

export function LedgerPanel() {
  const { result, error } = useComparing();
  const compared = result.value;
  if (compared !== null) return <Ledger />;
  return error.value === null ? <Skeleton rows={6} label="Ledger" /> : <p class="panel-state">There is no ledger: the runs could not be compared.</p>;
}

function Ledger() {
  const app = useApp();
  const comparing = useComparing();
  const { document, stages, phases, facts } = comparing.result.value!;
  const [by, setBy] = useState<'stage' | 'phase'>('stage');
  const [group, setGroup] = useState<string | null>(null);
  const [open, setOpen] = useState<LedgerLine | null>(null);
  const { current } = comparing;
  // J goes from line to line: what is open follows.
  useEffect(() => current.subscribe((line) => { if (line !== null) setOpen((before) => (before === null ? null : line)); }), [comparing]);
  const { lines, wallDeltaNs, sumNs } = document.ledger;
  const bars = by === 'stage' ? stages.map(({ stage, ...bar }) => ({ id: stage, ...bar })) : phases.map((bar) => ({ id: bar.name, ...bar }));
  const shown = useMemo(() => lines.filter((line) => group === null || (by === 'stage' ? line.stage : line.phase) === group), [lines, group, by]);
  const [wallA, wallB] = document.sides.map(({ runs, representative }) => runs[representative].wallNs);
  const columns = useMemo(() => ledgerColumns((line) => void comparing.jumpToLine(line), setOpen), [comparing]);
  const grid = useGrid(columns, shown);
  if (open !== null) return <Contributions line={open} onBack={() => setOpen(null)} />;
  return (
    <div class="ledger ledger-main" data-testid="ledger">
      <div class="totals-bar">
        <label>by <select aria-label="What a bar is" value={by} onChange={(event) => {
          setBy(event.currentTarget.value as 'stage' | 'phase');
          setGroup(null);
        }}><option value="stage">stage</option><option value="phase">phase</option></select></label>
        <span class="ledger-sum number" data-testid="ledger-sum">Σ {exactNs(sumNs)}{sumNs === wallDeltaNs ? ', exact' : ''}</span>
        {group !== null && <Button tone="quiet" onClick={() => setGroup(null)}>All {countOf(lines.length, 'line')}</Button>}
        <GridMenu grid={grid} name="ledger" />
        <span class="muted">A click on a line shows it in both runs{keyHint(app)}.</span>
      </div>
      <div class="ledger-side" role="group" aria-label="Change by part, and counts" tabIndex={0}>
        <Waterfall fromNs={wallA} toNs={wallB} bars={bars} chosen={group} onChoose={(id) => setGroup(id === group ? null : id)} />
        {facts.length > 0 && <div class="ledger-facts"><h3>Counts that changed, whatever the times say</h3><ul>{facts.map((fact) => <li key={fact}>{fact}</li>)}</ul></div>}
      </div>
      <div class="ledger-lines">
      <DataGrid
        grid={grid} label="Lines of the ledger" name="ledger-lines" keyOf={(line) => `${line.phase} ${line.key}`} attributes={(line) => ({ 'data-line': line.line, 'data-stage': line.stage, 'data-phase': line.phase })}
        isMarked={(line) => current.value === line} onRow={(line) => void comparing.jumpToLine(line)}
      />
      </div>
    </div>
  );
}

function keyHint(app: ReturnType<typeof useApp>): string {
  const keys = app.commands.all.value.find(({ id }) => id === 'compare.nextDifference')?.keys[0];
  return keys === undefined ? '' : `; ${keys} goes to the next`;
}

function ledgerColumns(jump: (line: LedgerLine) => void, open: (line: LedgerLine) => void): readonly GridColumn<LedgerLine>[] {
  return [
    {
      id: 'delta_ns', title: 'Δ', hint: 'Change of the exposed time, B − A', width: 104, value: (line) => line.deltaNs, text: (line) => signedTime(line.deltaNs),
      cell: (line) => <span class={`delta ${toneOf(line.deltaNs)}`}>{signedTime(line.deltaNs)}</span>,
    },
    { id: 'stage', title: 'Stage', width: 84, isText: true, value: (line) => line.stage },
    {
      id: 'name', title: 'Name', width: 220, isText: true, value: (line) => line.name,
      open: (line) => () => jump(line), openHint: (line) => `${line.name}\nclick to show it in both runs`,
    },
    { id: 'line', title: 'Line', width: 120, isText: true, value: (line) => line.line },
    { id: 'phase', title: 'Phase', width: 92, isText: true, value: (line) => line.phase },
    { id: 'a_ns', title: 'A', hint: 'Exposed time in A', width: 88, value: (line) => line.aNs, text: (line) => formatTime(line.aNs) },
    { id: 'b_ns', title: 'B', hint: 'Exposed time in B', width: 88, value: (line) => line.bNs, text: (line) => formatTime(line.bNs) },
    { id: 'count', title: 'Count', hint: 'Items in A, and in B where they differ', width: 92, value: (line) => line.count[1] - line.count[0], text: ({ count: [a, b] }) => (a === b ? String(a) : `${a} to ${b}`) },
    { id: 'count_ns', title: 'by count', hint: 'Part of Δ from more or fewer items', width: 92, value: (line) => line.why.countNs, text: (line) => signedTime(line.why.countNs) },
    { id: 'duration_ns', title: 'by duration', hint: 'Part of Δ from longer or shorter items', width: 92, value: (line) => line.why.durationNs, text: (line) => signedTime(line.why.durationNs) },
    { id: 'overlap_ns', title: 'by overlap', hint: 'Part of Δ from being hidden more or less behind other work', width: 92, value: (line) => line.why.overlapNs, text: (line) => signedTime(line.why.overlapNs) },
    { id: 'match', title: 'Match', width: 110, isText: true, value: (line) => line.match, text: (line) => MATCH_WORDS[line.match] },
    { id: 'parts', title: 'Parts', hint: 'What the line consists of', width: 64, isText: true, value: () => null, text: () => 'show', open: (line) => () => open(line), openHint: () => 'what this line consists of, side by side' },
  ];
}
