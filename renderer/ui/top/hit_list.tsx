/** The hits of a search as a list of which only what is in view is in the page. */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { formatTime } from '../../../electron/protocol/format_time.ts';
import type { ItemAt } from '../../../electron/protocol/item_api.ts';
import { useRun } from '../base/context.ts';
import { groupDigits } from '../base/numbers.ts';
import type { Hits } from './use_hits.ts';

const ROW_PX = 26;
const OVERSCAN = 6;
/** Browsers lay out no higher than some 30 million px. */
const MAX_ROWS = 500_000;

export function HitRows({ hits, active, firstId, onChoose }: {
  readonly hits: Hits;
  /** Place of the row under the arrows; -1 = none. */
  readonly active: number;
  /** Ids of options go on from here. */
  readonly firstId: number;
  readonly onChoose: (hit: ItemAt) => void;
}) {
  const run = useRun();
  const list = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 300 });
  const count = Math.min(hits.count, MAX_ROWS);
  const first = Math.max(0, Math.floor(view.top / ROW_PX) - OVERSCAN);
  const end = Math.min(count, Math.ceil((view.top + view.height) / ROW_PX) + OVERSCAN);
  useEffect(() => hits.want(first, end), [hits, first, end]);
  useLayoutEffect(() => {
    const scroller = list.current;
    if (!scroller || active < 0) return;
    const top = active * ROW_PX;
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (top + ROW_PX > scroller.scrollTop + scroller.clientHeight) scroller.scrollTop = top + ROW_PX - scroller.clientHeight;
  }, [active]);
  return (
    <>
      <div
        class="results-list" role="listbox" aria-label="Hits" id="search-hits" ref={list} tabIndex={-1}
        onScroll={(event) => setView({ top: event.currentTarget.scrollTop, height: event.currentTarget.clientHeight })}
      >
        <div role="presentation" style={{ height: `${count * ROW_PX}px`, position: 'relative' }}>
          {Array.from({ length: Math.max(0, end - first) }, (_, i) => first + i).map((place) => {
            const hit = hits.at(place);
            return (
              <div
                key={place} id={`hit-${firstId + place}`} class="result" role="option" aria-selected={place === active} aria-setsize={hits.count} aria-posinset={place + 1} style={{ top: `${place * ROW_PX}px` }}
                // The box keeps the focus, so that the arrows go on working.
                onPointerDown={(event) => event.preventDefault()} onClick={() => hit && onChoose(hit)}
              >
                <span class="result-name">{hit?.title ?? '…'}</span>
                <span class="number muted">{hit && formatTime(hit.life.startNs)}</span>
                <span class="number">{hit && formatTime(hit.life.stopNs - hit.life.startNs)}</span>
                <span class="muted">{hit && (run.track(hit.track)?.slug ?? `track ${hit.track}`)}</span>
              </div>
            );
          })}
        </div>
      </div>
      {!hits.isSorted && <div class="results-foot">So many are listed track by track. Choose a track, or say more, to sort them.</div>}
      {hits.count > MAX_ROWS && <div class="results-foot">The first {groupDigits(MAX_ROWS)} are listed; Enter and F3 go through all.</div>}
    </>
  );
}
