/** Commands that filter, or colour, by what the selected item is: its name, its line of the program, its track. */
import { exactly, queryValue } from '../../electron/protocol/print_query.ts';
import { baseName } from '../base/base_name.ts';
import { MAX_RULES } from '../base/palettes.ts';
import type { App, Command, RunView, Selection } from './app.ts';

type ItemSelection = Extract<Selection, { type: 'item' }>;
type QueryOf = (app: App, run: RunView, selection: ItemSelection) => string | undefined | Promise<string | undefined>;

function selectedOf(app: App): ItemSelection | undefined {
  const selection = app.run.peek()?.selection.peek();
  return selection?.type === 'item' ? selection : undefined;
}

const nameQuery: QueryOf = async (app, run, { item: { track, ordinal } }) => exactly('name', (await app.client.call('item.name', { run: run.id, track, ordinal })).name);
const trackQuery: QueryOf = (_app, run, { item }) => {
  const slug = run.track(item.track)?.slug;
  return slug && exactly('track', slug);
};

/** `cg.py:27`: as short as people say it. Undefined where the log has no line for the item. */
export function lineOfItem(selection: Selection | null): string | undefined {
  const source = selection?.type === 'item' ? selection.details?.source : undefined;
  return source ? `${baseName(source.file)}:${source.line}` : undefined;
}
const lineQuery: QueryOf = (_app, _run, selection) => {
  const line = lineOfItem(selection);
  return line && `prov:${queryValue(line)}`;
};

export function filterCommands(app: App): Command[] {
  const needsItem = (): string | undefined => (selectedOf(app) ? undefined : 'Select an item first.');
  const needsLine = (): string | undefined => needsItem() ?? (lineOfItem(selectedOf(app) ?? null) === undefined ? 'No line of the program is known for this item.' : undefined);
  const onQuery = (id: string, name: string, queryOf: QueryOf, act: (run: RunView, query: string) => void, disabled = needsItem): Command => ({
    id, name, keys: [], disabled,
    run: async () => {
      const run = app.run.peek();
      const selection = selectedOf(app);
      const query = run && selection && await queryOf(app, run, selection);
      if (run && query) act(run, query);
    },
  });
  const to = (run: RunView, query: string): void => run.filter.add(query);
  const out = (run: RunView, query: string): void => run.filter.add(`-${query}`);
  return [
    onQuery('filter.toName', 'Filter to items of this name', nameQuery, to),
    onQuery('filter.outName', 'Filter out items of this name', nameQuery, out),
    onQuery('filter.toLine', 'Filter to the line of this item', lineQuery, to, needsLine),
    onQuery('filter.outLine', 'Filter out the line of this item', lineQuery, out, needsLine),
    onQuery('filter.toTrack', 'Filter to the track of this item', trackQuery, to),
    onQuery('filter.outTrack', 'Filter out the track of this item', trackQuery, out),
    onQuery('timeline.colorName', 'Give items of this name a colour of their own', nameQuery, ({ coloring }, query) => {
      coloring.rules.value = [query, ...coloring.rules.peek().filter((rule) => rule !== query)].slice(0, MAX_RULES);
      coloring.mode.value = 'rules';
    }),
  ];
}
