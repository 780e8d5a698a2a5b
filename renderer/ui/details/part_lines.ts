/**
 * A field's parts as lines. The reference writes each element of a list on a line of its own; links that follow each other share
 * one, and so does what is said about a link (its fields, its privilege). Pure.
 */
import type { FieldPart } from '../../../electron/protocol/item_api.ts';

/** Text that opens a group or closes it, even behind a link. */
const STANDS_ALONE = /^(?:No )?Requirement|^Number of /;

function breaksBefore(before: FieldPart, part: FieldPart): boolean {
  if ('text' in before) {
    if ('text' in part) return !part.text.startsWith('Fields:');
    // `Created by ` and its link are one sentence; a heading is not.
    return !before.text.endsWith(' ');
  }
  return 'text' in part && STANDS_ALONE.test(part.text);
}

export function partLines(parts: readonly FieldPart[]): FieldPart[][] {
  const lines: FieldPart[][] = [];
  parts.forEach((part, i) => {
    if (i === 0 || breaksBefore(parts[i - 1], part)) lines.push([part]);
    else lines.at(-1)?.push(part);
  });
  return lines;
}
