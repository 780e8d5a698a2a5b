/** Copies and fills as a matrix of memories, nodes or kinds, with what went from where to where and how fast; below it the copies. */
import { useMemo, useState } from 'preact/hooks';
import { useApp, useRun } from '../base/context.ts';
import { bytesText, countOf } from '../base/numbers.ts';
import { PanelFrame } from '../base/panel_frame.tsx';
import { showItems } from '../base/show_items.ts';
import { useAnswer } from '../base/use_answer.ts';
import { useScope, type Scope } from '../base/use_scope.ts';
import type { ChannelUse } from '../../../electron/protocol/table_api.ts';
import { ChannelMatrix } from './channel_matrix.tsx';
import { CopyTable } from './copy_table.tsx';
import { cellsOf, queryOfChannels, type Cell, type Grouping, type Metric } from './matrix_data.ts';

const GROUPINGS: readonly (readonly [Grouping, string])[] = [['memory', 'Memories'], ['node', 'Nodes'], ['kind', 'Kinds of memory']];
const METRICS: readonly (readonly [Metric, string])[] = [['bytes', 'Bytes'], ['count', 'Copies'], ['mean', 'Mean bandwidth'], ['p95', 'p95 bandwidth']];

export function ChannelsPanel() {
  return <ChannelsView scope={useScope()} />;
}

export function ChannelsView({ scope }: { readonly scope: Scope }) {
  const run = useRun();
  const [grouping, setGrouping] = useState<Grouping>('memory');
  const { tracks } = run.summary.value;
  const { cells, groups } = useMemo(() => cellsOf(tracks, grouping), [tracks, grouping]);
  const answer = useAnswer('channels.use', { run: run.id, startNs: scope.startNs, stopNs: scope.stopNs, groups });
  return (
    <PanelFrame answer={answer} name="channels" label="What channels carried" isEmpty={() => groups.length === 0} empty={<p>No copies or fills were recorded.</p>}>
      {(uses) => <Channels uses={uses} cells={cells} groups={groups} grouping={grouping} onGrouping={setGrouping} scope={scope} />}
    </PanelFrame>
  );
}

function Channels({ uses, cells, groups, grouping, onGrouping, scope }: {
  readonly uses: readonly ChannelUse[]; readonly cells: readonly (readonly [string, string])[]; readonly groups: readonly (readonly [number, number])[];
  readonly grouping: Grouping; readonly onGrouping: (grouping: Grouping) => void; readonly scope: Scope;
}) {
  const app = useApp();
  const run = useRun();
  const [metric, setMetric] = useState<Metric>('bytes');
  const [chosenKey, setChosen] = useState<string | undefined>(undefined);
  const shown = useMemo(() => uses.flatMap((use): Cell[] => {
    const place = cells[use.group];
    return place === undefined ? [] : [{ source: place[0], target: place[1], use, tracks: groups.filter(([, group]) => group === use.group).map(([track]) => track) }];
  }), [uses, cells, groups]);
  const keyOf = (cell: Cell): string => `${grouping}/${cell.source}/${cell.target}`;
  const chosen = shown.find((cell) => keyOf(cell) === chosenKey);
  const [count, bytes] = shown.reduce(([n, sum], { use }) => [n + use.count, sum + use.bytes], [0, 0]);
  return (
    <>
      <div class="totals-bar">
        <select aria-label="Group by" value={grouping} onChange={(event) => onGrouping(GROUPINGS[event.currentTarget.selectedIndex][0])}>
          {GROUPINGS.map(([id, label]) => <option key={id} value={id}>{label}</option>)}
        </select>
        <select aria-label="Figure" value={metric} onChange={(event) => setMetric(METRICS[event.currentTarget.selectedIndex][0])}>
          {METRICS.map(([id, label]) => <option key={id} value={id}>{label}</option>)}
        </select>
        <span class="muted" role="status">{countOf(count, 'copy or fill', 'copies and fills')}, {bytesText(bytes)}, {scope.text}; a channel between two nodes counts once</span>
      </div>
      <div class="channel-body">
        <ChannelMatrix
          cells={shown} metric={metric} grouping={grouping} chosen={chosen}
          onChoose={(cell) => {
            setChosen(cell === chosen ? undefined : keyOf(cell));
            if (cell !== chosen) showItems(app, queryOfChannels(cell.tracks.flatMap((id) => run.track(id) ?? [])));
          }}
        />
        <CopyTable cell={chosen} scope={scope} />
      </div>
    </>
  );
}
