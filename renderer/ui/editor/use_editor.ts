/** An editor in the page: what it is made of is loaded when it is first needed, and it goes with the panel. */
import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

export interface ShownEditor<Editor> {
  /** The element that it is in. */
  readonly holder: RefObject<HTMLDivElement | null>;
  /** Undefined until it is loaded. */
  readonly editor: { readonly current: Editor | undefined };
  /** Why it could not be loaded or made. */
  readonly failure: string | undefined;
}

/** @param load gives what makes the editor in its element; called anew when one of `inputs` changes */
export function useEditor<Editor extends Disposable>(load: () => Promise<(parent: HTMLElement) => Editor>, inputs: readonly unknown[]): ShownEditor<Editor> {
  const holder = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor | undefined>(undefined);
  const [failure, setFailure] = useState<string | undefined>(undefined);
  useEffect(() => {
    let isGone = false;
    const show = async (): Promise<void> => {
      try {
        const make = await load();
        if (!isGone && holder.current) editor.current = make(holder.current);
      } catch (error) {
        setFailure(error instanceof Error ? error.message : String(error));
      }
    };
    void show();
    return () => {
      isGone = true;
      editor.current?.[Symbol.dispose]();
      editor.current = undefined;
    };
  }, inputs);
  return { holder, editor, failure };
}
