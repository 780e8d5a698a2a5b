// The menu's list of what was opened. The page's home screen has the engine's richer list; this one is there before any engine is.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const KEPT = 10;

export type RecentEntry = readonly string[];

export function readRecent(file: string): readonly RecentEntry[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // None yet, or a file somebody spoilt: start anew.
    return [];
  }
  const isEntry = (entry: unknown): entry is RecentEntry => Array.isArray(entry) && entry.length > 0 && entry.every((path) => typeof path === 'string');
  return Array.isArray(parsed) ? parsed.filter(isEntry).slice(0, KEPT) : [];
}

/** The list with `paths` in front, without doubles. */
export function withRecent(list: readonly RecentEntry[], paths: RecentEntry): readonly RecentEntry[] {
  const key = (entry: RecentEntry) => entry.join('\0');
  return [paths, ...list.filter((entry) => key(entry) !== key(paths))].slice(0, KEPT);
}

export function writeRecent(file: string, list: readonly RecentEntry[]): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(list, null, 1)}\n`, { mode: 0o600 });
}

/** "logs/ (4 files)" for several, the path itself for one. */
export function recentLabel(entry: RecentEntry): string {
  const [first = ''] = entry;
  return entry.length === 1 ? first : `${dirname(first)} (${entry.length} files)`;
}
