/** One box for commands, times and tracks: a combobox over the page that goes again with Esc, a choice, or a click elsewhere. */
import { useSignal, useSignalEffect } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { messageOf } from '../../base/cancel.ts';
import { useApp } from '../base/context.ts';
import { useModal } from '../base/dialog.tsx';
import { modeOf, paletteRows, type PaletteMode, type PaletteRow } from './palette_rows.ts';

const NAMES: Readonly<Record<PaletteMode, string>> = { '>': 'Commands', '@': 'Times', '#': 'Tracks' };
const EMPTY: Readonly<Record<PaletteMode, string>> = {
  '>': 'No command is called so.',
  '@': 'A time (612.3ms), an interval (0.6s..0.65s), or a way from here (+5us).',
  '#': 'No track is called so.',
};

export function Palette({ text: first, onClose }: { readonly text: string; readonly onClose: () => void }) {
  const app = useApp();
  const dialog = useModal(onClose);
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const text = useSignal(first);
  const active = useSignal(0);
  useSignalEffect(() => {
    void text.value;
    active.value = 0;
  });
  useLayoutEffect(() => input.current?.setSelectionRange(first.length, first.length), []);
  useLayoutEffect(() => list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' }), [active.value, text.value]);
  const { mode } = modeOf(text.value);
  const rows = paletteRows(app, text.value);

  const choose = (row: PaletteRow | undefined): void => {
    if (!row || row.reason !== undefined) return;
    onClose();
    // After the focus is back where it was: a command may want it elsewhere.
    queueMicrotask(() => {
      Promise.resolve().then(row.run).catch((error: unknown) => app.notify(messageOf(error), 'error'));
    });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step !== undefined) active.value = Math.max(0, Math.min(rows.length - 1, active.value + step));
    else if (event.key === 'Enter') choose(rows[active.value]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <dialog
      ref={dialog} class="palette" aria-label="Command palette" data-testid="palette"
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      <div class="palette-body">
        <input
          ref={input} type="text" role="combobox" aria-label="> command, @ time, # track" aria-expanded={rows.length > 0} aria-controls="palette-rows" aria-autocomplete="list"
          aria-activedescendant={rows.length > 0 ? `palette-row-${active.value}` : undefined} spellcheck={false} autocomplete="off" autofocus value={text.value}
          onInput={(event) => {
            text.value = event.currentTarget.value;
          }}
          onKeyDown={onKeyDown}
        />
        <div class="palette-rows" role="listbox" aria-label={NAMES[mode]} id="palette-rows" ref={list} tabIndex={-1}>
          {rows.map((row, i) => (
            <div
              key={row.id} id={`palette-row-${i}`} class="palette-row" role="option" aria-selected={i === active.value} aria-disabled={row.reason !== undefined}
              onPointerDown={(event) => event.preventDefault()} onClick={() => choose(row)} data-id={row.id}
            >
              <span class="palette-label">{row.label}</span>
              <span class="palette-hint">{row.reason ?? row.hint}</span>
            </div>
          ))}
        </div>
        {rows.length === 0 && <p class="palette-empty" role="status">{EMPTY[mode]}</p>}
        <p class="palette-foot"><kbd>{'>'}</kbd> commands <kbd>@</kbd> times <kbd>#</kbd> tracks</p>
      </div>
    </dialog>
  );
}
