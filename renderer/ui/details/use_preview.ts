/** Shows on the timeline where a link leads as long as the pointer or the focus is on it. */
import { useEffect, useRef } from 'preact/hooks';
import { afterRest } from '../../base/rest.ts';
import { useApp, useRun } from '../base/context.ts';

/** Passing over links asks for nothing. */
const REST_MS = 60;

export function usePreview(track: number, ordinal: number): { onPointerEnter: () => void; onPointerLeave: () => void; onFocus: () => void; onBlur: () => void } {
  const app = useApp();
  const run = useRun();
  const asked = useRef<AbortController | undefined>(undefined);
  const hide = (): void => {
    if (!asked.current) return;
    asked.current.abort();
    asked.current = undefined;
    run.preview.value = null;
  };
  const show = (): void => {
    hide();
    const abort = new AbortController();
    asked.current = abort;
    afterRest(REST_MS, () => {
      if (abort.signal.aborted) return;
      app.client.call('item.locate', { run: run.id, track, ordinal }, abort.signal).then(
        (target) => {
          if (!abort.signal.aborted) run.preview.value = target;
        },
        // A target that cannot be found is told when the link is followed.
        () => undefined,
      );
    });
  };
  useEffect(() => hide, [track, ordinal]);
  return { onPointerEnter: show, onPointerLeave: hide, onFocus: show, onBlur: hide };
}
