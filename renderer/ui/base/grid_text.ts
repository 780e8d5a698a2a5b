/** A table as text for other programs: raw values, so numbers without group separators and times as whole ns. Pure. */
import type { CellValue, GridColumn } from './grid_model.ts';

export type TextFormat = 'CSV' | 'TSV' | 'JSON' | 'Markdown';

export const SUFFIX: Readonly<Record<TextFormat, string>> = { CSV: 'csv', TSV: 'tsv', JSON: 'json', Markdown: 'md' };

const plain = (value: CellValue): string => (value === null ? '' : String(value));
/** RFC 4180. */
const csvField = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const tsvField = (text: string): string => text.replace(/[\t\n\r]+/g, ' ');
const markdownField = (text: string): string => text.replace(/[\\|`*_<>[\]]/g, '\\$&').replace(/[\n\r]+/g, '<br>');

function lines<Row>(columns: readonly GridColumn<Row>[], rows: readonly Row[], field: (text: string) => string, separator: string): string[] {
  return [columns.map(({ id }) => id), ...rows.map((row) => columns.map((column) => plain(column.value(row))))].map((cells) => cells.map(field).join(separator));
}

/** Numbers too large for a double stay exact as texts. */
function jsonValue(value: CellValue): string | number | null {
  if (typeof value !== 'bigint') return value;
  return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
}

/** Ends with a line break. */
export function gridText<Row>(all: readonly GridColumn<Row>[], rows: readonly Row[], format: TextFormat): string {
  const columns = all.filter(({ isPicture }) => isPicture !== true);
  if (format === 'JSON') return `${JSON.stringify(rows.map((row) => Object.fromEntries(columns.map((column) => [column.id, jsonValue(column.value(row))]))), null, 2)}\n`;
  if (format === 'CSV') return `${lines(columns, rows, csvField, ',').join('\n')}\n`;
  if (format === 'TSV') return `${lines(columns, rows, tsvField, '\t').join('\n')}\n`;
  const [head, ...body] = lines(columns, rows, markdownField, ' | ');
  const rule = columns.map(({ isText }) => (isText ? '---' : '---:')).join(' | ');
  return `${[head, rule, ...body].map((line) => `| ${line} |`).join('\n')}\n`;
}
