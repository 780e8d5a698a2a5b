/**
 * Process that loads the vendor's library and writes one report with it. Started by nvtxw_process.ts, which sends one request and gets
 * progress, then a result or an error. Ends with its parent. Whatever the library prints is the parent's to read.
 */
import { IndexReader } from '../../index/index_reader.ts';
import { ProfileError, toWireError } from '../../protocol/errors.ts';
import { loadNativeWriter, type NativeWriter } from './nvtxw_addon.ts';
import { exportRun, type ExportCounts } from './nvtxw_export.ts';
import type { FromWriter, ProbeRequest, WriterRequest } from './nvtxw_process.ts';

const PROGRESS_MS = 100;

function send(message: FromWriter): Promise<void> {
  return new Promise((resolve, reject) => process.send!(message, (error: Error | null) => (error === null ? resolve() : reject(error))));
}

/** The addon's errors as sentences. */
function explained(error: unknown, library: string): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  switch (error.code) {
    case 'not-loaded':
      return new ProfileError('system', `The backend of Nsight Systems cannot be loaded: ${error.message}. Install Nsight Systems 2024.5.1 or newer (the full package), or name its ${library} by --backend.`, { cause: error });
    case 'no-backend':
      return new ProfileError('system', `${library} is no backend of Nsight Systems: ${error.message}.`, { cause: error });
    case 'refused':
      return new ProfileError('system', `The backend of Nsight Systems (${library}) failed: ${error.message}.`, { cause: error });
    default:
      return error;
  }
}

async function write({ index, library, choice }: WriterRequest): Promise<ExportCounts & { interface: 1 | 2 }> {
  const Writer = loadNativeWriter();
  const reader = IndexReader.open(index);
  try {
    const writer: NativeWriter = new Writer(library);
    let said = 0;
    const work = exportRun(reader, writer, choice, (done, total) => {
      const now = performance.now();
      if (now - said < PROGRESS_MS) return;
      said = now;
      process.send!({ progress: { done, total } } satisfies FromWriter);
    });
    for (;;) {
      const step = work.next();
      if (step.done === true) return { ...step.value, interface: writer.interface };
      // Lets the end of the parent be seen.
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
  } finally {
    reader.close();
  }
}

process.once('disconnect', () => process.exit(1));
process.once('message', async (request: WriterRequest | ProbeRequest) => {
  try {
    if (request.choice === undefined) await send({ found: new (loadNativeWriter())(request.library).interface });
    else await send({ result: await write(request) });
  } catch (error) {
    await send({ error: toWireError(explained(error, request.library)) });
  }
  // The library's threads and its clean-up are not waited for.
  process.exit(0);
});
