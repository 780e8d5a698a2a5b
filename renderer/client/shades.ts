/** How a box looks beside its state: colour, and what searches and filters make of it. A word a box. Pure. */
import { NO_COLOR, type ItemTile, type MarkAsk, type MarkTile } from '../../electron/protocol/tiles.ts';

/** Bits 0-5: place in the palette. */
export const SHADE_COLOR = 63;
/** Drawn at a quarter of its strength. */
export const SHADE_FADED = 1 << 6;
export const SHADE_HIDDEN = 1 << 7;

/** `hides`: what the filter does not keep is not drawn at all. */
export function shadesOf(tile: ItemTile, marks: MarkTile, ask: MarkAsk, hides: boolean): Uint16Array {
  const { found, kept, colors } = marks;
  const shades = new Uint16Array(tile.count);
  for (let box = 0; box < tile.count; box++) {
    const isLeftOut = ask.kept !== null && kept[box] === 0;
    const isFaded = isLeftOut || (ask.found !== null && found[box] === 0);
    const color = ask.color === 'task' ? tile.colors[box] : colors[box];
    shades[box] = color | (isLeftOut && hides ? SHADE_HIDDEN : isFaded ? SHADE_FADED : 0);
  }
  return shades;
}

/** Until the marks are here: as most boxes will be. */
export function provisionalShades(tile: ItemTile, ask: MarkAsk): Uint16Array {
  const flags = ask.found !== null || ask.kept !== null ? SHADE_FADED : 0;
  return Uint16Array.from(tile.colors, (color) => (ask.color === 'task' ? color : NO_COLOR) | flags);
}
