/** The head of a table: a click sorts, the right edge of a column sizes it (double-click: as it came). Keys for both are the table's own. */
import type { Grid } from './grid_model.ts';
import type { GridWidths } from './grid_widths.ts';

export function GridHead<Row>({ grid, widths, cellId, active }: {
  readonly grid: Grid<Row>; readonly widths: GridWidths; readonly cellId: (column: number) => string; readonly active: number | undefined;
}) {
  const onPointerDown = (event: PointerEvent, column: string): void => {
    const edge = event.currentTarget as HTMLElement;
    const from = edge.parentElement?.offsetWidth ?? widths.widthOf(column);
    const move = (at: PointerEvent): void => widths.set(column, from + at.clientX - event.clientX);
    event.preventDefault();
    edge.setPointerCapture(event.pointerId);
    edge.addEventListener('pointermove', move);
    edge.addEventListener('lostpointercapture', () => edge.removeEventListener('pointermove', move), { once: true });
  };
  return (
    <div role="rowgroup" class="grid-head">
      <div role="row" class="grid-row" aria-rowindex={1}>
        {grid.columns.map(({ id, title, hint, isText }, i) => {
          const isChosen = grid.order?.column === id;
          return (
            <div
              key={id} id={cellId(i)} role="columnheader" class={`grid-cell${isText ? '' : ' right'}${active === i ? ' active' : ''}`} data-field={id}
              aria-sort={isChosen ? (grid.order?.isDescending ? 'descending' : 'ascending') : 'none'}
            >
              <button type="button" class="sort-button" tabIndex={-1} data-hint={hint} onClick={() => grid.sortBy(id)}>
                {title}{isChosen && <span aria-hidden="true">{grid.order?.isDescending ? ' ↓' : ' ↑'}</span>}
              </button>
              <span class="grid-edge" aria-hidden="true" onPointerDown={(event) => onPointerDown(event, id)} onDblClick={() => widths.reset(id)} />
            </div>
          );
        })}
      </div>
    </div>
  );
}
