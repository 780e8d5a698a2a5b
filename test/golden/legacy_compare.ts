// The tables of `legacy` against those that the reference wrote. Test helper.
import { existsSync, readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { legacyFiles } from '../../electron/compat/legacy/legacy.ts';
import type { IndexReader } from '../../electron/index/index_reader.ts';

export interface LegacyComparison {
  readonly files: number;
  readonly rows: number;
  readonly differences: readonly string[];
}

/** Undefined where nothing is recorded. Uids may be others, one for one; rows that begin and end together may have changed places. */
export function compareLegacy(reader: IndexReader, folder: string): LegacyComparison | undefined {
  const path = join(folder, 'legacy.tar.gz');
  if (!existsSync(path)) return undefined;
  const theirs = untar(gunzipSync(readFileSync(path)));
  const ours = oursOf(reader);
  const uids = new Uids();
  let rows = 0;
  for (const [name, text] of theirs) {
    const own = ours.get(name);
    rows += text.split('\n').length - 1;
    if (own === undefined) uids.differ(`${name}: missing`);
    else if (hasUids(name)) compareRows(name, text, own, uids);
    else if (own !== text) uids.differ(`${name}: ${firstDifference(text, own)}`);
  }
  for (const name of ours.keys()) if (!theirs.has(name) && name !== 'index.html') uids.differ(`${name}: extra`);
  return { files: theirs.size, rows, differences: uids.differences.slice(0, 6) };
}

/** The same by the digests of larger runs, of the files that hold no uids. */
export function compareLegacyDigests(reader: IndexReader, folder: string): LegacyComparison | undefined {
  const path = join(folder, 'legacy-files.tsv');
  if (!existsSync(path)) return undefined;
  const recorded = readFileSync(path, 'utf8').trimEnd().split('\n').slice(1).map((line) => line.split('\t'));
  // Of the largest run the tables of items, millions of rows that can only be counted, would take a minute.
  const isLarge = recorded.reduce((sum, [, , lines]) => sum + Number(lines), 0) > 1e6;
  const ours = oursOf(reader, (name) => !isLarge || !hasUids(name));
  const differences: string[] = [];
  let [files, rows] = [0, 0];
  for (const [file, , lines, sha] of recorded) {
    const name = file.replace('legacy/', '');
    const own = ours.get(name);
    if (isLarge && hasUids(name) && own === '') continue;
    files++;
    rows += Number(lines);
    if (own === undefined) differences.push(`${name}: missing`);
    else if (own.split('\n').length - 1 !== Number(lines)) differences.push(`${name}: ${own.split('\n').length - 1} lines instead of ${lines}`);
    else if (!hasUids(name) && createHash('sha256').update(own).digest('hex') !== sha) differences.push(`${name}: other text`);
  }
  return { files, rows, differences: differences.slice(0, 6) };
}

/** Tables of items, in contrast to those of utilization. */
function hasUids(name: string): boolean {
  return /^tsv\/.*(?<!_util)\.tsv$/.test(name);
}

/** Files by name; those that are not wanted without their text. */
function oursOf(reader: IndexReader, wants: (name: string) => boolean = () => true): Map<string, string> {
  const files = new Map<string, string>();
  for (const { name, pieces } of legacyFiles(reader)) files.set(name, wants(name) ? [...pieces].join('') : '');
  return files;
}

/** Plain files of a tar archive by name, below `legacy/`. */
function untar(bytes: Uint8Array): Map<string, string> {
  const files = new Map<string, string>();
  const text = (from: number, length: number): string => Buffer.from(bytes.subarray(from, from + length)).toString('utf8').replace(/\0.*$/s, '');
  let longName = '';
  for (let at = 0; at + 512 <= bytes.length && bytes[at] !== 0;) {
    const size = parseInt(text(at + 124, 12), 8);
    const type = String.fromCharCode(bytes[at + 156]);
    const name = longName !== '' ? longName : `${text(at + 345, 155) === '' ? '' : `${text(at + 345, 155)}/`}${text(at, 100)}`;
    longName = type === 'L' ? text(at + 512, size) : '';
    if (type === '0' || type === '\0') files.set(name.replace(/^(\.\/)?legacy\//, ''), Buffer.from(bytes.subarray(at + 512, at + 512 + size)).toString('utf8'));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
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
