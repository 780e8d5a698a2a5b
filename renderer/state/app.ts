/**
 * The page's state as its parts see it: small objects of signals, one per concern. `client/` fills them, `timeline/` and `ui/` read
 * them and run commands; nothing writes a signal of another object. Created once in main.tsx by `createApp` (state/create_app.ts).
 */
import type { ReadonlySignal, Signal } from '@preact/signals';
import type { EngineEvents, EngineMethods } from '../../electron/protocol/engine_api.ts';
import type { ItemAt, ItemDetails, GroupDetails, SearchResult, ItemFlow, ItemFlows, TrackGap } from '../../electron/protocol/item_api.ts';
import type { Job, RunId, RunSummary, SessionState, TrackSummary } from '../../electron/protocol/run_api.ts';
import type { QueryProblem } from '../../electron/protocol/item_query.ts';
import type { Note } from '../../electron/protocol/notes.ts';
import type { ItemName, TrackId } from '../../electron/protocol/items.ts';
import type { Ns, TimeSpan } from '../../electron/protocol/time.ts';
import type { ItemTile, MarkAsk, MarkTile, TileKey, UtilTile } from '../../electron/protocol/tiles.ts';
import type { MarkCache } from '../client/mark_cache.ts';
import type { TileCache } from '../client/tile_cache.ts';
import type { Coloring } from './coloring_state.ts';
import type { Filter } from './filter_state.ts';
import type { PointerChoice } from './pointer_choice.ts';
import type { SearchScope } from './search_scope.ts';
import type { ItemLocator } from './item_locator.ts';
import type { TimelineMenu } from './timeline_menu.ts';
import type { Row, TrackTree } from './track_tree_state.ts';
import type { ViewParts } from './view_parts.ts';
import type { Comparing } from './compare/comparing_types.ts';

export type { PinnedArea, PinnedRows, Row, TrackTree } from './track_tree_state.ts';

/** One socket to the engine. Reconnects 1-2-4…30 s; calls made meanwhile wait. */
export interface EngineClient {
  /** Calls without an answer so far, where the client counts them. */
  readonly outstanding?: number;
  readonly connection: ReadonlySignal<'connecting' | 'open' | 'lost' | 'gone'>;
  call<M extends keyof EngineMethods>(method: M, params: EngineMethods[M]['params'], signal?: AbortSignal): Promise<EngineMethods[M]['result']>;
  itemTile(run: RunId, key: TileKey, signal?: AbortSignal): Promise<ItemTile>;
  utilTile(run: RunId, key: TileKey, signal?: AbortSignal): Promise<UtilTile>;
  markTile(run: RunId, key: TileKey, ask: MarkAsk, signal?: AbortSignal): Promise<MarkTile>;
  on<E extends keyof EngineEvents>(event: E, listener: (data: EngineEvents[E]) => void): Disposable;
  retryNow(): void;
}

/** The visible interval with its history. Limits: 16 ns to 1.1 × run; half a view past the ends. */
export interface TimelineView {
  readonly span: ReadonlySignal<TimeSpan>;
  readonly extent: ReadonlySignal<TimeSpan>;
  /** Width of the canvas that shows `span`, css px. */
  readonly widthPx: Signal<number>;
  /** Time under the pointer, or null. */
  readonly cursor: Signal<Ns | null>;
  /** Selected range, or null. */
  readonly range: Signal<TimeSpan | null>;
  /** 'merge': a change of the same `group` ('pan' unless said) directly after another is one step of the history. */
  set(span: TimeSpan, how?: { history?: 'push' | 'merge' | 'none'; group?: string; animate?: boolean }): void;
  /** Keeps the time `ns` where it is on screen; factor 2 = half the interval. With a group, turns in a row are one step. */
  zoomAt(ns: Ns, factor: number, group?: string): void;
  panBy(fractionOfView: number): void;
  undo(): void;
  redo(): void;
}

export type Selection =
  | { readonly type: 'item'; readonly item: ItemAt; readonly details: ItemDetails | undefined; readonly error: string | undefined }
  | { readonly type: 'group'; readonly track: TrackId; readonly level: number; readonly span: TimeSpan; readonly count: number; readonly details: GroupDetails | undefined };

export interface Hover {
  readonly track: TrackId;
  readonly slug: string;
  /** Page css px of the pointer. */
  readonly x: number;
  readonly y: number;
  readonly box:
    | { readonly type: 'item'; readonly ordinal: number; readonly level: number; readonly title: string; readonly name: number; readonly state: string | null; readonly startNs: Ns; readonly stopNs: Ns }
    | { readonly type: 'group'; readonly level: number; readonly count: number; readonly busy: number; readonly startNs: Ns; readonly stopNs: Ns; readonly title: string; readonly names?: GroupDetails['names'] }
    /** `capacityBytes` only of memories, null where it was not recorded. */
    | { readonly type: 'curve'; readonly text: string; readonly ns: Ns; readonly capacityBytes?: number | null }
    /** `gap` is exact and comes from the engine: undefined until it has answered, null where something is under way on another level. */
    | { readonly type: 'idle'; readonly ns: Ns; readonly gap: TrackGap | null | undefined };
  readonly details: ItemDetails | undefined;
}

