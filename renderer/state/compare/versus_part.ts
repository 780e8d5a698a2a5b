/** The run beside the one on screen, as a part of links: a reload, or whoever gets the link, sees both again. */
import type { RunId } from '../../../electron/protocol/run_api.ts';
import { readHash } from '../hash_state.ts';
import type { ViewPart } from '../view_parts.ts';

const KEY = 'vs';

/** `other`: null = the run is on screen alone. Opening two runs is the page's business (create_app.ts): as a part it only says so. */
export function versusPart(other: RunId | null): ViewPart<RunId | null> {
  return {
    key: KEY, undo: 'none', initial: { value: null },
    read: () => other,
    show: () => undefined,
    toText: (value) => value,
    fromText: (text) => (/^[0-9a-f]{1,128}$/.test(text) ? text : undefined),
  };
}

/** The two runs that an address names, or null. */
export function linkedPair(hash: string): { readonly a: RunId; readonly b: RunId } | null {
  const link = readHash(hash);
  const other = link?.texts.get(KEY);
  return link && other !== undefined && versusPart(null).fromText(other) !== undefined ? { a: link.run, b: other } : null;
}
