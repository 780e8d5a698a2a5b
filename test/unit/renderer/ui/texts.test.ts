import { describe, expect, it } from 'vitest';
import type { ItemDetails } from '../../../../electron/protocol/item_api.ts';
import { shownKey } from '../../../../renderer/ui/base/command_keys.ts';
import { bytesText, countOf, groupDigits, ordinalText, percentText, shortCount } from '../../../../renderer/ui/base/numbers.ts';
import { detailsAsJson, detailsAsMarkdown, detailsAsText } from '../../../../renderer/ui/details/details_text.ts';
import { partLines } from '../../../../renderer/ui/details/part_lines.ts';
import { lifeOf, shadesOf } from '../../../../renderer/ui/details/life.ts';
import { openedText } from '../../../../renderer/ui/home/opened_text.ts';
import { tipText } from '../../../../renderer/ui/hover_text.ts';
import { busyText, denominatorText } from '../../../../renderer/ui/tree/tree_text.ts';
import { rowOf } from './rows.ts';

const plain = (text: string): string => text.replaceAll('\u202f', ' ');

describe('numbers', () => {
  it('groups digits by thin spaces and agrees in number', () => {
    expect(plain(groupDigits(1_234_567))).toBe('1 234 567');
    expect(plain(groupDigits(999))).toBe('999');
    expect(plain(countOf(1, 'item'))).toBe('1 item');
    expect(plain(countOf(1280, 'item'))).toBe('1 280 items');
    expect(shortCount(1_234_567)).toBe('1.2 M');
  });
  it('writes bytes by 1024 with the reference’s three decimals', () => {
    expect([bytesText(0), bytesText(1023), bytesText(1024), bytesText(12_000_000)]).toEqual(['0 B', '1023 B', '1.000 KiB', '11.444 MiB']);
    expect(bytesText(9.1 * 2 ** 30, 1)).toBe('9.1 GiB');
  });
  it('never lets something look like nothing', () => {
    expect([percentText(0), percentText(0.0001), percentText(0.0123), percentText(0.63), percentText(1)]).toEqual(['0 %', '< 0.1 %', '1.2 %', '63 %', '100 %']);
  });
  it('counts places', () => {
    expect([1, 2, 3, 4, 11, 12, 13, 21, 102, 111].map(ordinalText)).toEqual(['1st', '2nd', '3rd', '4th', '11th', '12th', '13th', '21st', '102nd', '111th']);
  });
});

it('keys are shown as they are printed on keyboards', () => {
  expect(['Ctrl+ArrowLeft', 'Shift+Digit1', 'KeyW', 'Ctrl++', 'Ctrl+-', 'Escape', ']', 'Shift+]', 'F6', 'H'].map(shownKey))
    .toEqual(['Ctrl+←', 'Shift+1', 'W', 'Ctrl++', 'Ctrl+-', 'Esc', ']', 'Shift+]', 'F6', 'H']);
});

it('recent runs say when, as short as it stays clear', () => {
  const now = new Date(2026, 10, 24, 15, 0);
  const at = (...parts: [number, number, number, number, number]): string => openedText(new Date(...parts).toISOString(), now);
  expect(at(2026, 10, 24, 14, 2)).toBe('today 14:02');
  expect(at(2026, 10, 23, 9, 5)).toBe('yesterday 09:05');
  expect(at(2026, 10, 20, 9, 30)).toBe('Fri 09:30');
  expect(at(2026, 2, 12, 9, 30)).toBe('12 Mar');
  expect(at(2025, 2, 12, 9, 30)).toBe('12 Mar 2025');
  expect(openedText('never', now)).toBe('never');
});

describe('labels of rows', () => {
  it('say busy shares, bytes, and of what', () => {
    expect([busyText('cpu', 0.634), busyText('system', 9.1 * 2 ** 30), busyText('cpu', null), busyText('cpu', undefined)]).toEqual(['63 %', '9.1 GiB', '–', '']);
    expect(plain(denominatorText(rowOf('n0/gpu-dev', { kind: 'gpu-dev', denominator: 4 })))).toBe('of 4 GPUs');
    expect(denominatorText(rowOf('n0/system', { kind: 'system', capacityBytes: 12 * 2 ** 20 }))).toBe('of 12.0 MiB');
    expect(denominatorText(rowOf('n0/system', { kind: 'system' }))).toBe('capacity not recorded');
    expect(denominatorText(rowOf('n0', {}))).toBe('');
  });
});

const details: ItemDetails = {
  run: 'r', track: 3, ordinal: 7, type: 'task', title: 'check <39>', level: 0, startNs: 100, stopNs: 200, times: { create: 40, start: 100, stop: 200 },
  runningNs: 60, readyNs: 10, waitingNs: 30, rank: null, source: null,
  fields: [
    { name: 'Lifetime', parts: [{ text: 'from 100 to 200 ns (duration: 100 ns)' }], added: false },
    { name: 'Operation', parts: [{ link: { run: 'r', track: 3, ordinal: 1, title: 'top_level <2>', startNs: 0, stopNs: 900 } }], added: false },
    { name: 'Index Space', parts: [{ text: '0:4' }], added: false },
    { name: 'Index Space', parts: [{ text: '5:9' }], added: false },
  ],
  waits: [{ startNs: 120, readyNs: 150, endNs: 160, event: '0x8', callee: null, backtrace: null }],
  waitCount: 1,
};

