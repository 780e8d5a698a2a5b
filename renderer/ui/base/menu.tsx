/** A menu of choices or actions under a button: arrows move, Enter chooses, letters stay with the page's commands. */
import { Fragment } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Placement } from '@floating-ui/dom';
import type { ComponentChildren, RefObject } from 'preact';
import { Icon } from './icon.tsx';
import type { IconName } from './icon.tsx';
import { Popover } from './popover.tsx';

export interface MenuItem {
  readonly label: string;
  readonly hint?: string;
  /** Present = one of a set, chosen or not. */
  readonly isChosen?: boolean;
  /** A line stands above it. */
  readonly opensGroup?: boolean;
  readonly run: () => void;
}

export function MenuButton({ icon, label, items, children, tabIndex, class: extra = '' }: {
  readonly icon?: IconName; readonly label: string; readonly items: readonly MenuItem[]; readonly children?: ComponentChildren; readonly class?: string;
  /** -1: a row has the focus, and commands for all of it. */
  readonly tabIndex?: number;
}) {
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
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
      {isOpen && <Menu anchor={button} label={label} items={items} onClose={() => setOpen(false)} />}
    </>
  );
}

/** The menu itself, beside `anchor`, which gets the focus back. */
export function Menu({ anchor, label, items, placement = 'bottom-end', onClose }: {
  readonly anchor: RefObject<HTMLElement | null>; readonly label: string; readonly items: readonly MenuItem[]; readonly placement?: Placement; readonly onClose: () => void;
}) {
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
    onClose();
    anchor.current?.focus();
    item.run();
  };
  return (
    <Popover anchor={anchor} label={label} role="menu" placement={placement} onClose={onClose} class="menu">
      <div role="none" onKeyDown={move}>
        {items.map((item) => (
          <Fragment key={item.label}>
            {item.opensGroup === true && <div class="menu-line" role="separator" />}
            <div
              class="menu-item" tabIndex={-1} role={item.isChosen === undefined ? 'menuitem' : 'menuitemradio'} aria-checked={item.isChosen}
              onClick={() => choose(item)} onPointerMove={(event) => event.currentTarget.focus({ preventScroll: true })}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' && event.key !== ' ') return;
                event.preventDefault();
                event.stopPropagation();
                choose(item);
              }}
            >
              <span class="menu-mark">{item.isChosen && <Icon name="check" />}</span>
              <span class="menu-label">{item.label}</span>
              {item.hint && <span class="menu-hint">{item.hint}</span>}
            </div>
          </Fragment>
        ))}
      </div>
    </Popover>
  );
}