export interface SearchState {
  /** What of the run is searched. */
  readonly scope: Signal<SearchScope>;
  readonly text: Signal<string>;
  readonly result: ReadonlySignal<SearchResult | null>;
  readonly isBusy: ReadonlySignal<boolean>;
  readonly current: ReadonlySignal<{ readonly hit: ItemAt; readonly index: number; readonly wrapped: boolean } | null>;
  /** The text that `result` answers; an older one while `text` cannot be understood. */
  readonly answered: ReadonlySignal<string>;
  /** What is wrong with `text`, with its place there. */
  readonly problem: ReadonlySignal<QueryProblem | null>;
  readonly error: ReadonlySignal<string | null>;
  /** Hits per overview bucket. */
  readonly ticks: ReadonlySignal<readonly number[]>;
  /** Hits that start before the view and after it; null while there are none. */
  readonly around: ReadonlySignal<{ readonly before: number; readonly after: number } | null>;
  /** Texts of searches that were used, the last one first. */
  readonly recent: ReadonlySignal<readonly string[]>;
  start(text: string): Promise<void>;
  step(step: 1 | -1): Promise<void>;
  clear(): void;
  /** Notes the search among the recent ones. */
  remember(): void;
  /** Asks the engine again. */
  again(): Promise<void>;
}

/** Arrows of the selected item. */
export type FlowKind = ItemFlow['kind'];
export interface Flows {
  /** Null: no item is selected, or its arrows have not come. */
  readonly found: ReadonlySignal<ItemFlows | null>;
  readonly shown: Signal<ReadonlySet<FlowKind>>;
}

/** The user's notes on the run. */
export interface Notes {
  /** By start. */
  readonly list: ReadonlySignal<readonly Note[]>;
  /** The list is open, on the note of this id to write in ('' = on none); null = it is closed. */
  readonly opened: Signal<string | null>;
  /** @throws Error where it cannot be kept */
  add(note: Omit<Note, 'id' | 'writtenAt'>): Promise<Note>;
  /** Also puts a removed note back. @throws Error where it cannot be kept */
  put(note: Note): Promise<void>;
  remove(note: Note): Promise<void>;
}

export interface RunView {
  readonly id: RunId;
  readonly summary: ReadonlySignal<RunSummary>;
  readonly view: TimelineView;
  readonly tree: TrackTree;
  readonly search: SearchState;
  readonly filter: Filter;
  readonly coloring: Coloring;
  readonly marks: MarkCache;
  readonly selection: ReadonlySignal<Selection | null>;
  /** Items that were selected besides, with Ctrl; the details are of `selection`. */
  readonly besides: ReadonlySignal<readonly ItemAt[]>;
  /** Selects an item besides the others, or takes it out. */
  selectBesides(item: ItemAt): void;
  readonly hover: Signal<Hover | null>;
  /** Target of the link under the pointer or with the focus. */
  readonly preview: Signal<ItemAt | null>;
  /** Items whose details stay as cards. */
  readonly cards: Signal<readonly ItemLocator[]>;
  /** Line of the program that the Lines panel shows on its own; null = what the user last chose there. */
  readonly sourcePlace: Signal<{ readonly file: string; readonly line: number } | null>;
  /** The menu of what was clicked with the other button; null = it is closed. */
  readonly menu: Signal<TimelineMenu | null>;
  /** Its items are shown as a table in the timeline's place. */
  readonly isTable: Signal<boolean>;
  readonly flows: Flows;
  readonly notes: Notes;
  /** What links, saved views and undo are made of. */
  readonly parts: ViewParts;
  /** Undefined until it has come; asking fetches it, and `namesVersion` grows when names have come. */
  name(id: number): ItemName | undefined;
  readonly namesVersion: ReadonlySignal<number>;
  readonly tiles: TileCache;
  /** Group whose row the track or group is under. */
  parentOf(id: TrackId): TrackId | undefined;
  track(id: TrackId): TrackSummary | undefined;
  select(track: TrackId, ordinal: number, how?: { zoom?: boolean; reveal?: boolean; segmentStartNs?: Ns; at?: ItemAt }): Promise<void>;
  selectGroup(track: TrackId, level: number, span: TimeSpan, count: number): Promise<void>;
  clearSelection(): void;
}

/** What keys do as long as they are held (motion.ts). */
export type MotionName = 'zoomIn' | 'zoomOut' | 'panLeft' | 'panRight';

