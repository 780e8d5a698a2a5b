/** A menu of choices or actions under a button: arrows move, Enter chooses, letters stay with the page's commands. */
import { useRef, useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { Icon } from './icon.tsx';
import type { IconName } from './icon.tsx';
import { Popover } from './popover.tsx';

export interface MenuItem {
  readonly label: string;
  readonly hint?: string;
  /** Present = one of a set, chosen or not. */
  readonly isChosen?: boolean;
  readonly run: () => void;
}

export function MenuButton({ icon, label, items, children, tabIndex, class: extra = '' }: {
  readonly icon?: IconName; readonly label: string; readonly items: readonly MenuItem[]; readonly children?: ComponentChildren; readonly class?: string;
  /** -1: a row has the focus, and commands for all of it. */
  readonly tabIndex?: number;
}) {
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const move = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const all = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('[role^="menuitem"]')];
    const at = all.indexOf(document.activeElement as HTMLElement);
    const next = Number.isFinite(step) ? (at + step + all.length) % all.length : step < 0 ? 0 : all.length - 1;
    all[next]?.focus();
  };
  const choose = (item: MenuItem): void => {
    setOpen(false);
    button.current?.focus();
    item.run();
  };
  return (
    <>
      <button
        type="button" ref={button} class={`${children ? 'button quiet' : 'icon-button'} ${extra}`} aria-label={label} data-hint={isOpen ? undefined : label}
        tabIndex={tabIndex} aria-haspopup="menu" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return;
          event.preventDefault();
          event.stopPropagation();
          setOpen(true);
        }}
      >
        {icon && <Icon name={icon} />}
        {children}
      </button>
      {isOpen && (
        <Popover anchor={button} label={label} role="menu" onClose={() => setOpen(false)} class="menu">
          <div role="none" onKeyDown={move}>
            {items.map((item) => (
              <div
                key={item.label} class="menu-item" tabIndex={-1} role={item.isChosen === undefined ? 'menuitem' : 'menuitemradio'} aria-checked={item.isChosen}
                onClick={() => choose(item)} onPointerMove={(event) => event.currentTarget.focus({ preventScroll: true })}
                onKeyDown={(event) => {
                  if (event.key !== 'Enter' && event.key !== ' ') return;
                  event.preventDefault();
                  event.stopPropagation();
                  choose(item);
                }}
              >
                <span class="menu-mark">{item.isChosen && <Icon name="check" />}</span>
                <span>{item.label}</span>
                {item.hint && <span class="menu-hint">{item.hint}</span>}
              </div>
            ))}
          </div>
        </Popover>
      )}
    </>
  );
}
