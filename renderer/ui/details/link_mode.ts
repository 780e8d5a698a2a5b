/** What following a link does to the view, as the reference's setting: *zoom* to the target or *pan* with the length kept. */
import { useState } from 'preact/hooks';
import type { App } from '../../state/app.ts';

export type LinkMode = 'zoom' | 'pan';
const KEY = 'details.linkMode';

export function linkMode(app: App): LinkMode {
  return app.settings.get(KEY) === 'pan' ? 'pan' : 'zoom';
}

export function useLinkMode(app: App): [LinkMode, (mode: LinkMode) => void] {
  const [mode, setMode] = useState(linkMode(app));
  return [mode, (next) => {
    app.settings.set(KEY, next);
    setMode(next);
  }];
}
