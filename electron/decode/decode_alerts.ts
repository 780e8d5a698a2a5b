/** What is doubtful about one log, as alerts with the sentences that the user reads (ui.md §11). Pure. */
import type { Alert, AlertRule, Severity } from '../protocol/alerts.ts';
import type { ContainerEnd } from './container.ts';
import type { FileStatus } from './decoded_log.ts';
import { isKnown, isTimed, NEWEST_VERSION, OLDEST_VERSION } from './known_records.ts';
import type { DecodeOutcome } from './log_decoder.ts';

const ADVICE =
  'Run again with `-lg:prof_footprint 1` in LEGION_DEFAULT_ARGS so that records are written during the run.';
/** What a log that ends early makes too small. */
const AFTER_THE_END = ['idle', 'utilization', 'critical path'];

export interface FileFacts {
  readonly path: string;
  /** Last part of the path, for the sentences. */
  readonly name: string;
  /** Size on disk, bytes. */
  readonly bytes: number;
}

/** 205774 as `205 774`, the way all our sentences write numbers; decimals stay together. */
export function grouped(value: number | string): string {
  return String(value).replace(/\B(?<!\.\d*)(?=(\d{3})+(\.|$))/g, ' ');
}

export function emptyAlert(file: FileFacts): Alert {
  return alert(file, 'file-empty', 'error', 1, 0, AFTER_THE_END,
    `${file.name} has 0 bytes. The program was killed before it wrote its log. ${ADVICE}`);
}

export function folderAlert(file: FileFacts): Alert {
  return alert(file, 'file-unreadable', 'error', 1, null, [], `${file.name} is not a file that can be read as a log. Give the log files, or a folder that holds them.`);
}

export function changingAlert(file: FileFacts): Alert {
  return alert(file, 'still-being-written', 'warning', 1, null, AFTER_THE_END,
    `${file.name} changed while it was read: its program still runs. What had been written is shown; open it again when the run has ended.`);
}

/** The status of a file by what was read of it; the first that applies. */
export function statusOf(outcome: DecodeOutcome, end: ContainerEnd): FileStatus {
  if (outcome.preamble === undefined) return 'unreadable';
  if (![...outcome.recordCounts.keys()].some(isTimed)) return 'no timed records';
  return isCut(outcome, end) ? 'cut' : 'whole';
}

function isCut(outcome: DecodeOutcome, end: ContainerEnd): boolean {
  return outcome.stop !== undefined || outcome.cutAt !== undefined || end.isCut || end.damage !== undefined;
}

/** All alerts of one file of which at least the first byte was read. `version` as the header or MachineDesc says it. */
export function alertsOf(file: FileFacts, outcome: DecodeOutcome, end: ContainerEnd, version: number | undefined): Alert[] {
  if (outcome.preamble === undefined) return [headerAlert(file, outcome, end)];
  const alerts = [noTimes(file, outcome), howItEnds(file, outcome, end), badChecksum(file, end), trailing(file, end)];
  alerts.push(badLines(file, outcome), otherVersion(file, outcome, version), unknownRecords(file, outcome), unknownTypes(file, outcome));
  alerts.push(repeats(file, outcome));
  for (const odd of outcome.oddTimes) {
    alerts.push(alert(file, 'impossible-time', 'warning', odd.count, odd.firstOffset, ['durations', 'utilization'],
      `${file.name}: ${records(odd.count, odd.record)} an impossible time in \`${odd.field}\`, first at byte ${grouped(odd.firstOffset)}. Such a time counts as not known.`));
  }
  return alerts.filter((one) => one !== undefined);
}

function headerAlert(file: FileFacts, outcome: DecodeOutcome, end: ContainerEnd): Alert {
  const problem = outcome.headerProblem;
  const offset = outcome.rawBytes;
  const at = end.container === 'gzip' ? `uncompressed byte ${grouped(offset)}` : `byte ${grouped(offset)}`;
  const text =
    problem?.kind === 'not-a-log' ? `${file.name} is not a Legion Prof log, archive or index (first bytes ${hexAndText(outcome.firstBytes)}).`
    : problem?.kind === 'unusable' ? `${file.name} cannot be read: ${problem.reason}.`
    : end.damage !== undefined ? `${file.name} cannot be read: ${end.damage}. Copy it again; compare the size with the original.`
    : `${file.name} ends inside its header (${at}): nothing can be read. Copy it again; compare the size with the original.`;
  return alert(file, 'file-unreadable', 'error', 1, problem?.kind === 'cut' ? offset : 0, [], text);
}

function noTimes(file: FileFacts, outcome: DecodeOutcome): Alert | undefined {
  if ([...outcome.recordCounts.keys()].some(isTimed)) return undefined;
  return alert(file, 'no-timed-records', 'error', 1, null, AFTER_THE_END,
    `${file.name} holds names and machine facts but no timed record: the program ended before it wrote any. ${ADVICE}`);
}

