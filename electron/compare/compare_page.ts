/** A comparison as one HTML page that needs nothing else: no script, no image, no font from anywhere. Pure. */
import type { Comparison } from './compare_sides.ts';
import type { DurationRow, Pair } from '../protocol/compare_api.ts';
import { countFacts, foldLines, matchWord, phaseBars, stageBars, verdictReasons, verdictSentence, type Bar } from './report.ts';
import { PAGE_STYLE } from './page_style.ts';
import { STAGE_TITLES } from './stages.ts';
import { exactTime, grouped, plainTime, signedTime } from './texts.ts';
import { percent, signedPercent } from './verdict.ts';

const LINES_SHOWN = 60;
const ROWS_SHOWN = 40;
const FACTS_SHOWN = 12;

export function comparePage(comparison: Comparison): string {
  const { a, b, difference, match, tables, configuration, verdict } = comparison;
  const { shown, folded } = foldLines(comparison, LINES_SHOWN);
  const facts = countFacts(comparison, FACTS_SHOWN);
  const runs = [a, b].map(({ runs: all, representative }) => all[representative].data.identity);
  const lines = shown.map((line) => [
    cell(STAGE_TITLES[line.stage]), cell(line.name), cell(line.line, line.lineB !== '' && line.lineB !== line.line ? `B: ${line.lineB}` : ''), cell(line.phase), time(line.aNs), time(line.bNs), delta(line.deltaNs),
    counts(line.count), delta(line.why.countNs), delta(line.why.durationNs), delta(line.why.overlapNs), cell(matchWord(line)),
  ]);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Comparison of two runs: ${escaped(verdict.verdict)}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<h1 class="${verdict.verdict.replace(' ', '-')}">${escaped(verdictSentence(comparison))}</h1>
${verdictReasons(verdict).map((text) => `<p>${escaped(text)}</p>`).join('\n')}
<dl>${['A', 'B'].map((label, i) => `<dt>${label}</dt><dd>${escaped(runs[i].path)}: ${plainTime(runs[i].wallNs)}, ${grouped(runs[i].records)} records${[a, b][i].runs.length > 1 ? `, the middle one of ${[a, b][i].runs.length} runs` : ''}</dd>`).join('')}
<dt>Same program</dt><dd>${percent(match.taskTimeShare)} of the task time is of tasks that both have</dd></dl>
${configuration.length === 0 ? '' : section('Set up differently', ['', 'A', 'B'], configuration.map(({ what, a: ofA, b: ofB }) => [cell(what), cell(ofA), cell(ofB)]))}
<h2>From A to B</h2>
${waterfall(comparison)}
${facts.length === 0 ? '' : `<h2>Counts that changed, whatever the times say</h2>\n<ul>${facts.map((fact) => `<li>${escaped(fact)}</li>`).join('')}</ul>`}
<div class="beside"><div>${section('Where the time went', ['Phase', 'A', 'B', 'Change'], phaseBars(comparison).map(barRow))}</div>
<div>${section('What kept the machine from doing more', ['Stage', 'A', 'B', 'Change'], stageBars(comparison).map(barRow))}</div></div>
${section('Lines of the ledger', ['Stage', 'Name', 'Line', 'Phase', 'A', 'B', 'Change', 'Items', 'by count', 'by length', 'by overlap', 'Match'], lines)}
<p class="sum">${folded.count === 0 ? '' : `${signedTime(folded.deltaNs)} in ${folded.count} more lines. `}Σ ${exactTime(difference.sumNs)}, exact.</p>
${durations('Tasks', tables.tasks)}
${durations('Source lines', tables.pythonLines)}
${durations('The runtime', tables.runtime)}
${section('Processors', ['Processor', 'Tasks', 'Busy in A', 'Busy in B', 'Used'], [...tables.processorKinds.map((row) => ({ ...row, name: `all ${row.kind}` })), ...tables.processors].map((row) => [
    cell(row.name), counts(row.count), time(row.busyNs[0]), time(row.busyNs[1]), number(`${percent(row.utilization[0])} → ${percent(row.utilization[1])}`)]))}
${section('Channels', ['Channel', 'Transfers', 'Bytes', 'Busy in A', 'Busy in B', 'Bytes/s'], tables.channels.map((row) => [
    cell(row.name), counts(row.count), counts(row.bytes), time(row.busyNs[0]), time(row.busyNs[1]), counts(row.bytesPerSecond)]))}
${section('Memories', ['Memory', 'Capacity, bytes', 'Peak, bytes'], tables.memories.map((row) => [cell(row.name), counts(row.capacityBytes), counts(row.peakBytes)]))}
<p class="made">Made by legion_prof compare. Times of the ledger are exposed time: each ns belongs to what, of all that ran then, was nearest to the work the user wants.</p>
</body>
</html>
`;
}

function durations(title: string, rows: readonly DurationRow[]): string {
  return section(title, ['Name', '', 'Items', 'Total A', 'Total B', 'Change', '', 'Mean', 'Median', '95 %', 'Exposed A', 'Exposed B'], rows.slice(0, ROWS_SHOWN).map((row) => [
    cell(row.name), cell(row.match === 'none' ? 'one side only' : ''), counts(row.count), time(row.totalNs[0]), time(row.totalNs[1]), delta(row.deltaNs), number(row.deltaRatio === null ? '' : signedPercent(row.deltaRatio)),
    times(row.meanNs), times(row.p50Ns), times(row.p95Ns), time(row.exposedNs[0]), time(row.exposedNs[1]),
  ]), rows.length > ROWS_SHOWN ? `${grouped(rows.length - ROWS_SHOWN)} more rows are in the JSON document.` : '');
}

/** Bars of the stages, each from where the one before ended: from the length of A to that of B. */
function waterfall(comparison: Comparison): string {
  const bars = stageBars(comparison);
  const [wallA, wallB] = [comparison.a, comparison.b].map(({ runs, representative }) => runs[representative].ledger.stopNs);
  const rows: { name: string; from: number; to: number; label: string; kind: string }[] = [{ name: 'A', from: 0, to: wallA, label: plainTime(wallA), kind: 'whole' }];
  let at = wallA;
  for (const { name, deltaNs } of bars) {
    if (deltaNs === 0) continue;
    rows.push({ name, from: at, to: at + deltaNs, label: signedTime(deltaNs), kind: deltaNs > 0 ? 'more' : 'less' });
    at += deltaNs;
  }
  rows.push({ name: 'B', from: 0, to: wallB, label: plainTime(wallB), kind: 'whole' });
  const least = Math.min(0, ...rows.map(({ from, to }) => Math.min(from, to)));
  const span = Math.max(1, ...rows.map(({ from, to }) => Math.max(from, to))) - least;
  const share = (ns: number): string => `${((100 * ns) / span).toFixed(3)}%`;
  return `<div class="waterfall" role="img" aria-label="From the length of A to that of B by stage">${rows.map(({ name, from, to, label, kind }) =>
    `<div><span>${escaped(name)}</span><span class="lane"><span class="bar ${kind}" style="margin-left:${share(Math.min(from, to) - least)};width:${share(Math.abs(to - from))}"></span></span><span class="figure">${escaped(label)}</span></div>`).join('\n')}</div>`;
}

function barRow({ name, aNs, bNs, deltaNs }: Bar): readonly string[] {
  return [cell(name), time(aNs), time(bNs), delta(deltaNs)];
}

function section(title: string, heads: readonly string[], rows: readonly (readonly string[])[], after = ''): string {
  if (rows.length === 0) return '';
  return `<h2>${escaped(title)}</h2>
<div class="table" role="region" tabindex="0" aria-label="${escaped(title)}"><table><thead><tr>${heads.map((head, i) => `<th${rows[0][i].startsWith('<td class="number') ? ' class="number"' : ''}>${escaped(head)}</th>`).join('')}</tr></thead>
<tbody>${rows.map((cells) => `<tr>${cells.join('')}</tr>`).join('\n')}</tbody></table></div>${after === '' ? '' : `<p>${escaped(after)}</p>`}`;
}

function cell(text: string, title = ''): string {
  return `<td${title === '' ? '' : ` title="${escaped(title)}"`}>${escaped(text)}</td>`;
}

function number(text: string, title = ''): string {
  return `<td class="number"${title === '' ? '' : ` title="${escaped(title)}"`}>${escaped(text)}</td>`;
}

function time(ns: number): string {
  return number(plainTime(ns), `${grouped(ns)} ns`);
}

function times([a, b]: Pair): string {
  return number(`${plainTime(a)} → ${plainTime(b)}`);
}

function delta(ns: number): string {
  return ns === 0 ? number('–') : `<td class="number ${ns > 0 ? 'more' : 'less'}" title="${exactTime(ns)}">${signedTime(ns)}</td>`;
}

function counts([a, b]: Pair): string {
  return number(a === b ? grouped(a) : `${grouped(a)} → ${grouped(b)}`);
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&#39;' };

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => ENTITIES[letter]);
}
