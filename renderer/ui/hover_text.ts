/** Lines of the tooltip: from the tile at once, more when the engine's details have come. Pure. */
import { formatInterval, formatTime } from '../../electron/protocol/format_time.ts';
import type { DetailField, GroupDetails, ItemDetails, TrackGap } from '../../electron/protocol/item_api.ts';
import type { Hover } from '../state/app.ts';
import { countOf, ordinalText, percentText } from './base/numbers.ts';
import { fieldText } from './details/details_text.ts';

export interface TipLine {
  readonly name?: string;
  readonly text: string;
  readonly tone?: DetailField['tone'];
}

export interface TipText {
  readonly title: string;
  readonly lines: readonly TipLine[];
  /** What a click does; absent where it does nothing. */
  readonly foot?: string;
}

/** Facts from the details that help at a glance, in this order. */
const SHORT_FIELDS = ['Provenance', 'Size', 'Effective Bandwidth', 'Critical Path'];
const MAX_LINES = 12;
const SHOWN_NAMES = 5;

function detailLines(details: ItemDetails): TipLine[] {
  const lines: TipLine[] = [];
  const totals = ([['Running', details.runningNs], ['Waiting', details.waitingNs], ['Ready', details.readyNs]] as const).filter(([, ns]) => ns > 0);
  if (details.waitCount > 0) lines.push({ name: 'Totals', text: totals.map(([name, ns]) => `${name.toLowerCase()} ${formatTime(ns)}`).join(' · ') });
  for (const name of SHORT_FIELDS) {
    const field = details.fields.find((candidate) => candidate.name === name);
    if (field) lines.push({ name, text: fieldText(field), tone: field.tone });
  }
  const { rank } = details;
  if (rank && rank.of > 1) lines.push({ text: `${rank.place === 1 ? 'longest' : `${ordinalText(rank.place)} longest`} of ${countOf(rank.of, 'item')} of this name` });
  return lines;
}

function gapText(gap: TrackGap): TipText {
  const lines: TipLine[] = [{ name: 'Interval', text: formatInterval(gap) }];
  lines.push({ name: 'After', text: gap.before ?? 'the start of the run' }, { name: 'Before', text: gap.after ?? 'the end of the run' });
  return { title: `idle ${formatTime(gap.stopNs - gap.startNs)}`, lines };
}

/** The names with the most time, with their share of the time of all. */
function namesLines(names: GroupDetails['names']): TipLine[] {
  const total = names.reduce((sum, { totalNs }) => sum + totalNs, 0);
  return names.slice(0, SHOWN_NAMES).map(({ text, count, totalNs }) => ({ text: `${text} · ${countOf(count, 'item')} · ${formatTime(totalNs)}${total > 0 ? ` · ${percentText(totalNs / total)}` : ''}` }));
}

export function tipText(hover: Hover): TipText {
  const { box, details } = hover;
  switch (box.type) {
    case 'item': {
      const life = details ? { startNs: details.startNs, stopNs: details.stopNs } : { startNs: box.startNs, stopNs: box.stopNs };
      const lines: TipLine[] = [{ name: details ? 'Lifetime' : 'Interval', text: formatInterval(life) }];
      if (box.state !== null) lines.push({ name: box.state[0].toUpperCase() + box.state.slice(1), text: formatTime(box.stopNs - box.startNs) });
      if (details) lines.push(...detailLines(details));
      return { title: box.title, lines: lines.slice(0, MAX_LINES - 2), foot: 'Click for details' };
    }
    case 'group':
      return {
        title: countOf(box.count, 'item'),
        lines: [{ name: 'Busy', text: percentText(box.busy) }, { name: 'Interval', text: formatInterval(box) }, ...(box.names ? namesLines(box.names) : [{ name: 'Longest', text: box.title }])],
        foot: 'Click for the names · double-click to zoom in',
      };
    case 'curve':
      return { title: box.text, lines: [] };
    case 'idle':
      return box.gap ? gapText(box.gap) : { title: 'idle', lines: [] };
  }
}
