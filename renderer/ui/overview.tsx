/** The strip of a whole run above its timeline. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { RunView } from '../state/app.ts';
import { mountOverview } from '../timeline/mount_overview.ts';
import { useApp } from './base/context.ts';

/** `badge`: which of two runs it is. */
export function Overview({ run, label, badge }: { readonly run: RunView; readonly label: string; readonly badge?: string }) {
  const app = useApp();
  const container = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!container.current) return undefined;
    const mounted = mountOverview(container.current, app, run);
    return () => mounted[Symbol.dispose]();
  }, [run]);
  return (
    <section class="overview" data-testid={badge === undefined ? 'overview' : `overview-${badge.toLowerCase()}`} data-region="overview" aria-label={label}>
      <div class="overview-canvas" ref={container} />
      {badge !== undefined && <span class={`side-badge side-${badge.toLowerCase()}`} aria-hidden="true">{badge}</span>}
    </section>
  );
}
