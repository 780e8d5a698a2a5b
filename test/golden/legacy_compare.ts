// The tables of `legacy` against those that the reference wrote. Test helper.
import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { legacyFiles } from '../../electron/compat/legacy/legacy.ts';
import type { IndexReader } from '../../electron/index/index_reader.ts';
import { readTar } from './tar.ts';

export interface LegacyComparison {
  readonly files: number;
  readonly rows: number;
  readonly differences: readonly string[];
}

/** Uids may be others, one for one; rows that begin and end together may have changed places. */
export function compareLegacy(reader: IndexReader, folder: string): LegacyComparison {
  const theirs = readTar(join(folder, 'legacy.tar.gz'));
  const ours = new Map([...legacyFiles(reader)].map(({ name, pieces }) => [name, [...pieces].join('')]));
  const uids = new Uids();
  let rows = 0;
  for (const [path, bytes] of theirs) {
    const [name, text] = [path.replace(/^(\.\/)?legacy\//, ''), bytes.toString('utf8')];
    const own = ours.get(name);
    ours.delete(name);
    rows += text.split('\n').length - 1;
    if (own === undefined) uids.differ(`${name}: missing`);
    else if (hasUids(name)) compareRows(name, text, own, uids);
    else if (own !== text) uids.differ(`${name}: ${firstDifference(text, own)}`);
  }
  for (const name of ours.keys()) if (name !== 'index.html') uids.differ(`${name}: extra`);
  return { files: theirs.size, rows, differences: uids.differences.slice(0, 6) };
}

/** The same by the digests of larger runs: the text of files that hold no uids, of the others how many lines they have. */
export function compareLegacyDigests(reader: IndexReader, folder: string): LegacyComparison {
  const recorded = readFileSync(join(folder, 'legacy-files.tsv'), 'utf8').trimEnd().split('\n').slice(1).map((line) => line.split('\t'));
  const ours = new Map<string, { readonly lines: number; readonly sha: string }>();
  for (const { name, pieces } of legacyFiles(reader)) {
    const hash = createHash('sha256');
    let lines = 0;
    for (const piece of pieces) {
      for (let at = piece.indexOf('\n'); at >= 0; at = piece.indexOf('\n', at + 1)) lines++;
      if (!hasUids(name)) hash.update(piece);
    }
    ours.set(name, { lines, sha: hash.digest('hex') });
  }
  const differences: string[] = [];
  let rows = 0;
  for (const [file, , lines, sha] of recorded) {
    const name = file.replace('legacy/', '');
    const own = ours.get(name);
    ours.delete(name);
    rows += Number(lines);
    if (own === undefined) differences.push(`${name}: missing`);
    else if (own.lines !== Number(lines)) differences.push(`${name}: ${own.lines} lines instead of ${lines}`);
    else if (!hasUids(name) && own.sha !== sha) differences.push(`${name}: other text`);
  }
  for (const name of ours.keys()) if (name !== 'index.html') differences.push(`${name}: extra`);
  return { files: recorded.length, rows, differences: differences.slice(0, 6) };
}

/** Tables of items, in contrast to those of utilization. */
function hasUids(name: string): boolean {
  return /^tsv\/.*(?<!_util)\.tsv$/.test(name);
}

/** Which uid of theirs is which of ours. */
class Uids {
  readonly differences: string[] = [];
  readonly #ours = new Map<string, string>();
  readonly #theirs = new Map<string, string>();

  differ(text: string): void {
    this.differences.push(text);
  }

  match(their: string, our: string, where: string): void {
    const [known, back] = [this.#ours.get(their), this.#theirs.get(our)];
    if (known === undefined && back === undefined) {
      this.#ours.set(their, our);
      this.#theirs.set(our, their);
    } else if (known !== our || back !== their) this.differ(`${where}: uid ${their} is ${our} here and ${known} elsewhere`);
  }
}

const UID = 13;
const INSTANCES = 15;

function compareRows(name: string, theirs: string, ours: string, uids: Uids): void {
  const [a, b] = [rowsByText(theirs), rowsByText(ours)];
  for (const [text, rows] of a) {
    const own = b.get(text);
    if (own === undefined || own.length !== rows.length) {
      uids.differ(`${name}: ${rows.length} times, here ${own?.length ?? 0}: ${text.replaceAll('\t', '|')}`);
      continue;
    }
    // Of rows that are alike nobody can say which is which.
    if (rows.length === 1) rows[0].forEach((uid, i) => uids.match(uid, own[0][i], name));
  }
  for (const [text, rows] of b) if (!a.has(text)) uids.differ(`${name}: extra ${rows.length} times: ${text.replaceAll('\t', '|')}`);
  const starts = (text: string): string => text.split('\n').map((line) => line.split('\t')[3]).join();
  if (uids.differences.length === 0 && !name.includes('Proc_') && starts(theirs) !== starts(ours)) uids.differ(`${name}: rows in another order`);
}

/** Uids of each row by all else that it says. */
function rowsByText(table: string): Map<string, string[][]> {
  const rows = new Map<string, string[][]>();
  for (const line of table.trimEnd().split('\n').slice(1)) {
    const values = line.split('\t');
    const uids = [values[UID]];
    values[UID] = '';
    values[INSTANCES] = values[INSTANCES]?.replaceAll(/,(\d+)\]/g, (_, uid: string) => {
      uids.push(uid);
      return ']';
    });
    const text = values.join('\t');
    const known = rows.get(text);
    if (known === undefined) rows.set(text, [uids]);
    else known.push(uids);
  }
  return rows;
}

function firstDifference(theirs: string, ours: string): string {
  const [a, b] = [theirs.split('\n'), ours.split('\n')];
  const at = a.findIndex((line, i) => line !== b[i]);
  return `line ${at + 1}: ${a[at]} | ours: ${b[at]}`;
}
