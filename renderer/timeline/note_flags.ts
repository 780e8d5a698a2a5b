/** Notes on the timeline: a flag on the ruler, a line or the edges of the range down the tracks; and small flags on the overview. Css px. */
import { toHex } from '../base/color_math.ts';
import type { ColorToken, Theme } from '../base/theme.ts';
import type { Note, NoteColor } from '../../electron/protocol/notes.ts';
import { RULER_HEIGHT } from './ruler.ts';
import { cssXOf, snappedCss, type Viewport } from './viewport.ts';

const FLAG_WIDTH = 9;
const FLAG_HEIGHT = 8;
const POLE_TOP = 2;
const LINE_ALPHA = 0.55;
const MAX_FLAGS = 500;

export const NOTE_TOKENS: Readonly<Record<NoteColor, ColorToken>> = { blue: 'accent', green: 'success', amber: 'warning', red: 'danger', violet: 'flowCreator' };

function flag(context: CanvasRenderingContext2D, x: number, y: number): void {
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x + FLAG_WIDTH, y + FLAG_HEIGHT / 2);
  context.lineTo(x, y + FLAG_HEIGHT);
  context.fill();
}

/** On a canvas whose top is the ruler's. */
export function drawNotes(context: CanvasRenderingContext2D, viewport: Viewport, theme: Theme, notes: readonly Note[]): void {
  const bottom = RULER_HEIGHT + viewport.heightCssPx;
  let drawn = 0;
  for (const note of notes) {
    const [left, right] = [note.startNs, note.stopNs].map((ns) => snappedCss(viewport, cssXOf(viewport, ns)));
    if (right < 0 || left > viewport.widthCssPx || drawn >= MAX_FLAGS) continue;
    drawn++;
    context.fillStyle = toHex(theme.colors[NOTE_TOKENS[note.color]]);
    context.globalAlpha = LINE_ALPHA;
    context.fillRect(left, RULER_HEIGHT, 1, bottom - RULER_HEIGHT);
    if (right > left) context.fillRect(right, RULER_HEIGHT, 1, bottom - RULER_HEIGHT);
    context.globalAlpha = 1;
    if (right > left) context.fillRect(Math.max(0, left), RULER_HEIGHT - 3, Math.min(viewport.widthCssPx, right) - Math.max(0, left), 3);
    context.fillRect(left, POLE_TOP, 1, RULER_HEIGHT - POLE_TOP);
    flag(context, left, POLE_TOP);
  }
}

/** The note whose flag is at a place of the ruler. */
export function noteAt(viewport: Viewport, notes: readonly Note[], x: number): Note | undefined {
  return notes.findLast((note) => {
    const left = cssXOf(viewport, note.startNs);
    return x >= left - 2 && x <= left + FLAG_WIDTH + 1;
  });
}

/** `xOf`: place of a time in the strip. */
export function drawNoteFlags(context: CanvasRenderingContext2D, theme: Theme, notes: readonly Note[], xOf: (ns: number) => number, heightPx: number): void {
  for (const note of notes.slice(0, MAX_FLAGS)) {
    const x = Math.round(xOf(note.startNs));
    context.fillStyle = toHex(theme.colors[NOTE_TOKENS[note.color]]);
    context.fillRect(x, 0, 1, heightPx);
    flag(context, x, 0);
  }
}
