/** What the search found: one line of counts, the tracks with hits, the first hits in time order. */
import type { Signal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { formatTime } from '../../../electron/protocol/format_time.ts';
import type { ItemAt, SearchResult } from '../../../electron/protocol/engine_api.ts';
import { useRun } from '../base/context.ts';
import { countOf, groupDigits } from '../base/numbers.ts';
import { Sentence } from '../base/sentence.tsx';

/** What a search before the index is there could not look at. */
const PARTIAL = 'The run is still being read: only names that are in memory were searched. Search again when its index is written.';

/** A search in thousands of ranks has hits on as many tracks; beyond these the count says it. */
const SHOWN_TRACKS = 100;

function sentence(result: SearchResult): string {
  const least = result.isExact ? '' : '≥ ';
  return `${least}${countOf(result.total, 'item')}, ${countOf(result.perTrack.length, 'track')} · total ${formatTime(result.totalNs)}`;
}

export function SearchResults({ hits, active, onlyTrack, onChoose }: {
  readonly hits: readonly ItemAt[]; readonly active: number; readonly onlyTrack: Signal<number | null>; readonly onChoose: (hit: ItemAt) => void;
}) {
  const run = useRun();
  const { result, error, isBusy, text } = run.search;
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' }), [active]);
  const found = result.value;
  if (error.value !== null) return <div class="results" role="alert"><Sentence text={error.value} /></div>;
  if (!found) return <div class="results muted" role="status">{isBusy.value ? 'Searching…' : 'Press Enter to search.'}</div>;
  if (found.total === 0 && !found.isExact) return <div class="results" role="status">No match for <q>{text.value}</q> so far. {PARTIAL}</div>;
  if (found.total === 0) return <div class="results" role="status">No match for <q>{text.value}</q>. Names, provenance and {'<operation id>'} were searched in the whole run.</div>;
  const trackName = (id: number): string => run.track(id)?.slug ?? `track ${id}`;
  const isCut = found.total > found.first.length;
  return (
    <div class="results" data-testid="search-results">
      <div class="results-head">{sentence(found)}</div>
      {!found.isExact && <div class="results-foot">{PARTIAL}</div>}
      <div class="results-tracks" role="group" aria-label="Tracks with hits">
        {found.perTrack.slice(0, SHOWN_TRACKS).map(({ track, count }) => (
          <button
            key={track} type="button" class="chip" aria-pressed={onlyTrack.value === track} data-hint={run.track(track)?.longName}
            onClick={() => {
              const isOn = onlyTrack.value === track;
              onlyTrack.value = isOn ? null : track;
              if (!isOn) run.tree.reveal(track);
            }}
          >
            {trackName(track)} <span class="count">{groupDigits(count)}</span>
          </button>
        ))}
        {found.perTrack.length > SHOWN_TRACKS && <span class="muted">and {countOf(found.perTrack.length - SHOWN_TRACKS, 'more track')}</span>}
      </div>
      <div class="results-list" role="listbox" aria-label="Hits in time order" id="search-hits" tabIndex={-1} ref={list}>
        {hits.map((hit, i) => (
          <div
            key={`${hit.track}/${hit.ordinal}`} id={`hit-${i}`} class="result" role="option" aria-selected={i === active}
            // The box keeps the focus, so that the arrows go on working.
            onPointerDown={(event) => event.preventDefault()} onClick={() => onChoose(hit)}
          >
            <span class="result-name">{hit.title}</span>
            <span class="number muted">{formatTime(hit.life.startNs)}</span>
            <span class="number">{formatTime(hit.life.stopNs - hit.life.startNs)}</span>
            <span class="muted">{trackName(hit.track)}</span>
          </div>
        ))}
      </div>
      {hits.length === 0 && <div class="results-foot">None of the first {found.first.length} hits is on this track; Enter goes through all.</div>}
      {isCut && hits.length > 0 && <div class="results-foot">The first {groupDigits(found.first.length)} are listed; Enter and F3 go through all {groupDigits(found.total)}.</div>}
    </div>
  );
}
