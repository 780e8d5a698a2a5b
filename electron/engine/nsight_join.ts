/** Exports and reports of Nsight Systems that are opened with logs, or alone: which run that makes, and the joining as a job. Engine worker. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { FileIdentity } from '../index/content_id.ts';
import { exportReport, isReport } from '../nsight/report_export.ts';
import type { JoinRequest } from '../nsight/join.ts';
import { WorkerCalls, workerFile, YOUNG_MB } from './worker_calls.ts';

/** Of a run that exports are joined to. */
export interface NsightJoin {
  readonly files: readonly FileIdentity[];
  /** Identity of the run with them. */
  readonly id: string;
  /** Where the joined index shall be. */
  readonly target: string;
  readonly title: string;
  readonly program: string;
}

/** Parts of a job of joining, as its list counts in bytes. */
export const JOIN_PARTS = 1000;

export function joinLabel({ files }: NsightJoin): string {
  return files.length === 1 ? `Joining ${basename(files[0].path)}` : `Joining ${files.length} exports of Nsight Systems`;
}

/** Path of the joined index. @param base complete index of the run; undefined = there is none @throws ProfileError; the signal's reason */
export async function runJoin(nsight: NsightJoin, base: string | undefined, signal: AbortSignal, onParts: (parts: number) => void): Promise<string> {
  const names = nsight.files.map(({ path }) => path);
  const folder = names.some(isReport) ? await mkdtemp(join(tmpdir(), 'legion-prof-nsys-')) : undefined;
  const worker = new WorkerCalls(workerFile('nsight_worker', import.meta.url), 'The reader of Nsight Systems exports', { resourceLimits: { maxOldGenerationSizeMb: 4096, maxYoungGenerationSizeMb: YOUNG_MB } });
  try {
    const files: string[] = [];
    for (const name of names) files.push(folder !== undefined && isReport(name) ? await exportReport(name, folder, signal) : name);
    const request: JoinRequest = { base, files, names, target: nsight.target, contentId: nsight.id, title: nsight.title, program: nsight.program };
    return (await worker.call('join', request, { signal, onProgress: (part: number) => onParts(Math.round(part * JOIN_PARTS)) })) as string;
  } finally {
    await worker.end();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }
}
