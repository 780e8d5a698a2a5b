/** The picture on screen as a link: mirrored in the address, kept by the engine for the next time, shown from either. */
import { effect } from '@preact/signals';
import type { RunId } from '../../electron/protocol/run_api.ts';
import { isCancelled, messageOf } from '../base/cancel.ts';
import type { App } from './app.ts';
import { readHash, writeHash, type Link } from './hash_state.ts';
import type { OpenRun } from './run_view.ts';

const REST_MS = 300;
/** The engine writes it to disk: only once it has rested for longer. */
const KEEP_MS = 1500;

/** The link to what is on screen; null = no run is. */
export function currentLink({ run }: Pick<App, 'run'>): Link | null {
  const now = run.value;
  return now && { run: now.id, texts: now.parts.texts() };
}

/** Writes the view into the address, and to the engine, a moment after it rests. */
export function mirrorView(app: Pick<App, 'run' | 'client' | 'session' | 'notify'>): () => void {
  const timers: ReturnType<typeof setTimeout>[] = [];
  let kept = '';
  const keep = (run: RunId, view: string): void => {
    if (view === kept || app.session.peek()?.isReadOnly === true) return;
    kept = view;
    app.client.call('run.setView', { run, view }).catch((error: unknown) => {
      if (!isCancelled(error)) app.notify(`The view is not kept: ${messageOf(error)}`, 'error');
    });
  };
  const rest = (): void => timers.splice(0).forEach((timer) => clearTimeout(timer));
  const stop = effect(() => {
    const link = currentLink(app);
    rest();
    if (!link) return;
    const hash = writeHash(link);
    timers.push(
      setTimeout(() => { if (location.hash !== hash) history.replaceState(null, '', hash); }, REST_MS),
      setTimeout(() => keep(link.run, hash), KEEP_MS),
    );
  });
  return () => {
    stop();
    rest();
  };
}

/** Shows what the address says of this run, else `kept`: what was on screen when it was last open. */
export async function restoreView(app: Pick<App, 'notify'>, opened: OpenRun, kept: string | null | undefined): Promise<void> {
  const link = [location.hash, kept ?? ''].map(readHash).find((candidate) => candidate?.run === opened.view.id);
  if (link) await showLink(app, opened, link);
}

/** What cannot be shown is left out and named. While a run is read, parts of it may still come: they are tried again when it is. */
export async function showLink(app: Pick<App, 'notify'>, { view: run, history }: OpenRun, { texts }: Link): Promise<void> {
  const known = new Set(run.parts.all.map(({ key }) => key));
  const unknown = [...texts.keys()].filter((key) => !known.has(key));
  let missed = await run.parts.show(texts);
  history.forget();
  if (missed.length > 0 && run.summary.peek().phase === 'reading') {
    await untilRead(run.summary);
    missed = await run.parts.show(texts);
    history.forget();
  }
  const left = [...missed, ...unknown];
  if (left.length > 0) app.notify(`The link's parts ${left.join(', ')} could not be used and were left out.`);
}

function untilRead(summary: OpenRun['view']['summary']): Promise<void> {
  return new Promise((resolve) => {
    const stop = effect(() => {
      if (summary.value.phase === 'reading') return;
      resolve();
      queueMicrotask(() => stop());
    });
  });
}
