/** The corner above the tree, beside the ruler: open all, close all, legend. */
import { useRef, useState } from 'preact/hooks';
import { IconButton } from '../base/button.tsx';
import { useRun } from '../base/context.ts';
import { Popover } from '../base/popover.tsx';
import { Legend } from '../help/legend.tsx';

export function TreeHead() {
  const { tree } = useRun();
  const [isLegendOpen, setLegendOpen] = useState(false);
  const legend = useRef<HTMLButtonElement>(null);
  return (
    <div class="tree-head">
      <IconButton icon="openAll" label="Open all tracks" class="small" onClick={() => tree.setAll(true)} />
      <IconButton icon="closeAll" label="Close all tracks" class="small" onClick={() => tree.setAll(false)} />
      <span class="spacer" />
      <button type="button" class="button quiet small" ref={legend} aria-haspopup="dialog" aria-expanded={isLegendOpen} onClick={() => setLegendOpen(!isLegendOpen)}>
        Legend
      </button>
      {isLegendOpen && (
        <Popover anchor={legend} label="Legend" placement="bottom-start" class="legend-panel" focus="panel" onClose={() => setLegendOpen(false)}>
          <Legend />
        </Popover>
      )}
    </div>
  );
}
