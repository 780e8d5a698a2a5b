/**
 * A click on the timeline asks for details, whatever panel is in front. Walking by keys and jumps from another panel do not: who
 * goes through a list keeps the list.
 */
import { effect } from '@preact/signals';
import type { App, RunView, Selection } from '../../state/app.ts';

/** A selection belongs to the press that came at most so long before it. */
const PRESS_MS = 1000;

function keyOf(selection: Selection | null): string {
  if (selection === null) return '';
  return selection.type === 'item' ? `${selection.item.track}/${selection.item.ordinal}` : `${selection.track}/${selection.level}/${selection.span.startNs}`;
}

export function showDetailsOnClick(timeline: HTMLElement, app: App, run: RunView): () => void {
  let pressedMs = -Infinity;
  let shown = keyOf(run.selection.peek());
  const note = (): void => {
    pressedMs = performance.now();
  };
  // Before the timeline's own handlers, which select.
  timeline.addEventListener('pointerdown', note, true);
  timeline.addEventListener('pointerup', note, true);
  const stop = effect(() => {
    const key = keyOf(run.selection.value);
    const isOther = key !== shown;
    shown = key;
    if (!isOther || key === '' || performance.now() - pressedMs > PRESS_MS) return;
    app.layout.isDockOpen.value = true;
    app.layout.activePanel.value = 'details';
  });
  return () => {
    stop();
    timeline.removeEventListener('pointerdown', note, true);
    timeline.removeEventListener('pointerup', note, true);
  };
}