/** Typed command registry: palette, menu, keys, help, tests and the desktop's menu use the same entries. Ids are `area.verbNoun`. */
export interface Command {
  readonly id: string;
  readonly name: string;
  /** Keys as shown: `Ctrl+0`, `W`, `Shift+ArrowRight`; `KeyW` for physical positions. */
  readonly keys: readonly string[];
  readonly run: (args?: unknown) => void | Promise<void>;
  /** Reason why it cannot run now, or undefined; with arguments it may need less. */
  readonly disabled?: (args?: unknown) => string | undefined;
  /** Its keys are held, and this goes on meanwhile; `run` is one step of it. */
  readonly held?: MotionName;
  /** It needs arguments that only programs and tests give: neither palette nor help list it. */
  readonly isInternal?: boolean;
}
export interface CommandRegistry {
  register(...commands: Command[]): Disposable;
  /** @throws Error on an unknown id */
  run(id: string, args?: unknown): Promise<void>;
  readonly all: ReadonlySignal<readonly Command[]>;
}

/** The user's own keys. One key belongs to one command. */
export interface KeyChoice {
  readonly chosen: ReadonlySignal<KeyChoices>;
  /** Why no command can have this key, or undefined. */
  refusalOf(key: string): string | undefined;
  /** Gives the command this key besides those that it has, and takes it from all others. */
  add(id: string, key: string): void;
  remove(id: string, key: string): void;
  /** The keys that the command comes with; without an id those of all. */
  reset(id?: string): void;
}
/** Keys by command id. */
export type KeyChoices = Readonly<Record<string, readonly string[]>>;

export type DockSide = 'bottom' | 'right' | 'float';
/** Of floating panels, css px from the top left of the area below the overview. */
export interface FloatBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
/** Sizes in css px. */
export interface Layout {
  readonly dockHeight: Signal<number>;
  readonly dockWidth: Signal<number>;
  readonly treeWidth: Signal<number>;
  readonly isDockOpen: Signal<boolean>;
  readonly activePanel: Signal<string>;
  readonly dockSide: Signal<DockSide>;
  readonly floatBox: Signal<FloatBox>;
  reset(): void;
}

export type Density = 'compact' | 'normal' | 'roomy';
export type ThemeChoice = 'system' | 'light' | 'dark' | 'contrast';

export interface App {
  readonly client: EngineClient;
  readonly session: ReadonlySignal<SessionState | null>;
  readonly jobs: ReadonlySignal<readonly Job[]>;
  /** The run on screen; null = home. */
  readonly run: ReadonlySignal<RunView | null>;
  /** Two runs on screen; `run` is then the first of them. */
  readonly comparing: ReadonlySignal<Comparing<RunView, Row> | null>;
  readonly commands: CommandRegistry;
  readonly keys: KeyChoice;
  readonly theme: { readonly choice: Signal<ThemeChoice>; readonly effective: ReadonlySignal<'light' | 'dark' | 'contrast-light' | 'contrast-dark'> };
  readonly layout: Layout;
  readonly appearance: {
    readonly density: Signal<Density>;
    readonly zoomPercent: Signal<number>;
    /** Level 0 of a track is its topmost. */
    readonly levelsGrowDown: Signal<boolean>;
    /** Names of processors and memories count from 0 in each kind of a node. */
    readonly countsFromZero: Signal<boolean>;
  };
  /** What a drag and the wheel do on the tracks. */
  readonly pointer: PointerChoice;
  /** When states also get patterns (ui.md §3.3); kept in the settings. */
  readonly stateCue: Signal<'auto' | 'on' | 'off'>;
  /** Step of the tour that is shown, from 0; null = none is. */
  readonly tour: Signal<number | null>;
  /** Short notices; at most two on screen. */
  readonly toasts: Signal<readonly { readonly id: number; readonly text: string; readonly tone: 'plain' | 'error' }[]>;
  notify(text: string, tone?: 'plain' | 'error'): void;
  /** Why the timeline is drawn without the graphics card; null = it is not. */
  readonly slowDrawing: ReadonlySignal<string | null>;
  /** Says it once and keeps it. */
  tellSlowDrawing(reason: string): void;
  /** Small choices of the user, kept by the engine. */
  readonly settings: { get(key: string): unknown; set(key: string, value: unknown): void };
  openRun(run: RunId): Promise<void>;
  /** Shows two runs side by side; runs of the recent list are opened. */
  openCompare(a: RunId, b: RunId): Promise<void>;
  /** Opens runs of the recent list without showing them. @throws ProfileError */
  openQuietly(runs: readonly RunId[]): Promise<void>;
  /** What happens when another run is opened while one is on screen: it is shown instead, beside it, or the user is asked. */
  readonly nextRun: Signal<'replaces' | 'beside' | 'ask'>;
  /** A run that was opened while another was on screen: shall they be compared? */
  readonly offered: Signal<{ readonly a: RunId; readonly b: RunId } | null>;
  goHome(): void;
}
