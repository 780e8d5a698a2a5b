/** Sampled figures of GPUs (`GPU_METRICS`) as curves: shares of 100 % as they are, others as shares of the greatest value that was seen. */
import type { UtilPyramid } from '../model/item_blocks.ts';
import { F64List } from '../model/growing_columns.ts';
import { utilPyramid } from '../model/utilization.ts';
import type { NsightExport } from './nsight_export.ts';

export interface MetricCurve {
  /** GPU by its number in the machine. */
  readonly gpu: number;
  readonly name: string;
  /** What 100 % of the curve is, in words. */
  readonly scale: string;
  readonly util: UtilPyramid;
}

/** @param place moves a time of the export onto the run, or says that it lies outside of it */
export function* metricCurves(file: NsightExport, place: (ns: number) => number | undefined): Generator<MetricCurve, void, void> {
  if (!file.has('GPU_METRICS', 'timestamp', 'metricId', 'value')) return;
  const names = metricNames(file);
  let key = '';
  let gpu = 0;
  let times = new F64List(64);
  let values = new F64List(64);
  const curve = (): MetricCurve[] => {
    const made = times.length === 0 ? undefined : toCurve(gpu, names.get(key) ?? `Metric ${key.split(' ')[1]}`, times.values, values.values);
    return made === undefined ? [] : [made];
  };
  const type = file.column('GPU_METRICS', ['typeId'], '0');
  // The lowest byte of a type is the GPU. Source: TARGET_INFO_GPU_METRICS, TARGET_INFO_GPU.
  for (const [typeId, low, metric, time, value] of file.rows(`SELECT CAST(${type} AS TEXT), ${type} & 255, metricId, timestamp, value FROM GPU_METRICS ORDER BY 1, 3, 4`)) {
    if (typeof metric !== 'number' || typeof time !== 'number' || typeof value !== 'number' || !Number.isFinite(value)) continue;
    const next = `${String(typeId)} ${metric}`;
    if (next !== key) {
      yield* curve();
      key = next;
      gpu = Number(low);
      times = new F64List(64);
      values = new F64List(64);
    }
    const ns = place(time);
    if (ns === undefined || (times.length > 0 && ns <= times.at(times.length - 1))) continue;
    times.push(ns);
    values.push(Math.max(0, value));
  }
  yield* curve();
}

function toCurve(gpu: number, name: string, times: Float64Array, values: Float64Array): MetricCurve | undefined {
  const isShare = name.includes('%');
  const most = values.reduce((a, b) => Math.max(a, b), 0);
  const whole = isShare ? 100 : most;
  // Nothing is known behind the last sample.
  const held = values.map((value, i) => (i === values.length - 1 || whole === 0 ? 0 : Math.min(1, value / whole)));
  const util = utilPyramid({ times, values: held });
  return util === undefined ? undefined : { gpu, name, scale: isShare ? '100 %' : String(most), util };
}

function metricNames(file: NsightExport): ReadonlyMap<string, string> {
  const table = 'TARGET_INFO_GPU_METRICS';
  if (!file.has(table, 'metricId', 'metricName')) return new Map();
  const names = new Map<string, string>();
  for (const [typeId, metric, name] of file.rows(`SELECT CAST(${file.column(table, ['typeId'], '0')} AS TEXT), metricId, metricName FROM ${table}`)) {
    if (typeof name === 'string') names.set(`${String(typeId)} ${String(metric)}`, name.slice(0, 200));
  }
  return names;
}
