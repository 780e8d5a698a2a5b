/** Of an export: when it was taken, which processes it holds, and how far its clock is from the run's, process by process. */
import type { IndexReader } from '../index/index_reader.ts';
import { F64List } from '../model/growing_columns.ts';
import { fitClock, type DevicePair, type Spans } from './clock.ts';
import { gpusOf, type GpuTasks } from './gpu_tasks.ts';
import type { NsightExport } from './nsight_export.ts';

export interface ProcessClock {
  readonly node: number;
  /** Added to times of the export, whole ns. */
  readonly offsetNs: number;
  readonly found: 'matched' | 'utc' | 'none';
  readonly matches: number;
  /** GPUs of the node by the number that the process gives them. */
  readonly gpus: ReadonlyMap<number, GpuTasks>;
}

/** Wall clock at the export's time 0, ns since 1970; undefined where it does not say. */
export function captureStart(file: NsightExport): bigint | undefined {
  if (!file.has('TARGET_INFO_SESSION_START_TIME', 'utcEpochNs')) return undefined;
  // As text: a double would lose hundreds of ns.
  const [row] = file.rows('SELECT CAST(utcEpochNs AS TEXT) FROM TARGET_INFO_SESSION_START_TIME LIMIT 1');
  const text = row?.[0];
  return typeof text === 'string' && /^\d{1,19}$/.test(text) && text !== '0' ? BigInt(text) : undefined;
}

/** @param zeroNs wall clock at the run's time 0 on that node, ns since 1970; undefined = not known */
export function processClock(file: NsightExport, reader: IndexReader, process: number, node: number, zeroNs: bigint | undefined): ProcessClock {
  const kernels = kernelsOf(file, process);
  const gpus = pairGpus(gpusOf(reader, node), [...kernels.keys()]);
  const pairs = [...gpus].flatMap(([device, gpu]): DevicePair[] => {
    const own = kernels.get(device);
    return own === undefined ? [] : [{ tasks: gpu.device, kernels: own }];
  });
  const start = captureStart(file);
  const guess = start === undefined || zeroNs === undefined ? undefined : Number(start - zeroNs);
  const fit = fitClock(pairs, guess);
  if (fit !== undefined) return { node, gpus, found: 'matched', ...fit };
  return { node, gpus, found: guess === undefined ? 'none' : 'utc', offsetNs: guess ?? 0, matches: 0 };
}

/** CUDA counts the GPUs of a process from 0, as Realm does; where the numbers are others, both are taken in their order. */
function pairGpus(gpus: readonly GpuTasks[], devices: readonly number[]): ReadonlyMap<number, GpuTasks> {
  const ordered = devices.toSorted((a, b) => a - b);
  const isDirect = ordered.every((device) => device < gpus.length);
  return new Map(ordered.flatMap((device, i) => {
    const gpu = gpus[isDirect ? device : i];
    return gpu === undefined ? [] : [[device, gpu] as const];
  }));
}

/** Kernels of a process by GPU, each list by start. */
function kernelsOf(file: NsightExport, process: number): ReadonlyMap<number, Spans> {
  const table = 'CUPTI_ACTIVITY_KIND_KERNEL';
  if (!file.has(table, 'start', 'end')) return new Map();
  const pid = `${file.column(table, ['globalPid'], '0')} >> 24 & 16777215`;
  const lists = new Map<number, { starts: F64List; stops: F64List }>();
  for (const [device, start, stop] of file.rows(`SELECT ${file.column(table, ['deviceId'], '0')}, start, "end" FROM ${table} WHERE ${pid} = ? ORDER BY start`, process)) {
    if (typeof device !== 'number' || typeof start !== 'number' || typeof stop !== 'number' || stop < start) continue;
    let list = lists.get(device);
    if (list === undefined) lists.set(device, (list = { starts: new F64List(64), stops: new F64List(64) }));
    list.starts.push(start);
    list.stops.push(stop);
  }
  return new Map([...lists].map(([device, { starts, stops }]) => [device, { starts: starts.values, stops: stops.values }]));
}
