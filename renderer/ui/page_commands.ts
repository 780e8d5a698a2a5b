/** Commands that need the page itself: help, regions, the desktop's dialogs, copying what is shown. */
import type { Signal } from '@preact/signals';
import type { App, Command } from '../state/app.ts';
import { NO_RUN } from '../state/timeline_commands.ts';
import { copyText } from './base/copy.ts';
import { detailsAsJson, detailsAsText } from './details/details_text.ts';
import { desktop } from './home/desktop_bridge.ts';
import { linkCommands } from './link_commands.ts';
import { cycleRegion } from './regions.ts';

function copyCommands(app: App): Command[] {
  const selected = () => {
    const selection = app.run.peek()?.selection.peek();
    return selection?.type === 'item' ? selection.details : undefined;
  };
  const disabled = (): string | undefined => (selected() ? undefined : 'select an item first');
  return [
    {
      id: 'select.copyText', name: 'Copy the details as text', keys: ['Ctrl+C'],
      // Marked text on the page is copied by the browser.
      disabled: () => (window.getSelection()?.isCollapsed === false ? 'text is marked' : disabled()),
      run: async () => {
        const details = selected();
        if (details) await copyText(app, detailsAsText(details), 'the details as text');
      },
    },
    {
      id: 'select.copyJson', name: 'Copy the details as JSON', keys: [], disabled,
      run: async () => {
        const details = selected();
        if (details) await copyText(app, detailsAsJson(details, app.run.peek()?.track(details.track)?.slug ?? null), 'the details as JSON');
      },
    },
  ];
}

/** The box for commands, times and tracks, by what stands in it. */
function paletteCommands(app: App, palette: Signal<string | null>): Command[] {
  const disabled = (): string | undefined => (app.run.peek() ? undefined : NO_RUN);
  const open = (text: string) => (args?: unknown): void => {
    palette.value = typeof args === 'string' ? args : text;
  };
  return [
    { id: 'app.openPalette', name: 'Command palette', keys: ['Ctrl+K', 'Ctrl+Shift+P'], run: open('>') },
    { id: 'timeline.goToTime', name: 'Go to a time', keys: ['G'], disabled, run: open('@') },
    { id: 'track.find', name: 'Find a track', keys: ['Ctrl+P'], disabled, run: open('#') },
  ];
}

export function pageCommands(app: App, isHelpOpen: Signal<boolean>, isSettingsOpen: Signal<boolean>, palette: Signal<string | null>): Command[] {
  const bridge = desktop();
  const commands: Command[] = [
    {
      id: 'app.showHelp', name: 'Help', keys: ['?', 'H'], run: () => {
        isHelpOpen.value = true;
      },
    },
    {
      id: 'app.openSettings', name: 'Settings', keys: ['Ctrl+,'], run: () => {
        isSettingsOpen.value = true;
      },
    },
    {
      id: 'filter.focus', name: 'Go to the filter, or to the search box where there is none', keys: ['\\'], disabled: () => (app.run.peek() ? undefined : NO_RUN),
      run: () => {
        const chip = document.querySelector<HTMLElement>('[data-region=filterbar] .filter-query');
        if (chip) chip.focus();
        else void app.commands.run('find.focus');
      },
    },
    { id: 'app.cycleRegion', name: 'Next region', keys: ['F6'], run: () => cycleRegion(1) },
    { id: 'app.cycleRegionBack', name: 'Previous region', keys: ['Shift+F6'], run: () => cycleRegion(-1) },
    ...paletteCommands(app, palette),
    ...copyCommands(app),
    ...linkCommands(app),
  ];
  if (!bridge) return commands;
  return [
    ...commands,
    { id: 'run.openFiles', name: 'Open files', keys: ['Ctrl+O'], run: async () => void await bridge.openFiles() },
    {
      id: 'run.addFiles', name: 'Add logs to this run, such as that of a missing node', keys: [], disabled: () => (app.run.peek() ? undefined : NO_RUN),
      run: async () => {
        const run = app.run.peek();
        if (run) await bridge.addFiles(run.id);
      },
    },
    { id: 'run.openFolder', name: 'Open a folder', keys: ['Ctrl+Shift+O'], run: async () => void await bridge.openFolder() },
  ];
}
