/** `dump`: the records of logs as JSON, one a line. Straight from the logs, a stretch at a time, so that a log of any size can be dumped. */
import { dumpLines } from '../../compat/dump.ts';
import { decodeLog } from '../../decode/decode_log.ts';
import type { RecordBatch } from '../../decode/decoded_log.ts';
import { expandPaths, type FoundFile } from '../../engine/expand_paths.ts';
import { IndexReader } from '../../index/index_reader.ts';
import { readStoredLog } from '../../index/stored_log.ts';
import { filterTables } from '../../model/filter_input.ts';
import type { RunView } from '../../model/run_view.ts';
import type { Alert } from '../../protocol/alerts.ts';
import { ProfileError } from '../../protocol/errors.ts';
import { sayAbsentNodes, sayFailures } from '../chosen_part.ts';
import { absolutePaths, EXIT_FAILED, EXIT_OK, isWorthSaying, untilSignalled, warn } from '../context.ts';
import { nameFiles } from '../file_names.ts';
import { writePieces } from '../output.ts';

export interface DumpChoice {
  readonly view: RunView;
  readonly json: boolean;
}

/** @throws ProfileError */
export async function dump(paths: readonly string[], choice: DumpChoice): Promise<number> {
  const signal = untilSignalled();
  const { files, failures } = await expandPaths(absolutePaths(paths));
  sayFailures(failures, files.length > 0);
  const writer = new DumpWriter(choice, signal);
  await writer.begin(nameFiles(files, paths).map(({ name }) => name));
  for (const file of nameFiles(files, paths)) {
    for (const { severity, message } of await writer.dumpFile(file)) if (isWorthSaying(severity)) warn(`legion_prof: ${message}`);
  }
  await writer.end();
  const absent = writer.nodesDeclared === 0 ? undefined : sayAbsentNodes(choice.view, writer.nodesDeclared);
  if (absent !== undefined) throw new ProfileError('not-found', absent);
  return writer.records > 0 ? EXIT_OK : EXIT_FAILED;
}

class DumpWriter {
  records = 0;
  /** Nodes of the run, as far as its logs say. */
  nodesDeclared = 0;
  readonly #choice: DumpChoice;
  readonly #signal: AbortSignal;

  constructor(choice: DumpChoice, signal: AbortSignal) {
    this.#choice = choice;
    this.#signal = signal;
  }

  async begin(names: readonly string[]): Promise<void> {
    await this.#write(this.#choice.json ? ['{"schema":"dump/1","records":['] : names.map((name) => `Reading log file ${JSON.stringify(name)}...\n`));
  }

  async end(): Promise<void> {
    if (this.#choice.json) await this.#write(['\n]}\n']);
  }

  /** What is doubtful about the file. @throws ProfileError of the decoder or the index */
  async dumpFile({ path, sort }: FoundFile): Promise<readonly Alert[]> {
    if (sort !== 'sqlite-index') return (await decodeLog(path, { signal: this.#signal, onBatch: this.#taker() })).alerts;
    const reader = IndexReader.open(path);
    try {
      for (const { rank } of reader.files()) await this.#taker()(readStoredLog(reader, rank));
      return [];
    } finally {
      reader.close();
    }
  }

  /** Takes the batches of one log, of which the first says whose it is. */
  #taker(): (batch: RecordBatch) => Promise<void> {
    const { nodes, filtersInput } = this.#choice.view;
    let node: number | undefined;
    return async (batch) => {
      const machine = batch.tables.get('MachineDesc')?.columns;
      node ??= machine?.get('node_id')?.values[0];
      this.nodesDeclared = Math.max(this.nodesDeclared, machine?.get('num_nodes')?.values[0] ?? 0);
      const isWhole = nodes === undefined || !filtersInput || node === undefined || nodes.includes(node);
      await this.#write(this.#lines(isWhole ? batch : { ...batch, tables: filterTables(batch, nodes) }));
    };
  }

  *#lines(batch: RecordBatch): Generator<string, void, void> {
    for (const line of dumpLines(batch)) {
      if (this.#choice.json) yield this.records++ === 0 ? `\n${line}` : `,\n${line}`;
      else {
        this.records++;
        yield `${line}\n`;
      }
    }
  }

  #write(pieces: Iterable<string>): Promise<void> {
    return writePieces(pieces, process.stdout, this.#signal);
  }
}
