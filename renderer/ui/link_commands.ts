/** The picture on screen as a link or a file, and back. A saved view is a small JSON file: which run, and the link to the picture. */
import { readHash, writeHash } from '../state/hash_state.ts';
import { currentLink } from '../state/view_link.ts';
import type { App, Command } from '../state/app.ts';
import { NO_RUN } from '../state/timeline_commands.ts';
import { copyText } from './base/copy.ts';
import { chooseFile } from './base/choose_file.ts';
import { saveFile } from './base/save.ts';
import { desktop } from './home/desktop_bridge.ts';

const MAX_VIEW_BYTES = 1 << 20;

export function linkCommands(app: App): Command[] {
  const disabled = (): string | undefined => (app.run.peek() ? undefined : NO_RUN);
  const save = (): void => {
    const link = currentLink(app);
    const title = app.run.peek()?.summary.peek().info.title ?? '';
    const view = link && JSON.stringify({ legionProfView: 1, title, link: writeHash(link) }, undefined, 1);
    if (view) saveFile(`${title}.view`, new Blob([`${view}\n`], { type: 'application/json' }));
  };
  return [
    {
      id: 'run.copyLink', name: 'Copy a link to this view', keys: ['Y'], disabled,
      run: async () => {
        const link = currentLink(app);
        if (!link) return;
        // The address of a desktop window means nothing to anybody else.
        if (desktop()) save();
        else await copyText(app, location.href.replace(/#.*$/, '') + writeHash(link), 'a link to this view');
      },
    },
    { id: 'run.saveView', name: 'Save this view…', keys: [], disabled, run: save },
    {
      id: 'run.openView', name: 'Open a saved view…', keys: [],
      run: async () => {
        const file = await chooseFile('.view,application/json');
        if (file) openViewFile(file.size > MAX_VIEW_BYTES ? '' : await file.text(), file.name);
      },
    },
  ];
}

/** The address says what to show; whoever listens to it opens the run. @throws Error with a sentence where the text is no saved view */
export function openViewFile(text: string, name: string): void {
  const link = linkOf(text) ?? '';
  if (readHash(link) === null) throw new Error(`${name} is not a saved view of this program.`);
  // The address follows the view a moment late: it may be this link still, and setting it again would tell nobody.
  if (location.hash === link) dispatchEvent(new HashChangeEvent('hashchange'));
  else location.hash = link;
}

function linkOf(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const link = typeof value === 'object' && value !== null ? (value as { link?: unknown }).link : undefined;
    return typeof link === 'string' ? link : undefined;
  } catch {
    return undefined;
  }
}