function howItEnds(file: FileFacts, outcome: DecodeOutcome, end: ContainerEnd): Alert | undefined {
  const isTimeless = ![...outcome.recordCounts.keys()].some(isTimed);
  const rest = `${grouped(outcome.records)} records were read; ${isTimeless ? 'none of them has a time, so nothing is drawn' : 'items open at the end are drawn up to the last known time with a torn edge'}.`;
  if (outcome.stop !== undefined) {
    const { offset, reason } = outcome.stop;
    return alert(file, 'preamble-mismatch', 'error', 1, offset, AFTER_THE_END,
      `${file.name} cannot be read past byte ${grouped(offset)}: ${reason}. ${rest} Copy it again; if the copy is the same, the log was damaged when it was written.`);
  }
  if (outcome.cutAt === undefined && !end.isCut && end.damage === undefined) return undefined;
  const offset = outcome.cutAt ?? outcome.rawBytes;
  const place = outcome.cutAt === undefined ? 'after the record that ends' : 'in the middle of a record';
  const cause = end.damage !== undefined ? ` because ${end.damage}` : end.isCut ? ', and its gzip stream has no end' : '';
  return alert(file, 'file-cut', 'error', 1, offset, AFTER_THE_END, `${file.name} ends ${place} at byte ${grouped(offset)}${cause}. ${rest}`);
}

function badChecksum(file: FileFacts, end: ContainerEnd): Alert | undefined {
  if (!end.hasBadChecksum) return undefined;
  return alert(file, 'gzip-damaged', 'warning', 1, null, ['all numbers'],
    `${file.name}: the check sum of its gzip stream does not fit its content, so some of what is shown may be wrong. Copy it again.`);
}

function trailing(file: FileFacts, end: ContainerEnd): Alert | undefined {
  const count = end.memberBytes === undefined ? 0 : file.bytes - end.memberBytes;
  if (count <= 0) return undefined;
  return alert(file, 'trailing-bytes', 'note', count, null, [],
    `${file.name}: ${grouped(count)} bytes after the end of the compressed log were left out. A log is one gzip stream; two logs joined into one file show the first only.`);
}

function badLines(file: FileFacts, outcome: DecodeOutcome): Alert | undefined {
  const { badLines: count, firstBadLine } = outcome.preamble!;
  if (count === 0 || firstBadLine === undefined) return undefined;
  return alert(file, 'preamble-mismatch', 'warning', count, firstBadLine, [],
    `${file.name}: ${grouped(count)} lines of its header describe no record, first at byte ${grouped(firstBadLine)}; they were passed over.`);
}

function otherVersion(file: FileFacts, outcome: DecodeOutcome, version: number | undefined): Alert | undefined {
  if (version !== undefined && version >= OLDEST_VERSION && version <= NEWEST_VERSION) return undefined;
  const { kinds, count } = unknownKinds(outcome);
  const unknown = kinds.length === 0 ? '' : ` Unknown records: ${kinds.length} kinds, ${grouped(count)}.`;
  const subject =
    version === undefined ? `${file.name} does not say its log version, so it is older than any tested`
    : `Log header version ${version} is ${version > NEWEST_VERSION ? 'newer' : 'older'} than tested`;
  return alert(file, 'unknown-version', 'warning', 1, 0, [], `${subject}; opened by its own description.${unknown}`);
}

function unknownRecords(file: FileFacts, outcome: DecodeOutcome): Alert | undefined {
  const { kinds, count } = unknownKinds(outcome);
  if (kinds.length === 0) return undefined;
  const first = Math.min(...kinds.map((name) => outcome.tables.get(name)!.offsets[0]));
  return alert(file, 'unknown-record', 'note', count, first, [],
    `${file.name} holds records that this program does not know: ${kinds.length} kinds (${list(kinds)}), ${grouped(count)} records. They were kept but nothing is drawn of them.`);
}

function unknownKinds(outcome: DecodeOutcome): { kinds: string[]; count: number } {
  const kinds = [...outcome.recordCounts.keys()].filter((name) => !isKnown(name));
  return { kinds, count: kinds.reduce((sum, name) => sum + outcome.recordCounts.get(name)!, 0) };
}

function unknownTypes(file: FileFacts, outcome: DecodeOutcome): Alert | undefined {
  const fields = outcome.unknownTypes;
  if (fields.length === 0) return undefined;
  return alert(file, 'unknown-type', 'note', fields.length, null, [],
    `${file.name}: fields of types that this program does not know were read by their size: ${list(fields)}.`);
}

function repeats(file: FileFacts, outcome: DecodeOutcome): Alert | undefined {
  if (outcome.duplicates === 0) return undefined;
  const offset = outcome.firstRepeat ?? null;
  return alert(file, 'duplicate-records', 'note', outcome.duplicates, offset, [],
    `${file.name} holds ${grouped(outcome.duplicates)} exact repeats of instance usages, a fault of the Legion that wrote it; each was counted once. Nothing is lost.`);
}

function alert(
  file: FileFacts, rule: AlertRule, severity: Severity, count: number, offset: number | null, affects: readonly string[], message: string,
): Alert {
  return { rule, severity, count, message, file: file.path, offset, affects };
}

function records(count: number, name: string): string {
  return count === 1 ? `1 ${name} record has` : `${grouped(count)} ${name} records have`;
}

function list(names: readonly string[]): string {
  return names.length <= 5 ? names.join(', ') : `${names.slice(0, 5).join(', ')} and ${names.length - 5} more`;
}

/** `46 69 6c 65 "File"`: unprintable bytes as dots. */
function hexAndText(bytes: Uint8Array): string {
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  const text = [...bytes].map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
  return `${hex} "${text}"`;
}
