/**
 * What each line of the user's program cost: sums over the plain rows by the provenance of their operation. Provenance texts that name
 * the same file and line are one line. Synchronous, some seconds in runs of millions of items: in a thread of its own.
 */
import type { LineCost, LineCosts } from '../protocol/table_api.ts';
import type { IndexDatabase } from './database.ts';

/** Lines in the answer; beyond these only their number is told. */
const MAX_LINES = 5000;
/** Where Python keeps installed packages. */
const LIBRARY = /[\\/](?:site|dist)-packages[\\/]|[\\/]lib[\\/]python3(?:\.\d+)?[\\/]/;

type Sum = 'operations' | 'items' | 'runningNs' | 'gpuNs' | 'movedBytes' | 'overheadNs';
type Line = { -readonly [K in keyof LineCost]: LineCost[K] };

const byOperation = (rows: string, what: string): string => `SELECT o.provenance_id, ${what} FROM ${rows} LEFT JOIN operation o ON o.op_id = i.op_id GROUP BY 1`;

const SUMS: readonly (readonly [Sum, string])[] = [
  ['operations', 'SELECT provenance_id, count(*) FROM operation GROUP BY 1'],
  ['items', 'SELECT provenance_id, sum(count) FROM provenance_posting GROUP BY 1'],
  ['runningNs', byOperation('task i', 'sum(i.running_ns)')],
  ['gpuNs', byOperation('gpu_kernel i', 'sum(i.stop_ns - i.start_ns)')],
  // A copy over several channels stands under each of them with its whole size.
  ['movedBytes', byOperation('(SELECT DISTINCT fevent, op_id, size_bytes FROM copy) i', 'sum(i.size_bytes)')],
  ...['meta_task', 'mapper_call', 'runtime_call'].map((table): [Sum, string] => ['overheadNs', byOperation(`${table} i`, 'sum(i.running_ns)')]),
];

/** Two's complement ids; null = no provenance. */
type ProvenanceId = bigint | null;

class Lines {
  readonly all: Line[] = [];
  readonly #byText = new Map<string, Line>();
  readonly #byId = new Map<ProvenanceId, Line>();

  constructor(database: IndexDatabase) {
    const rows = database.query<[bigint, string, string | null, bigint | null]>('SELECT provenance_id, text, file, line FROM provenance', { wide: true, raw: true });
    for (const [id, text, file, line] of rows.iterate()) this.#byId.set(id, this.#line(file === null || line === null ? text : undefined, file, line));
  }

  of(id: ProvenanceId): Line {
    let line = this.#byId.get(id);
    if (line === undefined) {
      // An id without a record, or none: no line is known.
      line = this.#line(undefined, null, null);
      this.#byId.set(id, line);
    }
    return line;
  }

  #line(text: string | undefined, file: string | null, line: bigint | null): Line {
    const key = JSON.stringify([text ?? null, text === undefined ? file : null, text === undefined ? String(line) : null]);
    let found = this.#byText.get(key);
    if (found === undefined) {
      const isPlace = text === undefined && file !== null;
      found = {
        file: isPlace ? file : null, line: isPlace ? Number(line) : null, text: text ?? null, isLibrary: isPlace && LIBRARY.test(file),
        operations: 0, items: 0, runningNs: 0, gpuNs: 0, movedBytes: 0, heldBytes: 0, overheadNs: 0,
      };
      this.#byText.set(key, found);
      this.all.push(found);
    }
    return found;
  }
}

const timeOf = (line: Line): number => line.runningNs + line.gpuNs + line.overheadNs;

export function lineCosts(database: IndexDatabase): LineCosts {
  const lines = new Lines(database);
  for (const [sum, sql] of SUMS) {
    for (const [id, value] of database.query<[ProvenanceId, bigint | null]>(sql, { wide: true, raw: true }).iterate()) lines.of(id)[sum] += Number(value ?? 0n);
  }
  for (const [line, bytes] of peaks(database, lines)) line.heldBytes = bytes;
  // Legate gives every range of an API call a text, too: without an operation there is nothing to tell of it.
  const told = lines.all.filter((line) => line.file !== null || line.operations > 0 || timeOf(line) > 0 || line.items > 0)
    .sort((a, b) => timeOf(b) - timeOf(a) || (a.line ?? 0) - (b.line ?? 0));
  const total = (sum: Sum): number => lines.all.reduce((all, line) => all + line[sum], 0);
  return { lines: told.slice(0, MAX_LINES), count: told.length, runningNs: total('runningNs'), gpuNs: total('gpuNs') };
}

/** Most bytes that the instances of each line held at one time. Where one ends and another begins, both are not held at once. */
function peaks(database: IndexDatabase, lines: Lines): ReadonlyMap<Line, number> {
  const peak = new Map<Line, number>();
  const held = new Map<Line, number>();
  const steps = database.query<[bigint | null, bigint]>(`
    SELECT o.provenance_id, s.bytes
    FROM (SELECT op_id, start_ns AS ns, size_bytes AS bytes FROM instance UNION ALL SELECT op_id, stop_ns, -size_bytes FROM instance) s
    LEFT JOIN operation o ON o.op_id = s.op_id
    ORDER BY s.ns, s.bytes`, { wide: true, raw: true });
  for (const [id, bytes] of steps.iterate()) {
    const line = lines.of(id);
    const now = (held.get(line) ?? 0) + Number(bytes);
    held.set(line, now);
    if (now > (peak.get(line) ?? 0)) peak.set(line, now);
  }
  return peak;
}
