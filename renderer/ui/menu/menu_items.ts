/** Entries of the menu under the pointer: each is a command of the registry, with the keys that do the same. */
import type { App, RunView } from '../../state/app.ts';
import type { TimelineMenu } from '../../state/timeline_menu.ts';
import { lineOfItem } from '../../state/filter_commands.ts';
import { keysOf } from '../base/command_keys.ts';
import type { MenuItem } from '../base/menu.tsx';
import { rowActions } from '../tree/row_actions.ts';

/** Commands by group; a label stands for the command's own name where something shorter says it. */
type Entry = readonly [id: string, label: string, args?: unknown];

function itemGroups(run: RunView, name: string | undefined): Entry[][] {
  const line = lineOfItem(run.selection.value);
  const items = name === undefined || name === '' ? 'items of this name' : name;
  return [
    [['timeline.fitSelection', 'Zoom to it'], ['select.rangeFromItem', 'Select its range'], ['details.pinCard', 'Keep its details as a card']],
    [['select.allSameName', `Find all ${items}`], ['select.creator', 'Go to its creator'], ['select.criticalPredecessor', 'Go to what it waited for last'], ['select.initiator', 'Go to its operation'], ['select.explainGap', 'Why nothing ran before it']],
    [
      ['filter.toName', `Filter to ${items}`], ['filter.outName', `Filter out ${items}`],
      ...(line === undefined ? [] : [['filter.toLine', `Filter to ${line}`], ['filter.outLine', `Filter out ${line}`]] as Entry[]),
      ['filter.toTrack', 'Filter to this track'], ['filter.outTrack', 'Filter out this track'], ['timeline.colorName', `Give ${items} ${name ? 'a colour of its own' : 'a colour of their own'}`],
    ],
    [['select.copyText', 'Copy as text'], ['select.copyJson', 'Copy as JSON'], ['run.copyLink', 'Copy a link'], ['mark.add', 'Add a note']],
  ];
}

function placeGroups({ at, slug, ns }: TimelineMenu, run: RunView): Entry[][] {
  const track = run.summary.peek().tracks.find((one) => one.slug === slug)?.id;
  return [
    at === 'group' ? [['timeline.fitSelection', 'Zoom to the group']]
      : at === 'idle' && track !== undefined && ns !== null ? [['select.explainGap', 'Why is nothing done here?', { track, ns }]] : [],
    ns === null ? [] : [['mark.add', 'Add a note here', { ns }], ['timeline.zoomToFit', 'Show the whole run'], ['select.rangeVisible', 'Select the visible range']],
  ];
}

/** `name` of the selected item as its like have it; undefined until it is known. */
export function menuItems(app: App, run: RunView, menu: TimelineMenu, name: string | undefined): MenuItem[] {
  const tell = (error: unknown): void => app.notify(error instanceof Error ? error.message : String(error), 'error');
  const known = new Map(app.commands.all.value.map((command) => [command.id, command]));
  const groups = (menu.at === 'item' ? itemGroups(run, name) : placeGroups(menu, run)).map((group) => group
    // What cannot be done is left out.
    .filter(([id, , args]) => known.has(id) && known.get(id)?.disabled?.(args) === undefined)
    .map(([id, label, args]): MenuItem => ({ label, hint: keysOf(app, id), run: () => void app.commands.run(id, args).catch(tell) })));
  const row = run.tree.rows.peek().find(({ slug }) => slug === menu.slug);
  if (menu.at !== 'item' && row) groups.push(rowActions(app, run.tree, row));
  return groups.filter((group) => group.length > 0).flatMap((group, i) => group.map((item, at) => (at === 0 && i > 0 ? { ...item, opensGroup: true } : item)));
}
