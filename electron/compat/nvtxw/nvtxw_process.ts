/** The parent's side of nvtxw_worker.ts: a crash of the vendor's library ends that process and becomes a sentence here. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { workerFile } from '../../engine/worker_calls.ts';
import { fromWireError, ProfileError, type WireError } from '../../protocol/errors.ts';
import type { ExportChoice, ExportCounts } from './nvtxw_export.ts';

export interface WriterRequest {
  readonly index: string;
  readonly library: string;
  readonly choice: ExportChoice;
}

/** Loads the library and says what it is. */
export interface ProbeRequest {
  readonly library: string;
  readonly choice?: undefined;
}

export type FromWriter =
  | { readonly progress: { readonly done: number; readonly total: number } }
  | { readonly result: ExportCounts & { readonly interface: 1 | 2 } }
  | { readonly found: 1 | 2 }
  | { readonly error: WireError };

export interface Written extends ExportCounts {
  readonly interface: 1 | 2;
  /** What the library printed, its end if it was much. */
  readonly output: string;
}

const KEPT_OUTPUT = 16_384;
/** Of what a library that crashed had said. */
const QUOTED = 400;

/** @throws ProfileError: what the backend refused, 'worker-died' if it crashed; the signal's reason */
export async function writeReport(request: WriterRequest, signal: AbortSignal, onProgress: (done: number, total: number) => void): Promise<Written> {
  const { answer, output } = await ask(request, signal, onProgress);
  if ('result' in answer) return { ...answer.result, output };
  throw new Error('the writer ended without a result');
}

/** Which interface a backend has. @throws as `writeReport` */
export async function probeBackend(library: string, signal: AbortSignal): Promise<1 | 2> {
  const { answer } = await ask({ library }, signal, () => {});
  if ('found' in answer) return answer.found;
  throw new Error('the writer ended without an answer');
}

async function ask(request: WriterRequest | ProbeRequest, signal: AbortSignal, onProgress: (done: number, total: number) => void): Promise<{ readonly answer: FromWriter; readonly output: string }> {
  signal.throwIfAborted();
  const file = fileURLToPath(workerFile('nvtxw_worker', import.meta.url));
  const child = spawn(process.execPath, [...process.execArgv, file], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], windowsHide: true });
  const kill = (): void => void child.kill('SIGKILL');
  signal.addEventListener('abort', kill, { once: true });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (output = (output + text).slice(-KEPT_OUTPUT)));
  let answer: FromWriter | undefined;
  child.on('message', (message: FromWriter) => {
    if ('progress' in message) onProgress(message.progress.done, message.progress.total);
    else answer = message;
  });
  try {
    const end = await new Promise<string>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signalName) => resolve(signalName === null ? `exit code ${code}` : `signal ${signalName}`));
      // A child that could not start says so by 'error'.
      child.send(request, () => {});
    });
    signal.throwIfAborted();
    if (answer === undefined) throw new ProfileError('worker-died', `The backend of Nsight Systems (${request.library}) crashed (${end}).${quote(output)} Nothing was written.`);
    if ('error' in answer) throw fromWireError(answer.error);
    return { answer, output };
  } finally {
    signal.removeEventListener('abort', kill);
  }
}

function quote(output: string): string {
  const text = output.trim();
  return text === '' ? '' : ` It last said: ${text.slice(-QUOTED).replaceAll(/\s*\n\s*/g, ' | ')}.`;
}
