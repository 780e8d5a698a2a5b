/** Brings runs onto common names and cells: lines mapped to those of the first one, the loop that all have, the same cuts. Then makes their ledgers. */
import type { Sliced } from '../index/slices.ts';
import type { MatchedRun, MatchedRuns } from './matched_runs.ts';
import { IntervalList } from './interval_list.ts';
import { KeyTable } from './key_table.ts';
import { launchSequence, skeletonOf, tokenText, type SequencedLaunch } from './launch_sequence.ts';
import { LAUNCH_KINDS, type LaunchKind } from './launch_kinds.ts';
import { childrenOf, launchesOf, pairedKinds } from './launch_times.ts';
import { mapLines, SAME_LINES, type LineMapping } from './line_map.ts';
import { findLoop } from './loop.ts';
import { cellsOf, type Cells } from './phases.ts';
import { addProgramPieces } from './program_pieces.ts';
import type { RunData } from './run_data.ts';
import { runLedger, type LedgerPart } from './run_ledger.ts';

const WITHOUT_LINES: LineMapping = { rename: () => '', votes: [] };

/** `runs`: the first is the one whose lines the others are mapped to. */
export function* matchRuns(runs: readonly RunData[]): Sliced<MatchedRuns> {
  const sequences = runs.map(launchSequence);
  yield;
  const withoutLines = runs.some(hasNoLines) && !runs.every(hasNoLines);
  const lines = runs.map((_, i) => (withoutLines ? WITHOUT_LINES : i === 0 ? SAME_LINES : mapLines(skeletonOf(sequences[0]), skeletonOf(sequences[i]))));
  const launches = sequences.map((sequence, i) => sequence.map((launch): SequencedLaunch => ({ ...launch, line: lines[i].rename(launch.line) })));
  const { tokens, numbered } = numberTokens(launches);
  const loop = findLoop(numbered);
  const matched = loop === undefined ? 0 : Math.min(...loop.runs.map(({ heads }) => heads.length));
  const children = runs.map((run) => childrenOf(run));
  const paired = runs.map((run, i) => pairedKinds(run, children[i])).reduce((all, kinds) => new Set([...all].filter((kind) => kinds.has(kind))), new Set<LaunchKind>(LAUNCH_KINDS));
  yield;
  const keys = new KeyTable();
  const prepared: { parts: LedgerPart[]; ownLines: Map<number, string>; cells: Cells }[] = [];
  for (const [i, data] of runs.entries()) {
    const cells = cellsOf(data, launches[i], loop, i, matched);
    const ownLines = new Map<number, string>();
    const program = programPart(data, children[i], paired, cells);
    const parts = [data, program].map(({ intervals, keys: own }) => ({ intervals, keyOf: renameKeys(own, lines[i], keys, ownLines) }));
    prepared.push({ parts, ownLines, cells });
    yield;
  }
  const found: MatchedRun[] = [];
  for (const [i, data] of runs.entries()) {
    const { parts, ownLines, cells } = prepared[i];
    const ledger = yield* runLedger({ stopNs: data.identity.wallNs, parts, keys, cells, taskProcessors: data.processors.length });
    found.push({ data, launches: launches[i], heads: loop?.runs[i].heads ?? [], lines: lines[i], parts, ownLines, ledger });
  }
  return { keys, runs: found, loop: loop && { ...loop, name: tokens[loop.token] }, matched, paired, withoutLines };
}

/** A log without provenance (or of a program that gives none): then names alone must carry the match. */
function hasNoLines({ keys }: RunData): boolean {
  for (let key = 0; key < keys.count; key++) if (keys.get(key).line !== '') return false;
  return true;
}

function numberTokens(sequences: readonly (readonly SequencedLaunch[])[]): { readonly tokens: readonly SequencedLaunch[]; readonly numbered: readonly Uint32Array[] } {
  const numbers = new Map<string, number>();
  const tokens: SequencedLaunch[] = [];
  const numbered = sequences.map((launches) => Uint32Array.from(launches, (launch) => {
    const text = tokenText(launch);
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, tokens.length);
    return tokens.push(launch) - 1;
  }));
  return { tokens, numbered };
}

/** The program's own time, start-up and shutdown. */
function programPart(data: RunData, children: readonly (readonly number[])[], paired: ReadonlySet<LaunchKind>, cells: Cells): { readonly intervals: IntervalList; readonly keys: KeyTable } {
  const keys = new KeyTable();
  const intervals = new IntervalList();
  data.controls.forEach((control, i) => addProgramPieces(control, launchesOf(data, control, children[i], paired), data.operations, keys, intervals));
  intervals.add(0, cells.firstControl, keys.intern('startup', 'start-up', ''), true);
  intervals.add(cells.lastControl, data.identity.wallNs, keys.intern('shutdown', 'shutdown', ''), true);
  return { intervals, keys };
}

/** Keys of a run as keys of the comparison. */
function renameKeys(own: KeyTable, lines: LineMapping, keys: KeyTable, ownLines: Map<number, string>): Uint32Array {
  const renamed = new Uint32Array(own.count);
  for (let i = 0; i < own.count; i++) {
    const { stage, name, line } = own.get(i);
    renamed[i] = keys.intern(stage, name, line === '' ? '' : lines.rename(line));
    if (!ownLines.has(renamed[i])) ownLines.set(renamed[i], line);
  }
  return renamed;
}
