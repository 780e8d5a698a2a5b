/** Runs brought onto common names and cells. */
import type { KeyTable } from './key_table.ts';
import type { LaunchKind } from './launch_kinds.ts';
import type { LineMapping, Token } from './line_map.ts';
import type { SequencedLaunch } from './launch_sequence.ts';
import type { FoundLoop } from './loop.ts';
import type { RunData } from './run_data.ts';
import type { LedgerPart, RunLedger } from './run_ledger.ts';

/** A run brought onto the names and cells that all compared runs share. */
export interface MatchedRun {
  readonly data: RunData;
  readonly launches: readonly SequencedLaunch[];
  /** Where iterations begin among the launches; empty without a loop. */
  readonly heads: readonly number[];
  readonly lines: LineMapping;
  readonly parts: readonly LedgerPart[];
  /** Line as this run names it, by key of the comparison; only for keys that the run has. */
  readonly ownLines: ReadonlyMap<number, string>;
  readonly ledger: RunLedger;
}

export interface MatchedRuns {
  readonly keys: KeyTable;
  /** In the order given. */
  readonly runs: readonly MatchedRun[];
  readonly loop: (FoundLoop & { readonly name: Token }) | undefined;
  /** Iterations that all runs have. */
  readonly matched: number;
  /** Launch kinds whose times come from calls. */
  readonly paired: ReadonlySet<LaunchKind>;
  /** Source lines do not count, as one of the runs records none. */
  readonly withoutLines: boolean;
}
