/** Items of a type by the line that issued them, the kind of track, the node, or the mapper. */
import { useMemo } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import type { ItemType } from '../../../electron/protocol/items.ts';
import type { GroupKey, ItemGroup } from '../../../electron/protocol/table_api.ts';
import { useApp, useRun } from '../base/context.ts';
import { DataGrid } from '../base/data_grid.tsx';
import { GridMenu } from '../base/grid_menu.tsx';
import { useGrid } from '../base/grid_model.ts';
import { countOf } from '../base/numbers.ts';
import { Sentence } from '../base/sentence.tsx';
import { queryValue } from '../../../electron/protocol/print_query.ts';
import { showItems } from '../base/show_items.ts';
import { Skeleton } from '../base/skeleton.tsx';
import { useAnswer } from '../base/use_answer.ts';
import type { Scope } from '../base/use_scope.ts';
import { groupColumns } from './columns.tsx';

const TITLES: Readonly<Record<GroupKey, string>> = { line: 'Line', kind: 'Kind of track', node: 'Node', mapper: 'Mapper' };
const NONE: readonly ItemGroup[] = [];

/** Undefined where the filter has no word for the group. */
function queryOf(by: GroupKey, key: string): string | undefined {
  if (by === 'line') return key.startsWith('(') ? undefined : `prov:${queryValue(key)}`;
  if (by === 'kind') return `kind:${key}`;
  if (by === 'node') return `node:${key.slice(1)}`;
  const mapper = /<(\d+)>$/.exec(key)?.[1];
  return mapper && `type:mapper mapper:${mapper}`;
}

export function GroupTable({ type, by, scope, controls }: { readonly type: ItemType; readonly by: GroupKey; readonly scope: Scope; readonly controls: ComponentChildren }) {
  const app = useApp();
  const run = useRun();
  const { value, error, isEarly } = useAnswer('items.groups', { run: run.id, startNs: scope.startNs, stopNs: scope.stopNs, type, by });
  const columns = useMemo(() => groupColumns(TITLES[by], ({ key }) => {
    const query = queryOf(by, key);
    return query === undefined ? undefined : () => showItems(app, query);
  }), [app, by]);
  const grid = useGrid(columns, value ?? NONE, { column: 'total_ns', isDescending: true });
  return (
    <>
      <div class="totals-bar">
        {controls}
        {value !== undefined && <span class="muted" role="status">{countOf(value.length, 'group')}, whole lives</span>}
        <GridMenu grid={grid} name={`by ${by}`} />
      </div>
      {error !== undefined && <p class="panel-state" role="alert">The groups could not be read: <Sentence text={error} /></p>}
      {isEarly && <p class="panel-state" role="status">Groups come when the index of the run is complete.</p>}
      {value === undefined && error === undefined && !isEarly && <Skeleton rows={6} label="Groups" />}
      {value !== undefined && value.length === 0 && <p class="panel-state">{by === 'mapper' && type !== 'mapper_call' ? 'Only mapper calls belong to a mapper.' : 'No such items in this range.'}</p>}
      {value !== undefined && value.length > 0 && <DataGrid grid={grid} label={`Totals by ${by}`} name="groups" keyOf={({ key }) => key} attributes={({ key }) => ({ 'data-name': key })} />}
    </>
  );
}
