/** Commands of the comparison on screen. */
import type { App, Command } from '../app.ts';
import { ALIGN_CHOICES, type AlignChoice } from './comparing_types.ts';

type Comparing = NonNullable<App['comparing']['value']>;

const NAMES: Readonly<Record<AlignChoice, string>> = { start: 'start', 'first task': 'first task', item: 'the selected items', iteration: 'iterations', launch: 'launches' };

export function compareCommands(app: App): Command[] {
  const disabled = (): string | undefined => (app.comparing.peek() ? undefined : 'no two runs are compared');
  const on = (act: (comparing: Comparing, args: unknown) => void | Promise<void>) => (args?: unknown): void | Promise<void> => {
    const comparing = app.comparing.peek();
    return comparing ? act(comparing, args) : undefined;
  };
  return [
    { id: 'compare.toggleLock', name: 'Couple the zoom of both runs, or let it go', keys: ['L'], disabled, run: on(({ isLocked }) => { isLocked.value = !isLocked.peek(); }) },
    { id: 'compare.nextDifference', name: 'Next difference', keys: ['J'], disabled, run: on((comparing) => comparing.step(1)) },
    { id: 'compare.previousDifference', name: 'Previous difference', keys: ['Shift+J'], disabled, run: on((comparing) => comparing.step(-1)) },
    { id: 'compare.swap', name: 'Swap run A and run B', keys: [], disabled, run: on(({ runs: [a, b] }) => app.openCompare(b.id, a.id)) },
    { id: 'compare.close', name: 'Show run A alone', keys: [], disabled, run: on(({ runs: [a] }) => app.openRun(a.id)) },
    { id: 'compare.paintDifference', name: 'Paint what became slower or faster, or not', keys: [], disabled, run: on(({ isPainted }) => { isPainted.value = !isPainted.peek(); }) },
    { id: 'compare.resetAlignment', name: 'Take back what B was moved by hand', keys: [], disabled, run: on(({ aligning }) => { aligning.movedNs.value = 0; }) },
    {
      id: 'compare.setAlignment', name: 'Align B', keys: [], isInternal: true, disabled, run: on(({ aligning }, args) => {
        const choice = ALIGN_CHOICES.find((one) => one === args);
        if (choice === undefined) throw new Error(`compare.setAlignment needs one of ${ALIGN_CHOICES.join(', ')}.`);
        aligning.choose(choice);
      }),
    },
    ...ALIGN_CHOICES.map((choice): Command => ({
      id: `compare.alignBy${choice[0].toUpperCase()}${choice.slice(1).replace(' t', 'T')}`, name: `Align B by ${NAMES[choice]}`, keys: [],
      disabled: () => disabled() ?? app.comparing.peek()?.aligning.refusal(choice), run: on(({ aligning }) => aligning.choose(choice)),
    })),
  ];
}
