/** Writing a run for other programs: what may be chosen, and the command line that it comes to, which the page shows and the engine runs. Pure. */

export const EXPORT_FORMATS = ['nsight', 'perfetto', 'chrome', 'archive'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface ExportChoice {
  readonly format: ExportFormat;
  /** Of the file or folder, without a folder in front: it is written where `ExportPlan.folder` says. */
  readonly name: string;
  /** Replace what has that name; else a number is added (Nsight, archive) or nothing is written (traces). */
  readonly replaces: boolean;
  /** Say who made an item and what it waited for (Nsight, Perfetto). */
  readonly hasOrigins: boolean;
  /** Nsight: a report a rank, each merged with that rank's own. */
  readonly merges: boolean;
}

/** What a person may choose where the desktop asks by a dialog of the system; the page itself names no paths. */
export const EXPORT_PLACES = ['folder', 'library', 'reports'] as const;
export type ExportPlace = (typeof EXPORT_PLACES)[number];
/** Folder to write into, Nsight Systems' writer, folder with the reports of the ranks. */
export type ExportPlaces = Partial<Readonly<Record<ExportPlace, string>>>;

/** What is known before anything is written. */
export interface ExportPlan {
  /** Where it will be written, on the machine of the engine. */
  readonly folder: string;
  /** What a person has chosen. */
  readonly chosen: ExportPlaces;
  /** Paths that the run was opened from. */
  readonly sources: readonly string[];
  /** Nsight Systems' writer: its library, which of its interfaces it has, its version where the path says it; or why there is none, and where it was looked for. */
  readonly backend: { readonly library: string; readonly interface: 1 | 2; readonly version: string | null } | { readonly problem: string; readonly searched: readonly string[] };
  /** Reports of Nsight Systems beside the logs, by rank; null = there is none of that rank. */
  readonly reports: readonly { readonly rank: number; readonly report: string | null }[];
}

/** What is added to a name that does not end so. */
const ENDINGS: Readonly<Record<ExportFormat, string>> = { nsight: '.nsys-rep', perfetto: '.perfetto-trace', chrome: '.json', archive: '' };

/** Name of what is written. */
export function exportName({ format, name }: Pick<ExportChoice, 'format' | 'name'>): string {
  return name.toLowerCase().endsWith(ENDINGS[format]) ? name : `${name}${ENDINGS[format]}`;
}

/** Whether a choice means anything for a format. */
export function hasOption(format: ExportFormat, option: 'hasOrigins' | 'merges'): boolean {
  return format === 'nsight' || (format === 'perfetto' && option === 'hasOrigins');
}

/** Words of the command line behind `legion_prof`. @param folder with the separator of its system */
export function exportWords(choice: ExportChoice, sources: readonly string[], folder: string, { library, reports = folder }: ExportPlaces): string[] {
  const { format, replaces, hasOrigins, merges } = choice;
  const separator = folder.includes('\\') ? '\\' : '/';
  const words = [format === 'nsight' ? 'nvtxw' : format === 'archive' ? 'archive' : 'trace', ...sources, '-o', `${folder.replace(/[\\/]$/, '')}${separator}${exportName(choice)}`];
  if (format === 'perfetto') words.push('--format', 'perfetto');
  if (!hasOrigins && hasOption(format, 'hasOrigins')) words.push('--no-critical-paths');
  if (merges && hasOption(format, 'merges')) words.push('--nsys-dir', reports);
  if (library !== undefined && format === 'nsight') words.push('--backend', library);
  if (replaces) words.push('-f');
  return words;
}

/** As a shell takes it. */
export function commandLine(words: readonly string[]): string {
  return ['legion_prof', ...words].map((word) => (/^[\w@%+=:,./~-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(' ');
}
