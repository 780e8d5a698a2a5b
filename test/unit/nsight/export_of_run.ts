/** An export that goes with a run: for each GPU task calls within its host side and kernels within its device time, and things beside them. */
import type { IndexReader } from '../../../electron/index/index_reader.ts';
import { ExportFile, globalId, type SchemaVersion } from './export_file.ts';

export interface ExportChoice {
  readonly version: SchemaVersion;
  readonly node: number;
  /** Wall clock at the run's time 0, less that at the export's, ns: what has to be found. */
  readonly shiftNs: number;
  /** By how much the export's wall clock is wrong; undefined = it does not say when it was taken. */
  readonly clockErrorNs: number | undefined;
  /** Whether calls were recorded. */
  readonly hasCalls: boolean;
  /** Only kernels. */
  readonly isBare?: boolean;
}

export interface MadeExport {
  readonly kernels: number;
  readonly memcpys: number;
  readonly calls: number;
  /** Task (its host side) of each kernel, by its correlation number; undefined: a kernel of no task. */
  readonly taskOf: ReadonlyMap<number, number | undefined>;
}

interface GpuTask {
  readonly gpu: number;
  readonly item: number;
  readonly hostStart: number;
  readonly hostStop: number;
  readonly deviceStart: number;
  readonly deviceStop: number;
}

export const KERNELS_OF_TASK = 3;

/** GPU tasks of a node, from the plain rows of its index. */
export function gpuTasks(reader: IndexReader, node: number): GpuTask[] {
  return reader.database.all<GpuTask>(`
    SELECT dense_rank() OVER (ORDER BY d.realm_id) - 1 AS gpu, t.item_id AS item, t.start_ns AS hostStart, t.stop_ns AS hostStop, k.start_ns AS deviceStart, k.stop_ns AS deviceStop
    FROM gpu_kernel k JOIN track d ON d.track_id = k.track_id JOIN task t ON t.op_id = k.op_id WHERE d.node = ? ORDER BY k.start_ns`, node);
}

export function writeExport(path: string, reader: IndexReader, { version, node, shiftNs, clockErrorNs, hasCalls, isBare = false }: ExportChoice): MadeExport {
  const file = new ExportFile(path, version);
  const { process_id: processId, zero_time_ns: zero } = reader.database.get<{ process_id: number | null; zero_time_ns: string }>('SELECT process_id, zero_time_ns FROM node WHERE node = ?', node)!;
  const process = (processId ?? 4242) & 0xffffff;
  const at = (ns: number): number => Math.round(ns + shiftNs);
  if (clockErrorNs !== undefined) file.insert('TARGET_INFO_SESSION_START_TIME', { utcEpochNs: BigInt(zero) - BigInt(shiftNs) + BigInt(clockErrorNs), utcTime: '', localTime: '' });
  const taskOf = new Map<number, number | undefined>();
  let correlation = 0;
  let calls = 0;
  let memcpys = 0;
  const kernel = (gpu: number, start: number, stop: number, task: number | undefined): number => {
    taskOf.set(++correlation, task);
    file.insert('CUPTI_ACTIVITY_KIND_KERNEL', {
      start: at(start), end: at(stop), deviceId: gpu, contextId: 1, streamId: 7 + (correlation % 2), correlationId: correlation, globalPid: globalId(process),
      demangledName: file.string('void axpy<double>(double*, const double*, int)'), shortName: file.string('axpy_kernel'), gridX: 128, gridY: 1, gridZ: 1, blockX: 256, blockY: 1, blockZ: 1, registersPerThread: 32,
    });
    return correlation;
  };
  const call = (ns: number, number: number): void => {
    if (!hasCalls) return;
    calls++;
    file.insert('CUPTI_ACTIVITY_KIND_RUNTIME', { start: at(ns), end: at(ns + 4), globalTid: globalId(process, 77), correlationId: number, nameId: file.string('cudaLaunchKernel_v7000'), returnValue: 0 });
  };
  const tasks = gpuTasks(reader, node);
  for (const { gpu, item, hostStart, hostStop, deviceStart, deviceStop } of tasks) {
    const piece = (deviceStop - deviceStart) / KERNELS_OF_TASK;
    for (let k = 0; k < KERNELS_OF_TASK; k++) {
      const number = kernel(gpu, deviceStart + k * piece, deviceStart + (k + 1) * piece, item);
      call(hostStart + ((k + 1) * (hostStop - hostStart)) / (KERNELS_OF_TASK + 2), number);
    }
  }
  // Between the first task's device time and whatever comes next nothing of Legion runs: a library's own thread.
  const last = Math.max(...tasks.map(({ deviceStop, hostStop }) => Math.max(deviceStop, hostStop)));
  kernel(0, last + 1000, last + 1500, undefined);
  if (!isBare) {
    for (const { gpu, deviceStart, deviceStop } of tasks.slice(0, 2)) {
      memcpys++;
      file.insert('CUPTI_ACTIVITY_KIND_MEMCPY', { start: at(deviceStart), end: at((deviceStart + deviceStop) / 2), deviceId: gpu, contextId: 1, streamId: 9, globalPid: globalId(process), bytes: 4096, copyKind: 1 });
    }
    const { deviceStart } = tasks[0];
    file.insert('CUPTI_ACTIVITY_KIND_MEMSET', { start: at(deviceStart), end: at(deviceStart + 50), deviceId: 0, contextId: 1, streamId: 9, globalPid: globalId(process), bytes: 64, value: 0 });
    file.insert('NVTX_EVENTS', { start: at(deviceStart), end: at(deviceStart + 900), eventType: 59, text: 'solve', color: 0xff00ff00, globalTid: globalId(process, 77), domainId: 3 });
    file.insert('NVTX_EVENTS', { start: at(deviceStart + 100), end: null, eventType: 34, textId: file.string('checkpoint'), globalTid: globalId(process, 77) });
    file.insert('NVTX_EVENTS', { start: at(0), end: null, eventType: 75, text: 'a domain, no event', globalTid: globalId(process, 77) });
    file.insert('OSRT_API', { start: at(deviceStart), end: at(deviceStart + 20), globalTid: globalId(process, 78), nameId: file.string('poll'), returnValue: -1 });
    file.insert('ThreadNames', { nameId: file.string('gpu worker'), globalTid: globalId(process, 77) });
    file.insert('TARGET_INFO_GPU_METRICS', { typeId: 0x100n << 32n, sourceId: 1, typeName: 'GA100', metricId: 11, metricName: 'SMs Active [Throughput %]' });
    for (let i = 0; i < 10; i++) file.insert('GPU_METRICS', { timestamp: at(deviceStart + i * 100), typeId: 0x100n << 32n, metricId: 11, value: 10 * i });
  }
  file.close();
  return { kernels: correlation, memcpys, calls, taskOf };
}
