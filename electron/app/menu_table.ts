// The menus as data. `command` is a command of the page's registry; the page runs it when the menu asks (preload bridge).

export type ShellAction = 'new-window' | 'open-files' | 'open-folder' | 'restart-engine';

export type MenuRow =
  | { readonly kind: 'command'; readonly label: string; readonly command: string; readonly keys?: string }
  | { readonly kind: 'shell'; readonly label: string; readonly action: ShellAction; readonly keys?: string }
  | { readonly kind: 'role'; readonly role: 'close' | 'quit' | 'cut' | 'copy' | 'paste' | 'selectAll' | 'togglefullscreen' | 'toggleDevTools' | 'about' | 'minimize'; readonly not?: string }
  | { readonly kind: 'recent' }
  | { readonly kind: 'line' };

export interface MenuTable {
  readonly label: string;
  readonly rows: readonly MenuRow[];
}

const line: MenuRow = { kind: 'line' };
const command = (label: string, id: string, keys?: string): MenuRow => ({ kind: 'command', label, command: id, ...(keys === undefined ? {} : { keys }) });

// Keys are those of ui.md's command table and only shown here: the page listens to them itself.
export const MENUS: readonly MenuTable[] = [
  {
    label: '&File',
    rows: [
      { kind: 'shell', label: 'New window', action: 'new-window', keys: 'CmdOrCtrl+Shift+N' },
      { kind: 'shell', label: 'Open files…', action: 'open-files', keys: 'CmdOrCtrl+O' },
      { kind: 'shell', label: 'Open folder…', action: 'open-folder', keys: 'CmdOrCtrl+Shift+O' },
      { kind: 'recent' },
      command('Sample run', 'run.openSample'),
      line,
      command('Export for Nsight Systems…', 'run.exportNsight'),
      command('Export a trace…', 'run.exportTrace'),
      command('Export an archive…', 'run.exportArchive'),
      line,
      command('Close run', 'run.close'),
      { kind: 'role', role: 'close' },
      { kind: 'role', role: 'quit', not: 'darwin' },
    ],
  },
  {
    label: '&Edit',
    rows: [
      { kind: 'role', role: 'cut' },
      { kind: 'role', role: 'copy' },
      { kind: 'role', role: 'paste' },
      { kind: 'role', role: 'selectAll' },
      line,
      command('Find', 'find.focus', '/'),
      command('Find next', 'find.next', 'F3'),
      command('Find previous', 'find.previous', 'Shift+F3'),
    ],
  },
  {
    label: '&View',
    rows: [
      command('Whole run', 'timeline.zoomToFit', 'Ctrl+0'),
      command('Zoom in', 'timeline.zoomIn', 'W'),
      command('Zoom out', 'timeline.zoomOut', 'S'),
      command('Back', 'timeline.undoView', 'Alt+Left'),
      command('Forward', 'timeline.redoView', 'Alt+Right'),
      line,
      command('Expand all', 'track.openAll'),
      command('Collapse all', 'track.closeAll'),
      command('Panels', 'panel.toggle', 'Q'),
      command('Data quality', 'data.showQuality'),
      command('Light or dark', 'app.toggleTheme'),
      line,
      { kind: 'role', role: 'togglefullscreen' },
      { kind: 'role', role: 'toggleDevTools' },
      { kind: 'shell', label: 'Restart engine', action: 'restart-engine' },
    ],
  },
  {
    label: '&Help',
    rows: [command('Keys and help', 'app.showHelp', 'H'), { kind: 'role', role: 'about', not: 'darwin' }],
  },
];
