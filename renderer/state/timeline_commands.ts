/** Commands that move the view and the rows; the reference's keys beside our own (ui.md §4.2). */
import { formatTime } from '../../electron/protocol/format_time.ts';
import type { TimeSpan } from '../../electron/protocol/time.ts';
import { parseDestination } from '../../electron/protocol/parse_time.ts';
import type { App, Command, MotionName, RunView } from './app.ts';
import { zoomCentre } from './motion.ts';
import { POINTER_PRESETS, PRESET_NAMES } from './pointer_choice.ts';
import { grownSpan } from './selection.ts';
import { LEVEL_HEIGHT } from './tree_layout.ts';

const PAN = 0.05;
const PAN_FINE = 0.01;
const SCROLL_ROWS = 5;

export const NO_RUN = 'No run is open.';

export function timelineCommands(app: App): Command[] {
  const onRun = (act: (run: RunView, args: unknown) => void | Promise<void>) => (args?: unknown): void | Promise<void> => {
    const run = app.run.peek();
    return run ? act(run, args) : undefined;
  };
  const needsRun = (): string | undefined => (app.run.peek() ? undefined : NO_RUN);
  const command = (id: string, name: string, keys: readonly string[], act: (run: RunView, args: unknown) => void | Promise<void>): Command =>
    ({ id, name, keys, run: onRun(act), disabled: needsRun });
  const zoom = (factor: number) => ({ view }: RunView): void => {
    const { startNs, stopNs } = view.span.peek();
    const centreNs = zoomCentre(view);
    const left = (centreNs - startNs) / factor;
    view.set({ startNs: centreNs - left, stopNs: centreNs - left + (stopNs - startNs) / factor }, { animate: true });
  };
  const scroll = (levels: number) => ({ tree }: RunView): void => {
    const limit = Math.max(0, tree.contentHeight.peek() - tree.viewportHeight.peek());
    tree.scrollTop.value = Math.min(limit, Math.max(0, tree.scrollTop.peek() + levels * LEVEL_HEIGHT));
  };
  const jump = (toEnd: boolean) => ({ view }: RunView): void => {
    const { startNs, stopNs } = view.span.peek();
    const extent = view.extent.peek();
    const lengthNs = stopNs - startNs;
    const nextNs = toEnd ? Math.max(extent.startNs, extent.stopNs - lengthNs) : extent.startNs;
    view.set({ startNs: nextNs, stopNs: nextNs + lengthNs }, { animate: true });
  };

  const glide = (id: string, name: string, key: string, held: MotionName, step: (run: RunView) => void): Command => ({ ...command(id, name, [key], step), held });

  return [
    glide('timeline.glideIn', 'Zoom in at the pointer, as long as held', 'KeyW', 'zoomIn', zoom(2)),
    glide('timeline.glideOut', 'Zoom out at the pointer, as long as held', 'KeyS', 'zoomOut', zoom(0.5)),
    glide('timeline.glideLeft', 'Pan left, as long as held', 'KeyA', 'panLeft', ({ view }) => view.panBy(-PAN)),
    glide('timeline.glideRight', 'Pan right, as long as held', 'KeyD', 'panRight', ({ view }) => view.panBy(PAN)),
    command('timeline.zoomIn', 'Zoom in', ['Ctrl++', 'Ctrl+='], zoom(2)),
    command('timeline.zoomOut', 'Zoom out', ['Ctrl+-'], zoom(0.5)),
    command('timeline.zoomToFit', 'Show the whole run', ['Ctrl+0'], ({ view }) => view.set(view.extent.peek(), { animate: true })),
    command('timeline.zoomToSelection', 'Go to the selection, again to fit it', ['F'], zoomToSelection),
    command('timeline.fitSelection', 'Zoom to the selection', [], (run) => fitSelection(run)),
    command('timeline.zoomToRange', 'Zoom to the selected range', ['Z'], ({ view }) => {
      const range = view.range.peek();
      if (range) view.set(range, { animate: true });
    }),
    command('timeline.panLeft', 'Pan left by 5 %', ['ArrowLeft'], ({ view }) => view.panBy(-PAN)),
    command('timeline.panRight', 'Pan right by 5 %', ['ArrowRight'], ({ view }) => view.panBy(PAN)),
    command('timeline.panLeftFine', 'Pan left by 1 %', ['Shift+ArrowLeft'], ({ view }) => view.panBy(-PAN_FINE)),
    command('timeline.panRightFine', 'Pan right by 1 %', ['Shift+ArrowRight'], ({ view }) => view.panBy(PAN_FINE)),
    command('timeline.scrollUp', 'Scroll up by 5 rows', ['ArrowUp'], scroll(-SCROLL_ROWS)),
    command('timeline.scrollDown', 'Scroll down by 5 rows', ['ArrowDown'], scroll(SCROLL_ROWS)),
    command('timeline.scrollUpFine', 'Scroll up by 1 row', ['Shift+ArrowUp'], scroll(-1)),
    command('timeline.scrollDownFine', 'Scroll down by 1 row', ['Shift+ArrowDown'], scroll(1)),
    command('timeline.goToStart', 'Go to the start of the run', ['Home'], jump(false)),
    command('timeline.goToEnd', 'Go to the end of the run', ['End'], jump(true)),
    command('timeline.undoView', 'Back to the view before', ['Ctrl+ArrowLeft', 'Alt+ArrowLeft'], ({ view }) => view.undo()),
    command('timeline.redoView', 'Forward to the view after', ['Ctrl+ArrowRight', 'Alt+ArrowRight'], ({ view }) => view.redo()),
    command('timeline.growRows', 'Higher rows', ['Ctrl+Alt++', 'Ctrl+Alt+='], ({ tree }) => tree.scaleRows(2)),
    command('timeline.shrinkRows', 'Lower rows', ['Ctrl+Alt+-'], ({ tree }) => tree.scaleRows(0.5)),
    command('timeline.resetRows', 'Rows at their usual height', ['Ctrl+Alt+0'], ({ tree }) => tree.scaleRows('reset')),
    command('timeline.toggleTable', 'The items in view as a table, and back', ['T'], ({ isTable }) => { isTable.value = !isTable.peek(); }),
    internal(command('timeline.setView', 'Show an interval', [], ({ view }, args) => {
      const span = args as TimeSpan | undefined;
      if (!Number.isFinite(span?.startNs) || !Number.isFinite(span?.stopNs)) throw new Error('timeline.setView needs {startNs, stopNs}.');
      view.set(span as TimeSpan);
    })),
    internal(command('timeline.goTo', 'Go to a time, an interval or a way from here', [], (run, args) => goTo(run, String(args ?? '')))),
    {
      id: 'timeline.setStateCue', name: 'Patterns for states: automatic, on or off', keys: [],
      run: (args) => {
        const order = ['auto', 'on', 'off'] as const;
        const next = order.find((cue) => cue === args) ?? order[(order.indexOf(app.stateCue.peek()) + 1) % order.length];
        app.stateCue.value = next;
      },
    },
    {
      id: 'timeline.setPointer', name: 'What a drag on the tracks does: the next of pan, zoom, range', keys: [],
      run: (args) => {
        const { preset } = app.pointer;
        preset.value = POINTER_PRESETS.find((known) => known === args) ?? POINTER_PRESETS[(POINTER_PRESETS.indexOf(preset.peek()) + 1) % POINTER_PRESETS.length];
        app.notify(`A drag on the tracks ${PRESET_NAMES[preset.peek()]}.`);
      },
    },
    { id: 'timeline.toggleWheelZoom', name: 'The wheel zooms, or scrolls rows again', keys: [], run: () => { app.pointer.wheelZooms.value = !app.pointer.wheelZooms.peek(); } },
    command('track.toggleOpen', 'Open or close the row', [], ({ tree }, args) => {
      const slug = typeof args === 'string' ? args : tree.focused.peek();
      if (slug !== null) tree.toggle(slug);
    }),
    command('track.openKind', 'Open this kind on all nodes', ['*'], (run) => setKind(run, true)),
    command('track.closeKind', 'Close this kind on all nodes', ['Shift+*'], (run) => setKind(run, false)),
    command('track.openAll', 'Open all rows', [], ({ tree }) => tree.setAll(true)),
    command('track.closeAll', 'Close all rows', [], ({ tree }) => tree.setAll(false)),
  ];
}

