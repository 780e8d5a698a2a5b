/** A modal dialog on the browser's own `<dialog>`: focus stays inside, Esc closes, focus goes back. */
import type { ComponentChildren, RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { IconButton } from './button.tsx';

/** A `<dialog>` that is modal as long as it is in the page. */
export function useModal(): RefObject<HTMLDialogElement | null> {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return dialog;
}

export function Dialog({ title, onClose, class: extra = '', children }: {
  readonly title: string; readonly onClose: () => void; readonly class?: string; readonly children: ComponentChildren;
}) {
  const dialog = useModal();
  return (
    <dialog
      ref={dialog} class={`dialog ${extra}`} aria-labelledby="dialog-title" onClose={onClose}
      // A press on the dimmed page is a press on the dialog element itself, outside its content.
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      <div class="dialog-body">
        <header class="dialog-head">
          <h2 id="dialog-title">{title}</h2>
          <IconButton icon="close" label="Close" onClick={onClose} />
        </header>
        {children}
      </div>
    </dialog>
  );
}
