/** Which node of a run a process of an export is, and when its time 0 was. */
import { basename } from 'node:path';
import type { IndexReader } from '../index/index_reader.ts';

interface NodeRow {
  readonly node: number;
  readonly process_id: number | null;
  readonly zero_time_ns: string;
}

/** Nsight Systems keeps 24 bits of a process id. */
const PROCESS_MASK = 0xffffff;

export class RunNodes {
  readonly #rows: readonly NodeRow[];

  constructor(reader: IndexReader) {
    this.#rows = reader.database.all<NodeRow>('SELECT node, process_id, zero_time_ns FROM node ORDER BY node');
  }

  /** By the process id that the log names, else by the rank in the file's name, else the first. @param path of the export */
  nodeOf(process: number, path: string): number {
    const named = rankOfName(path);
    const found = process === 0 ? undefined : this.#rows.find(({ process_id }) => process_id !== null && (process_id & PROCESS_MASK) === process);
    return (found ?? this.#rows.find(({ node }) => node === named) ?? this.#rows[0])?.node ?? named ?? 0;
  }

  /** Wall clock at its time 0, ns since 1970; undefined where no log says it. */
  zeroOf(node: number): bigint | undefined {
    const text = this.#rows.find((row) => row.node === node)?.zero_time_ns;
    return text !== undefined && /^[1-9]\d{0,18}$/.test(text) ? BigInt(text) : undefined;
  }
}

/** `legate_3.sqlite` → 3. Source: Legate's driver names reports and logs by rank. */
function rankOfName(path: string): number | undefined {
  const digits = /_(\d{1,5})\.[^.]+$/.exec(basename(path))?.[1];
  return digits === undefined ? undefined : Number(digits);
}
