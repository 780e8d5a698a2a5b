/** Details for the clipboard: as text in the reference's lines, as JSON with raw ns, as Markdown. Pure. */
import type { DetailField, FieldPart, ItemDetails } from '../../../electron/protocol/item_api.ts';
import { partLines } from './part_lines.ts';

function partText(part: FieldPart): string {
  return 'text' in part ? part.text : part.link.title;
}

/** On one line: the lines of the field with dots between them. */
export function fieldText(field: DetailField): string {
  return partLines(field.parts).map((line) => line.map(partText).join(' ')).join(' · ').replace(/[ \t]+/g, ' ').trim();
}

/** `Title`, then `name: value` for each field. */
export function detailsAsText(details: ItemDetails): string {
  return [details.title, ...details.fields.map((field) => `${field.name}: ${fieldText(field)}`)].join('\n');
}

/** For notes and issues: a heading and a table. Names hold signs that mean something there. */
export function detailsAsMarkdown(details: ItemDetails): string {
  const plain = (text: string): string => text.replace(/[\\|`*_<>[\]#]/g, '\\$&').replace(/[\n\r]+/g, ' ');
  return [`### ${plain(details.title)}`, '', '| field | value |', '| --- | --- |', ...details.fields.map((field) => `| ${plain(field.name)} | ${plain(fieldText(field))} |`), ''].join('\n');
}

/** A repeated field (an instance may have several index spaces) becomes a list. */
function fieldsAsObject(fields: readonly DetailField[]): Record<string, unknown> {
  const byName = new Map<string, unknown[]>();
  for (const field of fields) {
    const links = field.parts.flatMap((part) => ('link' in part ? [{ title: part.link.title, start: part.link.startNs, stop: part.link.stopNs }] : []));
    const value = links.length === 0 ? fieldText(field) : { text: fieldText(field), links };
    byName.set(field.name, [...(byName.get(field.name) ?? []), value]);
  }
  return Object.fromEntries([...byName].map(([name, values]) => [name, values.length === 1 ? values[0] : values]));
}

/** All times are integers in ns since profile zero; `track` is the slug. */
export function detailsAsJson(details: ItemDetails, track: string | null): string {
  return JSON.stringify({
    title: details.title,
    type: details.type,
    track,
    level: details.level,
    start: details.startNs,
    stop: details.stopNs,
    times: details.times,
    running: details.runningNs,
    ready: details.readyNs,
    waiting: details.waitingNs,
    rank: details.rank,
    source: details.source,
    fields: fieldsAsObject(details.fields),
    waits: details.waits.map((wait) => ({
      start: wait.startNs, ready: wait.readyNs, end: wait.endNs, event: wait.event, callee: wait.callee && partText(wait.callee), backtrace: wait.backtrace,
    })),
  }, null, 2);
}
