import type { ExportPlace } from './exports.ts';

/**
 * What the desktop window adds to the page, as `window.legionProfDesktop`; absent in a browser. Paths never pass through
 * here: the page says what the user did, the shell finds the paths and hands them to the engine.
 */
export interface DesktopBridge {
  /** As Node names it: linux, darwin, win32. */
  readonly platform: string;
  /** The menu asks for a command of the page's registry. Returns the way to stop listening. */
  onCommand(listener: (commandId: string) => void): () => void;
  /** The engine of this window has ended by itself; `reason` is a sentence. */
  onEngineGone(listener: (reason: string) => void): () => void;
  /** Starts another engine with what was opened; the page is then loaded anew with its hash. */
  restartEngine(): Promise<void>;
  /** Asks for logs in a system dialog and opens them in this window; false when the user cancelled. */
  openFiles(): Promise<boolean>;
  /** The same for a folder of logs. */
  openFolder(): Promise<boolean>;
  /** Asks for further logs of a run that is open, such as that of a missing rank, and opens it anew with them; false when the user cancelled. */
  addFiles(run: string): Promise<boolean>;
  /** Asks in a system dialog where exports of a run go, or what they use; true when the engine knows, false when the user cancelled. */
  choosePlace(run: string, place: ExportPlace): Promise<boolean>;
  /** Size of the page's contents: 1 = as the system has it. */
  setZoom(factor: number): void;
  /** Opens what was dropped on the page; false when none of it has a path (a picture dragged from another page). */
  openDropped(files: readonly File[]): Promise<boolean>;
}

/** A file of the browser. Declared here because this folder knows no browser types; it carries no member on purpose. */
type File = object;
