/** Help: the keys of all commands as the registry has them, what the shades mean, and the kinds of rows. */
import type { Command } from '../../state/app.ts';
import { dragMode, type DragMode, type PointerChoice } from '../../state/pointer_choice.ts';
import { shownKey } from '../base/command_keys.ts';
import { useApp } from '../base/context.ts';
import { Dialog } from '../base/dialog.tsx';
import { Legend } from './legend.tsx';
import { FIELD_TEXTS } from './field_texts.ts';
import { KINDS } from './kinds.ts';

/** Areas of command ids in the order in which they are listed. */
const AREAS: readonly (readonly [string, string])[] = [
  ['timeline', 'Moving in time'], ['track', 'Rows'], ['select', 'Items'], ['details', 'Details'], ['find', 'Search'], ['filter', 'Filter'], ['mark', 'Notes'], ['panel', 'Panels'], ['data', 'Data'], ['run', 'Runs'], ['job', 'Jobs'], ['app', 'Window'],
];

const DRAGS: Readonly<Record<DragMode, string>> = { pan: 'Pan', range: 'Select a range and measure', zoom: 'Zoom to the interval' };

/** What the pointer does, as the user chose it. */
function pointerPairs({ preset, wheelZooms }: PointerChoice): (readonly [string, string])[] {
  const drag = (shiftKey: boolean, altKey: boolean, isRuler: boolean): DragMode => dragMode(preset.value, { shiftKey, altKey, isRuler });
  const ruler = drag(false, false, true);
  const ways: readonly (readonly [string, DragMode])[] = [['Drag', drag(false, false, false)], ['Shift+drag', drag(true, false, false)], ['Alt+drag', drag(false, true, false)]];
  return [
    ...ways.map(([way, mode]) => [mode === ruler ? `${way}, drag on the ruler` : way, DRAGS[mode]] as const),
    [wheelZooms.value ? 'Wheel, Ctrl+wheel, pinch' : 'Ctrl+wheel, pinch', 'Zoom at the pointer'], ...(wheelZooms.value ? [] : [['Wheel', 'Scroll the rows'] as const]), ['Shift+wheel', 'Move along'],
    ['Click', 'Select; details follow'], ['Ctrl+click', 'Select besides'], ['Double-click', 'Zoom to the item or group'], ['Right button', 'What can be done with it; dragged: move'],
  ];
}

export function HelpDialog({ onClose }: { onClose: () => void }) {
  const app = useApp();
  const commands = app.commands.all.value.filter((command) => command.keys.length > 0);
  return (
    <Dialog title="Help" class="help" onClose={onClose}>
      <div class="help-columns" tabIndex={0} role="group" aria-label="Help text">
        <section>
          <h3>Pointer</h3>
          <Pairs pairs={pointerPairs(app.pointer)} />
        </section>
        {AREAS.map(([area, title]) => {
          const own = commands.filter((command) => command.id.startsWith(`${area}.`));
          const pairs = own.map((command): [string, string] => [keysText(command), command.name]);
          return pairs.length === 0 ? null : <section key={area}><h3>{title}</h3><Pairs pairs={pairs} /></section>;
        })}
        <section>
          <h3>Shades</h3>
          <Legend />
        </section>
        <section>
          <h3>Fields of items</h3>
          <dl class="kinds">{Object.entries(FIELD_TEXTS).map(([name, text]) => <div key={name}><dt>{name}</dt><dd>{text}</dd></div>)}</dl>
        </section>
        <section>
          <h3>Kinds of rows</h3>
          <dl class="kinds">{KINDS.map(([name, text]) => <div key={name}><dt>{name}</dt><dd>{text}</dd></div>)}</dl>
        </section>
      </div>
    </Dialog>
  );
}

function keysText(command: Command): string {
  return command.keys.map(shownKey).join(', ');
}

function Pairs({ pairs }: { pairs: readonly (readonly [string, string])[] }) {
  return <dl class="keys">{pairs.map(([keys, name]) => <div key={name}><dt>{keys.split(', ').map((key) => <kbd key={key}>{key}</kbd>)}</dt><dd>{name}</dd></div>)}</dl>;
}
