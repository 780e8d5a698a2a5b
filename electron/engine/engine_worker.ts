/** Worker entry of the engine: answers calls of the main thread. Options come as workerData. */
import { workerData } from 'node:worker_threads';
import { Engine, type EngineOptions } from './engine.ts';
import { answerCalls } from './worker_calls.ts';

let emit: (event: string, data: unknown) => void = () => {};
const engine = new Engine(workerData as EngineOptions, (event, data) => emit(event, data));
emit = answerCalls({
  call: ({ method, params }: { readonly method: string; readonly params: unknown }, { signal }) => engine.call(method, params, signal),
});
