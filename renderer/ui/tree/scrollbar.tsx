/** The vertical scroll bar of the timeline. Tree and canvas both follow `tree.scrollTop`, so neither has a bar of its own. */
import { RULER_HEIGHT } from '../../timeline/ruler.ts';
import { useRun } from '../base/context.ts';

const MIN_THUMB_PX = 24;

export function TimelineScrollbar() {
  const { tree } = useRun();
  const content = tree.contentHeight.value;
  const view = tree.viewportHeight.value;
  // As high as the rows that it scrolls.
  const style = { marginTop: `${RULER_HEIGHT + tree.pinned.shown.value.heightPx}px` };
  if (view === 0 || content <= view) return <div class="scrollbar" aria-hidden="true" style={style} />;
  const limit = content - view;
  const thumb = Math.max(MIN_THUMB_PX, (view * view) / content);
  const place = (Math.min(tree.scrollTop.value, limit) / limit) * (view - thumb);
  const onPointerDown = (event: PointerEvent): void => {
    const bar = event.currentTarget as HTMLElement;
    const box = bar.getBoundingClientRect();
    const at = event.clientY - box.top;
    // On the thumb: it keeps its place under the pointer. Beside it: its middle jumps there.
    const grip = at >= place && at <= place + thumb ? at - place : thumb / 2;
    const move = (to: PointerEvent): void => {
      const share = (to.clientY - box.top - grip) / (view - thumb);
      tree.scrollTop.value = Math.min(limit, Math.max(0, share * limit));
    };
    bar.setPointerCapture(event.pointerId);
    move(event);
    bar.addEventListener('pointermove', move);
    bar.addEventListener('lostpointercapture', () => bar.removeEventListener('pointermove', move), { once: true });
  };
  return (
    <div class="scrollbar" aria-hidden="true" style={style} onPointerDown={onPointerDown}>
      <div class="scrollbar-thumb" style={{ height: `${thumb}px`, transform: `translateY(${place}px)` }} />
    </div>
  );
}