function internal(command: Command): Command {
  return { ...command, isInternal: true };
}

/** @throws Error with a sentence where the text is no time or lies outside the run */
function goTo({ view }: RunView, text: string): void {
  const found = parseDestination(text);
  if ('problem' in found) throw new Error(found.problem);
  const { startNs, stopNs } = view.span.peek();
  const extent = view.extent.peek();
  const middleNs = found.type === 'time' ? found.ns : found.type === 'way' ? (startNs + stopNs) / 2 + found.ns : (found.span.startNs + found.span.stopNs) / 2;
  if (found.type !== 'way' && (middleNs < extent.startNs || middleNs > extent.stopNs)) throw new Error(`The run goes from ${formatTime(extent.startNs)} to ${formatTime(extent.stopNs)}.`);
  const halfNs = (stopNs - startNs) / 2;
  view.set(found.type === 'span' ? found.span : { startNs: middleNs - halfNs, stopNs: middleNs + halfNs }, { animate: true });
  if (found.type === 'time') view.cursor.value = found.ns;
}

/** Brings the row of what is selected into view; its time. Undefined where nothing is. */
function revealSelection(run: RunView): TimeSpan | undefined {
  const selection = run.selection.peek();
  if (!selection) return undefined;
  const [track, level] = selection.type === 'item' ? [selection.item.track, selection.item.level] : [selection.track, selection.level];
  run.tree.reveal(track, level);
  return selection.type === 'item' ? selection.item.life : selection.span;
}

function fitSelection(run: RunView): void {
  const span = revealSelection(run);
  if (span) run.view.set(grownSpan(span), { animate: true });
}

/** First the selection comes to the middle, a second time it fills the view. */
function zoomToSelection(run: RunView): void {
  const span = revealSelection(run);
  if (!span) return;
  const { startNs, stopNs } = run.view.span.peek();
  const middleNs = (span.startNs + span.stopNs) / 2;
  const lengthNs = stopNs - startNs;
  const isCentred = Math.abs(middleNs - (startNs + stopNs) / 2) < lengthNs * 0.01;
  if (isCentred) run.view.set(grownSpan(span), { animate: true });
  else run.view.set({ startNs: middleNs - lengthNs / 2, stopNs: middleNs + lengthNs / 2 }, { animate: true });
}

function setKind({ tree }: RunView, open: boolean): void {
  const row = tree.rows.peek().find((candidate) => candidate.slug === tree.focused.peek());
  if (row && row.kind !== '') tree.setKind(row.kind, open);
}
