/** What gives items their colours, as the page sees it. */
import type { ReadonlySignal, Signal } from '@preact/signals';
import type { ColorMode } from '../../electron/protocol/tiles.ts';
import type { PaletteName } from '../base/palettes.ts';

export interface Coloring {
  readonly mode: Signal<ColorMode>;
  readonly palette: Signal<PaletteName>;
  /** Queries; the first that an item meets gives it its colour. */
  readonly rules: Signal<readonly string[]>;
  /** Searches of the rules, once all are there; their counts. */
  readonly ruleHits: ReadonlySignal<readonly { readonly search: number; readonly total: number }[]>;
  /** Why the rules cannot be used. */
  readonly problem: ReadonlySignal<string | null>;
  /** Asks for the rules again: the engine has forgotten them. */
  refresh(): void;
}
