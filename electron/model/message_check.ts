/**
 * Do the clocks of the nodes agree, and are messages slow? The clock of a node is judged by messages that came before they were
 * sent. Engine worker, once all logs are in; one look-up per message.
 * Source: legion tools/legion_prof_rs/src/state.rs, check_message_latencies. The timelines are never shifted.
 */
import type { MessageParts, FinishParts } from './shard_parts.ts';
import { DEFAULT_MESSAGE_LIMITS, type MessageCheck, type MessageLimits, type MessagePlace, type NodeSkew } from './message_figures.ts';
import { eventNode } from './realm_ids.ts';
import { NONE } from './run_model.ts';
import { U64Index } from './u64_map.ts';

export interface MessageShard {
  readonly rank: number;
  readonly messages: MessageParts;
  readonly finish: FinishParts | undefined;
}

/** `shards` in rank order. */
export function checkMessages(shards: readonly MessageShard[], limits: MessageLimits = DEFAULT_MESSAGE_LIMITS): MessageCheck {
  const nodeOf = creatorNodes(shards);
  const pairs = new Map<string, NodeSkew>();
  let [total, skewed, skewedNs] = [0, 0, 0];
  let firstSkewed: MessagePlace | undefined;
  const creators = shards.map(({ messages, rank }) => {
    const nodes = new Int32Array(messages.count);
    for (let i = 0; i < nodes.length; i++) nodes[i] = nodeOf(messages.creators[2 * i], messages.creators[2 * i + 1], rank);
    return nodes;
  });
  shards.forEach(({ messages, rank }, s) => {
    total += messages.count;
    for (let i = 0; i < messages.count; i++) {
      const skew = messages.spawns[i] - messages.creates[i];
      if (skew <= 0) continue;
      skewed++;
      skewedNs += skew;
      firstSkewed ??= placeOf(messages, i, rank);
      const from = creators[s][i];
      const to = messages.nodes[i];
      if (from >= 0 && from !== to) addSkew(pairs, from, to, skew);
    }
  });
  let [slow, longestNs] = [0, 0];
  let longest: MessagePlace | undefined;
  shards.forEach(({ messages, rank }, s) => {
    for (let i = 0; i < messages.count; i++) {
      const from = creators[s][i];
      if (messages.areMeta[i] === 0 || from < 0) continue;
      const create = messages.creates[i] + Math.floor(pairs.get(`${from}:${messages.nodes[i]}`)?.meanNs ?? 0);
      const latency = create - messages.spawns[i];
      if (latency / 1000 >= limits.thresholdUs && latency >= 0) slow++;
      if (latency > longestNs) {
        longestNs = latency;
        longest = placeOf(messages, i, rank);
      }
    }
  });
  const slowPercent = total === 0 ? 0 : (100 * slow) / total;
  return {
    limits, total, skewed, skewedNs, firstSkewed, slow, slowPercent, longestNs, longest, isSlow: total > 0 && slowPercent >= limits.percentage,
    pairs: [...pairs.values()].sort((a, b) => a.from - b.from || a.to - b.to),
  };
}

function addSkew(pairs: Map<string, NodeSkew>, from: number, to: number, skewNs: number): void {
  const key = `${from}:${to}`;
  let pair = pairs.get(key);
  if (pair === undefined) pairs.set(key, (pair = { from, to, count: 0, meanNs: 0, squares: 0 }));
  pair.count++;
  const before = skewNs - pair.meanNs;
  pair.meanNs += before / pair.count;
  pair.squares += before * (skewNs - pair.meanNs);
}

function placeOf(messages: MessageParts, i: number, rank: number): MessagePlace {
  return { rank, processor: messages.processors[i], offset: messages.offsets[i], startNs: messages.starts[i] };
}

/** Node on which the entry with this finish event ran, -1 if no log holds it. Tries the node that made the event, then the others. */
function creatorNodes(shards: readonly MessageShard[]): (lo: number, hi: number, rank: number) => number {
  const indexes = new Map<number, { index: U64Index; nodes: Uint16Array }>();
  for (const { rank, finish } of shards) {
    if (finish !== undefined) indexes.set(rank, { index: new U64Index(finish.keys, finish.keys.length >>> 1, finish.slots), nodes: finish.nodes });
  }
  const findIn = (rank: number, lo: number, hi: number): number => {
    const found = indexes.get(rank);
    const row = found === undefined ? NONE : found.index.find(lo, hi);
    return found === undefined || row === NONE ? -1 : found.nodes[row];
  };
  return (lo, hi, rank) => {
    if (lo === 0 && hi === 0) return -1;
    const maker = eventNode(hi);
    let node = findIn(maker, lo, hi);
    if (node < 0 && rank !== maker) node = findIn(rank, lo, hi);
    if (node >= 0) return node;
    for (const other of indexes.keys()) {
      if (other === maker || other === rank) continue;
      node = findIn(other, lo, hi);
      if (node >= 0) return node;
    }
    return -1;
  };
}
