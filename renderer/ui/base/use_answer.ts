/** What a panel asks of the engine: asked while the panel is seen, again a moment after the question or the run has changed. What is there stays meanwhile. */
import { useContext, useEffect, useState } from 'preact/hooks';
import type { EngineMethods } from '../../../electron/protocol/engine_api.ts';
import { ProfileError } from '../../../electron/protocol/errors.ts';
import { isCancelled, messageOf } from '../../base/cancel.ts';
import { afterRest } from '../../base/rest.ts';
import { PanelContext, useApp, useRun } from './context.ts';

/** A drag that goes on asks for nothing. */
const REST_MS = 120;

export interface Answer<T> {
  readonly value: T | undefined;
  readonly error: string | undefined;
  readonly isBusy: boolean;
  /** It comes with the index, which is being made. */
  readonly isEarly: boolean;
}

/** Nothing is asked while the panel is not the one that is seen. `params` null = nothing to ask; `more` = what else the answer depends on. */
export function useAnswer<M extends keyof EngineMethods>(method: M, params: EngineMethods[M]['params'] | null, more = ''): Answer<EngineMethods[M]['result']> {
  const app = useApp();
  const run = useRun();
  const panel = useContext(PanelContext);
  const { revision } = run.summary.value;
  const isSeen = app.layout.isDockOpen.value && app.layout.activePanel.value === panel;
  const key = JSON.stringify([params, more]);
  const [state, setState] = useState<Answer<EngineMethods[M]['result']>>({ value: undefined, error: undefined, isBusy: true, isEarly: false });
  useEffect(() => {
    if (!isSeen || params === null) return undefined;
    const abort = new AbortController();
    setState((before) => ({ ...before, isBusy: true }));
    const load = async (): Promise<void> => {
      try {
        const value = await app.client.call(method, params, abort.signal);
        if (!abort.signal.aborted) setState({ value, error: undefined, isBusy: false, isEarly: false });
      } catch (error) {
        if (isCancelled(error) || abort.signal.aborted) return;
        const { phase } = run.summary.peek();
        const isEarly = error instanceof ProfileError && error.kind === 'not-loaded' && (phase === 'reading' || phase === 'indexing');
        setState((before) => ({ ...before, error: isEarly ? undefined : messageOf(error), isBusy: false, isEarly }));
      }
    };
    const takeBack = afterRest(REST_MS, () => void load());
    return () => {
      takeBack();
      abort.abort();
    };
  }, [run, method, key, revision, isSeen]);
  return state;
}
