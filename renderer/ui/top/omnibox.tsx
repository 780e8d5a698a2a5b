/** The search box: a combobox whose list shows the hits in time order, with the tracks that have some above it. */
import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { ItemAt } from '../../../electron/protocol/engine_api.ts';
import { Icon } from '../base/icon.tsx';
import { IconButton } from '../base/button.tsx';
import { keysOf } from '../base/command_keys.ts';
import { useApp, useRun } from '../base/context.ts';
import { groupDigits } from '../base/numbers.ts';
import { SearchResults } from './search_results.tsx';

const TYPING_REST_MS = 180;

export function Omnibox() {
  const app = useApp();
  const run = useRun();
  const { search } = run;
  const input = useRef<HTMLInputElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const isOpen = useSignal(false);
  /** Option under the arrows, -1 = none: Enter then goes on to the next hit. */
  const active = useSignal(-1);
  const onlyTrack = useSignal<number | null>(null);
  const timer = useRef(0);

  useEffect(() => {
    const focus = app.commands.register({
      id: 'find.focus', name: 'Search', keys: ['/', 'Ctrl+F'], run: () => {
        input.current?.focus();
        input.current?.select();
        if (search.text.value !== '') isOpen.value = true;
      },
    });
    return () => {
      focus[Symbol.dispose]();
      clearTimeout(timer.current);
    };
  }, [run]);
  useSignalEffect(() => {
    void search.result.value;
    active.value = -1;
    onlyTrack.value = null;
  });

  const hits = (search.result.value?.first ?? []).filter((hit) => onlyTrack.value === null || hit.track === onlyTrack.value);
  const onInput = (text: string): void => {
    // Other things than items are looked for in the palette.
    if (/^[>@#]$/.test(text)) {
      onInput('');
      void app.commands.run('app.openPalette', text);
      return;
    }
    search.text.value = text;
    isOpen.value = text.trim() !== '';
    clearTimeout(timer.current);
    if (text.trim() === '') search.clear();
    else timer.current = window.setTimeout(() => void search.start(text), TYPING_REST_MS);
  };
  const clear = (): void => {
    onInput('');
    search.clear();
  };
  const choose = (hit: ItemAt): void => {
    isOpen.value = false;
    void run.select(hit.track, hit.ordinal, { reveal: true, zoom: true });
  };
  const step = async (by: 1 | -1): Promise<void> => {
    clearTimeout(timer.current);
    if (search.result.peek() === null) await search.start(search.text.peek());
    await search.step(by);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const last = hits.length - 1;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      isOpen.value = search.text.value.trim() !== '';
      active.value = event.key === 'ArrowDown' ? Math.min(last, active.value + 1) : Math.max(-1, active.value - 1);
    } else if (event.key === 'Enter') {
      const hit = hits[active.value];
      if (isOpen.value && hit) choose(hit);
      else void step(event.shiftKey ? -1 : 1);
    } else if (event.key === 'F3') {
      void step(event.shiftKey ? -1 : 1);
    } else if (event.key === 'Escape') {
      if (isOpen.value && hits.length > 0) isOpen.value = false;
      else if (search.text.value !== '') clear();
      else input.current?.blur();
      isOpen.value = false;
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  const { result, current, isBusy } = search;
  const isShown = isOpen.value && search.text.value.trim() !== '';
  const hasHits = (result.value?.total ?? 0) > 0;
  return (
    <div
      class="omnibox" data-testid="omnibox" role="search" aria-label="Search" ref={box}
      onFocusOut={(event) => {
        if (!(event.relatedTarget instanceof Node && box.current?.contains(event.relatedTarget))) isOpen.value = false;
      }}
    >
      <Icon name="search" />
      <input
        ref={input} type="text" role="combobox" aria-label="Find items by name, provenance or operation id" placeholder="Find items   > commands   @ time   # track"
        aria-expanded={isShown && hits.length > 0} aria-controls="search-hits" aria-autocomplete="list" spellcheck={false} autocomplete="off"
        aria-activedescendant={isShown && active.value >= 0 ? `hit-${active.value}` : undefined} aria-invalid={search.error.value !== null}
        value={search.text.value} onInput={(event) => onInput(event.currentTarget.value)} onKeyDown={onKeyDown}
        onFocus={() => {
          isOpen.value = search.text.value.trim() !== '';
        }}
      />
      <span class="omnibox-count number" aria-live="polite" data-testid="search-count">
        {isBusy.value ? '…' : result.value && `${current.value ? `${groupDigits(current.value.index + 1)} / ` : ''}${result.value.isExact ? '' : '≥ '}${groupDigits(result.value.total)}`}
      </span>
      {search.text.value === ''
        ? <kbd aria-hidden="true">{keysOf(app, 'find.focus') ?? '/'}</kbd>
        : (
          <>
            <IconButton icon="chevronUp" label="Previous hit" keys={keysOf(app, 'find.previous')} disabled={!hasHits} onClick={() => void step(-1)} />
            <IconButton icon="chevronDown" label="Next hit" keys={keysOf(app, 'find.next')} disabled={!hasHits} onClick={() => void step(1)} />
            <IconButton icon="close" label="Clear search" onClick={() => { clear(); input.current?.focus(); }} />
          </>
        )}
      {isShown && <SearchResults hits={hits} active={active.value} onlyTrack={onlyTrack} onChoose={choose} />}
    </div>
  );
}
