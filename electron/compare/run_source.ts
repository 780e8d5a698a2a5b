import type { IndexReader } from '../index/index_reader.ts';
import type { RunFacts } from '../index/read_run.ts';

/** What of an index comparing reads. */
export type RunSource = Pick<IndexReader, 'files' | 'tracks' | 'memorySteps' | 'recordTable' | 'strings'> & {
  readonly run: () => Pick<RunFacts, 'info' | 'recordCounts'>;
};
