/** What the palette offers for a text: `>` commands, `@` times, `#` tracks. */
import { formatInterval, formatTime } from '../../../electron/protocol/format_time.ts';
import { parseDestination } from '../../../electron/protocol/parse_time.ts';
import type { App, Command } from '../../state/app.ts';
import { fuzzyScore } from '../../state/fuzzy.ts';
import { shownKey } from '../base/command_keys.ts';

export interface PaletteRow {
  readonly id: string;
  readonly label: string;
  /** Keys, or where it is. */
  readonly hint: string;
  /** Why it cannot be chosen now. */
  readonly reason: string | undefined;
  readonly run: () => void | Promise<void>;
}

export type PaletteMode = '>' | '@' | '#';

const SHOWN = 60;
const RECENT = 5;
const RECENT_KEY = 'palette.recent';

/** The first letter says what is meant; without one it is a command. */
export function modeOf(text: string): { readonly mode: PaletteMode; readonly query: string } {
  const first = text.trimStart()[0];
  if (first === '@' || first === '#' || first === '>') return { mode: first, query: text.trimStart().slice(1).trim() };
  return { mode: '>', query: text.trim() };
}

export function paletteRows(app: App, text: string): readonly PaletteRow[] {
  const { mode, query } = modeOf(text);
  if (mode === '@') return timeRows(app, query);
  return mode === '#' ? trackRows(app, query) : commandRows(app, query);
}

function recentIds(app: App): readonly string[] {
  const saved = app.settings.get(RECENT_KEY);
  return Array.isArray(saved) ? saved.filter((id): id is string => typeof id === 'string') : [];
}

/** By how well they are named; without a text the last five first. */
function commandRows(app: App, query: string): readonly PaletteRow[] {
  const recent = recentIds(app);
  const scoreOf = (command: Command): number | undefined => {
    // What keys do as long as they are held is little use in a list: last.
    if (query === '') return recent.includes(command.id) ? RECENT - recent.indexOf(command.id) : command.held === undefined ? 0 : -1;
    const scores = [command.name, command.id].map((name) => fuzzyScore(query, name)).filter((score) => score !== undefined);
    return scores.length === 0 ? undefined : Math.max(...scores);
  };
  return app.commands.all.value
    .filter((command) => command.isInternal !== true)
    .flatMap((command) => {
      const score = scoreOf(command);
      return score === undefined ? [] : [{ command, score }];
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, SHOWN)
    .map(({ command }) => ({
      id: command.id, label: command.name, hint: command.keys.map(shownKey).join('  '), reason: command.disabled?.(),
      run: () => {
        app.settings.set(RECENT_KEY, [command.id, ...recent.filter((id) => id !== command.id)].slice(0, RECENT));
        return app.commands.run(command.id);
      },
    }));
}

function timeRows(app: App, query: string): readonly PaletteRow[] {
  const reason = app.run.value ? undefined : 'No run is open.';
  if (query === '') return [];
  const found = parseDestination(query);
  if ('problem' in found) return [{ id: 'time', label: found.problem, hint: '', reason: 'Not a time yet.', run: () => undefined }];
  const label = found.type === 'time' ? `Go to ${formatTime(found.ns)}` : found.type === 'span'
    ? `Show ${formatInterval(found.span)}` : `Go ${formatTime(Math.abs(found.ns))} ${found.ns < 0 ? 'back' : 'on'}`;
  return [{ id: 'time', label, hint: '', reason, run: () => app.commands.run('timeline.goTo', query) }];
}

function trackRows(app: App, query: string): readonly PaletteRow[] {
  const run = app.run.value;
  if (!run) return [];
  const { tracks, groups } = run.summary.value;
  return [...groups, ...tracks]
    .flatMap((track) => {
      const scores = [track.slug, track.longName, ...('levels' in track ? [run.tree.labelOf(track)] : [])].map((name) => (query === '' ? 0 : fuzzyScore(query, name))).filter((score) => score !== undefined);
      return scores.length === 0 ? [] : [{ track, score: Math.max(...scores) }];
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, SHOWN)
    .map(({ track }) => ({
      id: track.slug, label: track.longName, hint: track.slug, reason: undefined,
      run: () => {
        run.tree.reveal(track.id);
        run.tree.focused.value = track.slug;
        document.querySelector<HTMLElement>('[role="treegrid"]')?.focus();
      },
    }));
}
