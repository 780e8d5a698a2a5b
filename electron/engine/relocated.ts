/** What an index says of its logs, with the paths at which they lie now: an index is found by content, wherever it was made. Pure. */
import { basename } from 'node:path';
import type { IndexedFile } from '../index/read_run.ts';
import type { Alert } from '../protocol/alerts.ts';
import type { LogGroup } from './group_runs.ts';

/** Said by grouping, each time anew. */
const OF_GROUPING: readonly string[] = ['rank-twice', 'other-run'];

/** Files and alerts of the index, and the alerts of the group after them. */
export function relocated(files: readonly IndexedFile[], alerts: readonly Alert[], group: LogGroup): { readonly files: readonly IndexedFile[]; readonly alerts: readonly Alert[] } {
  const paths = new Map<string, string>();
  const left = [...group.files];
  for (const { path, rank, bytes } of files) {
    const at = left.findIndex((file) => file.rank === rank && file.bytes === bytes);
    if (at >= 0) paths.set(path, left.splice(at, 1)[0].path);
  }
  return {
    files: files.map((file) => ({ ...file, path: paths.get(file.path) ?? file.path })),
    alerts: [...alerts.filter(({ rule }) => !OF_GROUPING.includes(rule)).map((alert) => moved(alert, paths)), ...group.alerts],
  };
}

function moved(alert: Alert, paths: ReadonlyMap<string, string>): Alert {
  const path = alert.file === null ? undefined : paths.get(alert.file);
  if (alert.file === null || path === undefined || path === alert.file) return alert;
  const { file, message } = alert;
  return { ...alert, file: path, message: message.includes(file) ? message.replaceAll(file, path) : message.replaceAll(basename(file), basename(path)) };
}
