/** Short notices in the corner, and the banner across the top when the engine is away. */
import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { Button, IconButton } from './base/button.tsx';
import { useApp } from './base/context.ts';
import { Icon } from './base/icon.tsx';
import { Sentence } from './base/sentence.tsx';
import { desktop } from './home/desktop_bridge.ts';

type Toast = ReturnType<typeof useApp>['toasts']['value'][number];

/** The state takes a notice away after its time; one under the pointer or with the focus stays until that leaves. */
export function Toasts() {
  const { toasts } = useApp();
  const held = useSignal<Toast | null>(null);
  const dismissed = useSignal<number>(0);
  const current = toasts.value;
  const kept = held.value && !current.some((toast) => toast.id === held.value?.id) ? [held.value] : [];
  const shown = [...kept, ...current].filter((toast) => toast.id !== dismissed.value);
  const close = (toast: Toast): void => {
    held.value = null;
    dismissed.value = toast.id;
    toasts.value = toasts.peek().filter((other) => other.id !== toast.id);
  };
  return (
    <div class="toasts">
      {shown.map((toast) => (
        <div
          key={toast.id} class={`toast ${toast.tone}`} role={toast.tone === 'error' ? 'alert' : 'status'}
          onPointerEnter={() => { held.value = toast; }} onPointerLeave={() => { held.value = null; }}
          onFocusIn={() => { held.value = toast; }} onFocusOut={() => { held.value = null; }}
        >
          {toast.tone === 'error' && <Icon name="circleAlert" />}
          <span><Sentence text={toast.text} /></span>
          <IconButton icon="close" label="Dismiss" class="small" onClick={() => close(toast)} />
        </div>
      ))}
    </div>
  );
}

/** Gone for a moment is no news: the banner waits so long. */
const LOST_AFTER_MS = 400;

export function ConnectionBanner() {
  const app = useApp();
  const { connection } = app.client;
  const [isLong, setLong] = useState(false);
  const reason = useSignal<string | null>(null);
  const [isRestarting, setRestarting] = useState(false);
  const isAway = connection.value === 'lost' || connection.value === 'gone';
  useEffect(() => {
    setLong(false);
    if (!isAway) return undefined;
    const timer = setTimeout(() => setLong(true), LOST_AFTER_MS);
    return () => clearTimeout(timer);
  }, [isAway]);
  useEffect(() => desktop()?.onEngineGone((why) => {
    reason.value = why;
  }), []);
  useSignalEffect(() => {
    if (connection.value === 'open') reason.value = null;
  });
  const bridge = desktop();
  if (bridge && (reason.value !== null || connection.value === 'gone')) {
    const restart = async (): Promise<void> => {
      setRestarting(true);
      try {
        await bridge.restartEngine();
      } catch (error) {
        app.notify(error instanceof Error ? error.message : String(error), 'error');
      } finally {
        setRestarting(false);
      }
    };
    return (
      <div class="banner" role="alert">
        <Icon name="circleAlert" />
        <span>The engine stopped{reason.value === null ? '' : ` (${reason.value})`}. Restart keeps your view.</span>
        <Button tone="plain" disabled={isRestarting} onClick={() => void restart()}>Restart</Button>
      </div>
    );
  }
  if (!isAway || !isLong) return null;
  return (
    <div class="banner" role="alert" data-testid="banner">
      <Icon name="circleAlert" />
      <span>
        {connection.value === 'lost'
          ? 'The server does not answer. What is drawn stays; trying again.'
          : 'The server has ended or no longer knows this page. What is drawn stays; start it again and open the address that it prints.'}
      </span>
      <Button tone="plain" onClick={() => app.client.retryNow()}>Retry now</Button>
    </div>
  );
}
