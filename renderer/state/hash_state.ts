/**
 * Links: `#v=1&run=<content id>&t=<ns>..<ns>&open=n0,n0/cpu,-n0/io&sel=n0/utility/u0@239437691/12…`. What stands between is the texts of the
 * view's parts (view_parts.ts); a link opened elsewhere, or after a restart on another port, shows the same picture.
 */
import type { RunId } from '../../electron/protocol/run_api.ts';

const VERSION = '1';

export interface Link {
  readonly run: RunId;
  readonly texts: ReadonlyMap<string, string>;
}

/** With its `#`; texts hold neither `&` nor `=`-less parts, being encoded by who wrote them. */
export function writeHash({ run, texts }: Link): string {
  return `#${[`v=${VERSION}`, `run=${run}`, ...[...texts].map(([key, text]) => `${key}=${text}`)].join('&')}`;
}

/** `null` when the text names no run of a version that we know. */
export function readHash(hash: string): Link | null {
  const texts = new Map(hash.replace(/^#/, '').split('&').filter((part) => part !== '').map((part) => {
    const at = part.indexOf('=');
    return at < 0 ? [part, ''] as const : [part.slice(0, at), part.slice(at + 1)] as const;
  }));
  const run = texts.get('run');
  if (texts.get('v') !== VERSION || run === undefined || run === '') return null;
  texts.delete('v');
  texts.delete('run');
  return { run, texts };
}
