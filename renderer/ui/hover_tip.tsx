/**
 * The tooltip of the timeline: beside the pointer, never over the line of items it speaks of, without pointer events of its own.
 * Esc hides it until the next item.
 */
import { computePosition, flip, offset, shift } from '@floating-ui/dom';
import { useComputed, useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Hover } from '../state/app.ts';
import { useRun } from './base/context.ts';
import { tipText, type TipLine } from './hover_text.ts';

const GAP_PX = 10;
const DEFAULT_LINE_PX = 18;

/** The same box, whatever details have come meanwhile. */
function keyOf({ track, box }: Hover): string {
  if (box.type === 'idle') return `${track}/idle/${box.gap?.startNs ?? ''}`;
  return box.type === 'curve' ? `${track}/curve` : `${track}/${box.type}/${box.startNs}/${'level' in box ? box.level : ''}`;
}

/** `more`: a line about what the pointer is on that comes before the others. */
export function HoverTip({ more }: { readonly more?: (hover: Hover) => TipLine | undefined } = {}) {
  const run = useRun();
  const tip = useRef<HTMLDivElement>(null);
  const hidden = useSignal<string | null>(null);
  const hover = run.hover.value;
  const key = hover && keyOf(hover);
  const levelHeight = useComputed(() => {
    const track = run.hover.value?.track;
    return run.tree.rows.value.find((row) => row.id === track)?.levelHeight || DEFAULT_LINE_PX;
  });

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const now = run.hover.peek();
      if (event.key === 'Escape' && now) hidden.value = keyOf(now);
    };
    document.addEventListener('keydown', onKey, true);
    return () => document.removeEventListener('keydown', onKey, true);
  }, [run]);

  useLayoutEffect(() => {
    const floating = tip.current;
    if (!floating || !hover) return;
    // The pointer is somewhere on the item's line: keep a line's height clear above and below it.
    const clear = Math.min(40, levelHeight.peek());
    const anchor = { getBoundingClientRect: () => new DOMRect(hover.x, hover.y - clear, 1, 2 * clear) };
    void computePosition(anchor, floating, { placement: 'bottom-start', strategy: 'fixed', middleware: [offset({ mainAxis: GAP_PX, crossAxis: 12 }), flip({ padding: 8 }), shift({ padding: 8 })] })
      .then(({ x, y }) => {
        floating.style.left = `${Math.round(x)}px`;
        floating.style.top = `${Math.round(y)}px`;
      });
  });

  if (!hover || run.menu.value !== null || key === hidden.value || (hover.box.type === 'idle' && !hover.box.gap)) return null;
  const { title, lines: own, foot } = tipText(hover);
  const first = more?.(hover);
  const lines = first ? [first, ...own] : own;
  const row = run.track(hover.track);
  return (
    <div class="tip" role="tooltip" ref={tip} data-testid="tooltip">
      <div class="tip-title">{title}{row && hover.box.type !== 'curve' && <span class="muted"> · {row.kind} · {row.name}</span>}</div>
      {lines.length > 0 && (
        <dl>
          {lines.map((line) => (
            <div key={line.name ?? line.text} class={`tone-${line.tone ?? 'plain'}`}>{line.name && <dt>{line.name}</dt>}<dd>{line.text}</dd></div>
          ))}
        </dl>
      )}
      {foot && <div class="tip-foot">{foot}</div>}
    </div>
  );
}
