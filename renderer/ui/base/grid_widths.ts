/** Widths of a table's columns, css px: as given, or as the user dragged them; remembered by the table's name. */
import { useState } from 'preact/hooks';
import { useApp } from './context.ts';
import type { GridColumn } from './grid_model.ts';

const MIN_PX = 40;
const MAX_PX = 2000;

export interface GridWidths {
  readonly template: string;
  readonly totalPx: number;
  widthOf(column: string): number;
  set(column: string, px: number): void;
  /** The column as wide as it came. */
  reset(column: string): void;
}

export function useGridWidths<Row>(name: string, columns: readonly GridColumn<Row>[]): GridWidths {
  const { settings } = useApp();
  const key = `grid.widths.${name}`;
  const [chosen, setChosen] = useState<Readonly<Record<string, number>>>(() => numbersOf(settings.get(key)));
  const keep = (next: Readonly<Record<string, number>>): void => {
    setChosen(next);
    settings.set(key, next);
  };
  const widthOf = (id: string): number => chosen[id] ?? columns.find((column) => column.id === id)?.width ?? MIN_PX;
  return {
    template: columns.map(({ id, width, isText }) => (chosen[id] === undefined && isText ? `minmax(${width}px, ${2 * width}px)` : `${widthOf(id)}px`)).join(' '),
    totalPx: columns.reduce((sum, { id }) => sum + widthOf(id), 0),
    widthOf,
    set: (id, px) => keep({ ...chosen, [id]: Math.round(Math.min(MAX_PX, Math.max(MIN_PX, px))) }),
    reset: (id) => keep(Object.fromEntries(Object.entries(chosen).filter(([other]) => other !== id))),
  };
}

function numbersOf(saved: unknown): Readonly<Record<string, number>> {
  if (typeof saved !== 'object' || saved === null) return {};
  return Object.fromEntries(Object.entries(saved).filter((entry): entry is [string, number] => typeof entry[1] === 'number' && entry[1] >= MIN_PX && entry[1] <= MAX_PX));
}
