/**
 * The view as text in the page's address: `#v=1&run=…&t=<ns>..<ns>&open=n0,n0/cpu,-n0/io&sel=n0/utility/u0@239437691/12`. A
 * reload (or a restarted engine, on another port) shows the same. Parts that do not parse are left out and named.
 */
import type { RunId } from '../../electron/protocol/engine_api.ts';
import type { TimeSpan } from '../../electron/protocol/time.ts';

export interface HashState {
  readonly run: RunId;
  readonly span: TimeSpan | null;
  /** Rows that the user opened (true) or closed, by slug. */
  readonly open: ReadonlyMap<string, boolean>;
  readonly selected: { readonly slug: string; readonly startNs: number; readonly ordinal: number } | null;
}

const VERSION = '1';

/** Slugs may hold blanks (`f n0s0`) and the fill arrow of channels; `,` and `&` they never have. */
function encodeSlug(slug: string): string {
  return encodeURIComponent(slug).replaceAll('%2F', '/');
}

export function writeHash(state: HashState): string {
  const parts = [`v=${VERSION}`, `run=${state.run}`];
  if (state.span) parts.push(`t=${Math.round(state.span.startNs)}..${Math.round(state.span.stopNs)}`);
  if (state.open.size > 0) parts.push(`open=${[...state.open].map(([slug, open]) => `${open ? '' : '-'}${encodeSlug(slug)}`).join(',')}`);
  if (state.selected) parts.push(`sel=${encodeSlug(state.selected.slug)}@${state.selected.startNs}/${state.selected.ordinal}`);
  return `#${parts.join('&')}`;
}

/** `null` when the text names no run; `invalid` holds the names of the parts that were ignored. */
export function readHash(hash: string): { state: HashState; invalid: string[] } | null {
  const values = new Map(hash.replace(/^#/, '').split('&').filter((part) => part !== '').map((part) => {
    const at = part.indexOf('=');
    return at < 0 ? [part, ''] as const : [part.slice(0, at), part.slice(at + 1)] as const;
  }));
  const run = values.get('run');
  if (values.get('v') !== VERSION || run === undefined || run === '') return null;
  const invalid: string[] = [];
  const take = <T>(name: string, parse: (text: string) => T | undefined, absent: T): T => {
    const text = values.get(name);
    if (text === undefined) return absent;
    const value = parse(text);
    if (value === undefined) invalid.push(name);
    return value ?? absent;
  };
  const state: HashState = {
    run,
    span: take('t', parseSpan, null as TimeSpan | null),
    open: take('open', parseOpen, new Map<string, boolean>()),
    selected: take('sel', parseSelected, null as HashState['selected']),
  };
  return { state, invalid };
}

function parseSpan(text: string): TimeSpan | undefined {
  const found = /^(-?\d+)\.\.(-?\d+)$/.exec(text);
  if (!found) return undefined;
  const span = { startNs: Number(found[1]), stopNs: Number(found[2]) };
  return span.stopNs > span.startNs ? span : undefined;
}

function parseOpen(text: string): Map<string, boolean> | undefined {
  try {
    return new Map(text.split(',').filter((part) => part !== '').map((part) => {
      const isClosed = part.startsWith('-');
      return [decodeURIComponent(isClosed ? part.slice(1) : part), !isClosed];
    }));
  } catch {
    return undefined;
  }
}

function parseSelected(text: string): HashState['selected'] | undefined {
  const found = /^(.+)@(\d+)\/(\d+)$/.exec(text);
  if (!found) return undefined;
  try {
    return { slug: decodeURIComponent(found[1]), startNs: Number(found[2]), ordinal: Number(found[3]) };
  } catch {
    return undefined;
  }
}
