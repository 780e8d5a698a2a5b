/** The search box: a combobox with completions and hits under it; a first `>`, `@`, `#` or `:` leads to commands, times, tracks and SQL. */
import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { HitSorting, ItemAt, SearchResult } from '../../../electron/protocol/item_api.ts';
import { afterRest } from '../../base/rest.ts';
import { Icon } from '../base/icon.tsx';
import { IconButton } from '../base/button.tsx';
import { hasCommand, keysOf } from '../base/command_keys.ts';
import { useApp, useRun } from '../base/context.ts';
import { groupDigits } from '../base/numbers.ts';
import { SearchResults } from './search_results.tsx';
import { useChoices } from './use_choices.ts';
import { useHits } from './use_hits.ts';

const TYPING_REST_MS = 25;
const NO_RESULT: SearchResult = { search: 0, total: 0, isExact: true, totalNs: 0, perTrack: [], tracks: null, first: [], close: null };
const SQL_PANEL = 'panel.showSql';

export function Omnibox() {
  const app = useApp();
  const run = useRun();
  const { search } = run;
  const input = useRef<HTMLInputElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const isOpen = useSignal(false);
  const caret = useSignal(0);
  /** Option under the arrows, -1 = none: Enter then goes on to the next hit. */
  const active = useSignal(-1);
  const onlyTrack = useSignal<number | null>(null);
  const sorting = useSignal<HitSorting>('time');
  const takeBack = useRef<() => void>(() => undefined);

  const onText = (text: string): void => {
    // Other things than items are looked for elsewhere.
    if (/^[>@#]$/.test(text) || (text === ':' && hasCommand(app, SQL_PANEL))) {
      onText('');
      void (text === ':' ? app.commands.run(SQL_PANEL) : app.commands.run('app.openPalette', text));
      return;
    }
    search.text.value = text;
    active.value = -1;
    isOpen.value = true;
    takeBack.current();
    if (text.trim() === '') search.clear();
    else takeBack.current = afterRest(TYPING_REST_MS, () => void search.start(text));
  };
  const write = (text: string, at = text.length): void => {
    onText(text);
    caret.value = at;
    // Once the box shows it.
    queueMicrotask(() => {
      input.current?.focus();
      input.current?.setSelectionRange(at, at);
    });
  };
  const found = search.result.value;
  const hits = useHits(found ?? NO_RESULT, sorting.value, onlyTrack.value);
  const choices = useChoices(search.text.value, caret.value, isOpen.value, write);

  useEffect(() => {
    const commands = app.commands.register(
      {
        id: 'find.focus', name: 'Search', keys: ['/', 'Ctrl+F'], run: () => {
          input.current?.focus();
          input.current?.select();
          isOpen.value = true;
        },
      },
      {
        id: 'find.toFilter', name: 'Make a filter of the search', keys: ['Alt+Enter'], disabled: () => (search.text.value.trim() === '' ? 'Search for something first.' : undefined),
        run: () => {
          run.filter.add(search.text.peek());
          search.remember();
          isOpen.value = false;
          search.clear();
        },
      },
    );
    return () => {
      commands[Symbol.dispose]();
      takeBack.current();
    };
  }, [run]);
  useSignalEffect(() => {
    void search.result.value;
    active.value = -1;
    onlyTrack.value = null;
  });

  const choose = (hit: ItemAt): void => {
    isOpen.value = false;
    search.remember();
    void run.select(hit.track, hit.ordinal, { reveal: true, zoom: true });
  };
  const step = async (by: 1 | -1): Promise<void> => {
    takeBack.current();
    if (search.answered.peek() !== search.text.peek().trim()) await search.start(search.text.peek());
    await search.step(by);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const last = choices.length + (found === null ? 0 : hits.count) - 1;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      isOpen.value = true;
      active.value = event.key === 'ArrowDown' ? Math.min(last, active.value + 1) : Math.max(-1, active.value - 1);
    } else if (event.key === 'Tab' && isOpen.value && !event.shiftKey && search.text.value.trim() !== '' && choices.length > 0) {
      choices[Math.max(0, Math.min(choices.length - 1, active.value))].apply();
    } else if (event.key === 'Enter' && event.altKey) {
      app.commands.run('find.toFilter').catch((error: unknown) => app.notify(error instanceof Error ? error.message : String(error), 'error'));
    } else if (event.key === 'Enter') {
      const choice = isOpen.value ? choices[active.value] : undefined;
      const hit = isOpen.value && active.value >= choices.length ? hits.at(active.value - choices.length) : undefined;
      if (choice) choice.apply();
      else if (hit) choose(hit);
      else void step(event.shiftKey ? -1 : 1);
    } else if (event.key === 'F3') {
      void step(event.shiftKey ? -1 : 1);
    } else if (event.key === 'Escape') {
      if (isOpen.value && search.text.value !== '') isOpen.value = false;
      else if (search.text.value !== '') search.clear();
      else input.current?.blur();
      isOpen.value = false;
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  const { current, isBusy } = search;
  const hasHits = (found?.total ?? 0) > 0;
  return (
    <div
      class="omnibox" data-testid="omnibox" role="search" aria-label="Search" ref={box}
      onFocusOut={(event) => {
        if (!(event.relatedTarget instanceof Node && box.current?.contains(event.relatedTarget))) isOpen.value = false;
      }}
    >
      <Icon name="search" />
      <input
        ref={input} type="text" role="combobox" aria-label="Find items by name, provenance, operation id or fields" placeholder="Find items   > commands   @ time   # track"
        aria-expanded={isOpen.value} aria-controls="search-choices search-hits" aria-autocomplete="list" spellcheck={false} autocomplete="off"
        aria-activedescendant={isOpen.value && active.value >= 0 ? `hit-${active.value}` : undefined} aria-invalid={search.problem.value !== null || search.error.value !== null}
        value={search.text.value} onKeyDown={onKeyDown}
        onInput={(event) => {
          caret.value = event.currentTarget.selectionStart ?? 0;
          onText(event.currentTarget.value);
        }}
        onSelect={(event) => {
          caret.value = event.currentTarget.selectionStart ?? 0;
        }}
        onFocus={() => {
          isOpen.value = true;
        }}
      />
      <span class="omnibox-count number" aria-live="polite" data-testid="search-count">
        {isBusy.value && !found?.isRunning ? '…' : found && `${current.value ? `${groupDigits(current.value.index + 1)} / ` : ''}${found.isExact ? '' : '≥ '}${groupDigits(found.total)}`}
        {current.value?.wrapped === true && <span class="visually-hidden">, from the other end again</span>}
      </span>
      {search.text.value === ''
        ? <kbd aria-hidden="true">{keysOf(app, 'find.focus') ?? '/'}</kbd>
        : (
          <>
            <IconButton icon="filter" label="Make a filter of it" keys="Alt+Enter" disabled={search.problem.value !== null} onClick={() => void app.commands.run('find.toFilter')} />
            <IconButton icon="chevronUp" label="Previous hit" keys={keysOf(app, 'find.previous')} disabled={!hasHits} onClick={() => void step(-1)} />
            <IconButton icon="chevronDown" label="Next hit" keys={keysOf(app, 'find.next')} disabled={!hasHits} onClick={() => void step(1)} />
            <IconButton icon="close" label="Clear search" onClick={() => { search.clear(); input.current?.focus(); }} />
          </>
        )}
      {isOpen.value && <SearchResults choices={choices} hits={found === null ? undefined : hits} active={active.value} onlyTrack={onlyTrack} sorting={sorting} onText={write} onChoose={choose} />}
    </div>
  );
}
