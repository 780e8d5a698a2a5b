/** A modal dialog on the browser's own `<dialog>`: focus stays inside, Esc closes, focus goes back. */
import type { ComponentChildren, RefObject } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { IconButton } from './button.tsx';

/**
 * A `<dialog>` that is modal as long as it is in the page. Esc asks for `onClose` at once: the browser's own event of the end comes
 * with its next frame, and whoever opens the dialog again before that would find it closed by the old event.
 */
export function useModal(onClose: () => void): RefObject<HTMLDialogElement | null> {
  const ref = useRef<HTMLDialogElement>(null);
  const latest = useRef(onClose);
  latest.current = onClose;
  useLayoutEffect(() => {
    const [before, dialog] = [document.activeElement, ref.current];
    const stop = new AbortController();
    for (const event of ['cancel', 'close']) dialog?.addEventListener(event, (ended) => ended.target === dialog && latest.current(), { signal: stop.signal });
    dialog?.showModal();
    return () => {
      stop.abort();
      dialog?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return ref;
}

export function Dialog({ title, onClose, class: extra = '', children }: {
  readonly title: string; readonly onClose: () => void; readonly class?: string; readonly children: ComponentChildren;
}) {
  const dialog = useModal(onClose);
  // Two may be in the page at once, as while one opens another: each is named by its own title.
  const titleId = useId();
  return (
    <dialog
      ref={dialog} class={`dialog ${extra}`} aria-labelledby={titleId}
      // A press on the dimmed page is a press on the dialog element itself, outside its content.
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      <div class="dialog-body">
        <header class="dialog-head">
          <h2 id={titleId}>{title}</h2>
          <IconButton icon="close" label="Close" onClick={onClose} />
        </header>
        {children}
      </div>
    </dialog>
  );
}
