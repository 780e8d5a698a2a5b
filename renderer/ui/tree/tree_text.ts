/** What the label of a row says beside its name: the share of the view that is busy, and of what. Pure. */
import type { Row } from '../../state/app.ts';
import { isMemoryKind } from '../../../electron/protocol/items.ts';
import { bytesText, countOf, percentText } from '../base/numbers.ts';

/** `63 %`, or `9.1 GiB` for memories; empty where the engine has no figure, "–" where it was not recorded. */
export function busyText(kind: string, busy: number | null | undefined): string {
  if (busy === undefined) return '';
  if (busy === null) return '–';
  return isMemoryKind(kind) ? bytesText(busy, 1) : percentText(busy);
}

const UNITS: Readonly<Record<string, string>> = {
  cpu: 'CPU', gpu: 'GPU', 'gpu-dev': 'GPU', 'gpu-host': 'GPU', utility: 'utility processor', io: 'I/O processor', openmp: 'OpenMP processor',
  python: 'Python processor', procgroup: 'processor group', procset: 'processor set', external: 'thread', unknown: 'processor', chan: 'channel', dp: 'partitioning line',
  'cuda-stream': 'CUDA stream', 'cuda-api': 'thread', nvtx: 'thread', 'os-calls': 'thread',
};

/** Denominator of a group's figures: `of 4 GPUs`, `of 12.0 MiB`. */
export function denominatorText(row: Row): string {
  const { group } = row;
  if (!group?.kind) return '';
  if (isMemoryKind(group.kind)) return group.capacityBytes === null ? 'capacity not recorded' : `of ${bytesText(group.capacityBytes, 1)}`;
  if (group.denominator === null) return '';
  return `of ${countOf(group.denominator, UNITS[group.kind] ?? 'line')}`;
}

/** The whole of a row for a hint or a screen reader. */
export function rowHint(row: Row, busy: number | null | undefined): string {
  const figure = busyText(row.kind, busy);
  const what = isMemoryKind(row.kind) ? 'held on average' : 'busy';
  const parts = [row.longName];
  if (row.track && !row.label.endsWith(row.track.name)) parts.push(`${row.track.name} in the log`);
  if (figure !== '' && figure !== '–') parts.push(`${figure} ${what} in view${row.group ? ` ${denominatorText(row)}` : ''}`.trimEnd());
  if (row.track) parts.push(`${countOf(row.track.items, 'item')}, ${countOf(row.track.levels, 'level')}`);
  if (row.kind === 'external') parts.push('main Python thread');
  return parts.join(' · ');
}
