export interface WorkedQuery {
  readonly number: number;
  readonly title: string;
  readonly sql: string;
  /** Folder of the run's logs, from the root of the checkout. */
  readonly run: string;
  /** The rows as the command prints them. */
  readonly result: string;
}

export function workedQueries(page: string): WorkedQuery[];
export function withResults(page: string, answer: (sql: string, run: string) => string): string;
