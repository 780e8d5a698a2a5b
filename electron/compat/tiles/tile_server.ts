/** The main thread's hold on the tile worker: started with the first question, ended with the server. */
import { WorkerCalls, workerFile } from '../../engine/worker_calls.ts';
import { ProfileError } from '../../protocol/errors.ts';
import { errorBody, type TileRequest } from './tile_requests.ts';

export class TileServer {
  readonly #indexPath: () => Promise<string>;
  #worker: WorkerCalls | undefined;

  /** @param indexPath of the run that is served; resolves when its index is complete, rejects with a ProfileError where there will be none */
  constructor(indexPath: () => Promise<string>) {
    this.#indexPath = indexPath;
  }

  /** The body of an answer; what goes wrong is told in it, as the reference's viewer expects. */
  async answer(request: TileRequest): Promise<Uint8Array> {
    try {
      const index = await this.#indexPath();
      this.#worker ??= this.#start();
      return (await this.#worker.call('answer', { index, request })) as Uint8Array;
    } catch (error) {
      return errorBody(error instanceof ProfileError ? error.message : 'The tile could not be made.');
    }
  }

  async end(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.end();
  }

  #start(): WorkerCalls {
    const worker = new WorkerCalls(workerFile('tile_worker', import.meta.url), 'The server of tiles');
    // The next question starts another one.
    worker.onDeath = () => {
      if (this.#worker === worker) this.#worker = undefined;
    };
    return worker;
  }
}
