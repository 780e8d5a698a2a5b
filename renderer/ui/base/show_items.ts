/** From a row of a table to its items: as a filter of the timeline. */
import type { App } from '../../state/app.ts';

/** `query` is in the grammar of filters (electron/protocol/item_query.ts). */
export function showItems(app: App, query: string): void {
  app.commands.run('filter.add', query).catch((error: unknown) => app.notify(error instanceof Error ? error.message : String(error), 'error'));
}
