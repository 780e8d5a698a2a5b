// One engine for one window: a plain Node process that we start, talk to over its IPC pipe, and end.
import { spawn, type ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { join } from 'node:path';
import type { ExportPlace } from '../protocol/exports.ts';
import { engineEnvironment, engineFlags } from '../cli/engine_process_settings.ts';

/** What the engine says over the pipe. */
type EngineMessage = { readonly type: 'ready'; readonly url: string } | { readonly type: 'title'; readonly title: string } | { readonly type: 'granted' };

interface EngineEvents {
  ready: [url: string];
  title: [title: string];
  /** It knows a place that was chosen. */
  granted: [];
  /** It ended without being asked to; the text says how. */
  gone: [reason: string];
}

/** An engine that is asked to stop gets this long before it is killed. */
const STOP_MS = 1_900;
/** Enough of its last words for an error message. */
const KEPT_STDERR = 4_000;

export class EngineProcess extends EventEmitter<EngineEvents> {
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  #isStopping = false;
  #lastWords = '';
  /** Address of its page, once it serves one. */
  url: string | undefined;

  /** `view`: see ShellArguments. */
  constructor(node: string, appRoot: string, view: string | undefined) {
    super();
    const env: NodeJS.ProcessEnv = { ...process.env };
    // Meant for Electron, wrong for a plain Node.
    for (const name of ['ELECTRON_RUN_AS_NODE', 'ELECTRON_NO_ASAR', 'NODE_OPTIONS']) delete env[name];
    // `spawn` and not `fork`: Electron's fork turns its children into Electrons. When we die, however we die, the
    // pipe closes and the engine ends by itself.
    this.#child = spawn(node, [...engineFlags(), join(appRoot, 'dist', 'electron', 'engine_main.js'), ...(view === undefined ? [] : [view])], {
      stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
      env: engineEnvironment(env),
      windowsHide: true,
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      process.stderr.write(text);
      this.#lastWords = (this.#lastWords + text).slice(-KEPT_STDERR);
    });
    this.#child.on('message', (message) => this.#receive(message));
    this.#ended = new Promise((resolve) => {
      // 'close' comes after the last of its output has been read, 'error' instead of both when it never started.
      this.#child.once('close', (code, signal) => {
        resolve();
        this.#reportEnd(signal === null ? `exit code ${code}` : `signal ${signal}`);
      });
      this.#child.once('error', (error) => {
        resolve();
        this.#reportEnd(error.message);
      });
    });
  }

  get isAlive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null && this.#child.connected;
  }

  /** `vs`: the run to show beside them; `addTo`: the open run that they belong to. */
  open(paths: readonly string[], vs: readonly string[] = [], addTo?: string): void {
    if (paths.length > 0) this.#send({ type: 'open', paths, vs, ...(addTo === undefined ? {} : { addTo }) });
  }

  /** Tells it of a place for exports that a person chose; resolves when it knows. */
  async grant(run: string, place: ExportPlace, path: string): Promise<void> {
    const known = once(this, 'granted');
    this.#send({ type: 'grant', run, place, path });
    await Promise.race([known, this.#ended]);
  }

  /** Asks it to end and waits until it has. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    if (!this.isAlive) return;
    this.#send({ type: 'stop' });
    const kill = setTimeout(() => this.#child.kill('SIGKILL'), STOP_MS);
    await this.#ended;
    clearTimeout(kill);
  }

  #send(message: { type: 'open'; paths: readonly string[]; vs: readonly string[]; addTo?: string } | { type: 'grant'; run: string; place: ExportPlace; path: string } | { type: 'stop' }): void {
    // The callback takes the error of a pipe that closed in between; its end is reported by 'close'.
    if (this.#child.connected) this.#child.send(message, () => {});
  }

  #receive(message: unknown): void {
    const { type, url, title } = message as Partial<Record<'type' | 'url' | 'title', unknown>>;
    const known: EngineMessage | undefined =
      type === 'ready' && typeof url === 'string' ? { type, url } : type === 'title' && typeof title === 'string' ? { type, title } : type === 'granted' ? { type } : undefined;
    if (known?.type === 'ready') {
      this.url = known.url;
      this.emit('ready', known.url);
    } else if (known?.type === 'title') this.emit('title', known.title);
    else if (known?.type === 'granted') this.emit('granted');
  }

  #reportEnd(how: string): void {
    if (this.#isStopping) return;
    this.#isStopping = true;
    const words = this.#lastWords.trim().split('\n').at(-1) ?? '';
    this.emit('gone', words === '' ? `It ended with ${how}.` : `It ended with ${how}: ${words}`);
  }
}
