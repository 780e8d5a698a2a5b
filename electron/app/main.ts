// The Electron main process: windows, menus, one instance. It reads no log and draws nothing (docs/adr/0011-desktop-shell.md).
import { app, BrowserWindow, dialog } from 'electron';
import { join } from 'node:path';
import { readArguments } from './arguments.ts';
import { findNode } from './find_node.ts';
import { LogWindow } from './log_window.ts';
import { setMenu } from './menu.ts';
import type { ShellAction } from './menu_table.ts';
import { readRecent, withRecent, writeRecent, type RecentEntry } from './recent_paths.ts';
import { serveWindows } from './window_ipc.ts';

/** What a second start hands to the first one. */
interface HandedOver {
  readonly paths: readonly string[];
  readonly vs: readonly string[] | undefined;
  readonly view: string | undefined;
}

const started = readArguments(process.argv, app.isPackaged, process.cwd());
const windows = new Map<number, LogWindow>();
/** Engines of closed windows that have not ended yet. */
const ending = new Set<Promise<void>>();
/** macOS tells of files before we are ready. */
const waitingPaths: string[] = [];

function recentFile(): string {
  return join(app.getPath('userData'), 'recent.json');
}

function remember(paths: RecentEntry): void {
  writeRecent(recentFile(), withRecent(readRecent(recentFile()), paths));
  for (const path of paths) app.addRecentDocument(path);
  updateMenu();
}

function openWindow(paths: readonly string[], { view, vs }: { readonly view?: string | undefined; readonly vs?: readonly string[] | undefined } = {}): void {
  const node = findNode(app.getAppPath(), process.resourcesPath);
  if (node === undefined) {
    dialog.showErrorBox('Legion Prof', `Its Node is missing in ${app.getAppPath()}. Install the program again, or run npm ci in a checkout.`);
    app.quit();
    return;
  }
  const window = new LogWindow(paths, { node, appRoot: app.getAppPath(), testHooks: started.testHooks, view, vs, onOpened: remember });
  const { id } = window.browserWindow.webContents;
  windows.set(id, window);
  window.browserWindow.on('closed', () => {
    windows.delete(id);
    const end = window.dispose().finally(() => ending.delete(end));
    ending.add(end);
  });
}

function focusedWindow(): LogWindow | undefined {
  const focused = BrowserWindow.getFocusedWindow();
  return (focused && windows.get(focused.webContents.id)) ?? [...windows.values()].at(-1);
}

/** Opens paths in a window that shows nothing yet, else in a new one. */
function openPaths(paths: readonly string[]): void {
  const empty = [...windows.values()].find((window) => window.isEmpty);
  if (empty === undefined) openWindow(paths);
  else {
    empty.open(paths);
    empty.browserWindow.focus();
  }
}

function runShell(action: ShellAction): void {
  const window = focusedWindow();
  switch (action) {
    case 'new-window':
      return openWindow([]);
    case 'open-files':
    case 'open-folder':
      if (window === undefined) openWindow([]);
      else void window.askAndOpen(action === 'open-files' ? 'files' : 'folder');
      return;
    case 'restart-engine':
      void window?.restartEngine();
  }
}

function updateMenu(): void {
  setMenu(readRecent(recentFile()), {
    runCommand: (commandId) => focusedWindow()?.runCommand(commandId),
    runShell,
    openRecent: openPaths,
    clearRecent: () => {
      writeRecent(recentFile(), []);
      app.clearRecentDocuments();
      updateMenu();
    },
  });
}

function main(): void {
  serveWindows((contentsId) => windows.get(contentsId));
  updateMenu();
  openWindow([...started.paths, ...waitingPaths], started);

  app.on('second-instance', (_event, _argv, _folder, data) => openPathsOf(data as HandedOver));
  app.on('activate', () => {
    if (windows.size === 0) openWindow([]);
  });
}

function openPathsOf({ paths, vs, view }: HandedOver): void {
  // A window shows all that it opens in one way.
  if (view !== undefined || vs !== undefined) openWindow(paths, { view, vs });
  else if (paths.length > 0) openPaths(paths);
  else openWindow([]);
}

app.on('open-file', (event, path) => {
  event.preventDefault();
  if (app.isReady()) openPaths([path]);
  else waitingPaths.push(path);
});
app.on('window-all-closed', () => {
  if (process.platform !== 'darwin') app.quit();
});
app.on('will-quit', (event) => {
  if (ending.size === 0) return;
  // Leave no engine behind: they end when our pipe closes, but then nobody would see that one does not.
  event.preventDefault();
  void Promise.allSettled(ending).then(() => app.quit());
});

// Without a GPU, as on remote desktops, WebGL is drawn in software; Chromium wants to be told that the page may. It is ours.
app.commandLine.appendSwitch('enable-unsafe-swiftshader');
app.setAppUserModelId('org.legion-prof.desktop');
if (app.requestSingleInstanceLock({ paths: started.paths, vs: started.vs, view: started.view } satisfies HandedOver)) {
  // Not awaited at the top level: Electron hung there.
  void app.whenReady().then(main);
} else {
  app.quit();
}
