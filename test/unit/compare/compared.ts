/** Runs for tests: from folders of logs or from bytes. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { compareSides, type CompareOptions, type Comparison } from '../../../electron/compare/compare_sides.ts';
import { readRunData } from '../../../electron/compare/read_run_data.ts';
import type { RunData } from '../../../electron/compare/run_data.ts';
import { decodeBytes, decodeLog } from '../../../electron/decode/decode_log.ts';
import { isIndexOnly } from '../../../electron/model/index_only.ts';
import { runToEnd } from '../../../electron/index/slices.ts';
import { decodedSource } from './decoded_source.ts';

export const SHARED_TRACES = join(import.meta.dirname, '../../../../shared/traces');
export const OWN_LOGS = join(import.meta.dirname, '../../logs');

/** Folder of a trace, beside the checkout or in it; undefined if it is in neither. */
export function traceFolder(name: string): string | undefined {
  return [join(SHARED_TRACES, name), join(OWN_LOGS, name)].find((folder) => existsSync(folder));
}

/** Without an index: comparing reads the same columns either way (index_source.test.ts). */
export async function runOfFolder(folder: string): Promise<RunData> {
  const files = readdirSync(folder).filter((file) => /\.(gz|prof|log)$/.test(file)).sort();
  const logs = await Promise.all(files.map((file) => decodeLog(join(folder, file), { packs: isIndexOnly })));
  return runToEnd(readRunData(decodedSource(logs, folder), folder));
}

/** `path` stands for the content too: two of one path are the same run. */
export async function runOfBytes(files: readonly Uint8Array[], path: string): Promise<RunData> {
  const logs = await Promise.all(files.map((bytes, rank) => decodeBytes([bytes], { path: `prof_${rank}.log`, packs: isIndexOnly })));
  return runToEnd(readRunData(decodedSource(logs, path), path));
}

export const OPTIONS: CompareOptions = { metric: 'wall', threshold: 0.05, confidence: 0.95, noise: undefined, scaling: false };

export function compareRuns(a: RunData | readonly RunData[], b: RunData | readonly RunData[], options: CompareOptions = OPTIONS): Comparison {
  return runToEnd(compareSides([a].flat() as RunData[], [b].flat() as RunData[], options));
}

/** Sum of what changed, by a fact of the line. */
export function deltaBy({ difference: { lines } }: Comparison, fact: (line: Comparison['difference']['lines'][number]) => string): Map<string, number> {
  const sums = new Map<string, number>();
  for (const line of lines) sums.set(fact(line), (sums.get(fact(line)) ?? 0) + line.deltaNs);
  return sums;
}
