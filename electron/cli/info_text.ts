/** The document of `info` as lines for people. Pure. */

interface Document {
  readonly runs: readonly {
    readonly title: string; readonly logVersions: readonly number[]; readonly runtime: string | null; readonly ranksDeclared: number;
    readonly ranksLoaded: readonly number[]; readonly startedAt: string | null; readonly flags: readonly string[];
    readonly machine: { readonly processors: Readonly<Record<string, number>>; readonly memories: Readonly<Record<string, number>> };
    readonly interval: { readonly stopNs: number }; readonly counts: Readonly<Record<string, number>>;
    readonly tracks: readonly { readonly id: string; readonly items: number; readonly segments: number; readonly levels: number }[];
  }[];
  readonly files: readonly { readonly path: string; readonly rank: number; readonly container: string; readonly bytes: number; readonly rawBytes: number; readonly records: number; readonly status: string }[];
  readonly alerts: readonly { readonly rule: string; readonly severity: string; readonly count: number; readonly message: string }[];
}

/** @param without messages that are said elsewhere */
export function infoText(document: unknown, without: ReadonlySet<string>): string {
  const { runs, files, alerts: all } = document as Document;
  const alerts = all.filter(({ message }) => !without.has(message));
  const lines: string[] = [];
  for (const run of runs) {
    lines.push(
      run.title,
      `  log version   ${run.logVersions.join(', ') || 'not recorded'}${run.runtime === null ? '' : ` (${run.runtime})`}`,
      `  started       ${run.startedAt ?? 'not recorded'}`,
      `  length        ${seconds(run.interval.stopNs)}`,
      `  ranks         ${run.ranksLoaded.length} of ${run.ranksDeclared} (${run.ranksLoaded.join(', ')})`,
      `  processors    ${amounts(run.machine.processors)}`,
      `  memories      ${amounts(run.machine.memories)}`,
      `  items         ${amounts(run.counts)}`,
      ...(run.flags.length === 0 ? [] : [`  flags         ${run.flags.join(', ')}`]),
      '  tracks',
      ...table(run.tracks.filter(({ items }) => items > 0).map(({ id, items, segments, levels }) => [`    ${id}`, `${group(items)} items`, `${group(segments)} segments`, `${levels} levels`])),
      '',
    );
  }
  lines.push('files', ...table(files.map(({ path, rank, bytes, rawBytes, records, status }) => [
    `  ${path}`, `rank ${rank}`, `${group(bytes)} bytes`, `${group(rawBytes)} raw`, `${group(records)} records`, status,
  ])));
  if (alerts.length > 0) lines.push('', 'alerts', ...alerts.map(({ rule, severity, count, message }) => `  ${severity}: ${message} (${rule}, ${group(count)})`));
  return lines.join('\n');
}

function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows[0]?.map((_, i) => Math.max(...rows.map((row) => row[i].length))) ?? [];
  return rows.map((row) => row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  '));
}

function amounts(record: Readonly<Record<string, number>>): string {
  return Object.entries(record).filter(([, count]) => count > 0).map(([name, count]) => `${name} ${group(count)}`).join(', ') || 'none';
}

function seconds(ns: number): string {
  return `${(ns / 1e9).toFixed(6)} s`;
}

/** Digits in groups of three, by blanks. */
function group(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ' ');
}
