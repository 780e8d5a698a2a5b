/** Which run a set of logs is, wherever it lies. */

/** A file as it was when it was looked at. */
export interface FileIdentity {
  readonly path: string;
  readonly bytes: number;
  /** Time of last change, ms since 1970. */
  readonly mtimeMs: number;
}
