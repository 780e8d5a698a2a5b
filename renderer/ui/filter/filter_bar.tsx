/** The filter in force as chips: each can rest or go; what it leaves is counted. Only there while there is one. */
import { countOf, shortCount } from '../base/numbers.ts';
import { IconButton } from '../base/button.tsx';
import { useRun } from '../base/context.ts';
import { Sentence } from '../base/sentence.tsx';

export function FilterBar() {
  const { filter } = useRun();
  const chips = filter.chips.value;
  if (chips.length === 0) return null;
  return (
    <section class="filter-bar" data-testid="filterbar" data-region="filterbar" aria-label="Filter">
      <ul class="filter-chips" aria-label="Filters">
        {chips.map(({ query, isOn }, i) => (
          <li key={query} class={`filter-chip ${isOn ? '' : 'is-off'}`}>
            <button type="button" class="filter-query" aria-pressed={isOn} data-hint={isOn ? 'Click: let it rest' : 'Click: put it in force'} onClick={() => filter.toggle(i)}>{query}</button>
            <IconButton icon="close" label={`Remove the filter ${query}`} class="small" onClick={() => filter.remove(i)} />
          </li>
        ))}
      </ul>
      <label class="filter-choice">
        Others{' '}
        <select
          value={filter.mode.value} onChange={(event) => {
            filter.mode.value = event.currentTarget.value === 'hide' ? 'hide' : 'dim';
          }}
        >
          <option value="dim">dimmed</option>
          <option value="hide">hidden</option>
        </select>
      </label>
      <label class="filter-choice">
        <input
          type="checkbox" checked={filter.onlyMatching.value} onChange={(event) => {
            filter.onlyMatching.value = event.currentTarget.checked;
          }}
        />
        only tracks with matches
      </label>
      <FilterCounts />
      <button type="button" class="text-button" onClick={() => { filter.isPaused.value = !filter.isPaused.value; }}>{filter.isPaused.value ? 'Resume' : 'Pause'}</button>
      <button type="button" class="text-button" onClick={() => filter.clear()}>Clear</button>
    </section>
  );
}

/** `12 of 96 tracks · 4 310 of 1.2 M items` */
function FilterCounts() {
  const run = useRun();
  const { filter } = run;
  const found = filter.result.value;
  if (filter.error.value !== null) return <span role="alert" class="filter-counts"><Sentence text={filter.error.value} /></span>;
  if (filter.text.value === '') return <span class="filter-counts muted" role="status">at rest</span>;
  if (found === null) return <span class="filter-counts muted" role="status">…</span>;
  const own = run.summary.value.tracks.filter(({ mirrorOf }) => mirrorOf === null);
  const tracks = filter.tracks.value?.size ?? own.length;
  const items = own.reduce((sum, track) => sum + track.items, 0);
  const hidden = Math.max(0, own.length - tracks);
  return (
    <span class="filter-counts" role="status" data-testid="filter-counts">
      {shortCount(tracks)} of {countOf(own.length, 'track')} · {found.isExact ? '' : '≥ '}{shortCount(found.total)} of {countOf(items, 'item')}
      {hidden > 0 && <span class="visually-hidden">, {countOf(hidden, 'track')} hidden</span>}
    </span>
  );
}

/** In place of tracks where the filter leaves none. */
export function FilteredToNothing() {
  const { filter } = useRun();
  if (filter.tracks.value?.size !== 0) return null;
  return (
    <div class="filtered-out" role="status">
      <p>No track matches <code>{filter.text.value}</code>.</p>
      <button type="button" class="button plain" onClick={() => filter.clear()}>Clear the filter</button>
    </div>
  );
}
