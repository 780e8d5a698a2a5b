/**
 * The native writer of Nsight Systems files (native/addon.cc) as TypeScript sees it. To be loaded in a process of its own only: the
 * vendor's library that it opens brings much with it and may crash.
 */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { APP_ROOT } from '../../engine/version.ts';
import { ProfileError } from '../../protocol/errors.ts';

/** id: pairs of u32 words (lo, hi), 0 = none. number: f64, NaN = not recorded. text: u32, number of a text. state: u8. */
export type ColumnType = 'id' | 'number' | 'text' | 'state';

export interface WriterDeclaration {
  /** Path of the file to write, without its extension. */
  readonly session: string;
  /** Lines `key=value`; empty = none. */
  readonly config: string;
  /** Facts of items, or of single events. */
  readonly columns: readonly { readonly name: string; readonly type: ColumnType; readonly isOfEvent: boolean }[];
  /** Each becomes a payload schema with these columns. */
  readonly kinds: readonly { readonly name: string; readonly columns: readonly number[] }[];
  readonly states: readonly string[];
}

/** By number: UTF-8, each ended by NUL. */
export interface WriterTexts {
  readonly texts: Uint8Array;
  readonly textStarts: Uint32Array;
}

/** By column of the declaration; those of the other sort are not looked at. */
export type WriterColumns = readonly (Uint8Array | Uint32Array | Float64Array | undefined)[];

/** Pages that the writer holds at a time. */
export const PAGE_SLOTS = 64;

/** Items that events are of; arrays of at least `count` elements, not to be changed while the writer holds them. */
export interface WriterPage extends WriterTexts {
  readonly count: number;
  readonly kinds: Uint8Array;
  /** Titles. */
  readonly messages: Uint32Array;
  readonly columns: WriterColumns;
}

/** Events of the open stream in the order of their start; arrays of at least `count` elements. Times ns since profile zero, half-open. */
export interface WriterBatch {
  readonly count: number;
  readonly starts: Float64Array;
  readonly stops: Float64Array;
  /** ns since 1970 at profile zero. */
  readonly originNs: bigint;
  readonly levels: Uint16Array;
  /** 0xAARRGGBB. */
  readonly colors: Uint32Array;
  /** Of each event the slot of its item's page, and the item's row there. */
  readonly slots: Uint8Array;
  readonly rows: Uint16Array;
  /** Texts are those of the item's page. */
  readonly columns: WriterColumns;
}

export interface WriterCounter {
  readonly name: string;
  readonly scope: string;
  readonly unit: string;
  /** Greatest value that it can have. */
  readonly limit: number | undefined;
  readonly count: number;
  /** Ascending; a value holds until the next one. */
  readonly times: Float64Array;
  readonly originNs: bigint;
  readonly values: Float64Array;
}

/** Order of calls: begin, then any number of streams (openStream, page and write …, closeStream) and counters, then end. Errors carry a `code`. */
export interface NativeWriter {
  readonly interface: 1 | 2;
  begin(declaration: WriterDeclaration): void;
  openStream(stream: { readonly name: string; readonly domain: string; readonly scope: string; readonly levels: number }): void;
  /** @param slot less than PAGE_SLOTS; what it held is let go */
  page(slot: number, page: WriterPage): void;
  write(batch: WriterBatch): void;
  closeStream(): void;
  /** False where the backend has no counters. */
  counter(counter: WriterCounter): boolean;
  /** The backend writes its file; may take long. */
  end(): void;
}

interface Addon {
  readonly Writer: new (library: string) => NativeWriter;
}

const ADDON = join(APP_ROOT, 'dist', 'native', 'nvtxw.node');

/** @throws ProfileError 'system' where the native part has not been built */
export function loadNativeWriter(): Addon['Writer'] {
  if (!existsSync(ADDON)) {
    throw new ProfileError('system', `The part that speaks to Nsight Systems is not built (${ADDON} is missing). Install a C++ compiler (g++ or clang++) and run \`npm run build\`.`);
  }
  return (createRequire(import.meta.url)(ADDON) as Addon).Writer;
}
