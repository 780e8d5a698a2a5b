/** Which time of B lies under which of A: by start, first task, a chosen pair of items, iterations or launches, and moved by hand. */
import { batch, computed, effect, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import type { AnchorRow, ComparedIds, ComparedRuns, Pair } from '../../../electron/protocol/compare_api.ts';
import { isCancelled, messageOf } from '../../base/cancel.ts';
import { toDisposable } from '../../base/disposable.ts';
import type { App, EngineClient, RunView } from '../app.ts';
import type { AlignChoice, Aligning } from './comparing_types.ts';

/** As others see it, and how the comparison starts and ends it. */
export interface OwnedAligning extends Aligning, Disposable {
  /** Chooses what fits the runs best, once they are compared. */
  start(compared: ComparedRuns): void;
}

const START: AnchorRow = [0, 0, 'start'];

/** `anchors` is set to what applies. */
export function createAligning(
  client: EngineClient, runs: Pair<RunView>, ids: ReadonlySignal<ComparedIds>, result: ReadonlySignal<ComparedRuns | null>, anchors: Signal<readonly AnchorRow[]>, notify: App['notify'],
): OwnedAligning {
  const choice = signal<AlignChoice>('start');
  const movedNs = signal(0);
  const base = signal<readonly AnchorRow[]>([START]);
  const abort = new AbortController();
  const milestones = computed(() => result.value?.document.alignment.anchors ?? [START]);
  const stop = effect(() => {
    const by = movedNs.value;
    anchors.value = by === 0 ? base.value : base.value.map(([aNs, bNs, label]) => [aNs, bNs + by, label] as const);
  });

  const chosenItems = (): AnchorRow | undefined => {
    const [a, b] = runs.map(({ selection }) => selection.value);
    return a?.type === 'item' && b?.type === 'item' ? [a.item.life.startNs, b.item.life.startNs, a.item.title] : undefined;
  };

  function refusal(wanted: AlignChoice): string | undefined {
    if (wanted === 'start') return undefined;
    if (result.value === null) return 'the runs are not compared yet';
    if (wanted === 'item') return chosenItems() === undefined ? 'select an item that both runs have' : undefined;
    if (wanted === 'iteration') return result.value.document.match.loop === null ? 'no loop was found that both runs have' : undefined;
    if (wanted === 'first task') return milestones.value.some(([, , label]) => label === 'first task') ? undefined : 'a run has no task';
    return undefined;
  }

  function use(wanted: AlignChoice, rows: readonly AnchorRow[]): void {
    batch(() => {
      choice.value = wanted;
      movedNs.value = 0;
      base.value = rows;
    });
  }

  async function useLaunches(): Promise<void> {
    try {
      use('launch', await client.call('compare.align', { ...ids.peek(), mode: 'launch' }, abort.signal));
    } catch (error) {
      if (!isCancelled(error)) notify(`The launches could not be aligned: ${messageOf(error)}`, 'error');
    }
  }

  function choose(wanted: AlignChoice): void {
    const problem = refusal(wanted);
    if (problem !== undefined) return notify(`B cannot be aligned by ${wanted}: ${problem}.`);
    if (wanted === 'start') use(wanted, [START]);
    else if (wanted === 'first task') use(wanted, milestones.peek().filter(([, , label]) => label === 'first task'));
    else if (wanted === 'item') use(wanted, [chosenItems() ?? START]);
    else if (wanted === 'iteration') use(wanted, milestones.peek());
    else void useLaunches();
  }

  return {
    choice, movedNs, anchors, milestones, refusal, choose,
    start: ({ document }) => choose(document.match.loop === null ? 'start' : 'iteration'),
    ...toDisposable(() => {
      stop();
      abort.abort();
    }),
  };
}
