/** A table of runs as text and as a JSON document (schema `compare/1`). Pure. */
import type { RunRow, RunsTable } from './by_run.ts';
import { STAGE_TITLES, type Stage } from './stages.ts';
import { columns, plainTime, shortened } from './texts.ts';

const LINES_SHOWN = 15;

/** `A`, `B` … `Z`, then numbers. */
export function runLabel(i: number): string {
  return i < 26 ? String.fromCharCode(65 + i) : String(i + 1);
}

export function runsDocument({ matched, phases, stages, lines, iterationNs }: RunsTable): Record<string, unknown> {
  return {
    schema: 'compare/1', clock: 'raw',
    sides: matched.runs.map(({ data }, i) => ({ label: runLabel(i), runs: [data.identity], representative: 0 })),
    match: {
      loop: matched.loop === undefined ? null : {
        token: { kind: matched.loop.name.kind, task: matched.loop.name.task, line: matched.loop.name.line }, score: matched.loop.score,
        iterations: matched.runs.map(({ heads }) => heads.length), matched: matched.matched,
      },
    },
    byRun: { wallNs: matched.runs.map(({ ledger }) => ledger.stopNs), iterationNs, phases, stages, lines },
  };
}

export function runsText({ matched, phases, stages, lines, iterationNs }: RunsTable): string {
  const labels = matched.runs.map((_, i) => runLabel(i));
  const table = (rows: readonly RunRow[]): readonly (readonly string[])[] => rows.map(({ name, ns }) => [`  ${name}`, ...ns.map(plainTime)]);
  const right = new Set(labels.map((_, i) => i + 1));
  const heading = (title: string): readonly string[] => [title, ...labels];
  return [
    ...matched.runs.map(({ data }, i) => `${labels[i]}  ${data.identity.path} (${data.identity.nodes} node${data.identity.nodes === 1 ? '' : 's'}, ${data.processors.length} processors ran tasks)`), '',
    ...columns([
      heading('Length'), ['  whole run', ...matched.runs.map(({ ledger }) => plainTime(ledger.stopNs))], ...(iterationNs === null ? [] : [['  typical iteration', ...iterationNs.map((ns) => plainTime(Math.round(ns)))]]),
      [''], heading('By phase'), ...table(phases), [''],
      heading('By stage'), ...table(stages.map((row) => ({ ...row, name: STAGE_TITLES[row.name as Stage] }))), [''],
      heading('Lines that differ most'), ...table(lines.slice(0, LINES_SHOWN).map(({ stage, name, line, ns }) => ({ name: shortened(`${STAGE_TITLES[stage]} ${name} ${line}`.trim(), 60), ns }))),
    ], right),
  ].join('\n');
}
