/**
 * The files of the reference's older page: tables and figures as it writes them, for scripts that read these; in place of its page one of
 * ours, which says how to look at the run. Made one by one and line by line.
 * Source: legion tools/legion_prof_rs/src/backend/visualize.rs.
 */
import { FieldSource } from '../../index/field_source.ts';
import type { IndexReader } from '../../index/index_reader.ts';
import { ItemColors } from '../item_colors.ts';
import { legacyLines, type LegacyLine } from './legacy_lines.ts';
import { legacyOperations } from './legacy_operations.ts';
import { legacyPage } from './legacy_page.ts';
import { legacyRows } from './legacy_rows.ts';
import { tsvLine } from './legacy_text.ts';
import { LegacyCurves, legacyGroups, type LegacyGroup } from './legacy_utilization.ts';
import { dialectOf } from '../tiles/legion_dialect.ts';
import { LegionTree } from '../tiles/legion_tree.ts';
import { Palette } from '../palette.ts';

export interface LegacyFile {
  /** Within the folder, with `/`. */
  readonly name: string;
  /** Its text in pieces, to be read before the next file. */
  readonly pieces: Iterable<string>;
}

/** The list of lines: a folder that holds it is one of these. */
export const LEGACY_MARK = 'legion_prof_processor.tsv';

export function* legacyFiles(reader: IndexReader): Generator<LegacyFile, void, void> {
  const source = new FieldSource(reader);
  const lines = legacyLines(source);
  const { info } = reader.run();
  yield { name: 'index.html', pieces: [legacyPage(info.title)] };
  yield { name: LEGACY_MARK, pieces: ended([tsvLine(['full_text', 'text', 'tsv', 'levels']), ...lines.map(({ fullText, text, file, levels }) => tsvLine([fullText, text, file, levels]))]) };
  yield { name: 'legion_prof_ops.tsv', pieces: ended(legacyOperations(source)) };
  yield { name: 'json/critical_path.json', pieces: ['[]'] };
  yield { name: 'json/scale.json', pieces: [scaleJson(info.interval.stopNs, lines)] };
  const groups = legacyGroups(source, lines);
  yield { name: 'json/utils.json', pieces: [groupsJson(groups)] };
  const curves = new LegacyCurves(source, new LegionTree(reader, dialectOf(Math.max(0, ...info.logVersions))));
  for (const group of groups) yield { name: `tsv/${group.name}_util.tsv`, pieces: ended(curves.lines(group)) };
  const colors = new ItemColors(reader, new Palette(reader));
  for (const line of lines) yield { name: line.file, pieces: ended(legacyRows(source, line, colors)) };
}

function* ended(lines: Iterable<string>): Generator<string, void, void> {
  for (const line of lines) yield `${line}\n`;
}

/** Times in us, a hundredth longer than the run. */
function scaleJson(lastNs: number, lines: readonly LegacyLine[]): string {
  const end = Math.ceil((lastNs / 100) * 1.01) / 10;
  const height = lines.reduce((sum, { levels }) => sum + levels + 1, 0) + 1;
  return `{"start":0.0,"end":${Number.isInteger(end) ? `${end}.0` : end},"stats_levels":4,"max_level":${height}}`;
}

/** Names of the groups of each node; of all nodes where there are several. */
function groupsJson(groups: readonly LegacyGroup[]): string {
  const nodes = [...new Set(groups.map(({ node }) => node))].filter((node) => node !== undefined);
  const shown = nodes.length > 1 ? [...nodes, undefined] : nodes;
  return JSON.stringify(Object.fromEntries(shown.map((node) => [node ?? 'all', groups.filter((group) => group.node === node).map(({ name }) => name)])));
}
