/**
 * Where the reference changed its mind between log versions, as named switches. Pure.
 * Source: legion tools/legion_prof_rs/src of 25.06 (versions up to 1008), 25.09 (1009), 25.12 (1010), 26.03 (1011 and later).
 */
export interface LogRules {
  /** A copy of several fields between two memories is one item; before, one per field. */
  readonly keepsFieldsTogether: boolean;
  /** Only GPUs with kernels are shown as device and host; others form a third kind. Before, every GPU was. */
  readonly splitsBusyGpusOnly: boolean;
  /** Names carry the place among the shown processors or memories of the kind; before, Realm's index. */
  readonly namesByPlace: boolean;
  /** Calls nest in the call that is open when they start; before, in the shortest one that contains them. */
  readonly nestsBySweep: boolean;
}

/** Rules for a log version; a log that says none is older than 1000 and follows the oldest. */
export function logRules(version: number | undefined): LogRules {
  const number = version ?? 0;
  return {
    keepsFieldsTogether: number >= 1009,
    splitsBusyGpusOnly: number >= 1009,
    namesByPlace: number >= 1010,
    nestsBySweep: number >= 1011,
  };
}
