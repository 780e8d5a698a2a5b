/**
 * Levels of a track: each item gets the lowest level that is free for its whole life. Touching items count as overlapping.
 * Source: legion tools/legion_prof_rs/src/state.rs, Container::stack (a sweep in which starts come before stops of equal time).
 */
import { sharedU16 } from './shared_columns.ts';

/** Levels are u16. */
export const MAX_LEVEL = 0xffff;

export interface Levels {
  readonly levels: Uint16Array;
  /** Levels in use. */
  readonly levelCount: number;
  /** Items beyond the last level, drawn on it over others. */
  readonly capped: number;
}

/** `starts`, `stops`: items sorted by (start, -stop), start <= stop. O(n log d) for d items alive at once. */
export function stackLevels(starts: Float64Array, stops: Float64Array): Levels {
  const count = starts.length;
  const levels = sharedU16(count);
  const alive = new StopHeap();
  const free = new LevelHeap();
  let used = 0;
  let capped = 0;
  for (let i = 0; i < count; i++) {
    const start = starts[i];
    while (alive.size > 0 && alive.leastStop < start) free.push(alive.pop());
    const level = free.size > 0 ? free.pop() : used++;
    if (level > MAX_LEVEL) capped++;
    levels[i] = Math.min(level, MAX_LEVEL);
    alive.push(stops[i], level);
  }
  return { levels, levelCount: Math.min(used, MAX_LEVEL + 1), capped };
}

/** Binary heap of (stop, level), least stop first. */
class StopHeap {
  size = 0;
  #stops = new Float64Array(64);
  #levels = new Uint32Array(64);

  get leastStop(): number {
    return this.#stops[0];
  }

  push(stop: number, level: number): void {
    if (this.size === this.#stops.length) {
      this.#stops = grown(this.#stops, Float64Array);
      this.#levels = grown(this.#levels, Uint32Array);
    }
    const stops = this.#stops;
    const levels = this.#levels;
    let hole = this.size++;
    while (hole > 0) {
      const parent = (hole - 1) >>> 1;
      if (stops[parent] <= stop) break;
      stops[hole] = stops[parent];
      levels[hole] = levels[parent];
      hole = parent;
    }
    stops[hole] = stop;
    levels[hole] = level;
  }

  /** Takes the entry with the least stop away; its level. */
  pop(): number {
    const stops = this.#stops;
    const levels = this.#levels;
    const level = levels[0];
    const size = --this.size;
    const stop = stops[size];
    const moved = levels[size];
    let hole = 0;
    for (let child = 1; child < size; child = 2 * hole + 1) {
      if (child + 1 < size && stops[child + 1] < stops[child]) child++;
      if (stops[child] >= stop) break;
      stops[hole] = stops[child];
      levels[hole] = levels[child];
      hole = child;
    }
    stops[hole] = stop;
    levels[hole] = moved;
    return level;
  }
}

/** Binary heap of free levels, least first. */
class LevelHeap {
  size = 0;
  #levels = new Uint32Array(64);

  push(level: number): void {
    if (this.size === this.#levels.length) this.#levels = grown(this.#levels, Uint32Array);
    const levels = this.#levels;
    let hole = this.size++;
    while (hole > 0) {
      const parent = (hole - 1) >>> 1;
      if (levels[parent] <= level) break;
      levels[hole] = levels[parent];
      hole = parent;
    }
    levels[hole] = level;
  }

  pop(): number {
    const levels = this.#levels;
    const least = levels[0];
    const size = --this.size;
    const moved = levels[size];
    let hole = 0;
    for (let child = 1; child < size; child = 2 * hole + 1) {
      if (child + 1 < size && levels[child + 1] < levels[child]) child++;
      if (levels[child] >= moved) break;
      levels[hole] = levels[child];
      hole = child;
    }
    levels[hole] = moved;
    return least;
  }
}

function grown<T extends Float64Array | Uint32Array>(old: T, make: new (length: number) => T): T {
  const wider = new make(old.length * 2);
  wider.set(old);
  return wider;
}
