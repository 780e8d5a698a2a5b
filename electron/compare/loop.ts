/**
 * Finds the loop that all compared runs have in common, from their launch sequences. Jointly, because a run alone may prefer another
 * period: one that tests convergence every 10th step looks like a loop of 10 steps. O(launches of all runs). Pure.
 */
import { hashToken } from './token_hash.ts';

export interface FoundLoop {
  /** Token that heads each iteration. */
  readonly token: number;
  /** How regular it is, 0..1. */
  readonly score: number;
  /** Per run: where iterations begin in the sequence, and launches of a typical one. */
  readonly runs: readonly { readonly heads: readonly number[]; readonly modal: number }[];
}

interface Candidate {
  readonly heads: readonly number[];
  readonly modal: number;
  /** Share of the commonest block times the part of the sequence that the blocks cover. */
  readonly quality: number;
}

const LEAST_HEADS = 3;
const LEAST_SCORE = 0.5;
/** Tokens this close to the best are as good; the first in the program is the head. */
const AS_GOOD = 0.98;

/** `sequences`: tokens of each run's launches, numbered alike in all runs. Undefined = no loop. */
export function findLoop(sequences: readonly Uint32Array[]): FoundLoop | undefined {
  const candidates = sequences.map(candidatesOf);
  const first = candidates[0] ?? new Map<number, Candidate>();
  const scored: { token: number; score: number; runs: Candidate[] }[] = [];
  for (const token of first.keys()) {
    const runs = candidates.flatMap((known) => known.get(token) ?? []);
    if (runs.length < sequences.length) continue;
    const counts = runs.map(({ heads }) => heads.length);
    const score = Math.min(...runs.map(({ quality }) => quality)) * Math.sqrt(Math.min(...counts) / Math.max(...counts));
    scored.push({ token, score, runs });
  }
  const best = scored.reduce((most, { score }) => Math.max(most, score), 0);
  if (best < LEAST_SCORE) return undefined;
  const [chosen] = scored.filter(({ score }) => score >= AS_GOOD * best).sort((a, b) => a.runs[0].heads[0] - b.runs[0].heads[0]);
  return { token: chosen.token, score: chosen.score, runs: chosen.runs.map(({ heads, modal }) => ({ heads, modal })) };
}

/** Tokens that occur often enough, in order of first appearance. */
function candidatesOf(sequence: Uint32Array): ReadonlyMap<number, Candidate> {
  const positions = new Map<number, number[]>();
  sequence.forEach((token, i) => {
    const known = positions.get(token);
    if (known === undefined) positions.set(token, [i]);
    else known.push(i);
  });
  const sums = prefixSums(sequence);
  const found = new Map<number, Candidate>();
  for (const [token, heads] of positions) {
    if (heads.length < LEAST_HEADS) continue;
    const { length: modal, share } = commonestBlock(heads, sums);
    const cover = Math.min(1, (heads[heads.length - 1] - heads[0] + modal) / sequence.length);
    found.set(token, { heads, modal, quality: share * cover });
  }
  return found;
}

/** Sums of token hashes, 32 bits twice: a block's content is the difference of two of them, whatever the order in it. */
interface PrefixSums {
  readonly low: Uint32Array;
  readonly high: Uint32Array;
}

function prefixSums(sequence: Uint32Array): PrefixSums {
  const low = new Uint32Array(sequence.length + 1);
  const high = new Uint32Array(sequence.length + 1);
  sequence.forEach((token, i) => {
    low[i + 1] = low[i] + hashToken(token, 1);
    high[i + 1] = high[i] + hashToken(token, 2);
  });
  return { low, high };
}

/** Length of the commonest block between two heads (the shorter of equally common ones), and which part of the blocks is like it. */
function commonestBlock(heads: readonly number[], { low, high }: PrefixSums): { readonly length: number; readonly share: number } {
  const counts = new Map<string, { count: number; length: number }>();
  let best = { count: 0, length: 0 };
  for (let i = 0; i + 1 < heads.length; i++) {
    const [from, to] = [heads[i], heads[i + 1]];
    const key = `${(low[to] - low[from]) >>> 0} ${(high[to] - high[from]) >>> 0} ${to - from}`;
    let block = counts.get(key);
    if (block === undefined) counts.set(key, (block = { count: 0, length: to - from }));
    block.count++;
    if (block.count > best.count || (block.count === best.count && block.length < best.length)) best = block;
  }
  return { length: best.length, share: best.count / (heads.length - 1) };
}
