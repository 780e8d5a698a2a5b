/** The boxes of a slot in a tile, as columns: what the slot tile and the meta tile of one detail both go by. */
import type { State } from '../../protocol/items.ts';
import type { Ns } from '../../protocol/time.ts';

export class TileBoxes {
  /** What is drawn: cut to the tile, widened or joined; ns, half-open. */
  readonly starts: Ns[] = [];
  readonly stops: Ns[] = [];
  /** Item (the first of several) by its place in the track. */
  readonly ordinals: number[] = [];
  readonly states: State[] = [];
  /** The segment that it shows, uncut. */
  readonly segmentStarts: Ns[] = [];
  readonly segmentStops: Ns[] = [];
  /** 1 for a box that stands for an item too small to be seen. */
  readonly expanded: number[] = [];
  /** Short waits that are left out of it. */
  readonly hiddenWaits: number[] = [];
  /** Items joined in it; 0 = it is a box of its own. */
  readonly joined: number[] = [];
  /** Boxes up to and with each row: row r is [rowEnds[r - 1], rowEnds[r]). */
  readonly rowEnds: number[] = [];
  /** Whether waits that are short for the tile are left out. */
  readonly hidesWaits: boolean;

  constructor(hidesWaits: boolean) {
    this.hidesWaits = hidesWaits;
  }

  get count(): number {
    return this.starts.length;
  }

  add(start: Ns, stop: Ns, ordinal: number, state: State, segmentStart: Ns, segmentStop: Ns, isExpanded = false, hiddenWaits = 0): void {
    this.starts.push(start);
    this.stops.push(stop);
    this.ordinals.push(ordinal);
    this.states.push(state);
    this.segmentStarts.push(segmentStart);
    this.segmentStops.push(segmentStop);
    this.expanded.push(isExpanded ? 1 : 0);
    this.hiddenWaits.push(hiddenWaits);
    this.joined.push(0);
  }

  /** Ends a row; the next box belongs to the next one. */
  endRow(): void {
    this.rowEnds.push(this.count);
  }

  /** Place of the last box of the open row; -1 if it has none yet. */
  get last(): number {
    return this.count > (this.rowEnds.at(-1) ?? 0) ? this.count - 1 : -1;
  }

  /** Joins one more item to a box, which then ends at `stop`. */
  join(at: number, stop: Ns): void {
    this.stops[at] = stop;
    this.joined[at] = Math.max(2, this.joined[at] + 1);
  }

  /** Items by the measure of the archive writer: a box counts as one, or as the items joined in it, or as the waits it hides. */
  get size(): number {
    let sum = 0;
    for (let i = 0; i < this.count; i++) sum += this.joined[i] || this.hiddenWaits[i] || 1;
    return sum;
  }
}
