/** What each line of the program cost, by file; beside it the source, striped by cost. A line leads to its items. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { LineCosts } from '../../../electron/protocol/table_api.ts';
import { Icon } from '../base/icon.tsx';

import { DataGrid } from '../base/data_grid.tsx';
import { GridMenu } from '../base/grid_menu.tsx';
import type { Grid, GridColumn, GridOrder } from '../base/grid_model.ts';
import { countOf } from '../base/numbers.ts';
import { PanelFrame } from '../base/panel_frame.tsx';
import { queryValue } from '../../../electron/protocol/print_query.ts';
import { showItems } from '../base/show_items.ts';
import { useAnswer } from '../base/use_answer.ts';
import { useApp, useRun } from '../base/context.ts';
import { baseName } from '../../base/base_name.ts';
import { fileGroups, FIGURES, lineName, shownRows, type LineRow } from './line_rows.ts';
import { SourcePane } from './source_pane.tsx';

export function LinesPanel() {
  const run = useRun();
  const answer = useAnswer('lines.costs', { run: run.id });
  return (
    <PanelFrame
      answer={answer} name="lines" label="The table of lines" isEmpty={({ lines }) => lines.every(({ text, file }) => text === null && file === null)}
      empty={<p>This log carries no provenance. Run with <code>--profile</code> under the <code>legate</code> driver (it adds <code>--provenance</code>). Tasks and Selection work without it.</p>}
    >
      {(costs) => <Lines costs={costs} />}
    </PanelFrame>
  );
}

/** What a filter has to say to find the items of a row; undefined where no line is known. */
export function queryOf({ file, cost }: LineRow): string | undefined {
  if (file !== null) return `prov:${queryValue(cost ? `${baseName(file)}:${cost.line}` : baseName(file))}`;
  return cost?.text ? `prov:${queryValue(cost.text)}` : undefined;
}

function Lines({ costs }: { readonly costs: LineCosts }) {
  const app = useApp();
  const { sourcePlace } = useRun();
  const groups = useMemo(() => fileGroups(costs), [costs]);
  const [order, setOrder] = useState<GridOrder>({ column: 'share', isDescending: true });
  /** Files that the user opened or closed; those of libraries are closed at first. */
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const [shown, setShown] = useState<{ readonly file: string; readonly line: number } | undefined>(() => firstPlace(groups.flatMap(({ lines }) => lines)));
  // Another panel asked for a line.
  useEffect(() => {
    if (sourcePlace.value !== null) setShown(sourcePlace.value);
  }, [sourcePlace.value]);
  const isOpen = (head: LineRow): boolean => head.isLibrary === toggled.has(head.key);
  const toggle = ({ key }: LineRow): void => setToggled(new Set(toggled.has(key) ? [...toggled].filter((one) => one !== key) : [...toggled, key]));
  const show = (row: LineRow): void => {
    sourcePlace.value = null;
    if (row.file !== null) setShown({ file: row.file, line: row.cost?.line ?? 1 });
  };
  const columns = useMemo((): readonly GridColumn<LineRow>[] => [
    {
      id: 'line', title: 'Line', hint: 'Line of the program that issued the operations', width: 150, isText: true, value: lineName,
      open: (row) => {
        const query = queryOf(row);
        return row.cost === undefined || query === undefined ? undefined : () => {
          show(row);
          showItems(app, query);
        };
      },
      openHint: (row) => `${row.file === null ? lineName(row) : `${row.file}:${row.cost?.line}`}\nclick to show its items`,
    },
    ...FIGURES,
  ], [app]);
  const rows = shownRows(groups, columns, order, isOpen);
  const grid: Grid<LineRow> = { columns, rows, order, sortBy: (column) => setOrder({ column, isDescending: order.column === column ? !order.isDescending : column !== 'line' }) };
  const flat: Grid<LineRow> = { ...grid, columns: COPIED, rows: groups.flatMap(({ lines }) => lines) };
  const files = groups.filter(({ head }) => head.file !== null);
  return (
    <div class="split-panel">
      <section class="split-side" aria-label="Lines by cost">
        <div class="totals-bar">
          <span class="muted" role="status">
            {countOf(files.reduce((sum, { lines }) => sum + lines.length, 0), 'line')} of {countOf(files.length, 'file')}, whole run
            {costs.count > costs.lines.length && ` (the ${costs.lines.length} that cost most of ${costs.count})`}
          </span>
          <GridMenu grid={flat} name="lines" />
        </div>
        <DataGrid
          grid={grid} label="Cost per line" name="line-costs" keyOf={(row) => row.key} role="treegrid"
          attributes={(row) => ({ 'data-name': row.cost ? lineName(row) : row.file ?? '', 'aria-level': row.cost && row.file !== null ? '2' : '1', ...(row.cost ? {} : { 'aria-expanded': String(isOpen(row)) }) })}
          mark={(row) => (row.cost ? undefined : <Icon name={isOpen(row) ? 'chevronDown' : 'chevronRight'} />)}
          isMarked={(row) => row.cost !== undefined && row.file === shown?.file && row.cost.line === shown?.line}
          onRow={(row) => (row.cost ? show(row) : toggle(row))}
        />
      </section>
      <SourcePane place={shown} lines={costs.lines} total={costs.runningNs + costs.gpuNs} />
    </div>
  );
}

/** Of the user's own program, if any line is. */
function firstPlace(lines: readonly LineRow[]): { readonly file: string; readonly line: number } | undefined {
  const row = lines.find(({ file, isLibrary }) => file !== null && !isLibrary) ?? lines.find(({ file }) => file !== null);
  return row?.file && row.cost ? { file: row.file, line: row.cost.line ?? 1 } : undefined;
}

const COPIED: readonly GridColumn<LineRow>[] = [
  { id: 'file', title: 'File', width: 0, isText: true, value: (row) => row.file },
  { id: 'line', title: 'Line', width: 0, value: (row) => row.cost?.line ?? null },
  { id: 'text', title: 'Text', width: 0, isText: true, value: (row) => row.cost?.text ?? null },
  ...FIGURES,
];
