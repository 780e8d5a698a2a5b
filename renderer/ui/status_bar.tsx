/** The line at the bottom: view, cursor, range, counts, selection in the reference's words; each copies itself when clicked. */
import { useComputed } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import { formatInterval, formatTime, formatTimeIn } from '../../electron/protocol/format_time.ts';
import { useApp, useRun } from './base/context.ts';
import { copyText } from './base/copy.ts';
import { countOf, groupDigits, shortCount } from './base/numbers.ts';

function Copyable({ text, what, name }: { text: ReadonlySignal<string>; what: string; name: string }) {
  const app = useApp();
  if (text.value === '') return null;
  return (
    <button type="button" class="status-item" data-name={name} data-hint={`Copy ${what}`} onClick={() => void copyText(app, text.value, what)}>
      {text}
    </button>
  );
}

/** Changes with each pointer move: the text node follows the signal, nothing is rendered again. */
function Cursor() {
  const { view } = useRun();
  const text = useComputed(() => (view.cursor.value === null ? '' : `t=${formatTimeIn(view.cursor.value, view.span.value)}`));
  return <span class="status-item plain cursor-time" data-name="cursor">{text}</span>;
}

/** The notice goes, the fact stays. */
function SlowDrawing() {
  const { slowDrawing } = useApp();
  if (slowDrawing.value === null) return null;
  return <span class="status-item plain" data-name="drawing" data-hint={slowDrawing.value} tabIndex={0}>drawn without the graphics card<span class="visually-hidden">: {slowDrawing.value}</span></span>;
}

export function StatusBar() {
  const run = useRun();
  // Without a time there is nothing to view.
  const view = useComputed(() => (run.view.extent.value.stopNs > 0 ? `view ${formatInterval(run.view.span.value)}` : ''));
  const range = useComputed(() => {
    const span = run.view.range.value;
    return span === null ? '' : `range ${formatTime(span.stopNs - span.startNs)}`;
  });
  const counts = useComputed(() => {
    const { tracks } = run.summary.value;
    const items = tracks.reduce((sum, track) => sum + (track.mirrorOf === null ? track.items : 0), 0);
    return `${shortCount(items)} items on ${countOf(tracks.length, 'track')}`;
  });
  const selected = useComputed(() => {
    const selection = run.selection.value;
    if (selection === null) return '';
    const more = run.besides.value.length;
    return selection.type === 'item' ? `${selection.item.title}${more > 0 ? ` and ${groupDigits(more)} more` : ''}` : countOf(selection.count, 'item');
  });
  return (
    <footer class="status" data-testid="status" data-region="status" aria-label="Status">
      <Copyable text={view} what="the view interval" name="view" />
      <Cursor />
      <Copyable text={range} what="the range" name="range" />
      <span class="spacer" />
      <SlowDrawing />
      {selected.value !== '' && <span class="status-item plain selected" data-name="selected"><span class="muted">selected</span> {selected}</span>}
      <Copyable text={counts} what="the counts" name="counts" />
    </footer>
  );
}
