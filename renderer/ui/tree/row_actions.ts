/** What can be done with a row, for the pointer; the keyboard has a command for each. */
import type { App, Row, TrackTree } from '../../state/app.ts';
import { isMemoryKind } from '../../../electron/protocol/items.ts';
import { keysOf } from '../base/command_keys.ts';
import type { MenuItem } from '../base/menu.tsx';
import { hasEdge } from './row_edge.tsx';

export function rowActions(app: App, tree: TrackTree, row: Row): MenuItem[] {
  const command = (id: string, label: string): MenuItem => ({
    label, hint: keysOf(app, id), run: () => {
      // Commands are about the row with the focus.
      tree.focused.value = row.slug;
      void app.commands.run(id, row.slug);
    },
  });
  return [
    ...(row.track ? [command('track.pin', tree.isPinned(row.slug) ? 'Let it go from the top' : 'Pin to the top')] : []),
    command('track.hide', 'Hide'), command('track.solo', tree.solo.value === row.slug ? 'Show all again' : 'Show alone'),
    ...(isMemoryKind(row.kind) ? [command('track.toggleBytes', tree.showsBytes(row.slug) ? 'Show instances' : 'Show the bytes held')] : []),
    ...(hasEdge(row) ? [command('track.grow', 'Higher'), command('track.shrink', 'Lower'), command('track.resetHeight', 'Usual height'), command('track.spreadHeight', 'All of its kind as high')] : []),
    command('track.moveUp', 'Move up'), command('track.moveDown', 'Move down'),
  ];
}
