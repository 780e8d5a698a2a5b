/** What stands under the search box: what is wrong with the text, what it could go on with, what was found. */
import type { Signal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { formatTime } from '../../../electron/protocol/format_time.ts';
import type { HitSorting, ItemAt, SearchResult } from '../../../electron/protocol/item_api.ts';
import { QUERY_FIELDS } from '../../../electron/protocol/query_fields.ts';
import { exactly } from '../../../electron/protocol/print_query.ts';
import { useRun } from '../base/context.ts';
import { countOf, groupDigits } from '../base/numbers.ts';
import { SCOPE_NAMES, SEARCH_SCOPES, type SearchScope } from '../../state/search_scope.ts';
import { Sentence } from '../base/sentence.tsx';
import { HitRows } from './hit_list.tsx';
import type { Hits } from './use_hits.ts';

/** What a search before the index is there could not look at. */
const PARTIAL = 'The run is still being read: only what is in memory was searched. It is searched again when its index is written.';
/** What the first answer of a long search could not look at yet. */
const RUNNING = 'Still searching: these are counts so far.';
/** A search in thousands of ranks has hits on as many tracks; beyond these the count says it. */
const SHOWN_TRACKS = 100;
const FIELDS = QUERY_FIELDS.slice(0, 6).map(({ name }) => name);

/** Something that can be put into the box. */
export interface Choice {
  readonly label: string;
  readonly hint: string;
  readonly apply: () => void;
}

interface Props {
  readonly choices: readonly Choice[];
  readonly hits: Hits | undefined;
  /** Option under the arrows: choices first, then hits. */
  readonly active: number;
  readonly onlyTrack: Signal<number | null>;
  readonly sorting: Signal<HitSorting>;
  readonly onText: (text: string) => void;
  readonly onChoose: (hit: ItemAt) => void;
}

export function SearchResults(props: Props) {
  const { search } = useRun();
  const { result, error, problem, text } = search;
  const isEmpty = text.value.trim() === '';
  return (
    <div class="results" data-testid="search-results">
      {problem.value !== null && <ProblemText onText={props.onText} />}
      {error.value !== null && <div role="alert" class="results-problem"><Sentence text={error.value} /></div>}
      {!isEmpty && <ScopeSwitch />}
      <Choices choices={props.choices} active={props.active} isRecent={isEmpty} />
      {!isEmpty && result.value !== null && result.value.total > 0 && props.hits !== undefined && <Found {...props} found={result.value} hits={props.hits} />}
      {isEmpty && <div class="results-foot">A part of a name, or fields: {FIELDS.map((name) => <code key={name}>{name}:</code>)} as in <code>name:dot dur&gt;1ms</code>. Alt+Enter makes a filter of it.</div>}
      {!isEmpty && <Nothing onText={props.onText} />}
    </div>
  );
}

/** The text with the wrong part marked, and what is wrong. */
function ProblemText({ onText }: { readonly onText: (text: string) => void }) {
  const { problem, text, result } = useRun().search;
  const found = problem.value;
  if (found === null) return null;
  const { at, length, message, nearest } = found;
  const end = at + length;
  return (
    <div class="results-problem" role="alert">
      <code class="query-text">{text.value.slice(0, at)}<mark>{text.value.slice(at, end) || '\u00a0'}</mark>{text.value.slice(end)}</code>
      <span>{message} <span class="muted">(at character {at + 1})</span></span>
      {nearest !== undefined && <button type="button" class="text-button" onPointerDown={(event) => event.preventDefault()} onClick={() => onText(text.value.slice(0, at) + nearest + text.value.slice(end))}>Use “{nearest}”</button>}
      {result.value !== null && <span class="muted">Below is what was found last.</span>}
    </div>
  );
}

function Choices({ choices, active, isRecent }: { readonly choices: readonly Choice[]; readonly active: number; readonly isRecent: boolean }) {
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' }), [active]);
  if (choices.length === 0) return null;
  return (
    <div class="results-choices" role="listbox" aria-label={isRecent ? 'Recent searches' : 'Completions'} id="search-choices" tabIndex={-1} ref={list}>
      {choices.map(({ label, hint, apply }, i) => (
        <div key={label} id={`hit-${i}`} class="choice-row" role="option" aria-selected={i === active} onPointerDown={(event) => event.preventDefault()} onClick={apply}>
          <span class="result-name">{label}</span> <span class="muted">{hint}</span>
        </div>
      ))}
    </div>
  );
}

function sentence(result: SearchResult, hidden: number, scope: SearchScope): string {
  const least = result.isExact ? '' : '≥ ';
  return `${least}${countOf(result.total, 'item')}, ${countOf(result.perTrack.length, 'track')}${scope === 'run' ? '' : ` in ${SCOPE_NAMES[scope]}`} · total ${formatTime(result.totalNs)}${hidden > 0 ? ` · ${groupDigits(hidden)} in hidden tracks` : ''}`;
}

function Found({ found, hits, choices, active, onlyTrack, sorting, onChoose }: Props & { readonly found: SearchResult; readonly hits: Hits }) {
  const run = useRun();
  const trackName = (id: number): string => run.track(id)?.slug ?? `track ${id}`;
  const hidden = found.perTrack.reduce((sum, { track, count }) => sum + (run.tree.isShown(track) ? 0 : count), 0);
  return (
    <>
      <div class="results-head">
        <span>{sentence(found, hidden, run.search.scope.value)}</span>
        <label class="results-sort">
          Sort by{' '}
          <select
            value={sorting.value} onChange={(event) => {
              sorting.value = event.currentTarget.value as HitSorting;
            }}
          >
            <option value="time">time</option>
            <option value="duration">duration</option>
            <option value="track">track</option>
          </select>
        </label>
      </div>
      {!found.isExact && <div class="results-foot">{found.isRunning ? RUNNING : PARTIAL}</div>}
      <div class="results-tracks" role="group" aria-label="Tracks with hits">
        {found.perTrack.slice(0, SHOWN_TRACKS).map(({ track, count }) => (
          <button
            key={track} type="button" class="chip" aria-pressed={onlyTrack.value === track} data-hint={run.track(track)?.longName} onPointerDown={(event) => event.preventDefault()}
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
      <HitRows hits={hits} active={active - choices.length} firstId={choices.length} onChoose={onChoose} />
    </>
  );
}

/** What of the run is searched. */
function ScopeSwitch() {
  const { search: { scope }, view } = useRun();
  return (
    <div class="switch results-scope" role="group" aria-label="Search in">
      {SEARCH_SCOPES.map((one) => (
        <button
          key={one} type="button" aria-pressed={scope.value === one} disabled={one === 'range' && view.range.value === null} onPointerDown={(event) => event.preventDefault()}
          data-hint={one === 'range' && view.range.value === null ? 'No range is selected: Shift-drag on the timeline selects one' : undefined} onClick={() => { scope.value = one; }}
        >
          {SHORT_SCOPES[one]}
        </button>
      ))}
    </div>
  );
}

const SHORT_SCOPES = { run: 'Whole run', view: 'View', range: 'Range', tracks: 'Open tracks' } as const;

/** While it is searched, and where nothing was found: the name that is most like it. */
function Nothing({ onText }: { readonly onText: (text: string) => void }) {
  const { result, problem, error, isBusy, answered, scope } = useRun().search;
  const found = result.value;
  if (problem.value !== null || error.value !== null) return null;
  if (found === null) return <div class="results-foot" role="status">{isBusy.value ? 'Searching…' : 'Press Enter to search.'}</div>;
  if (found.total > 0) return null;
  if (found.isRunning) return <div class="results-foot" role="status">Nothing so far. {RUNNING}</div>;
  const { close } = found;
  return (
    <div class="results-none" role="status">
      No match for <q>{answered.value}</q>{found.isExact ? ` in ${SCOPE_NAMES[scope.value]}${scope.value === 'run' ? ', hidden tracks included' : ''}.` : ` so far. ${PARTIAL}`}
      {scope.value !== 'run' && <>{' '}<button type="button" class="text-button" onPointerDown={(event) => event.preventDefault()} onClick={() => { scope.value = 'run'; }}>Search the whole run</button></>}
      {close !== null && scope.value === 'run' && (
        <>
          {' '}Close: <button type="button" class="text-button" onPointerDown={(event) => event.preventDefault()} onClick={() => onText(exactly('name', close.text))}>{close.text}</button> ({groupDigits(close.count)}).
        </>
      )}
    </div>
  );
}
