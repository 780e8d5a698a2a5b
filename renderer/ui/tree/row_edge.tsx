/** The lower edge of a row: dragged it changes the row's height, with Alt that of all rows of the kind; a double click sets it back. The keys for it are commands. */
import type { Row, TrackTree } from '../../state/app.ts';

/** Open rows have a height of their own. */
export function hasEdge(row: Row): boolean {
  return row.isOpen && (row.track !== undefined || (row.type === 'kind' && row.group?.hasUtil === true));
}

export function RowEdge({ tree, row }: { readonly tree: TrackTree; readonly row: Row }) {
  const onPointerDown = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    const edge = event.currentTarget as HTMLElement;
    const times = tree.heightOf(row.slug);
    // A track of levels keeps a px above and below them.
    const padding = row.levelHeight > 0 ? 2 : 0;
    const move = (to: PointerEvent): void => {
      tree.setHeight(row.slug, (times * Math.max(1, row.height - padding + to.clientY - event.clientY)) / (row.height - padding), to.altKey);
    };
    event.stopPropagation();
    edge.setPointerCapture(event.pointerId);
    edge.addEventListener('pointermove', move);
    edge.addEventListener('lostpointercapture', () => edge.removeEventListener('pointermove', move), { once: true });
  };
  return (
    <div
      class="row-edge" aria-hidden="true" onPointerDown={onPointerDown} onClick={(event) => event.stopPropagation()}
      onDblClick={(event) => tree.setHeight(row.slug, 1, event.altKey)}
    />
  );
}
