/** Texts of the console: samples, what was asked before, what was saved; kept in the user's settings. */
import documented from '../../../docs/queries.md?raw';
import type { App } from '../../state/app.ts';

export interface NamedQuery {
  readonly name: string;
  readonly sql: string;
}

const HISTORY = 100;
/** Longer texts are asked, and not kept. */
const MAX_KEPT = 4000;
/** A setting may be so long. */
const MAX_SETTING = 200_000;

/** The worked questions of docs/queries.md, and two about what is chosen on the timeline. */
export const SAMPLES: readonly NamedQuery[] = [
  ...Array.from(documented.matchAll(/^## (?:\d+\. )?(.+?)$[\s\S]*?```sql\n([\s\S]*?)```/gm), ([, name, sql]) => ({ name, sql: sql.trimEnd() })),
  {
    name: 'What ran in the selected range, or in the view?',
    sql: `SELECT name, track, count(*) AS tasks, sum(min(stop_ns, :range_stop) - max(start_ns, :range_start)) AS inside_ns
FROM task_view
WHERE start_ns < :range_stop AND stop_ns > :range_start
GROUP BY name, track
ORDER BY inside_ns DESC
LIMIT 50`,
  },
  {
    name: 'What did the selected item wait for?',
    sql: `SELECT w.start_ns, w.ready_ns - w.start_ns AS blocked_ns, w.event, f.type, f.item_id
FROM wait w
LEFT JOIN finish_event f ON f.event = w.event
WHERE w.item_id = :selected_item
ORDER BY blocked_ns DESC`,
  },
];

/** Newest first, each once. */
export function addToHistory(before: readonly string[], sql: string): readonly string[] {
  const text = sql.trim();
  if (text === '' || text.length > MAX_KEPT) return before;
  const next = [text, ...before.filter((one) => one !== text)].slice(0, HISTORY);
  while (JSON.stringify(next).length > MAX_SETTING) next.pop();
  return next;
}

export function readHistory(app: App): readonly string[] {
  const kept = app.settings.get('sql.history');
  return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string') : [];
}

export function readSaved(app: App): readonly NamedQuery[] {
  const kept = app.settings.get('sql.saved');
  return Array.isArray(kept) ? kept.filter((one): one is NamedQuery => typeof one === 'object' && one !== null && typeof (one as NamedQuery).name === 'string' && typeof (one as NamedQuery).sql === 'string') : [];
}

/** The place that a sentence of the engine names: "(line 2, column 7)". */
export function placeOfMistake(message: string): { readonly line: number; readonly column: number } | undefined {
  const found = /line (\d+), column (\d+)/.exec(message);
  return found === null ? undefined : { line: Number(found[1]), column: Number(found[2]) };
}
