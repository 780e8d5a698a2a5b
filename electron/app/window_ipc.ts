// What the page may ask of the shell, and the check of who asks.
import { ipcMain, type IpcMainInvokeEvent } from 'electron';
import { EXPORT_PLACES, type ExportPlace } from '../protocol/exports.ts';
import { isLive } from './security.ts';

/** Channel names, also written in preload.cts, which cannot import. */
export const CHANNELS = {
  command: 'shell:command',
  engineGone: 'shell:engine-gone',
  restartEngine: 'shell:restart-engine',
  openFiles: 'shell:open-files',
  openFolder: 'shell:open-folder',
  addFiles: 'shell:add-files',
  openPaths: 'shell:open-paths',
  choosePlace: 'shell:choose-place',
} as const;

export interface WindowActions {
  /** The window's page address, undefined while its engine is gone. */
  readonly liveUrl: string | undefined;
  /** The address that the window last loaded, kept when its engine is gone. */
  readonly lastUrl: string | undefined;
  askAndOpen(what: 'files' | 'folder'): Promise<boolean>;
  /** Asks for further logs of a run that is open. */
  askAndAdd(run: string): Promise<boolean>;
  /** Asks where exports of a run go, or what they use, and tells the engine. */
  askForPlace(run: string, place: ExportPlace): Promise<boolean>;
  open(paths: readonly string[]): boolean;
  restartEngine(): Promise<void>;
}

/** Serves the page's calls. `windowOf` gives the window whose contents these are. */
export function serveWindows(windowOf: (contentsId: number) => WindowActions | undefined): void {
  const caller = (event: IpcMainInvokeEvent, needsEngine: boolean): WindowActions => {
    const window = windowOf(event.sender.id);
    const frame = event.senderFrame;
    const address = needsEngine ? window?.liveUrl : window?.lastUrl;
    // Only the page itself, not a frame in it, and only while it is the page of a living engine (restarting excepted).
    if (window === undefined || frame === null || frame !== event.sender.mainFrame || !isLive(frame.url, address)) {
      throw new Error('refused: this call does not come from the page of a living engine');
    }
    return window;
  };
  ipcMain.handle(CHANNELS.openFiles, (event) => caller(event, true).askAndOpen('files'));
  ipcMain.handle(CHANNELS.openFolder, (event) => caller(event, true).askAndOpen('folder'));
  ipcMain.handle(CHANNELS.addFiles, (event, run: unknown) => {
    const window = caller(event, true);
    return typeof run === 'string' ? window.askAndAdd(run) : false;
  });
  ipcMain.handle(CHANNELS.choosePlace, (event, run: unknown, place: unknown) => {
    const window = caller(event, true);
    const known = EXPORT_PLACES.find((name) => name === place);
    return typeof run === 'string' && known !== undefined ? window.askForPlace(run, known) : false;
  });
  ipcMain.handle(CHANNELS.openPaths, (event, paths: unknown) => {
    const window = caller(event, true);
    return Array.isArray(paths) && paths.length > 0 && paths.every((path) => typeof path === 'string') ? window.open(paths) : false;
  });
  ipcMain.handle(CHANNELS.restartEngine, (event) => caller(event, false).restartEngine());
}
