// One window and its engine: starts it, loads its page, opens paths in it, and brings both back when the engine has died.
import { BrowserWindow, dialog, nativeTheme, type OpenDialogOptions } from 'electron';
import { join } from 'node:path';
import type { ExportPlace } from '../protocol/exports.ts';
import { EngineProcess } from './engine_process.ts';
import { confineContents, confineSession } from './security.ts';
import { CHANNELS, type WindowActions } from './window_ipc.ts';

export interface WindowOptions {
  readonly node: string;
  readonly appRoot: string;
  readonly testHooks: boolean;
  /** See ShellArguments. */
  readonly view: string | undefined;
  /** The run to compare with what is opened first. */
  readonly vs: readonly string[] | undefined;
  /** Called with paths that were opened, for the recent list. */
  onOpened(paths: readonly string[]): void;
}

const LOG_FILTERS = [
  { name: 'Logs and indexes', extensions: ['prof', 'gz', 'log', 'lprof', 'sqlite', 'nsys-rep'] },
  { name: 'All files', extensions: ['*'] },
];

const PLACE_DIALOGS: Readonly<Record<ExportPlace, OpenDialogOptions>> = {
  folder: { title: 'Write into this folder', buttonLabel: 'Write here', properties: ['openDirectory', 'createDirectory'] },
  library: { title: 'The writer of Nsight Systems', properties: ['openFile'], filters: [{ name: 'Libraries', extensions: ['so', 'dll', 'dylib'] }, { name: 'All files', extensions: ['*'] }] },
  reports: { title: 'The folder with legate_<rank>.nsys-rep', properties: ['openDirectory'] },
};

let windowCount = 0;

export class LogWindow implements WindowActions {
  readonly browserWindow: BrowserWindow;
  readonly #options: WindowOptions;
  /** Everything opened so far: a new engine is given it again. */
  readonly #paths: string[] = [];
  #engine: EngineProcess;
  #hasEngineTitle = false;
  lastUrl: string | undefined;

  constructor(paths: readonly string[], options: WindowOptions) {
    this.#options = options;
    this.browserWindow = new BrowserWindow({
      width: 1440,
      height: 900,
      minWidth: 1024,
      minHeight: 640,
      show: false,
      title: 'Legion Prof',
      backgroundColor: nativeTheme.shouldUseDarkColors ? '#16181d' : '#ffffff',
      icon: join(options.appRoot, 'build', 'icon.png'),
      webPreferences: {
        preload: join(options.appRoot, 'dist', 'electron', 'preload.cjs'),
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        webviewTag: false,
        spellcheck: false,
        // In memory and for this window alone: the engine keeps what is to be kept.
        partition: `window-${windowCount++}`,
      },
    });
    const { webContents } = this.browserWindow;
    confineSession(webContents.session, () => this.liveUrl);
    confineContents(webContents, () => this.liveUrl);
    this.browserWindow.once('ready-to-show', () => this.browserWindow.show());
    this.browserWindow.on('page-title-updated', (event) => {
      if (this.#hasEngineTitle) event.preventDefault();
    });
    this.#engine = this.#startEngine();
    this.#engine.open(paths, options.vs);
    this.#paths.push(...paths);
    if (paths.length > 0) options.onOpened(paths);
  }

  get liveUrl(): string | undefined {
    return this.#engine.isAlive ? this.#engine.url : undefined;
  }

  get isEmpty(): boolean {
    // The page can open a run by itself: the sample, or one of its recent list.
    return this.#paths.length === 0 && !this.#hasEngineTitle;
  }

  open(paths: readonly string[]): boolean {
    if (paths.length === 0) return false;
    this.#paths.push(...paths);
    this.#engine.open(paths);
    this.#options.onOpened(paths);
    return true;
  }

  async askAndOpen(what: 'files' | 'folder'): Promise<boolean> {
    const { canceled, filePaths } = await dialog.showOpenDialog(
      this.browserWindow,
      what === 'files'
        ? { title: 'Open logs', properties: ['openFile', 'multiSelections'], filters: LOG_FILTERS }
        : { title: 'Open a folder of logs', properties: ['openDirectory'] },
    );
    return canceled ? false : this.open(filePaths);
  }

  async askAndAdd(run: string): Promise<boolean> {
    const { canceled, filePaths } = await dialog.showOpenDialog(this.browserWindow, { title: 'Add logs of the same run', properties: ['openFile', 'multiSelections'], filters: LOG_FILTERS });
    if (canceled || filePaths.length === 0) return false;
    this.#paths.push(...filePaths);
    this.#engine.open(filePaths, [], run);
    this.#options.onOpened(filePaths);
    return true;
  }

  async askForPlace(run: string, place: ExportPlace): Promise<boolean> {
    const { canceled, filePaths } = await dialog.showOpenDialog(this.browserWindow, PLACE_DIALOGS[place]);
    if (canceled || filePaths.length === 0) return false;
    await this.#engine.grant(run, place, filePaths[0]);
    return true;
  }

  /** Asks the page to run a command of its registry. */
  runCommand(commandId: string): void {
    this.browserWindow.webContents.send(CHANNELS.command, commandId);
  }

  async restartEngine(): Promise<void> {
    await this.#engine.stop();
    this.#engine = this.#startEngine();
    this.#engine.open(this.#paths, this.#options.vs);
  }

  /** Ends the engine; resolves when its process is gone. */
  async dispose(): Promise<void> {
    await this.#engine.stop();
  }

  #startEngine(): EngineProcess {
    const engine = new EngineProcess(this.#options.node, this.#options.appRoot, this.#options.view);
    engine.on('ready', (url) => this.#load(url));
    engine.on('title', (title) => {
      this.#hasEngineTitle = title !== '';
      if (!this.browserWindow.isDestroyed()) this.browserWindow.setTitle(title === '' ? 'Legion Prof' : `${title} – Legion Prof`);
    });
    engine.on('gone', (reason) => this.#reportGone(reason));
    return engine;
  }

  #load(url: string): void {
    if (this.browserWindow.isDestroyed()) return;
    const address = new URL(url);
    if (this.#options.testHooks) address.searchParams.set('test', '1');
    // A new engine has a new port and token; what the user was looking at is in the hash.
    if (this.lastUrl !== undefined) address.hash = new URL(this.browserWindow.webContents.getURL()).hash;
    this.lastUrl = url;
    this.browserWindow.loadURL(address.href).catch((error: Error) => {
      // An engine that died while its page was loading has said so itself.
      if (this.liveUrl === url) this.#reportGone(`Its page could not be loaded: ${error.message}`);
    });
  }

  #reportGone(reason: string): void {
    if (this.browserWindow.isDestroyed()) return;
    if (this.lastUrl !== undefined) {
      this.browserWindow.webContents.send(CHANNELS.engineGone, reason);
      return;
    }
    // There is no page yet that could say it.
    this.browserWindow.show();
    void dialog
      .showMessageBox(this.browserWindow, { type: 'error', message: 'The engine did not start.', detail: reason, buttons: ['Try again', 'Close'], cancelId: 1 })
      .then(({ response }) => (response === 0 ? this.restartEngine() : this.browserWindow.close()));
  }
}
