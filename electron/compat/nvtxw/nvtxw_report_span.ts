/** When a report of Nsight Systems was recorded, exactly: from its SQLite export, which lies beside it or which the nsys on PATH makes. */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { captureStart } from '../../nsight/export_clock.ts';
import { extentOf } from '../../nsight/extent.ts';
import { NsightExport } from '../../nsight/nsight_export.ts';
import { exportReport } from '../../nsight/report_export.ts';
import { ProfileError } from '../../protocol/errors.ts';

/** ns since 1970 of the first and the last event. */
export interface ReportSpan {
  readonly startNs: bigint;
  readonly stopNs: bigint;
}

/** Undefined where nothing can tell: there is no nsys, or the report has no events or no wall clock. @throws ProfileError where nsys cannot read the report; the signal's reason */
export async function reportSpan(report: string, signal: AbortSignal): Promise<ReportSpan | undefined> {
  const beside = report.replace(/\.[^.]+$/, '.sqlite');
  if (await isNewer(beside, report)) return spanOf(beside);
  const folder = await mkdtemp(join(tmpdir(), 'legion-prof-nsys-'));
  try {
    return spanOf(await exportReport(report, folder, signal));
  } catch (error) {
    if (error instanceof ProfileError && error.kind === 'not-found') return undefined;
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function spanOf(path: string): ReportSpan | undefined {
  const file = NsightExport.open(path);
  try {
    const start = captureStart(file);
    const { events, firstNs, lastNs } = extentOf(file);
    return start === undefined || events === 0 ? undefined : { startNs: start + BigInt(firstNs), stopNs: start + BigInt(lastNs) };
  } finally {
    file.close();
  }
}

/** An export that is older than its report is of another one. */
async function isNewer(path: string, than: string): Promise<boolean> {
  const [own, other] = await Promise.all([path, than].map((one) => stat(one).catch(() => undefined)));
  return own !== undefined && other !== undefined && own.mtimeMs >= other.mtimeMs;
}
