/** Commands of the comparison that hand something to the page: its report as a file, and the choice of repeats. */
import type { Signal } from '@preact/signals';
import type { App, Command } from '../../state/app.ts';
import { saveFile } from '../base/save.ts';

export function reportCommands(app: App, comparing: NonNullable<App['comparing']['value']>, isChoosingRepeats: Signal<boolean>): Command[] {
  const { runs: [a, b], ids, result } = comparing;
  return [
    {
      id: 'compare.saveReport', name: 'Save the comparison as one HTML page', keys: [],
      disabled: () => (result.value === null ? 'the runs are not compared yet' : undefined),
      run: async () => {
        const { html } = await app.client.call('compare.page', ids.peek());
        saveFile(`${a.summary.peek().info.title} and ${b.summary.peek().info.title}.html`, new Blob([html], { type: 'text/html' }));
      },
    },
    { id: 'compare.chooseRepeats', name: 'Choose repeats of A and B, for a verdict', keys: [], run: () => { isChoosingRepeats.value = true; } },
  ];
}
