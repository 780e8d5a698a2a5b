/** Selection: what is under way in the chosen range (or in the view), by name, processor, channel and memory. Tasks: names and groups of the whole run. */
import { useState } from 'preact/hooks';
import type { ItemType } from '../../../electron/protocol/items.ts';
import type { GroupKey } from '../../../electron/protocol/table_api.ts';
import { formatTime } from '../../../electron/protocol/format_time.ts';
import { ChannelsView } from '../channels/channels_panel.tsx';
import { useRun } from '../base/context.ts';
import { groupDigits } from '../base/numbers.ts';
import { PanelFrame } from '../base/panel_frame.tsx';
import { useScope, type Scope } from '../base/use_scope.ts';
import { MemoryView } from '../memory/memory_panel.tsx';
import { BusyTable } from './busy_table.tsx';
import { FilterNote, useNameTotals } from './filtered.tsx';
import { GroupTable } from './group_table.tsx';
import { TotalsTable } from './totals_table.tsx';

const TYPES: readonly (readonly [label: string, type: ItemType | undefined])[] = [
  ['Everything', undefined], ['Tasks', 'task'], ['Meta tasks', 'meta_task'], ['Mapper calls', 'mapper_call'], ['Runtime calls', 'runtime_call'], ['GPU kernels', 'gpu_kernel'],
  ['Copies', 'copy'], ['Fills', 'fill'], ['Instances', 'instance'],
];

const PARTS = [['names', 'Names'], ['processors', 'Processors'], ['copies', 'Copies'], ['instances', 'Instances']] as const;

export function SelectionPanel() {
  const { view } = useRun();
  const scope = useScope('view');
  const [part, setPart] = useState<(typeof PARTS)[number][0]>('names');
  return (
    <div class="table-panel" data-testid="selection">
      <div class="totals-bar">
        <div class="switch" role="group" aria-label="What to show">
          {PARTS.map(([id, label]) => <button key={id} type="button" aria-pressed={part === id} onClick={() => setPart(id)}>{label}</button>)}
        </div>
        <p class="totals-head">
          <strong>{scope.text.charAt(0).toUpperCase()}{scope.text.slice(1)}</strong>
          {!view.range.value && <span class="muted"> · Shift-drag to select a range; this is the whole view.</span>}
        </p>
      </div>
      <FilterNote isIgnored={part === 'copies' || part === 'instances'} />
      <div class="panel-part">
        {part === 'names' && <Names scope={scope} />}
        {part === 'processors' && <BusyTable scope={scope} />}
        {part === 'copies' && <ChannelsView scope={scope} />}
        {part === 'instances' && <MemoryView scope={scope} />}
      </div>
    </div>
  );
}

function Names({ scope }: { readonly scope: Scope }) {
  const [type, setType] = useState<ItemType | undefined>(undefined);
  const answer = useNameTotals(scope);
  return (
    <PanelFrame answer={answer} name="selection-names" label="The totals" isEmpty={({ count }) => count === 0} empty={<p>Nothing is under way in this range.</p>}>
      {(totals) => (
        <TotalsTable
          totals={totals} type={type} scope={scope}
          controls={<><TypeSelect types={TYPES} type={type} onType={setType} /><span class="muted">{groupDigits(totals.count)} items · running {formatTime(totals.runningNs)}</span></>}
        />
      )}
    </PanelFrame>
  );
}

const TASK_TYPES = [TYPES[1], ...TYPES.slice(2), TYPES[0]];
const GROUPS: readonly (readonly [GroupKey | 'name', string])[] = [['name', 'by name'], ['line', 'by line'], ['kind', 'by kind of track'], ['node', 'by node'], ['mapper', 'by mapper']];

export function TasksPanel() {
  const run = useRun();
  const range = useScope();
  const [type, setType] = useState<ItemType | undefined>('task');
  const [by, setBy] = useState<GroupKey | 'name'>('name');
  const [isRange, setRange] = useState(false);
  const { startNs, stopNs } = run.view.extent.value;
  const scope: Scope = isRange ? range : { startNs, stopNs, text: 'whole run' };
  const answer = useNameTotals(scope);
  const controls = (
    <>
      <TypeSelect types={TASK_TYPES} type={type} onType={setType} />
      <select aria-label="Group" value={by} onChange={(event) => setBy(GROUPS[event.currentTarget.selectedIndex][0])}>
        {GROUPS.map(([id, label]) => <option key={id} value={id} disabled={id !== 'name' && type === undefined}>{label}</option>)}
      </select>
      <select aria-label="Range" value={isRange ? 'range' : 'run'} onChange={(event) => setRange(event.currentTarget.selectedIndex === 1)}>
        <option value="run">whole run</option>
        <option value="range">selected range</option>
      </select>
    </>
  );
  return (
    <PanelFrame answer={answer} name="tasks" label="The totals" isEmpty={({ count }) => count === 0} empty={<><div class="totals-bar">{controls}</div><p>No tasks in this range.</p></>}>
      {(totals) => (
        <>
          <FilterNote isIgnored={by !== 'name' && type !== undefined} />
          {by === 'name' || type === undefined
            ? <TotalsTable totals={totals} type={type} scope={scope} controls={controls} />
            : <GroupTable type={type} by={by} scope={scope} controls={controls} />}
        </>
      )}
    </PanelFrame>
  );
}

function TypeSelect({ types, type, onType }: { readonly types: readonly (readonly [label: string, type: ItemType | undefined])[]; readonly type: ItemType | undefined; readonly onType: (type: ItemType | undefined) => void }) {
  return (
    <select aria-label="What to list" value={types.findIndex(([, one]) => one === type)} onChange={(event) => onType(types[event.currentTarget.selectedIndex][1])}>
      {types.map(([label], i) => <option key={label} value={i}>{label}</option>)}
    </select>
  );
}
