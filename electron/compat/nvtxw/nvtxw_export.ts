/** Writes a run, or a node of it, through the native writer: a stream a track, then the curves where the interface has counters. */
import type { IndexReader } from '../../index/index_reader.ts';
import type { Sliced } from '../../index/slices.ts';
import { isMemoryKind } from '../../protocol/items.ts';
import type { TrackSummary } from '../../protocol/run_api.ts';
import type { NativeWriter, WriterCounter } from './nvtxw_addon.ts';
import { EventBatches } from './nvtxw_batch.ts';
import { Facts } from '../item_facts.ts';
import { declareWriter } from './nvtxw_kinds.ts';
import { TextBytes } from './nvtxw_text_bytes.ts';
import { preparePage } from './nvtxw_pages.ts';
import { streamGroups, type StreamGroup, type TrackStream } from './nvtxw_streams.ts';

export interface ExportChoice {
  /** Path of the file to write, without its extension. */
  readonly session: string;
  /** Absolute path of the report to merge with. */
  readonly merge: string | undefined;
  /** undefined = all. */
  readonly nodes: readonly number[] | undefined;
  /** Whether events say who made an item and what it waited for. */
  readonly hasOrigins: boolean;
  /** What was cut off at the start of the run, ns: its times begin there. */
  readonly cutNs: number;
}

export interface ExportCounts {
  readonly streams: number;
  readonly events: number;
  readonly counters: number;
  /** Segments left out as they end before they start. */
  readonly inverted: number;
}

/** Segments written so far, and of how many. */
export type ExportProgress = (done: number, total: number) => void;

/** @throws what the writer throws */
export function* exportRun(reader: IndexReader, writer: NativeWriter, choice: ExportChoice, report: ExportProgress): Sliced<ExportCounts> {
  const groups = streamGroups(reader, choice.nodes === undefined ? undefined : new Set(choice.nodes));
  const zeros = new Map(Array.from(zeroTimes(reader), ([node, zero]) => [node, zero + BigInt(choice.cutNs)]));
  const facts = new Facts(reader, choice.hasOrigins);
  const texts = new TextBytes();
  writer.begin(declareWriter(choice.session, choice.merge === undefined ? '' : `ReportMerge=${choice.merge}`, choice.hasOrigins));
  const total = groups.reduce((sum, { streams }) => sum + streams.reduce((own, { track }) => own + track.segments, 0), 0);
  const sources = new Map(reader.tracks().map((track) => [track.id, track]));
  let [events, streams, inverted] = [0, 0, 0];
  for (const group of groups) {
    for (const stream of group.streams) {
      const source = sources.get(reader.sourceTrack(stream.track.id)) ?? stream.track;
      writer.openStream({ name: stream.name, domain: stream.domain, scope: stream.scope, levels: Math.max(1, source.levels) });
      const batches = new EventBatches(writer, zeros.get(group.node) ?? 0n, (ordinal) => preparePage(texts, facts, source.id, ordinal));
      for (const block of reader.store.exactBlocks(source.id)) {
        batches.write(block);
        report(events + batches.events, total);
        yield;
      }
      events += batches.events;
      inverted += batches.inverted;
      writer.closeStream();
      streams++;
    }
  }
  const counters = yield* writeCounters(reader, writer, groups, zeros);
  writer.end();
  return { streams, events, counters, inverted };
}

/** ns since 1970 at profile zero by each node's own clock: events line up with what Nsight Systems recorded on that node. */
export function zeroTimes({ database }: IndexReader): ReadonlyMap<number, bigint> {
  return new Map(database.all<{ node: number; zero: string }>('SELECT node, zero_time_ns AS zero FROM node').map(({ node, zero }) => [node, BigInt(zero)]));
}

/** Busy shares of the kinds of each node, and bytes held by each memory. Gives how many were written; 0 where the interface has none. */
function* writeCounters(reader: IndexReader, writer: NativeWriter, groups: readonly StreamGroup[], zeros: ReadonlyMap<number, bigint>): Sliced<number> {
  let count = 0;
  for (const { group, node, scope, streams } of groups) {
    const originNs = zeros.get(node) ?? 0n;
    const isMemory = isMemoryKind(group.kind ?? undefined);
    const curves = isMemory ? streams.map((stream) => heldBytes(reader, stream, originNs)) : [busyShare(reader, group.id, scope, originNs)];
    for (const curve of curves) {
      if (curve === undefined) continue;
      if (!writer.counter(curve)) return count;
      count++;
      yield;
    }
  }
  return count;
}

/** Means of the finest buckets that are stored, %. */
function busyShare(reader: IndexReader, group: TrackSummary['id'], scope: string, originNs: bigint): WriterCounter | undefined {
  const util = reader.util(group);
  if (util === undefined || util.levels.length === 0) return undefined;
  const { means } = util.levels[0];
  const widthNs = 2 ** util.finestExp;
  const { stopNs } = reader.run().info.interval;
  // The end of the run ends the last value.
  const times = Float64Array.from({ length: means.length + 1 }, (_, i) => Math.min(i * widthNs, stopNs));
  const values = Float64Array.from({ length: means.length + 1 }, (_, i) => (i < means.length ? 100 * means[i] : 0));
  return { name: 'busy', scope, unit: '%', limit: 100, count: times.length, times, originNs, values };
}

function heldBytes(reader: IndexReader, { track, scope }: TrackStream, originNs: bigint): WriterCounter | undefined {
  const steps = reader.memorySteps(track.id);
  if (steps === undefined || steps.times.length === 0) return undefined;
  return { name: 'bytes in use', scope, unit: 'B', limit: track.capacityBytes === null || track.capacityBytes === 0 ? undefined : track.capacityBytes, count: steps.times.length, times: steps.times, originNs, values: steps.bytes };
}