describe('life of an item', () => {
  it('joins the stages between the moments that the log has', () => {
    expect(lifeOf(details)).toEqual({
      moments: [{ name: 'create', ns: 40 }, { name: 'start', ns: 100 }, { name: 'stop', ns: 200 }],
      stages: [{ name: 'delayed', startNs: 40, stopNs: 100 }, { name: 'alive', startNs: 100, stopNs: 200 }],
    });
  });
  it('cuts the time alive at its waits', () => {
    expect(shadesOf(details)).toEqual([
      { state: 'running', startNs: 100, stopNs: 120 }, { state: 'waiting', startNs: 120, stopNs: 150 },
      { state: 'ready', startNs: 150, stopNs: 160 }, { state: 'running', startNs: 160, stopNs: 200 },
    ]);
  });
  it('does not cut where not all waits were sent', () => {
    expect(shadesOf({ ...details, waitCount: 5000 })).toEqual([{ state: 'running', startNs: 100, stopNs: 200 }]);
  });
});

describe('lines of a field', () => {
  const link = (title: string) => ({ link: { run: 'r', track: 0, ordinal: 0, title, startNs: 0, stopNs: 1 } });
  const shown = (parts: readonly ({ text: string } | ReturnType<typeof link>)[]) => partLines(parts).map((line) => line.map((part) => ('text' in part ? part.text : `[${part.link.title}]`)).join(' '));
  it('keep what is said about a link beside it', () => {
    expect(shown([
      { text: 'Requirement 0' }, link('Source: 0x1'), { text: 'Fields: a' }, link('Destination: 0x2'), { text: 'Fields: b' }, { text: 'Number of Hops: 1' }, { text: 'Requirement 1' }, link('0x3'),
      { text: 'read-only' }, { text: 'Fields: c' },
    ])).toEqual(['Requirement 0', '[Source: 0x1] Fields: a', '[Destination: 0x2] Fields: b', 'Number of Hops: 1', 'Requirement 1', '[0x3] read-only Fields: c']);
  });
  it('are one per element of a list, links side by side, a sentence whole', () => {
    expect(shown([{ text: 'launcher: L' }, { text: 'line: 221' }])).toEqual(['launcher: L', 'line: 221']);
    expect(shown([link('0x1'), link('0x2')])).toEqual(['[0x1] [0x2]']);
    expect(shown([{ text: 'Created by ' }, link('M'), { text: ' at 1 ms' }])).toEqual(['Created by  [M]  at 1 ms']);
  });
});

describe('copied details', () => {
  it('as text: the reference’s lines', () => {
    expect(detailsAsText(details).split('\n').slice(0, 3)).toEqual(['check <39>', 'Lifetime: from 100 to 200 ns (duration: 100 ns)', 'Operation: top_level <2>']);
  });
  it('as Markdown: a table in which signs of names mean nothing', () => {
    expect(detailsAsMarkdown(details).split('\n').slice(0, 6)).toEqual(['### check \\<39\\>', '', '| field | value |', '| --- | --- |', '| Lifetime | from 100 to 200 ns (duration: 100 ns) |', '| Operation | top\\_level \\<2\\> |']);
  });
  it('as JSON: raw ns, links with their intervals, repeated fields as lists', () => {
    expect(JSON.parse(detailsAsJson(details, 'n0/cpu/c1'))).toMatchObject({
      title: 'check <39>', track: 'n0/cpu/c1', start: 100, stop: 200, waiting: 30,
      fields: { 'Index Space': ['0:4', '5:9'], Operation: { text: 'top_level <2>', links: [{ title: 'top_level <2>', start: 0, stop: 900 }] } },
    });
  });
});

describe('tooltip', () => {
  const box = { type: 'item', ordinal: 7, level: 0, title: 'check <39>', name: 0, state: 'waiting', startNs: 120, stopNs: 150 } as const;
  it('has what the tile knows at once, and the totals with the details', () => {
    const first = tipText({ track: 3, slug: 'n0/cpu/c1', x: 0, y: 0, box, details: undefined });
    expect(first.lines).toEqual([{ name: 'Interval', text: 'from 120 to 150 ns (duration: 30 ns)' }, { name: 'Waiting', text: '30 ns' }]);
    const full = tipText({ track: 3, slug: 'n0/cpu/c1', x: 0, y: 0, box, details });
    expect(full.lines[0]).toEqual({ name: 'Lifetime', text: 'from 100 to 200 ns (duration: 100 ns)' });
    expect(full.lines).toContainEqual({ name: 'Totals', text: 'running 60 ns · waiting 30 ns · ready 10 ns' });
    expect(full.foot).toBe('Click for details');
  });
});
