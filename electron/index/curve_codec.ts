/** Utilization pyramids and memory steps <-> BLOBs of `curve`. */
import type { ModelTrack } from '../model/run_model.ts';
import type { UtilPyramid } from '../model/item_blocks.ts';
import { ByteSink } from '../decode/byte_sink.ts';
import { ColumnReader, encodeColumn, wholeColumn } from '../decode/column_codec.ts';
import { compress, decompress } from './zstd.ts';

export type MemorySteps = NonNullable<ModelTrack['memorySteps']>;

/** f64 finest exponent, number of levels; per level f64 length, then means, mins, maxs as f32; compressed. */
export function encodeUtil({ finestExp, levels }: UtilPyramid): Buffer {
  const size = 16 + levels.reduce((sum, { means }) => sum + 8 + 12 * means.length, 0);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  view.setFloat64(0, finestExp, true);
  view.setFloat64(8, levels.length, true);
  let at = 16;
  for (const level of levels) {
    view.setFloat64(at, level.means.length, true);
    at += 8;
    for (const values of [level.means, level.mins, level.maxs]) {
      new Float32Array(bytes.buffer, at, values.length).set(values);
      at += values.byteLength;
    }
    // The next length is 8-aligned only if this level's 3 arrays are; DataView does not mind.
  }
  return compress(bytes);
}

export function decodeUtil(packed: Uint8Array): UtilPyramid {
  const plain = decompress(packed);
  // A buffer of its own, so that typed arrays may lie over it.
  const bytes = new Uint8Array(plain);
  const view = new DataView(bytes.buffer);
  const finestExp = view.getFloat64(0, true);
  const count = view.getFloat64(8, true);
  const levels: { means: Float32Array; mins: Float32Array; maxs: Float32Array }[] = [];
  let at = 16;
  for (let j = 0; j < count; j++) {
    const length = view.getFloat64(at, true);
    at += 8;
    const next = (): Float32Array => {
      const values = new Float32Array(bytes.buffer, at, length);
      at += values.byteLength;
      return values;
    };
    levels.push({ means: next(), mins: next(), maxs: next() });
  }
  return { finestExp, levels };
}

export function encodeSteps({ times, bytes }: MemorySteps): Buffer {
  const sink = new ByteSink();
  sink.view.setFloat64(sink.reserve(8), times.length, true);
  encodeColumn(sink, wholeColumn(times));
  encodeColumn(sink, wholeColumn(bytes));
  return compress(sink.toBuffer());
}

export function decodeSteps(packed: Uint8Array): MemorySteps {
  const plain = new Uint8Array(decompress(packed));
  const count = new DataView(plain.buffer).getFloat64(0, true);
  const reader = new ColumnReader(plain.subarray(8));
  return { times: reader.f64(count), bytes: reader.f64(count) };
}
