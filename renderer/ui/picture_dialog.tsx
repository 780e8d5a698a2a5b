/** A picture of the timeline as a file: what of it, in which form and colours, with a look at it before. */
import { useEffect, useState } from 'preact/hooks';
import { messageOf } from '../base/cancel.ts';
import { paletteOf } from '../base/palettes.ts';
import { THEMES } from '../base/theme.ts';
import type { App, RunView } from '../state/app.ts';
import { pngPicture, svgPicture, type PictureSource } from '../gl/picture/make_picture.ts';
import { currentTimeline } from '../timeline/mount_timeline.ts';
import { Button } from './base/button.tsx';
import { useApp } from './base/context.ts';
import { Dialog } from './base/dialog.tsx';
import { saveFile } from './base/save.ts';

export interface PictureChoice {
  readonly format: 'png' | 'svg';
  readonly scale: 1 | 2 | 3;
  readonly part: 'view' | 'range';
  readonly colors: 'paper' | 'screen';
  /** Of an SVG before its tracks become a bitmap; the usual limit if left out. */
  readonly maxShapes?: number;
}

const USUAL: PictureChoice = { format: 'png', scale: 2, part: 'view', colors: 'paper' };
const LOADING_MS = 15_000;

/** Waits until all that is to be seen has come. @throws Error after some time */
async function whole(run: RunView): Promise<PictureSource['list']> {
  const beganMs = performance.now();
  for (;;) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    const timeline = currentTimeline();
    const list = timeline?.list;
    const isHere = list?.viewport.startNs === run.view.span.peek().startNs && list.viewport.stopNs === run.view.span.peek().stopNs;
    if (list && isHere && timeline.isClean && !list.hasMissing && !list.hasStale) return list;
    if (performance.now() - beganMs > LOADING_MS) throw new Error('Not all of the timeline has been loaded; try again when it has.');
  }
}

/** @throws Error with a sentence */
export async function makePicture(app: App, run: RunView, { format, scale, part, colors, maxShapes }: PictureChoice): Promise<Blob> {
  const before = run.view.span.peek();
  const range = run.view.range.peek();
  if (part === 'range' && range) run.view.set(range, { history: 'none' });
  try {
    const list = await whole(run);
    const { info } = run.summary.peek();
    const version = [info.runtime === null ? '' : `Legion ${info.runtime}`, info.logVersions.length === 0 ? '' : `log ${info.logVersions.join(', ')}`].filter((text) => text !== '').join(', ');
    const theme = colors === 'paper' ? THEMES.light : THEMES[app.theme.effective.peek()];
    const source: PictureSource = {
      list, theme, palette: paletteOf(theme, run.coloring.mode.peek(), run.coloring.palette.peek()), marks: run.marks, nameOf: (id) => run.name(id),
      facts: { title: info.title, version, span: { startNs: list.viewport.startNs, stopNs: list.viewport.stopNs } },
    };
    return format === 'svg' ? svgPicture(source, maxShapes) : await pngPicture(source, scale);
  } finally {
    if (part === 'range') run.view.set(before, { history: 'none' });
  }
}

export async function savePicture(app: App, run: RunView, choice: Partial<PictureChoice>): Promise<void> {
  const whole = { ...USUAL, ...choice };
  saveFile(`${run.summary.peek().info.title}.${whole.format}`, await makePicture(app, run, whole));
}

export function PictureDialog({ run, onClose }: { run: RunView; onClose: () => void }) {
  const app = useApp();
  const [choice, setChoice] = useState<PictureChoice>({ ...USUAL, part: run.view.range.peek() === null ? 'view' : 'range' });
  const [preview, setPreview] = useState<string | undefined>(undefined);
  const [problem, setProblem] = useState('');
  useEffect(() => {
    let address: string | undefined;
    let isOver = false;
    makePicture(app, run, { ...choice, format: 'png', scale: 1 }).then(
      (blob) => {
        if (isOver) return;
        address = URL.createObjectURL(blob);
        setPreview(address);
        setProblem('');
      },
      (error: unknown) => { if (!isOver) setProblem(messageOf(error)); },
    );
    return () => {
      isOver = true;
      if (address !== undefined) URL.revokeObjectURL(address);
    };
  }, [choice.part, choice.colors]);
  const change = (next: Partial<PictureChoice>): void => setChoice({ ...choice, ...next });
  const save = (): void => {
    savePicture(app, run, choice).then(onClose, (error: unknown) => setProblem(messageOf(error)));
  };
  const hasRange = run.view.range.value !== null;
  return (
    <Dialog title="Picture of the timeline" class="picture-dialog" onClose={onClose}>
      <div class="picture-choices">
        <label>What <select value={choice.part} onChange={(event) => change({ part: event.currentTarget.value as PictureChoice['part'] })}>
          <option value="view">the rows and time in view</option>
          {hasRange && <option value="range">the selected range</option>}
        </select></label>
        <label>Colours <select value={choice.colors} onChange={(event) => change({ colors: event.currentTarget.value as PictureChoice['colors'] })}>
          <option value="paper">for paper</option>
          <option value="screen">as on screen</option>
        </select></label>
        <label>Form <select value={choice.format === 'svg' ? 'svg' : String(choice.scale)} onChange={(event) => {
          const { value } = event.currentTarget;
          change(value === 'svg' ? { format: 'svg' } : { format: 'png', scale: Number(value) as PictureChoice['scale'] });
        }}>
          <option value="1">PNG</option>
          <option value="2">PNG, twice as fine</option>
          <option value="3">PNG, three times as fine</option>
          <option value="svg">SVG</option>
        </select></label>
      </div>
      <div class="picture-preview">
        {preview === undefined ? <p class="muted">{problem === '' ? 'Drawing…' : ''}</p> : <img src={preview} alt="What the picture will show" />}
      </div>
      {problem !== '' && <p class="tone-red" role="alert">{problem}</p>}
      <footer class="dialog-foot">
        <Button tone="quiet" onClick={onClose}>Cancel</Button>
        <Button tone="main" onClick={save}>Save…</Button>
      </footer>
    </Dialog>
  );
}
