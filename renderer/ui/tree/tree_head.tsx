/** The corner above the tree, beside the ruler: open all, close all, legend. */
import { useRef, useState } from 'preact/hooks';
import { IconButton } from '../base/button.tsx';
import { Choice } from '../base/choice.tsx';
import { useApp, useRun } from '../base/context.ts';
import { keysOf } from '../base/command_keys.ts';
import { shortCount } from '../base/numbers.ts';
import { Popover } from '../base/popover.tsx';
import { ColorPanel } from '../colors/color_panel.tsx';
import { Legend } from '../help/legend.tsx';
import { PinnedPager } from './pinned_rows.tsx';

export function TreeHead() {
  const app = useApp();
  const { tree } = useRun();
  const hidden = tree.hidden.value;
  const [isLegendOpen, setLegendOpen] = useState(false);
  const legend = useRef<HTMLButtonElement>(null);
  const [isColorsOpen, setColorsOpen] = useState(false);
  const colors = useRef<HTMLButtonElement>(null);
  return (
    <div class="tree-head">
      <IconButton icon="openAll" label="Open all tracks" class="small" onClick={() => tree.setAll(true)} />
      <IconButton icon="closeAll" label="Close all tracks" class="small" onClick={() => tree.setAll(false)} />
      {hidden > 0 && <button type="button" class="text-button hidden-tracks" data-testid="hidden-tracks" data-hint="Show all hidden tracks" onClick={() => tree.showHidden()}>{shortCount(hidden)} hidden · show</button>}
      <PinnedPager />
      <span class="spacer" />
      <IconButton icon="palette" label="Colours" class="small" keys={keysOf(app, 'timeline.cycleColorBy')} buttonRef={colors} aria-haspopup="dialog" aria-expanded={isColorsOpen} onClick={() => setColorsOpen(!isColorsOpen)} />
      {isColorsOpen && (
        <Popover anchor={colors} label="Colours" placement="bottom-start" class="legend-panel color-panel" onClose={() => setColorsOpen(false)}>
          <ColorPanel onFound={() => setColorsOpen(false)} />
        </Popover>
      )}
      <button type="button" class="button quiet small" ref={legend} aria-haspopup="dialog" aria-expanded={isLegendOpen} onClick={() => setLegendOpen(!isLegendOpen)}>
        Legend
      </button>
      {isLegendOpen && (
        <Popover anchor={legend} label="Legend" placement="bottom-start" class="legend-panel" focus="panel" onClose={() => setLegendOpen(false)}>
          <Legend />
          <PatternChoice />
        </Popover>
      )}
    </div>
  );
}

/** Patterns tell the states apart without colour; automatic draws them where the colours alone do not. */
function PatternChoice() {
  const { stateCue } = useApp();
  const set = (cue: typeof stateCue.value): void => {
    stateCue.value = cue;
  };
  return <Choice name="state-cue" legend="Patterns on ready and waiting" value={stateCue.value} onChange={set} options={[['auto', 'Automatic'], ['on', 'On'], ['off', 'Off']]} />;
}
