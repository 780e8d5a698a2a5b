/** Commands about colours: what gives an item its colour, and the palette. */
import { COLOR_MODES } from '../../electron/protocol/tiles.ts';
import { PALETTES } from '../base/palettes.ts';
import type { App, Command } from './app.ts';
import { NO_RUN } from './timeline_commands.ts';

export const MODE_NAMES: Readonly<Record<(typeof COLOR_MODES)[number], string>> = {
  task: 'task', operation: 'operation', line: 'line of the program', duration: 'duration', state: 'state', mapper: 'mapper', node: 'node', size: 'size', rules: 'own rules',
};
export const PALETTE_NAMES: Readonly<Record<(typeof PALETTES)[number], string>> = { default: 'Usual', prof: 'As legion_prof', cvd: 'For colour-blind sight' };

export function colorCommands(app: App): Command[] {
  const disabled = (): string | undefined => (app.run.peek() ? undefined : NO_RUN);
  return [
    {
      id: 'timeline.cycleColorBy', name: 'Colour items by the next kind of value', keys: ['C'], disabled,
      run: (args) => {
        const mode = app.run.peek()?.coloring.mode;
        if (!mode) return;
        mode.value = COLOR_MODES.find((known) => known === args) ?? COLOR_MODES[(COLOR_MODES.indexOf(mode.peek()) + 1) % COLOR_MODES.length];
        app.notify(`Coloured by ${MODE_NAMES[mode.peek()]}.`);
      },
    },
    {
      id: 'timeline.setPalette', name: 'Next palette', keys: [], disabled,
      run: (args) => {
        const palette = app.run.peek()?.coloring.palette;
        if (palette) palette.value = PALETTES.find((known) => known === args) ?? PALETTES[(PALETTES.indexOf(palette.peek()) + 1) % PALETTES.length];
      },
    },
  ];
}
