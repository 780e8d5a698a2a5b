/** Rows of two runs in one list: each row of A with its partner of B under it, or A's rows above B's. Pure arithmetic; css px. */
import { pairTracks } from '../../../electron/protocol/pair_tracks.ts';
import type { Side } from '../../../electron/protocol/compare_api.ts';
import type { RunSummary } from '../../../electron/protocol/run_api.ts';
import type { TrackId } from '../../../electron/protocol/items.ts';
import type { Row } from '../app.ts';
import type { TreePlaces } from '../tree_layout.ts';
import type { Lane, LaneHead, LaneOrder, Lanes, RowPairs } from './comparing_types.ts';

export const LANE_HEAD_PX = 24;

export function pairRows(a: RunSummary, b: RunSummary): RowPairs {
  const groupsOfB = new Map(b.groups.map(({ slug, id }) => [slug, id]));
  const ofA = new Map(pairTracks(a.tracks, b.tracks));
  for (const { slug, id } of a.groups) {
    const partner = groupsOfB.get(slug);
    if (partner !== undefined) ofA.set(id, partner);
  }
  return { ofA, ofB: new Map([...ofA].map(([x, y]) => [y, x])) };
}

export function arrangeLanes(a: readonly Row[], b: readonly Row[], { ofA, ofB }: RowPairs, order: LaneOrder): Lanes<Row> {
  const lanes: Lane<Row>[] = [];
  const heads: LaneHead[] = [];
  let y = 0;
  const add = (side: Side, row: Row, isPaired: boolean): void => {
    lanes.push({ side, row: { ...row, y }, isPaired });
    y += row.height;
  };
  const head = (text: string): void => {
    heads.push({ text, y });
    y += LANE_HEAD_PX;
  };
  if (order === 'blocks') {
    head('Run A');
    for (const row of a) add(0, row, ofA.has(row.id));
    head('Run B');
    for (const row of b) add(1, row, ofB.has(row.id));
    return { lanes, heads, heightPx: y };
  }
  const rowsOfB = new Map(b.map((row) => [row.id, row]));
  const shown = new Set<TrackId>();
  const alone: [Row[], Row[]] = [[], []];
  for (const row of a) {
    const partner = ofA.get(row.id);
    if (partner === undefined) {
      alone[0].push(row);
      continue;
    }
    add(0, row, true);
    const beside = rowsOfB.get(partner);
    if (beside === undefined) continue;
    add(1, beside, true);
    shown.add(partner);
  }
  for (const row of b) {
    if (shown.has(row.id)) continue;
    // Its partner may be hidden in a group that is closed in A.
    if (ofB.has(row.id)) add(1, row, true);
    else alone[1].push(row);
  }
  alone.forEach((rows, side) => {
    if (rows.length === 0) return;
    head(`Only in ${side === 0 ? 'A' : 'B'}`);
    for (const row of rows) add(side as Side, row, false);
  });
  return { lanes, heads, heightPx: y };
}

/**
 * What the timeline of one side is told of them. `offsetPx`: how much lower its rows are than the list says. No row is a root: then none
 * sticks to the top, where rows of both runs pass.
 */
export function placesOf({ lanes, heightPx }: Lanes<Row>, side: Side, offsetPx: number): TreePlaces {
  return {
    rows: lanes.flatMap((lane) => (lane.side === side ? [{ ...lane.row, y: lane.row.y + offsetPx, depth: lane.row.depth + 1 }] : [])),
    heightPx: heightPx + offsetPx,
  };
}
